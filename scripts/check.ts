/**
 * All checks, one after the other, however the earlier ones ended. Each step counts as one check, each test as one; the last line says
 * `N passed, N failed`, and the exit code is 0 only if none failed. Arguments go to vitest.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestCounts } from "../test/support/counting-reporter.ts";

const root = join(import.meta.dirname, "..");

/** A build server that gives up does not say which step hung; this says it, long before. They take about five minutes on two cores. */
const MINUTES = 40;
const DEADLINE = Date.now() + MINUTES * 60_000;

const STEPS: { name: string; command: string[] }[] = [
  { name: "order and lint", command: ["biome", "check", "--error-on-warnings"] },
  { name: "types", command: ["tsc", "-p", "."] },
  { name: "types of what runs in the browser", command: ["tsc", "-p", "src/emulator/web/page"] },
  { name: "unused code", command: ["knip", "--no-progress"] },
  { name: "the bundle", command: ["node", "scripts/build.ts"] },
];

/** What the tests start as the program from outside: what is released, and quicker to start than the sources. */
const BUNDLE = join(root, "dist/main.js");

function heading(name: string): void {
  console.log(`\n── ${name} ${"─".repeat(Math.max(0, 74 - name.length))}`);
}

/** Runs a tool of node_modules on this very Node, in the project's root, its words passed on. True when it ended with 0. */
function run([tool = "", ...args]: string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(join(root, "node_modules/.bin", tool), args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
      detached: true,
    });
    const end = (signal: NodeJS.Signals) => {
      // The whole group, so that no worker or server outlives the step.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
    };
    const late = setTimeout(() => {
      console.log(`${tool} was stopped: the checks may take ${MINUTES} minutes together.`);
      end("SIGKILL");
    }, DEADLINE - Date.now());
    const interrupted = () => {
      end("SIGTERM");
      process.exit(130);
    };
    process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
    const finish = (ok: boolean) => {
      clearTimeout(late);
      process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
      done(ok);
    };
    child.once("error", (error) => {
      console.log(`${tool} did not start: ${error.message}`);
      finish(false);
    });
    child.once("close", (code) => finish(code === 0));
  });
}

/** The suite's own counts; a run that ended badly without a failed test, or in which no test ran, counts as one failure. */
async function runTests(args: string[]): Promise<TestCounts> {
  const folder = mkdtempSync(join(tmpdir(), "clientcard-check-"));
  const file = join(folder, "counts.json");
  try {
    const reporters = ["--reporter=default", "--reporter=./test/support/counting-reporter.ts"];
    const ok = await run(["vitest", "run", ...reporters, ...args], {
      CLIENTCARD_TEST_COUNTS: file,
      CLIENTCARD_TEST_MAIN: BUNDLE,
    });
    const counts = readCounts(file);
    return (ok && counts.passed > 0) || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file: string): TestCounts {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as TestCounts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

let passed = 0;
let failed = 0;
for (const step of STEPS) {
  heading(step.name);
  if (await run(step.command)) passed++;
  else failed++;
}
heading("tests");
const tests = await runTests(process.argv.slice(2));
passed += tests.passed;
failed += tests.failed;
if (tests.skipped > 0) console.log(`${tests.skipped} skipped`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
