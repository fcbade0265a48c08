import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/ports.ts";
import { backUpStore, openSqliteStore, restoreStore } from "../../src/store/index.ts";
import { client, intent, line, MONDAY, sourceRow, TUESDAY, takeIn, WEDNESDAY } from "../contract/store-builders.ts";
import { temporaryFolders } from "./folder.ts";

const folder = temporaryFolders();
let dir = "";
let file = "";
beforeEach(() => {
  dir = folder();
  file = join(folder(), "office.backup");
});

/** A year's work in short: a run, an order number, a version, a deleted client. */
async function work(store: Store, note: string): Promise<void> {
  const { ledger } = store;
  const { id: run } = await ledger.beginRun("sync", note, MONDAY);
  const written = intent("people/c1", { archive: [line(note)], sources: [sourceRow(note)] });
  const [id] = await ledger.intend(run, [written], MONDAY);
  await ledger.settle([{ id: id!, state: "confirmed", version: note }], MONDAY);
  await ledger.reserveNumbers(10, 0);
  await ledger.putSetting("note", note);
}

async function inStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openSqliteStore(dir);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

function archived(): Promise<string[]> {
  return inStore(async ({ ledger }) => (await ledger.archiveOf("people/c1")).map(({ text }) => text));
}

describe("a backup", () => {
  it("restored into an empty folder is the ledger as it was, and its mirror begins anew", async () => {
    await inStore((store) => work(store, "before"));
    const { bytes, sha256 } = await backUpStore(dir, file);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytes).toBeGreaterThan(4_096);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const other = join(folder(), "new", "home");
    expect(await restoreStore(file, other, TUESDAY)).toEqual({ kept: null });
    expect(readdirSync(other)).toEqual(["ledger.db"]);
    expect(statSync(join(other, "ledger.db")).mode & 0o777).toBe(0o600);
    dir = other;
    expect(await archived()).toEqual(["before"]);
    expect(await inStore(({ ledger }) => ledger.lastNumber())).toBe(10);
    expect(await inStore(({ ledger }) => ledger.sourceRows())).toHaveLength(1);
  });

  it("is of one moment while a writer is at work, what is still in its log included, and leaves no other file", async () => {
    await inStore(async (store) => {
      await work(store, "before");
      await backUpStore(dir, file);
      await work(store, "after");
    });
    expect(readdirSync(join(file, ".."))).toEqual(["office.backup"]);
    await restoreStore(file, dir, TUESDAY);
    expect(await archived()).toEqual(["before"]);
  });

  it("restored over a later ledger keeps that one beside it and gives no number twice", async () => {
    await inStore((store) => work(store, "before"));
    await backUpStore(dir, file);
    await inStore(async (store) => {
      await work(store, "after");
      await takeIn(store, [client("people/c1")]);
    });
    const { kept } = (await restoreStore(file, dir, TUESDAY))!;
    expect(await archived()).toEqual(["before"]);
    expect(await inStore(({ ledger }) => ledger.reserveNumbers(1, 0))).toEqual([21]);
    expect(await inStore(({ mirror }) => mirror.count())).toBe(1);
    const old = new DatabaseSync(kept!, { readOnly: true });
    expect(old.prepare("SELECT value FROM settings WHERE name = 'note'").get()).toEqual({ value: "after" });
    old.close();
  });

  it("restored doubts that it knows the numbers on all cards: some may be younger than it is", async () => {
    await inStore(({ ledger }) => ledger.putSetting("numbers.taken-in", TUESDAY));
    await backUpStore(dir, file);
    writeFileSync(join(dir, "ledger.db"), "damaged");
    await restoreStore(file, dir, TUESDAY);
    expect(await inStore(({ ledger }) => ledger.getSetting("numbers.taken-in"))).toBeNull();
  });

  it("mends a ledger that is damaged", async () => {
    await inStore((store) => work(store, "before"));
    await backUpStore(dir, file);
    writeFileSync(join(dir, "ledger.db"), "damaged");
    writeFileSync(join(dir, "ledger.db-wal"), "damaged too");
    const { kept } = (await restoreStore(file, dir, TUESDAY))!;
    expect(await archived()).toEqual(["before"]);
    expect(readFileSync(kept!, "utf8")).toBe("damaged");
    expect(readFileSync(`${kept}-wal`, "utf8")).toBe("damaged too");
  });

  it("is not restored under a writer, nor under anybody who has the ledger open", async () => {
    await inStore((store) => work(store, "before"));
    await backUpStore(dir, file);
    const holder = { pid: 1, host: hostname(), command: "serve", at: MONDAY };
    await inStore(({ ledger }) => ledger.lock(holder));
    await expect(restoreStore(file, dir, TUESDAY)).rejects.toMatchObject({
      code: "locked",
      fields: { holder: expect.stringContaining("serve"), since: MONDAY },
    });
    await inStore(async ({ ledger }) => {
      await ledger.unlock(1);
      await ledger.putSetting("note", "open");
      await expect(restoreStore(file, dir, WEDNESDAY)).rejects.toMatchObject({ code: "locked" });
      expect(await ledger.getSetting("note")).toBe("open");
    });
    expect(readdirSync(dir).filter((name) => name.startsWith("ledger"))).toEqual(["ledger.db"]);
  });

  const harm: [how: string, reason: string, harm: (path: string) => void][] = [
    ["is missing", "missing", (path) => rmSync(path)],
    ["is empty", "empty", (path) => truncateSync(path, 0)],
    [
      "is a folder",
      "directory",
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
    ["is something else", "not-a-backup", (path) => writeFileSync(path, "name;phone\nAnna;091123456\n")],
    ["is something else without a line end", "not-a-backup", (path) => writeFileSync(path, "{}")],
    ["is cut off", "damaged-backup", (path) => truncateSync(path, statSync(path).size - 200)],
    ["has a changed byte", "damaged-backup", (path) => changeByte(path, 300)],
    ["is of a newer program", "newer-backup", (path) => changeHeader(path, '"version":1', '"version":2')],
    ["holds another database than its hash says", "damaged-backup", (path) => changeHash(path)],
  ];
  it.each(harm)("that %s is refused as %s, and nothing is touched", async (_how, reason, damage) => {
    await inStore((store) => work(store, "before"));
    await backUpStore(dir, file);
    await inStore((store) => work(store, "after"));
    damage(file);
    await expect(restoreStore(file, dir, TUESDAY)).rejects.toMatchObject({
      code: "input-file",
      fields: { file, reason },
    });
    expect(await archived()).toEqual(["before", "after"]);
    expect(readdirSync(dir).sort()).toEqual(["ledger.db", "mirror.db"]);
  });

  it("of another account, or one that nobody approves, is left out, and nothing is touched", async () => {
    await inStore(async (store) => {
      await work(store, "before");
      await store.ledger.putSetting("account", "google");
    });
    await backUpStore(dir, file);
    await inStore((store) => work(store, "after"));
    const asked: object[] = [];
    const approve = async (contents: object) => {
      asked.push(contents);
      return false;
    };
    await expect(restoreStore(file, dir, TUESDAY, { account: "embedded", approve })).rejects.toMatchObject({
      fields: { file, reason: "other-account", detail: "google" },
    });
    expect(await restoreStore(file, dir, TUESDAY, { account: "google", approve })).toBeNull();
    expect(asked).toEqual([{ account: "google", runs: 1, lastRunAt: MONDAY }]);
    expect(await archived()).toEqual(["before", "after"]);
    expect(readdirSync(dir).sort()).toEqual(["ledger.db", "mirror.db"]);
  });

  it("takes the place of an older backup, and of no other file", async () => {
    await inStore((store) => work(store, "before"));
    await backUpStore(dir, file);
    await backUpStore(dir, file);
    writeFileSync(file, "name;phone\n");
    await expect(backUpStore(dir, file)).rejects.toMatchObject({ fields: { file, reason: "not-a-backup" } });
    expect(readFileSync(file, "utf8")).toBe("name;phone\n");
  });

  it("is not made of a store that is not there", async () => {
    await expect(backUpStore(join(dir, "nowhere"), file)).rejects.toMatchObject({ code: "not-found" });
    expect(readdirSync(join(file, ".."))).toEqual([]);
  });

  it("says which folder is not there to take it", async () => {
    await inStore((store) => work(store, "before"));
    const target = join(dir, "nowhere", "office.backup");
    await expect(backUpStore(dir, target)).rejects.toMatchObject({
      code: "usage",
      fields: { problem: expect.stringContaining(join(dir, "nowhere")) },
    });
  });
});

function changeByte(path: string, fromEnd: number): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - fromEnd]! ^= 0xff;
  writeFileSync(path, bytes);
}

function changeHash(path: string): void {
  changeHeader(path, /"sha256":"[0-9a-f]{8}/, '"sha256":"00000000');
}

function changeHeader(path: string, what: string | RegExp, by: string): void {
  writeFileSync(path, readFileSync(path, "latin1").replace(what, by), "latin1");
}
