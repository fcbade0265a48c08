/** `backup`, `restore` and `rebuild` as a person gives them. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { run as runAnywhere, type Terminal } from "./support.ts";

const BASE = "Name;Phone;Notes\nAram Grigoryan;091 23-45-67;floor 3\nAni Petrosyan;093 765432;dog\n";
let folder = "";
let home = "";
let emulator: Emulator;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clientcard-cli-keeping-"));
  home = join(folder, "home");
  writeFileSync(join(folder, "base.csv"), BASE);
  emulator = await startEmulator({ clock: () => new Date("2026-11-23T16:00+04:00") });
  expect((await run(["import", "base.csv", "--yes", "--quiet"])).code).toBe(0);
});

afterAll(async () => {
  await emulator?.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(args: string[], terminal: Terminal = {}) {
  const env = {
    CLIENTCARD_HOME: home,
    CLIENTCARD_PEOPLE_URL: emulator.url,
    CLIENTCARD_ACCESS_TOKEN: emulator.token,
    CLIENTCARD_ACCOUNT: "google",
  };
  return runAnywhere(args, { cwd: folder, ...terminal, env: { ...env, ...terminal.env } });
}

const runsIn = async () => (JSON.parse((await run(["runs", "--json"])).out) as { runs: object[] }).runs.length;
const writes = () => emulator.calls().filter(({ method }) => /create|update|delete|modify/i.test(method)).length;

describe("backup", () => {
  it("is written into the home unless a file is named, for its owner alone", async () => {
    const tried = await run(["backup", "--dry-run"]);
    expect(tried).toMatchObject({ code: 0 });
    expect(existsSync(join(home, "backups"))).toBe(false);
    const { code, out } = await run(["backup", "--json"]);
    expect(code).toBe(0);
    const { file, sha256 } = JSON.parse(out) as { file: string; sha256: string };
    expect(file).toBe(join(home, "backups", "clientcard-20261123T140000Z.backup"));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run(["backup", "office.backup"])).out).toContain(join(folder, "office.backup"));
    expect(await run(["backup", "office.backup", "--quiet"])).toEqual({ code: 0, out: "", err: "" });
  });

  it("never takes the place of a file that is none", async () => {
    const { code, err } = await run(["backup", "base.csv"]);
    expect(code).toBe(2);
    expect(err).toContain("is no backup of clientcard");
    expect(readFileSync(join(folder, "base.csv"), "utf8")).toBe(BASE);
  });
});

describe("restore", () => {
  it("says what the backup holds and waits for a word", async () => {
    await run(["backup", "early.backup", "--quiet"]);
    const before = await runsIn();
    await run(["log", "091234567", "called", "--by", "Anna", "--quiet"]);
    expect(await runsIn()).toBeGreaterThan(before);
    const tried = await run(["restore", "early.backup", "--dry-run"]);
    expect(tried.code).toBe(0);
    expect(tried.out).toContain(`${before} runs, the last on 23 Nov 2026`.replace(/1 runs/, "1 run"));
    const waiting = await run(["restore", "early.backup"]);
    expect(waiting.code).toBe(3);
    expect(waiting.err).toContain("--yes");
    expect(await runsIn()).toBeGreaterThan(before);
  });

  it("with --yes puts it in place, keeps what stood there, and the next sync goes on from it", async () => {
    const later = await runsIn();
    const { code, out } = await run(["restore", "early.backup", "--yes", "--json"]);
    expect(code).toBe(0);
    const { kept } = JSON.parse(out) as { kept: string };
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(await runsIn()).toBeLessThan(later);
    const old = new DatabaseSync(kept, { readOnly: true });
    expect(old.prepare("SELECT count(*) AS runs FROM runs").get()).toEqual({ runs: later });
    old.close();
    const before = writes();
    expect((await run(["sync"])).code).toBe(0);
    expect(writes()).toBe(before);
    expect((await run(["show", "091234567"])).out).toContain("called");
  });

  it("refuses what is no backup, one that is damaged, and one of another account", async () => {
    const bytes = readFileSync(join(folder, "early.backup"));
    writeFileSync(join(folder, "cut.backup"), bytes.subarray(0, bytes.length - 100));
    expect(await run(["restore", "base.csv", "--yes"])).toMatchObject({ code: 2, out: "" });
    expect((await run(["restore", "cut.backup", "--yes"])).err).toContain("is damaged");
    const other = { env: { CLIENTCARD_HOME: join(folder, "other"), CLIENTCARD_PEOPLE_URL: "http://people.example" } };
    const refused = await run(["restore", "early.backup", "--yes"], other);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("is of another account (server 127.0.0.1)");
    expect(readdirSync(join(folder, "other"))).toEqual([]);
  });
});

describe("rebuild", () => {
  it("--verify says that copy and account agree, or where they differ", async () => {
    expect(await run(["rebuild", "--verify"])).toMatchObject({ code: 0, out: "Copy and account agree: 2 clients.\n" });
    const mirror = new DatabaseSync(join(home, "mirror.db"));
    mirror.exec("UPDATE clients SET derived = json_set(derived, '$.notes', 'lost') WHERE derived LIKE '%Aram%'");
    mirror.close();
    const before = writes();
    const { code, out } = await run(["rebuild", "--verify"]);
    expect(code).toBe(4);
    expect(out).toContain("Aram Grigoryan");
    expect(out).toContain("differs in: notes");
    expect((await run(["rebuild", "--dry-run", "--json"])).code).toBe(4);
    expect(await run(["rebuild"])).toMatchObject({ code: 0, out: "The copy was read anew: 2 clients.\n" });
    expect((await run(["rebuild", "--verify"])).code).toBe(0);
    expect(writes()).toBe(before);
    expect((await run(["show", "Aram"])).out).toContain("floor 3");
  });
});
