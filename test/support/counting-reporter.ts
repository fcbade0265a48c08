/** Writes how many tests passed, failed and were skipped, as JSON, to the file that `CLIENTCARD_TEST_COUNTS` names: scripts/check.ts adds them up. */
import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

export type TestCounts = { passed: number; failed: number; skipped: number };

/** What stopped outside of any test (a module that does not load, an error that nobody caught) counts as a failed test each. */
function countTests(modules: readonly TestModule[], uncaught: number): TestCounts {
  const counts: TestCounts = { passed: 0, failed: uncaught, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test that was begun and not ended has not passed.
      counts[state === "pending" ? "failed" : state]++;
    }
  }
  return counts;
}

// biome-ignore lint/style/noDefaultExport: vitest loads a reporter by its default export
export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env.CLIENTCARD_TEST_COUNTS;
    if (file) writeFileSync(file, JSON.stringify(countTests(modules, unhandledErrors.length)));
  }
}
