import { linkSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { appError, isAppError } from "../lib/errors.ts";
import { exists, looksLikeDatabase, makePrivateFile, narrowFiles, removeDatabase, syncToDisk } from "./files.ts";
import { LEDGER_ID, LEDGER_MIGRATIONS, type Migration } from "./ledger-schema.ts";
import { copyDatabase } from "./snapshot.ts";
import { Sqlite, type SqliteOptions } from "./sqlite.ts";
import { storeError } from "./sqlite-errors.ts";

/**
 * Opens the ledger, making it when there is none and migrating an older one. It is never dropped: damage is `disk`/`corrupt`, a ledger
 * of a newer program is `config`. With `readonly` an absent ledger is an empty one, and none is made on the disk.
 */
export function openLedgerFile(
  path: string,
  options: SqliteOptions & { readonly?: boolean },
  migrations: readonly Migration[] = LEDGER_MIGRATIONS,
): Sqlite {
  const readonly = options.readonly ?? false;
  if (!exists(path)) {
    if (exists(`${path}-wal`)) throw corrupt(path, "the file is missing, but its write-ahead log is here");
    if (readonly) return emptyLedger(path, migrations);
    createLedger(path, migrations);
  }
  // Before SQLite opens it: beside a file that is empty or no database, it deletes the log, and with it what was promised.
  if (!looksLikeDatabase(path)) throw corrupt(path, "it is no database");
  return readonly ? openReadable(path, options, migrations) : openWritable(path, options, migrations);
}

function openWritable(path: string, options: SqliteOptions, migrations: readonly Migration[]): Sqlite {
  narrowFiles(path);
  const database = new Sqlite(path, path, options);
  try {
    migrateLedger(database, migrations);
    prepareConnection(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** An older ledger is migrated for a reader too: the first command after an update may be a look-up. */
function openReadable(path: string, options: SqliteOptions, migrations: readonly Migration[]): Sqlite {
  const database = Sqlite.openReadonly(path, options);
  try {
    if (checkedVersion(database, migrations) === migrations.length) return database;
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  openWritable(path, options, migrations).close();
  return Sqlite.openReadonly(path, options);
}

/** An fsync at every commit: what a promise of the ledger resolved for is still there after a power cut. */
function prepareConnection(database: Sqlite): void {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864");
}

/**
 * A new ledger is made under another name and linked in place when it is whole, so that an empty or half-made `ledger.db` can only be
 * damage, never a beginning. Of two processes that make it at once, one wins.
 */
function createLedger(path: string, migrations: readonly Migration[]): void {
  const draft = `${path}.${process.pid}.new`;
  removeDatabase(draft);
  try {
    makePrivateFile(draft, path);
    const database = new Sqlite(draft, path);
    try {
      // Without a log beside it: on a full disk the log's pages would be missing from the one file that is linked in place.
      database.exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL");
      database.transaction(() => runMigrations(database, 0, migrations));
    } finally {
      database.close();
    }
    putInPlace(draft, path);
    syncToDisk(dirname(path));
  } finally {
    removeDatabase(draft);
  }
}

/** A link never replaces a file that is there. Where the disk knows no links (FAT, some shares), a new name must do. */
function putInPlace(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as { code?: string }).code === "EEXIST") return;
    try {
      renameSync(draft, path);
    } catch (failure) {
      throw storeError(failure, path);
    }
  }
}

/** Brings an existing ledger to the newest schema, after a backup of the old one. */
function migrateLedger(database: Sqlite, migrations: readonly Migration[]): void {
  const found = checkedVersion(database, migrations);
  if (found === migrations.length) return;
  prepareConnection(database);
  copyDatabase(database, `${database.path}.v${found}.bak`);
  // Another process may have migrated it meanwhile: what counts is the version seen under the lock.
  database.transaction(() => runMigrations(database, checkedVersion(database, migrations), migrations));
}

function runMigrations(database: Sqlite, from: number, migrations: readonly Migration[]): void {
  for (const migration of migrations.slice(from)) database.exec(migration.sql);
  database.exec(`PRAGMA application_id = ${LEDGER_ID}; PRAGMA user_version = ${migrations.length}`);
}

/** The schema's version, after a look whether the file is a ledger that this program knows. */
function checkedVersion(database: Sqlite, migrations: readonly Migration[]): number {
  const application = database.get<{ application_id: number }>("PRAGMA application_id")?.application_id;
  const version = versionOf(database);
  if (application !== LEDGER_ID || version < 1) throw corrupt(database.path, "it is no ledger of this program");
  if (version > migrations.length) throw newerThanProgram(database.path, version, migrations.length);
  if (!readsNumbers(database)) throw corrupt(database.path, "the number sequence is missing");
  return version;
}

function readsNumbers(database: Sqlite): boolean {
  try {
    return database.get("SELECT last FROM numbers WHERE id = 1") !== undefined;
  } catch (error) {
    if (isAppError(error, "internal")) return false;
    throw error;
  }
}

function versionOf(database: Sqlite): number {
  return database.get<{ user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
}

function emptyLedger(path: string, migrations: readonly Migration[]): Sqlite {
  const database = new Sqlite(":memory:", path);
  database.transaction(() => runMigrations(database, 0, migrations));
  database.exec("PRAGMA query_only = 1");
  return database;
}

function corrupt(path: string, detail: string) {
  return appError({ code: "disk", path, reason: "corrupt", detail });
}

function newerThanProgram(path: string, version: number, known: number) {
  const problem = `it has schema ${version}; this program knows ${known} and older`;
  return appError({
    code: "config",
    problems: [{ where: path, problem, next: "use the newer program that wrote it" }],
  });
}
