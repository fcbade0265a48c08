import { join } from "node:path";
import type { Pile } from "../ports.ts";
import { makePrivateFile, removeDatabase } from "./files.ts";
import { Sqlite } from "./sqlite.ts";

/** Lost with its process: nothing of it has to be durable. */
const SETTINGS = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE";
const SCHEMA = `CREATE TABLE items (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, item TEXT NOT NULL) STRICT;
CREATE INDEX items_kind ON items (kind)`;

/** A pile in a file of the store's own folder, as private as the rest; made with the first thing that is put on it. */
export function openPile<T>(dir: string): Pile<T> {
  let file: { database: Sqlite; remove: () => void } | null = null;
  const kinds = new Map<string, number>();
  let size = 0;
  return {
    get size() {
      return size;
    },

    async put(kind, items) {
      file ??= makeFile(dir);
      const { database } = file;
      const known = kinds.get(kind) ?? kinds.size + 1;
      kinds.set(kind, known);
      database.transaction(() => {
        for (const item of items)
          database.run("INSERT INTO items (kind, item) VALUES (?, ?)", known, JSON.stringify(item));
      });
      size += items.length;
    },

    async *parts(most) {
      for (const kind of kinds.values()) {
        for (let after = 0; file; ) {
          const rows = file.database.all<{ id: number; item: string }>(
            "SELECT id, item FROM items WHERE kind = ? AND id > ? ORDER BY id LIMIT ?",
            kind,
            after,
            most,
          );
          if (rows.length > 0) yield rows.map(({ item }) => JSON.parse(item) as T);
          if (rows.length < most) break;
          after = rows.at(-1)!.id;
        }
      }
    },

    async close() {
      file?.database.close();
      file?.remove();
      file = null;
    },
  };
}

let made = 0;

/**
 * The file loses its name at once, so that a killed process leaves nothing behind; where the system does not allow that of an open file, it goes
 * when the pile is closed.
 */
function makeFile(dir: string) {
  const path = join(dir, `plan-${process.pid}-${++made}.tmp`);
  removeDatabase(path);
  makePrivateFile(path);
  const database = new Sqlite(path, path);
  database.exec(`${SETTINGS}; ${SCHEMA}`);
  try {
    removeDatabase(path);
    return { database, remove: () => {} };
  } catch {
    return { database, remove: () => removeDatabase(path) };
  }
}
