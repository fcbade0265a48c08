import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/index.ts";
import { openLedgerFile } from "../../src/store/ledger-open.ts";
import { openMirrorFile } from "../../src/store/mirror-open.ts";
import { applyDelta, client, collect, intent, MONDAY, namesOf, takeIn } from "../contract/store-builders.ts";
import { temporaryFolders } from "./folder.ts";

const folder = temporaryFolders();

/** A store with one client and one number given, closed. */
async function filledStore(): Promise<string> {
  const dir = folder();
  const store = await openSqliteStore(dir);
  await takeIn(store, [client("people/c1", { notes: "Order 1: sofa" })]);
  await store.ledger.reserveNumbers(7, 0);
  await store.close();
  return dir;
}

function overwrite(path: string, at: number, bytes: Buffer): void {
  const file = openSync(path, "r+");
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

describe("opening the store", () => {
  it("makes the folder and its files for their owner alone, whatever the umask", async () => {
    const dir = join(folder(), "deep", "home");
    const before = process.umask(0);
    try {
      const store = await openSqliteStore(dir);
      await takeIn(store, [client("people/c1")]);
      await store.ledger.reserveNumbers(1, 0);
      expect(statSync(dir).mode & 0o777).toBe(0o700);
      const files = readdirSync(dir);
      expect(files).toEqual(expect.arrayContaining(["ledger.db", "ledger.db-wal", "mirror.db", "mirror.db-wal"]));
      for (const file of files) expect([file, statSync(join(dir, file)).mode & 0o777]).toEqual([file, 0o600]);
      await store.close();
      expect(readdirSync(dir).sort()).toEqual(["ledger.db", "mirror.db"]);
    } finally {
      process.umask(before);
    }
  });

  it("narrows files that were copied back with a wider mode", async () => {
    const dir = await filledStore();
    for (const file of ["ledger.db", "mirror.db"]) chmodSync(join(dir, file), 0o644);
    await (await openSqliteStore(dir)).close();
    for (const file of ["ledger.db", "mirror.db"]) expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
  });

  it("has every promise of the ledger on the disk, and leaves the mirror, which can be had again, to the system", () => {
    const dir = folder();
    const ledger = openLedgerFile(join(dir, "ledger.db"), {});
    const mirror = openMirrorFile(join(dir, "mirror.db"), {}, (make) => make());
    for (const file of [ledger, mirror]) expect(file.get("PRAGMA journal_mode")).toEqual({ journal_mode: "wal" });
    // FULL is 2, NORMAL is 1: https://sqlite.org/pragma.html#pragma_synchronous
    expect(ledger.get("PRAGMA synchronous")).toEqual({ synchronous: 2 });
    expect(mirror.get("PRAGMA synchronous")).toEqual({ synchronous: 1 });
    mirror.close();
    ledger.close();
  });

  it("refuses a path that is no folder", async () => {
    const path = join(folder(), "file");
    writeFileSync(path, "");
    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: "disk", fields: { path, reason: "denied" } });
  });

  it("tells a folder that it may not look into from one that holds no store", async ({ skip }) => {
    if (process.getuid?.() === 0) skip("root may look into every folder");
    const dir = await filledStore();
    chmodSync(dir, 0o000);
    try {
      for (const readonly of [false, true]) {
        await expect(openSqliteStore(dir, { readonly })).rejects.toMatchObject({
          code: "disk",
          fields: { path: join(dir, "ledger.db"), reason: "denied" },
        });
      }
    } finally {
      chmodSync(dir, 0o700);
    }
  });

  it("leaves no file open when it fails", async () => {
    const dir = await filledStore();
    writeFileSync(join(dir, "ledger.db"), "not a database");
    const before = readdirSync("/proc/self/fd").length;
    await expect(openSqliteStore(dir)).rejects.toThrow();
    expect(readdirSync("/proc/self/fd").length).toBe(before);
  });
});

describe("the mirror", () => {
  const damage: [how: string, harm: (path: string) => void][] = [
    ["missing", (path) => rmSync(path)],
    ["empty", (path) => truncateSync(path, 0)],
    ["no database", (path) => writeFileSync(path, "<html>not a database at all</html>".repeat(200))],
    ["cut off", (path) => truncateSync(path, 5_000)],
    ["of another schema version", (path) => execute(path, "PRAGMA user_version = 999")],
    ["a database of another program", (path) => execute(path, "DROP TABLE state")],
    ["overwritten in its schema", (path) => overwrite(path, 100, Buffer.alloc(4_000, 0xa5))],
  ];

  it.each(damage)("that is %s is made anew, and the ledger stays", async (_how, harm) => {
    const dir = await filledStore();
    harm(join(dir, "mirror.db"));
    const store = await openSqliteStore(dir);
    expect(await store.mirror.state()).toEqual({ peopleToken: null, fullAt: null, pulledAt: null });
    expect(await store.mirror.count()).toBe(0);
    await takeIn(store, [client("people/c2")]);
    expect(namesOf(await store.mirror.find("anna", 5))).toEqual(["people/c2"]);
    expect(await store.ledger.lastNumber()).toBe(7);
    await store.close();
  });

  it("takes nothing over from a log that an older mirror left behind", async () => {
    const dir = folder();
    const store = await openSqliteStore(dir);
    await takeIn(store, [client("people/c1")]);
    const log = readFileSync(join(dir, "mirror.db-wal"));
    await store.close();
    rmSync(join(dir, "mirror.db"));
    writeFileSync(join(dir, "mirror.db-wal"), log);
    const again = await openSqliteStore(dir);
    expect(await again.mirror.count()).toBe(0);
    await again.close();
  });

  it("deleted in mid-life harms nobody: this process works on, the next begins with an empty one", async () => {
    const dir = folder();
    const store = await openSqliteStore(dir);
    await takeIn(store, [client("people/c1")]);
    for (const file of readdirSync(dir)) if (file.startsWith("mirror.db")) rmSync(join(dir, file));
    await takeIn(store, [client("people/c2")]);
    expect(await store.mirror.count()).toBe(2);
    const other = await openSqliteStore(dir);
    expect(await other.mirror.count()).toBe(0);
    await applyDelta(other.mirror, { upserts: [client("people/c3")], deleted: [], peopleToken: "t", at: MONDAY });
    await store.close();
    await other.close();
    const last = await openSqliteStore(dir);
    expect(namesOf(await collect(last.mirror.all()))).toEqual(["people/c3"]);
    await last.close();
  });

  it("whose damage shows only in use says so once, and is made anew at the next start", async () => {
    const dir = folder();
    const path = join(dir, "mirror.db");
    const first = await openSqliteStore(dir);
    const contacts = Array.from({ length: 300 }, (_, index) =>
      client(`people/c${index}`, { notes: "x".repeat(2_000) }),
    );
    await takeIn(first, contacts);
    await first.close();
    // The pages after the first ones hold the clients: opening does not look at them.
    const head = pageOf(path, "clients");
    overwrite(path, (head - 1) * 4096, Buffer.alloc(4_096, 0xa5));
    const store = await openSqliteStore(dir);
    const failure = { code: "disk", fields: { path, reason: "corrupt" } };
    await expect(collect(store.mirror.all())).rejects.toMatchObject(failure);
    await expect(store.mirror.count()).rejects.toMatchObject(failure);
    await store.close();
    const again = await openSqliteStore(dir);
    expect(await again.mirror.count()).toBe(0);
    await again.close();
  });
});

describe("the ledger", () => {
  const damage: [how: string, harm: (path: string) => void][] = [
    ["empty", (path) => truncateSync(path, 0)],
    ["no database", (path) => writeFileSync(path, "<html>not a database at all</html>".repeat(200))],
    ["cut off", (path) => truncateSync(path, 5_000)],
    ["a database of another program", (path) => execute(path, "PRAGMA application_id = 1")],
    ["without its number sequence", (path) => execute(path, "DELETE FROM numbers")],
    ["without its tables", (path) => execute(path, "DROP TABLE numbers")],
    ["overwritten in its schema", (path) => overwrite(path, 100, Buffer.alloc(4_000, 0xa5))],
  ];

  it.each(damage)("that is %s is told, and left as it is", async (_how, harm) => {
    const dir = await filledStore();
    const path = join(dir, "ledger.db");
    harm(path);
    const before = readFileSync(path);
    for (const readonly of [false, true]) {
      await expect(openSqliteStore(dir, { readonly })).rejects.toMatchObject({
        code: "disk",
        fields: { path, reason: "corrupt" },
      });
    }
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("that is gone while its log is still here is told, for the log holds what was promised", async () => {
    const dir = await filledStore();
    rmSync(join(dir, "ledger.db"));
    writeFileSync(join(dir, "ledger.db-wal"), "x");
    await expect(openSqliteStore(dir)).rejects.toMatchObject({ code: "disk", fields: { reason: "corrupt" } });
    expect(existsSync(join(dir, "ledger.db"))).toBe(false);
  });

  it.each(["", "damaged"])("that has become %j does not take its log along", async (content) => {
    const dir = folder();
    const store = await openSqliteStore(dir);
    await store.ledger.reserveNumbers(1, 0);
    const log = readFileSync(join(dir, "ledger.db-wal"));
    await store.close();
    writeFileSync(join(dir, "ledger.db"), content);
    writeFileSync(join(dir, "ledger.db-wal"), log);
    await expect(openSqliteStore(dir)).rejects.toMatchObject({ code: "disk", fields: { reason: "corrupt" } });
    expect(readFileSync(join(dir, "ledger.db-wal")).equals(log)).toBe(true);
  });

  it("of a newer program is refused with what to do, and left as it is", async () => {
    const dir = await filledStore();
    const path = join(dir, "ledger.db");
    execute(path, "PRAGMA user_version = 999");
    await expect(openSqliteStore(dir)).rejects.toMatchObject({
      code: "config",
      fields: { problems: [{ where: path, problem: expect.stringContaining("999"), next: expect.any(String) }] },
    });
  });

  it("that a killed process was making is no ledger yet", async () => {
    const dir = folder();
    writeFileSync(join(dir, "ledger.db.4711.new"), "half");
    const store = await openSqliteStore(dir);
    expect(await store.ledger.lastNumber()).toBe(0);
    await store.close();
  });

  it("in use by another process makes a writer wait, then fail with who is to blame", async () => {
    const dir = await filledStore();
    const path = join(dir, "ledger.db");
    const store = await openSqliteStore(dir, { busyMs: 20 });
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    await expect(store.ledger.reserveNumbers(1, 0)).rejects.toMatchObject({
      code: "unavailable",
      fields: { detail: expect.stringContaining(path) },
    });
    expect(await store.ledger.lastNumber()).toBe(7);
    other.exec("ROLLBACK");
    expect(await store.ledger.reserveNumbers(1, 0)).toEqual([8]);
    other.close();
    await store.close();
  });
});

describe("reading only", () => {
  it("makes nothing on the disk where there is no store", async () => {
    const dir = join(folder(), "nowhere");
    const store = await openSqliteStore(dir, { readonly: true });
    expect(await store.mirror.who("+37491123456")).toEqual([]);
    expect(await store.ledger.runs(5)).toEqual([]);
    await expect(store.ledger.reserveNumbers(1, 0)).rejects.toMatchObject({ fields: { reason: "read-only" } });
    await expect(store.mirror.remove(["people/c1"])).rejects.toMatchObject({ fields: { reason: "read-only" } });
    await store.close();
    expect(existsSync(dir)).toBe(false);
  });

  it("sees what a writer commits, and is refused a write of its own", async () => {
    const dir = await filledStore();
    const reader = await openSqliteStore(dir, { readonly: true });
    const writer = await openSqliteStore(dir);
    await writer.mirror.refresh([client("people/c2")], MONDAY);
    const { id } = await writer.ledger.beginRun("sync", "", MONDAY);
    await writer.ledger.intend(id, [intent("people/c2")], MONDAY);
    expect(await reader.mirror.count()).toBe(2);
    expect(await reader.ledger.openEntries()).toHaveLength(1);
    await expect(reader.ledger.reserveNumbers(1, 0)).rejects.toMatchObject({
      code: "disk",
      fields: { path: join(dir, "ledger.db"), reason: "read-only" },
    });
    await reader.close();
    await writer.close();
  });

  it("takes a mirror that it cannot read for an empty one and leaves it to a writer", async () => {
    const dir = await filledStore();
    writeFileSync(join(dir, "mirror.db"), "not a database");
    const store = await openSqliteStore(dir, { readonly: true });
    expect(await store.mirror.count()).toBe(0);
    await store.close();
    expect(readFileSync(join(dir, "mirror.db"), "utf8")).toBe("not a database");
  });

  it("leaves no file of its own behind", async () => {
    const dir = await filledStore();
    const store = await openSqliteStore(dir, { readonly: true });
    expect(await store.mirror.count()).toBe(1);
    expect(await store.ledger.lastNumber()).toBe(7);
    await store.close();
    expect(readdirSync(dir).sort()).toEqual(["ledger.db", "mirror.db"]);
  });

  it("says that a folder in the place of a file is denied", async () => {
    const dir = await filledStore();
    rmSync(join(dir, "ledger.db"));
    mkdirSync(join(dir, "ledger.db"));
    await expect(openSqliteStore(dir, { readonly: true })).rejects.toMatchObject({ code: "disk" });
  });
});

function execute(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

function pageOf(path: string, table: string): number {
  const database = new DatabaseSync(path);
  const row = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table);
  database.close();
  return Number(row?.rootpage);
}
