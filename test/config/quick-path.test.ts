import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "clientcard-quick-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Packages that a process loads while it reads settings and template, by their names. */
async function packagesLoaded(): Promise<string[]> {
  const program = `
    import { registerHooks } from "node:module";
    const seen = new Set();
    registerHooks({
      resolve(specifier, context, next) {
        if (/^[@a-z]/.test(specifier) && !/^(node|file|data):/.test(specifier)) seen.add(specifier.split("/")[0]);
        return next(specifier, context);
      },
    });
    const { readSettings, readTemplateFile } = await import(${JSON.stringify(new URL("../../src/config/index.ts", import.meta.url).href)});
    const settings = await readSettings({ env: process.env, flags: {}, cwd: ${JSON.stringify(home)} });
    await readTemplateFile(settings.template, { cacheDir: settings.home + "/cache", timeZone: settings.timeZone });
    process.stdout.write(JSON.stringify([...seen]));
  `;
  const env = { PATH: process.env.PATH, CLIENTCARD_HOME: home };
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
    env,
    cwd: home,
  });
  return JSON.parse(stdout) as string[];
}

it("a look-up reads settings and template without any package, once the template has been compiled", async () => {
  expect(await packagesLoaded()).toEqual(expect.arrayContaining(["yaml", "zod"]));
  expect(await packagesLoaded()).toEqual([]);
});
