import { existsSync } from "node:fs";
import { expect, type TestContext } from "vitest";

/**
 * For a test that runs against a program of Debian's: skips it with the reason when the program is not installed, and fails it instead
 * where CI=true. `scripts/test` installs what it may.
 */
export function needsDebian({ skip }: TestContext, packageName: string, file: string): void {
  if (process.env.CI === "true") expect(existsSync(file), `Debian's package ${packageName} (${file})`).toBe(true);
  skip(!existsSync(file), `Debian's package ${packageName} is not installed`);
}
