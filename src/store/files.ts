import {
  chmodSync,
  closeSync,
  copyFileSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { storeError } from "./sqlite-errors.ts";

/** Makes the store's folder, open to its owner alone. A folder that exists is left as it is: it may be somebody's home. */
export function makeFolder(dir: string): void {
  attempt(dir, () => mkdirSync(dir, { recursive: true, mode: 0o700 }));
}

/** Makes an empty file open to its owner alone, or narrows one that exists. SQLite gives its -wal and -shm files the same mode. `named` is what an error names. */
export function makePrivateFile(path: string, named = path): void {
  attempt(named, () => {
    const file = openSync(path, "a", 0o600);
    try {
      fchmodSync(file, 0o600);
    } finally {
      closeSync(file);
    }
  });
}

/** Narrows an existing database and what SQLite keeps beside it to mode 0600, where they are wider. */
export function narrowFiles(path: string): void {
  for (const file of withCompanions(path)) {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & 0o077) !== 0) attempt(file, () => chmodSync(file, 0o600));
  }
}

/** The database file and the files that SQLite keeps beside it. */
export function withCompanions(path: string): string[] {
  return [path, `${path}-wal`, `${path}-shm`, `${path}-journal`];
}

export function removeDatabase(path: string): void {
  for (const file of withCompanions(path)) attempt(file, () => rmSync(file, { force: true }));
}

/** Gives a file a second name, or where the disk knows no links, a copy under it. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    attempt(to, () => copyFileSync(from, to));
  }
}

/** Removes a file and all whose names begin with its own: what SQLite and a migration put beside it. */
export function removeAll(path: string): void {
  attempt(path, () => {
    for (const name of readdirSync(dirname(path))) {
      if (name.startsWith(basename(path))) rmSync(join(dirname(path), name), { force: true });
    }
  });
}

export function rename(from: string, to: string): void {
  attempt(to, () => renameSync(from, to));
}

/** Whether the file begins as every SQLite database does: https://sqlite.org/fileformat.html#magic_header_string */
export function looksLikeDatabase(path: string): boolean {
  const head = Buffer.alloc(16);
  attempt(path, () => {
    const file = openSync(path, "r");
    try {
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
  });
  return head.toString("latin1") === "SQLite format 3\0";
}

/** Whether there is something under this name. A folder that may not be looked into is `disk`/`denied`, not an absence. */
export function exists(path: string): boolean {
  return attempt(path, () => statSync(path, { throwIfNoEntry: false })) !== undefined;
}

/** Makes a change of a folder (a new name in it) or a file durable. */
export function syncToDisk(path: string): void {
  attempt(path, () => {
    const handle = openSync(path, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  });
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(error, path);
  }
}
