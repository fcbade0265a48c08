import { dirname } from "node:path";
import { appError, isAppError } from "../lib/errors.ts";
import { makePrivateFile, removeDatabase, rename, syncToDisk } from "./files.ts";
import type { Sqlite } from "./sqlite.ts";
import { isCorrupt } from "./sqlite-errors.ts";

/**
 * A whole copy of a database as it stands, its log included, while others go on using it. It comes under the name `target` only when it
 * is on the disk.
 */
export function copyDatabase(database: Sqlite, target: string): void {
  const draft = `${target}.${process.pid}.new`;
  removeDatabase(draft);
  try {
    makePrivateFile(draft, target);
    vacuumInto(database, draft, target);
    syncToDisk(draft);
    rename(draft, target);
    syncToDisk(dirname(target));
  } finally {
    removeDatabase(draft);
  }
}

/** SQLite's failure names the database; it is the copy's disk that is full. */
function vacuumInto(database: Sqlite, draft: string, target: string): void {
  try {
    database.run("VACUUM INTO ?", draft);
  } catch (error) {
    if (!isAppError(error, "disk") || isCorrupt(error)) throw error;
    throw appError({ ...error.fields, path: target }, error);
  }
}
