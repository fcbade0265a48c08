import { join } from "node:path";
import { Releaser } from "../lib/releaser.ts";
import type { Store } from "../ports.ts";
import type { RestoreOptions } from "./backup.ts";
import { makeFolder } from "./files.ts";
import { sqliteLedger } from "./ledger.ts";
import { openLedgerFile } from "./ledger-open.ts";
import { sqliteMirror } from "./mirror.ts";
import { openMirrorFile, openMirrorReadonly } from "./mirror-open.ts";
import { openPile } from "./pile.ts";

export type StoreOptions = {
  /** Nothing is made and nothing kept is changed: what is not there is empty, and a write is refused with `disk`/`read-only`. */
  readonly?: boolean;
  /** How long a statement waits for another process's transaction before it is `unavailable`, in milliseconds; 5,000 if not given. */
  busyMs?: number;
};

/**
 * Opens the store in `dir`: `mirror.db`, made anew whenever it is missing, damaged or of another version, and `ledger.db`, never dropped
 * and migrated after a backup. The folder is made for its owner alone.
 *
 * Throws `disk` (full, read-only, denied; corrupt for the ledger), `config` (a ledger of a newer program) or `unavailable` (locked).
 */
export async function openSqliteStore(dir: string, options: StoreOptions = {}): Promise<Store> {
  const opened = new Releaser();
  try {
    if (!options.readonly) makeFolder(dir);
    const ledger = opened.add(openLedgerFile(join(dir, "ledger.db"), options), (file) => file.close());
    const path = join(dir, "mirror.db");
    const mirror = opened.add(
      options.readonly
        ? openMirrorReadonly(path, options)
        : // The ledger's write lock keeps two processes from making the mirror at once.
          openMirrorFile(path, options, (make) => ledger.transaction(make)),
      (file) => file.close(),
    );
    return {
      ledger: sqliteLedger(ledger),
      mirror: sqliteMirror(mirror),
      pile: async <T>() => openPile<T>(dir),
      close: () => opened.release(),
    };
  } catch (error) {
    await opened.release();
    throw error;
  }
}

/** See `backup.ts`, which is loaded only when it is asked for: the quick commands open the store too. */
export async function backUpStore(dir: string, file: string): Promise<{ bytes: number; sha256: string }> {
  const backup = await import("./backup.ts");
  return backup.backUpStore(dir, file);
}

/** See `backup.ts`. No store of `dir` may be open. */
export async function restoreStore(
  file: string,
  dir: string,
  at: string,
  options?: RestoreOptions,
): Promise<{ kept: string | null } | null> {
  const backup = await import("./backup.ts");
  return backup.restoreStore(file, dir, at, options);
}
