import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A checkout whose npm notes each call in `npm.log` and installs this very Node, or does what `npm` says instead. */
let base: string;
let checkout: string;

type Ended = { code: number; stdout: string; stderr: string };

function run(
  command: string,
  args: string[] = [],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const env = { HOME: base, TMPDIR: base, PATH: `${join(base, "bin")}:/usr/bin:/bin`, ...options.env };
  return new Promise((done) => {
    execFile(command, args, { cwd: options.cwd ?? base, env, encoding: "utf8" }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

function program(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

const npmCalls = () =>
  existsSync(join(checkout, "npm.log")) ? readFileSync(join(checkout, "npm.log"), "utf8").trim().split("\n") : [];

const INSTALL = `echo "$*" >> npm.log; mkdir -p node_modules/.bin; ln -sf "${process.execPath}" node_modules/.bin/node`;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "clientcard-bootstrap-")));
  checkout = join(base, "check out"); // a space, as people have them
  for (const folder of [join(base, "bin"), join(checkout, "src/cli")]) mkdirSync(folder, { recursive: true });
  cpSync(join(import.meta.dirname, "../../scripts"), join(checkout, "scripts"), { recursive: true });
  writeFileSync(join(checkout, "package.json"), `{ "type": "module" }`);
  writeFileSync(join(checkout, "package-lock.json"), "{}");
  writeFileSync(
    join(checkout, "src/cli/main.ts"),
    "const say: string[] = process.argv.slice(2); console.log(JSON.stringify([process.cwd(), ...say]));",
  );
  program(join(base, "bin/npm"), INSTALL);
  program(join(base, "bin/node"), "echo v20.20.2");
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

describe("scripts/clientcard on a fresh clone", () => {
  it("installs once, says so on stderr, and runs where the caller is", async () => {
    const first = await run(join(checkout, "scripts/clientcard"), ["who", "a b", "*"]);
    expect(first.stdout).toBe(`${JSON.stringify([base, "who", "a b", "*"])}\n`);
    expect(first.stderr).toBe("Installing packages into node_modules (only now, about half a minute)…\n");
    const second = await run(join(checkout, "scripts/clientcard"), [], { cwd: checkout });
    expect(second).toEqual({ code: 0, stdout: `${JSON.stringify([checkout])}\n`, stderr: "" });
    expect(npmCalls()).toHaveLength(1);
    expect(npmCalls()[0]).toMatch(/^ci --include=dev .*--ignore-scripts=false/);
  });

  it("is found through links, relative ones too, and by its bare name", async () => {
    symlinkSync(join(checkout, "scripts/clientcard"), join(base, "bin/absolute"));
    symlinkSync("absolute", join(base, "bin/relative"));
    expect((await run("relative", ["x"])).stdout).toBe(`${JSON.stringify([base, "x"])}\n`);
    const scripts = join(checkout, "scripts");
    expect((await run("sh", ["clientcard", "x"], { cwd: scripts })).stdout).toBe(`${JSON.stringify([scripts, "x"])}\n`);
  });

  it("installs again only when the lock file has changed, not when it was merely touched", async () => {
    const start = () => run(join(checkout, "scripts/clientcard"));
    await start();
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(checkout, "package-lock.json"), later, later);
    await start();
    expect(npmCalls()).toHaveLength(1);
    writeFileSync(join(checkout, "package-lock.json"), `{ "packages": {} }`);
    utimesSync(join(checkout, "package-lock.json"), later, later);
    await start();
    expect(npmCalls()).toHaveLength(2);
  });

  it("installs once when several start together", async () => {
    const starts = await Promise.all([1, 2, 3, 4].map(() => run(join(checkout, "scripts/clientcard"))));
    expect(starts.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(npmCalls()).toHaveLength(1);
    expect(existsSync(join(checkout, ".install-lock"))).toBe(false);
  });

  it("clears the lock of an installation that was killed", async () => {
    const gone = await run("sh", ["-c", "echo $$"]);
    symlinkSync(gone.stdout.trim(), join(checkout, ".install-lock"));
    expect((await run(join(checkout, "scripts/clientcard"))).code).toBe(0);
    expect(existsSync(join(checkout, ".install-lock"))).toBe(false);
  });

  it("takes the bundle while it is newer than every source", async () => {
    const start = async () => (await run(join(checkout, "scripts/clientcard"))).stdout.trim();
    mkdirSync(join(checkout, "dist"));
    writeFileSync(join(checkout, "dist/main.js"), `console.log("bundle")`);
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(checkout, "dist/main.js"), later, later);
    expect(await start()).toBe("bundle");
    const latest = new Date(Date.now() + 120_000);
    utimesSync(join(checkout, "src/cli/main.ts"), latest, latest);
    expect(await start()).toBe(JSON.stringify([base]));
  });
});

describe("scripts/clientcard where it cannot install", () => {
  const refused = () => run(join(checkout, "scripts/clientcard"));

  it("passes on npm's words and says what to do", async () => {
    program(join(base, "bin/npm"), "echo 'npm error network' >&2; exit 7");
    const { code, stdout, stderr } = await refused();
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("npm error network\nclientcard: the packages could not be installed");
    expect(stderr).toContain("Check the network");
    expect(existsSync(join(checkout, ".install-lock"))).toBe(false);
    program(join(base, "bin/npm"), INSTALL);
    expect((await refused()).code).toBe(0);
  });

  it("refuses a Node that is too old to install with", async () => {
    program(join(base, "bin/node"), "echo v18.19.0");
    expect(await refused()).toMatchObject({ code: 1, stderr: expect.stringContaining("found v18.19.0") });
    expect(npmCalls()).toEqual([]);
  });

  it("refuses to go on with a Node below 24", async () => {
    program(
      join(base, "bin/npm"),
      `mkdir -p node_modules/.bin; ln -sf "${join(base, "bin/node")}" node_modules/.bin/node`,
    );
    const { code, stderr } = await refused();
    expect(code).toBe(1);
    expect(stderr).toContain("Node 24 is needed");
    expect(stderr).toContain("answers v20.20.2");
    expect((await refused()).code).toBe(1);
  });
});
