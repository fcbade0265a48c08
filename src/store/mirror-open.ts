import { isAppError } from "../lib/errors.ts";
import { exists, makePrivateFile, narrowFiles, removeDatabase } from "./files.ts";
import { MIRROR_SCHEMA, MIRROR_VERSION } from "./mirror-schema.ts";
import { Sqlite, type SqliteOptions } from "./sqlite.ts";
import { isCorrupt } from "./sqlite-errors.ts";

/**
 * Opens the mirror, and makes it anew where it is missing, damaged or of another version: it holds nothing that Google does not.
 * With `readonly` nothing is made on the disk; what cannot be read is an empty mirror.
 */
export function openMirrorFile(path: string, options: SqliteOptions): Sqlite {
  if (options.readonly) return openReadable(path, options) ?? emptyMirror(path);
  const found = exists(path) ? openWritable(path, options) : null;
  if (found) return discardedWhenCorrupt(found);
  removeDatabase(path);
  makePrivateFile(path);
  const database = new Sqlite(path, path, options);
  prepareConnection(database);
  createSchema(database);
  return discardedWhenCorrupt(database);
}

function openWritable(path: string, options: SqliteOptions): Sqlite | null {
  narrowFiles(path);
  return opened(() => new Sqlite(path, path, options), prepareConnection);
}

function openReadable(path: string, options: SqliteOptions): Sqlite | null {
  return exists(path)
    ? opened(
        () => new Sqlite(path, path, options),
        () => {},
      )
    : null;
}

/** The database when it is a sound mirror of this version, `null` when it is to be made anew. */
function opened(open: () => Sqlite, prepare: (database: Sqlite) => void): Sqlite | null {
  let database: Sqlite | null = null;
  try {
    database = open();
    const version = database.get<{ user_version: number }>("PRAGMA user_version")?.user_version;
    if (version === MIRROR_VERSION && database.get("SELECT id FROM state")) {
      prepare(database);
      return database;
    }
  } catch (error) {
    if (!isCorrupt(error) && !isAppError(error, "internal")) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  return null;
}

function prepareConnection(database: Sqlite): void {
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000",
  );
}

/** Two processes may come to an absent mirror at once: the second finds it made. */
function createSchema(database: Sqlite): void {
  database.transaction(() => {
    const version = database.get<{ user_version: number }>("PRAGMA user_version")?.user_version;
    if (version === 0) database.exec(MIRROR_SCHEMA);
  });
}

function emptyMirror(path: string): Sqlite {
  const database = new Sqlite(":memory:", path);
  database.exec(MIRROR_SCHEMA);
  database.exec("PRAGMA query_only = 1");
  return database;
}

/** Damage that shows only in use ends the mirror: the failure is told, and the next opening makes a new one. */
function discardedWhenCorrupt(database: Sqlite): Sqlite {
  database.onFailure((error) => {
    if (!isCorrupt(error)) return;
    database.abandon(error);
    removeDatabase(database.path);
  });
  return database;
}
