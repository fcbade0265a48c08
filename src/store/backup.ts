import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { appError, type InputFileReason, isAppError } from "../lib/errors.ts";
import {
  exists,
  linkOrCopy,
  makeFolder,
  makePrivateFile,
  removeAll,
  removeDatabase,
  rename,
  syncToDisk,
  withCompanions,
} from "./files.ts";
import { sqliteLedger } from "./ledger.ts";
import { openLedgerFile } from "./ledger-open.ts";
import { copyDatabase } from "./snapshot.ts";
import type { Sqlite } from "./sqlite.ts";
import { isCorrupt, storeError } from "./sqlite-errors.ts";

/** First line of a backup; what follows it is the ledger's database, compressed by gzip. `sha256` and `bytes` are of the database. */
type Header = { format: "clientcard-backup"; version: 1; bytes: number; sha256: string };

/** What a backup holds: whose it is (`null` before the first sync), and its runs. */
export type BackupContents = { account: string | null; runs: number; lastRunAt: string | null };

export type RestoreOptions = {
  /** The account of the settings: a backup of another one is refused. `null` takes any. */
  account: string | null;
  /** Asked before anything is touched; `false` leaves all as it is. */
  approve(contents: BackupContents): Promise<boolean>;
};

/** The header is one short line; a file without a line end in its first bytes is no backup. */
const HEADER_BYTES = 512;

/**
 * Writes what cannot be had again, the ledger, into one file; the mirror is Google's. Others may go on writing meanwhile: the backup is
 * of one moment. Throws `not-found` (there is no ledger yet), `usage` (no folder for the
 * file) or `disk`.
 */
export async function backUpStore(dir: string, file: string): Promise<{ bytes: number; sha256: string }> {
  const snapshot = `${file}.${process.pid}.db`;
  const draft = `${file}.${process.pid}.new`;
  const path = join(dir, "ledger.db");
  // A slip of the hand must not cost the file of that name.
  if (exists(file)) await readHeader(file);
  if (!exists(path)) throw appError({ code: "not-found", what: "ledger", query: path });
  if (!exists(dirname(file))) {
    throw appError({
      code: "usage",
      problem: `there is no folder ${dirname(file)}`,
      next: "make it, or name another file",
    });
  }
  const ledger = openLedgerFile(path, {});
  try {
    copyDatabase(ledger, snapshot);
    const { bytes, sha256 } = await fingerprint(snapshot);
    const header: Header = { format: "clientcard-backup", version: 1, bytes, sha256 };
    makePrivateFile(draft);
    const target = createWriteStream(draft, { flags: "r+" });
    target.write(`${JSON.stringify(header)}\n`);
    await pipeline(createReadStream(snapshot), createGzip(), target);
    syncToDisk(draft);
    rename(draft, file);
    syncToDisk(dirname(file));
    return { bytes, sha256 };
  } catch (error) {
    throw storeError(error, file);
  } finally {
    ledger.close();
    removeDatabase(snapshot);
    removeDatabase(draft);
  }
}

/**
 * Puts a backup in the place of the ledger, after its hash and its structure were checked; until then nothing is touched. The ledger that
 * was there stays beside it under the name `kept`, and its number sequence goes on, so that no order number is given twice. No store of
 * `dir` may be open. Throws `input-file` (no backup, damaged, of another account or a newer program), `locked` (a writer is at work) or `disk`.
 * `null` when it was not approved.
 */
export async function restoreStore(
  file: string,
  dir: string,
  at: string,
  { account, approve }: RestoreOptions = { account: null, approve: async () => true },
): Promise<{ kept: string | null } | null> {
  makeFolder(dir);
  const path = join(dir, "ledger.db");
  const draft = `${path}.${process.pid}.restored`;
  removeDatabase(draft);
  try {
    await unpack(file, draft);
    const restored = openBackup(draft, file);
    try {
      checkStructure(restored, file);
      const contents = contentsOf(restored);
      if (account !== null && contents.account !== null && contents.account !== account)
        throw notABackup(file, "other-account", contents.account);
      if (!(await approve(contents))) return null;
      const kept = await setAside(path, restored, at);
      restored.run("DELETE FROM writer");
      doubtNumbers(restored);
      restored.close();
      rename(draft, path);
      syncToDisk(dir);
      return { kept };
    } finally {
      restored.close();
    }
  } finally {
    removeAll(draft);
  }
}

// ------------------------------------------------------------------------------------------------------------- the file

/** The database of a backup, written to `target` and found to be what was written. */
async function unpack(file: string, target: string): Promise<void> {
  const { header, start } = await readHeader(file);
  makePrivateFile(target);
  try {
    await pipeline(createReadStream(file, { start }), createGunzip(), createWriteStream(target, { flags: "r+" }));
  } catch (error) {
    const { code } = error as { code?: string };
    throw code?.startsWith("Z_")
      ? notABackup(file, "damaged-backup", "it cannot be unpacked")
      : storeError(error, target);
  }
  syncToDisk(target);
  const { bytes, sha256 } = await fingerprint(target);
  if (bytes !== header.bytes || sha256 !== header.sha256) {
    throw notABackup(file, "damaged-backup", "its hash does not agree with what it holds");
  }
}

async function readHeader(file: string): Promise<{ header: Header; start: number }> {
  const bytes = await firstBytes(file);
  if (bytes.length === 0) throw notABackup(file, "empty");
  const end = bytes.indexOf("\n");
  try {
    const header = JSON.parse(bytes.subarray(0, end).toString("utf8")) as Header;
    if (end > 0 && header.format === "clientcard-backup") {
      if (header.version === 1) return { header, start: end + 1 };
      throw notABackup(file, "newer-backup");
    }
  } catch (error) {
    // Not JSON: no backup of ours, as is said below.
    if (isAppError(error)) throw error;
  }
  throw notABackup(file, "not-a-backup");
}

async function firstBytes(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENOENT") throw notABackup(file, "missing");
    if (code === "EISDIR") throw notABackup(file, "directory");
    throw storeError(error, file);
  }
}

async function fingerprint(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      done();
    },
  });
  await pipeline(createReadStream(path), count.resume());
  return { bytes, sha256: hash.digest("hex") };
}

function notABackup(file: string, reason: InputFileReason, detail?: string) {
  return appError({ code: "input-file", file, reason, detail });
}

// ------------------------------------------------------------------------------------------------------ the old ledger

function openBackup(draft: string, file: string): Sqlite {
  try {
    return openLedgerFile(draft, {});
  } catch (error) {
    if (isAppError(error, "config")) throw notABackup(file, "newer-backup");
    if (isCorrupt(error)) throw notABackup(file, "damaged-backup", "its database is damaged");
    throw error;
  }
}

function contentsOf(restored: Sqlite): BackupContents {
  const account = restored.get<{ value: string }>("SELECT value FROM settings WHERE name = 'account'")?.value ?? null;
  const runs = restored.get<{ runs: number; last: string | null }>(
    "SELECT count(*) AS runs, max(started_at) AS last FROM runs",
  )!;
  return { account, runs: runs.runs, lastRunAt: runs.last };
}

function checkStructure(restored: Sqlite, file: string): void {
  const row = restored.get<{ integrity_check: string }>("PRAGMA integrity_check(1)");
  if (row?.integrity_check !== "ok") throw notABackup(file, "damaged-backup", "its database is damaged");
}

/** An older ledger may know less than the cards: their numbers are taken in anew. */
function doubtNumbers(restored: Sqlite): void {
  restored.run("DELETE FROM settings WHERE name = 'numbers.taken-in'");
}

/** Moves the present ledger out of the way and its number sequence over; a damaged one, which a restore is for, is kept as it is. */
async function setAside(path: string, restored: Sqlite, at: string): Promise<string | null> {
  if (!exists(path)) return null;
  const kept = `${path}.before-restore-${at.replace(/[^\dTZ]/g, "")}`;
  await takeNumbersOver(path, restored, at);
  // The ledger itself stays in its place until the restored one replaces it: at no moment is there none, which would be made anew, empty.
  const [, ...companions] = withCompanions(path);
  for (const name of companions) if (exists(name)) rename(name, name.replace(path, kept));
  linkOrCopy(path, kept);
  return kept;
}

async function takeNumbersOver(path: string, restored: Sqlite, at: string): Promise<void> {
  const present = openUnlessDamaged(path);
  if (!present) return;
  try {
    const ledger = sqliteLedger(present);
    const lock = await ledger.lock({ pid: process.pid, host: hostname(), command: "restore", at });
    if (!lock.ok) throw appError({ code: "locked", holder: lock.holder, since: lock.since });
    restored.run("UPDATE numbers SET last = max(last, ?)", await ledger.lastNumber());
  } finally {
    present.close();
  }
  if (exists(`${path}-wal`))
    throw appError({ code: "locked", holder: `another process that has ${path} open`, since: at });
}

function openUnlessDamaged(path: string): Sqlite | null {
  try {
    return openLedgerFile(path, {});
  } catch (error) {
    if (isCorrupt(error) || isAppError(error, "config")) return null;
    throw error;
  }
}
