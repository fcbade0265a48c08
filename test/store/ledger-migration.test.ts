import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { sqliteLedger } from "../../src/store/ledger.ts";
import { openLedgerFile } from "../../src/store/ledger-open.ts";
import { LEDGER_MIGRATIONS, type Migration } from "../../src/store/ledger-schema.ts";
import { intent, line, MONDAY } from "../contract/store-builders.ts";
import { temporaryFolders } from "./folder.ts";

const folder = temporaryFolders();

const COLOURS: Migration = { name: "colours", sql: "CREATE TABLE colours (name TEXT PRIMARY KEY) STRICT;" };
const SHADES: Migration = { name: "shades", sql: "ALTER TABLE colours ADD COLUMN shade TEXT;" };
const BROKEN: Migration = { name: "broken", sql: "CREATE TABLE half (name TEXT); CREATE TABLE half (name TEXT);" };

/** A ledger of today's schema with seven numbers given, not yet checkpointed out of its log. */
async function ledgerOfToday(): Promise<string> {
  const path = join(folder(), "ledger.db");
  const database = openLedgerFile(path, {});
  await sqliteLedger(database).reserveNumbers(7, 0);
  database.close();
  return path;
}

function readValue(path: string, sql: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Object.values(database.prepare(sql).get() ?? {})[0];
  } finally {
    database.close();
  }
}

const today = LEDGER_MIGRATIONS.length;

describe("an older ledger", () => {
  it("is migrated step by step, keeps what it held, and leaves a backup of what it was", async () => {
    const path = await ledgerOfToday();
    const database = openLedgerFile(path, {}, [...LEDGER_MIGRATIONS, COLOURS, SHADES]);
    expect(await sqliteLedger(database).reserveNumbers(1, 0)).toEqual([8]);
    database.close();
    expect(readValue(path, "PRAGMA user_version")).toBe(today + 2);
    expect(readValue(path, "SELECT count(shade) FROM colours")).toBe(0);
    const backup = `${path}.v${today}.bak`;
    expect(readValue(backup, "PRAGMA user_version")).toBe(today);
    expect(readValue(backup, "SELECT last FROM numbers")).toBe(7);
    expect(readValue(backup, "PRAGMA integrity_check")).toBe("ok");
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });

  it("takes into the backup what another process has not yet moved out of the log", async () => {
    const path = join(folder(), "ledger.db");
    const other = openLedgerFile(path, {});
    await sqliteLedger(other).reserveNumbers(9, 0);
    openLedgerFile(path, {}, [...LEDGER_MIGRATIONS, COLOURS]).close();
    other.close();
    expect(readValue(`${path}.v${today}.bak`, "SELECT last FROM numbers")).toBe(9);
  });

  it("that cannot be migrated stays what it was", async () => {
    const path = await ledgerOfToday();
    expect(() => openLedgerFile(path, {}, [...LEDGER_MIGRATIONS, COLOURS, BROKEN])).toThrow();
    expect(readValue(path, "PRAGMA user_version")).toBe(today);
    expect(readValue(path, "SELECT count(*) FROM sqlite_schema WHERE name IN ('colours', 'half')")).toBe(0);
    const database = openLedgerFile(path, {});
    expect(await sqliteLedger(database).lastNumber()).toBe(7);
    database.close();
  });

  it("is migrated for one who only reads too", async () => {
    const path = await ledgerOfToday();
    const database = openLedgerFile(path, { readonly: true }, [...LEDGER_MIGRATIONS, COLOURS]);
    expect(await sqliteLedger(database).lastNumber()).toBe(7);
    await expect(sqliteLedger(database).reserveNumbers(1, 0)).rejects.toMatchObject({
      fields: { reason: "read-only" },
    });
    database.close();
    expect(readValue(path, "PRAGMA user_version")).toBe(today + 1);
    expect(readValue(`${path}.v${today}.bak`, "PRAGMA user_version")).toBe(today);
  });

  it("of the first version is brought to the present one with all that it held", async () => {
    const path = join(folder(), "ledger.db");
    const first = openLedgerFile(path, {}, LEDGER_MIGRATIONS.slice(0, 1));
    const { id: run } = await sqliteLedger(first).beginRun("sync", "old", MONDAY);
    await sqliteLedger(first).intend(run, [intent("people/c1", { archive: [line("kept")] })], MONDAY);
    first.close();
    const database = openLedgerFile(path, {});
    expect(await sqliteLedger(database).archiveOf("people/c1")).toMatchObject([{ text: "kept" }]);
    database.close();
    expect(readValue(`${path}.v1.bak`, "SELECT text FROM archive")).toBe("kept");
  });

  it("of the present schema is opened without a backup or a trace", async () => {
    const path = await ledgerOfToday();
    openLedgerFile(path, {}).close();
    expect(readdirSync(join(path, ".."))).toEqual(["ledger.db"]);
  });

  it("written by a newer program is refused by the older one", async () => {
    const path = await ledgerOfToday();
    openLedgerFile(path, {}, [...LEDGER_MIGRATIONS, COLOURS]).close();
    expect(() => openLedgerFile(path, {})).toThrow(expect.objectContaining({ code: "config" }));
    expect(readValue(path, "SELECT last FROM numbers")).toBe(7);
  });
});
