import { statSync } from "node:fs";
import { isAppError } from "../lib/errors.ts";
import { exists, makePrivateFile, narrowFiles, removeDatabase, rename } from "./files.ts";
import { MIRROR_SCHEMA, MIRROR_VERSION } from "./mirror-schema.ts";
import { Sqlite, type SqliteOptions } from "./sqlite.ts";
import { isCorrupt } from "./sqlite-errors.ts";

/** Runs its work while no other process does the like. */
export type Exclusively = <T>(work: () => T) => T;

/**
 * Opens the mirror, and makes it anew where it is missing, damaged or of another version: it holds nothing that Google does not. Making
 * is done under `exclusively`, and looks again first: another process may have come before.
 */
export function openMirrorFile(path: string, options: SqliteOptions, exclusively: Exclusively): Sqlite {
  const database =
    openSound(path, options) ??
    exclusively(() => {
      const found = openSound(path, options);
      if (found) return found;
      makeMirror(path, options);
      return new Sqlite(path, path, options);
    });
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000",
  );
  discardWhenCorrupt(database);
  return database;
}

/** Opens the mirror to be read. What is absent, damaged or of another version is an empty mirror, and stays for a writer to make anew. */
export function openMirrorReadonly(path: string, options: SqliteOptions): Sqlite {
  const database = exists(path) ? soundOrNull(() => Sqlite.openReadonly(path, options)) : null;
  return database ?? emptyMirror(path);
}

function openSound(path: string, options: SqliteOptions): Sqlite | null {
  if (!exists(path)) return null;
  narrowFiles(path);
  return soundOrNull(() => new Sqlite(path, path, options));
}

/** The database when it is a sound mirror of this version, `null` when it is to be made anew. */
function soundOrNull(open: () => Sqlite): Sqlite | null {
  let database: Sqlite | null = null;
  try {
    database = open();
    const version = database.get<{ user_version: number }>("PRAGMA user_version")?.user_version;
    if (version === MIRROR_VERSION && database.get("SELECT id FROM state")) return database;
  } catch (error) {
    // "internal": the tables are not those of a mirror.
    if (!isCorrupt(error) && !isAppError(error, "internal")) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  return null;
}

/** The new mirror is made whole under another name, so that none is ever seen half-made, and no log of an older one is taken for its own. */
function makeMirror(path: string, options: SqliteOptions): void {
  const draft = `${path}.new`;
  removeDatabase(draft);
  try {
    makePrivateFile(draft, path);
    const database = new Sqlite(draft, path, options);
    try {
      database.transaction(() => database.exec(MIRROR_SCHEMA));
    } finally {
      database.close();
    }
    removeDatabase(path);
    rename(draft, path);
  } finally {
    removeDatabase(draft);
  }
}

function emptyMirror(path: string): Sqlite {
  const database = new Sqlite(":memory:", path);
  database.exec(MIRROR_SCHEMA);
  database.exec("PRAGMA query_only = 1");
  return database;
}

/**
 * Damage that shows only in use ends the mirror: the failure is told, and the next opening makes a new one. A file that was put in its
 * place meanwhile is not ours to remove.
 */
function discardWhenCorrupt(database: Sqlite): void {
  const { path } = database;
  const opened = fileNumber(path);
  database.onFailure((error) => {
    if (!isCorrupt(error)) return;
    database.abandon(error);
    if (fileNumber(path) === opened) removeDatabase(path);
  });
}

function fileNumber(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
