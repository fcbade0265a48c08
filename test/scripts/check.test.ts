import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const project = join(import.meta.dirname, "../..");
let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "clientcard-check-"));
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

type Ended = { code: number; lines: string[]; errors: string };
const onDebian = existsSync("/etc/os-release") && /^ID=debian$/m.test(readFileSync("/etc/os-release", "utf8"));

function run(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((done) => {
    execFile(program, args, { cwd: checkout, env, encoding: "utf8" }, (error, stdout, errors) =>
      done({ code: error === null ? 0 : Number(error.code), lines: stdout.trimEnd().split("\n"), errors }),
    );
  });
}

describe("scripts/test", () => {
  const tools = () => join(checkout, "node_modules/.bin");

  function program(path: string, text: string): void {
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
  }
  const tool = (name: string, text: string) => program(join(tools(), name), text);
  /** A program of the system, which the script finds before the real one. */
  const system = (name: string, text: string) => program(join(checkout, "bin", name), text);

  const counted = (passed: number, failed: number, skipped = 0) =>
    `echo '${JSON.stringify({ passed, failed, skipped })}' > "$CLIENTCARD_TEST_COUNTS"; [ ${failed} = 0 ]`;

  const test = (...args: string[]) =>
    run(join(checkout, "scripts/test"), args, { PATH: `${checkout}/bin:/usr/bin:/bin`, TMPDIR: checkout, CI: "true" });

  beforeEach(() => {
    mkdirSync(tools(), { recursive: true });
    mkdirSync(join(checkout, "bin"));
    system("id", "echo 1000");
    symlinkSync(process.execPath, join(tools(), "node"));
    cpSync(join(project, "scripts"), join(checkout, "scripts"), { recursive: true });
    writeFileSync(join(checkout, "scripts/build.ts"), "");
    writeFileSync(join(checkout, "package.json"), `{ "type": "module" }`);
    writeFileSync(join(checkout, "package-lock.json"), "{}");
    writeFileSync(join(checkout, "node_modules/.clientcard-lock"), "{}");
    for (const name of ["biome", "tsc", "knip"]) tool(name, "exit 0");
    tool("vitest", counted(40, 0));
  });

  it("adds the steps and the tests up, and says so alone on the last line", async () => {
    const { code, lines } = await test();
    expect([code, lines.at(-1)]).toEqual([0, "45 passed, 0 failed"]);
  });

  it("counts a failed step as a failure, and goes on to the others", async () => {
    tool("biome", "echo 'src/a.ts(1,1): error'; exit 2");
    const { code, lines } = await test();
    expect(lines).toContain("src/a.ts(1,1): error");
    expect([code, lines.at(-1)]).toEqual([1, "44 passed, 1 failed"]);
  });

  it("counts failed tests, and names the skipped ones", async () => {
    tool("vitest", counted(38, 2, 3));
    const { code, lines } = await test();
    expect([code, ...lines.slice(-2)]).toEqual([1, "3 skipped", "43 passed, 2 failed"]);
  });

  it.each([
    ["that dies before it can count", "kill -9 $$", "5 passed, 1 failed"],
    ["that says it failed although no test did", `${counted(40, 0)}; exit 1`, "45 passed, 1 failed"],
    ["in which no test ran", counted(0, 0), "5 passed, 1 failed"],
  ])("does not believe a run %s", async (_, text, last) => {
    tool("vitest", text);
    const { code, lines } = await test();
    expect([code, lines.at(-1)]).toEqual([1, last]);
  });

  it("reports a tool that is not there", async () => {
    rmSync(join(tools(), "knip"));
    const { code, lines } = await test();
    expect([code, lines.at(-1)]).toEqual([1, "44 passed, 1 failed"]);
  });

  it("hands its arguments to vitest", async () => {
    tool("vitest", `echo "given: $*"; ${counted(1, 0)}`);
    const { lines } = await test("test/card", "-t", "two words");
    expect(lines.find((line) => line.startsWith("given: "))).toMatch(/^given: run .* test\/card -t two words$/);
  });

  describe.runIf(onDebian)("as root on Debian", () => {
    const asked = () => readFileSync(join(checkout, "apt.log"), "utf8").trim().split("\n");
    const dpkg = (status: string) =>
      system("dpkg-query", `for p; do case $p in -*|*{*) ;; *) printf '%s=${status} ' "$p";; esac; done`);

    beforeEach(() => {
      system("id", "echo 0");
      system("apt-get", `echo "$*" >> ${checkout}/apt.log`);
    });

    it("installs the programs that tests run against, the lists of packages first", async () => {
      dpkg("not-installed");
      const { code } = await test();
      expect(code).toBe(0);
      const [update, install] = asked();
      expect(update).toMatch(/update$/);
      expect(install).toMatch(/install -y --no-install-recommends .*\bpython3-googleapi\b.*\bgoobook\b/);
    });

    it("asks for nothing when they are there", async () => {
      dpkg("installed");
      await test();
      expect(asked).toThrow("ENOENT");
    });

    it("goes on without them when they can't be had, and passes apt's reason on", async () => {
      dpkg("not-installed");
      system("apt-get", "echo 'E: no network' >&2; exit 100");
      const { code, errors } = await test();
      expect(code).toBe(0);
      expect(errors).toContain("E: no network");
    });
  });
});

describe("the counting reporter", () => {
  it("counts each test, and everything that fails outside of one", async () => {
    const spec = (name: string, text: string) =>
      writeFileSync(join(checkout, `${name}.test.mjs`), `import { beforeAll, describe, it } from "vitest";\n${text}`);
    spec(
      "good",
      `it("a", () => {}); describe("b", () => { it("c", () => {}); it.skip("d", () => {}); it.todo("e"); });`,
    );
    spec("bad", `it("fails", () => { throw new Error("x"); });`);
    spec("unloadable", `throw new Error("does not load");`);
    spec("hook", `describe("f", () => { beforeAll(() => { throw new Error("hook"); }); it("g", () => {}); });`);
    spec("uncaught", `it("h", () => { void Promise.reject(new Error("nobody catches this")); });`);
    symlinkSync(join(project, "node_modules"), join(checkout, "node_modules"));
    const file = join(checkout, "counts.json");
    const reporter = join(project, "test/support/counting-reporter.ts");
    const args = [join(project, "node_modules/vitest/vitest.mjs"), "run", "--root", checkout, `--reporter=${reporter}`];
    const { code } = await run(process.execPath, args, { PATH: process.env.PATH, CLIENTCARD_TEST_COUNTS: file });
    expect(code).toBe(1);
    // Passed: a, c, h. Failed: the thrown error, the module, the hook, the rejection. Skipped: d, e and g, which never ran.
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ passed: 3, failed: 4, skipped: 3 });
  });
});
