import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import { type AppError, appError, isAppError } from "../lib/errors.ts";

type DiskReason = "full" | "read-only" | "denied" | "corrupt";

/** Primary result codes of SQLite (https://sqlite.org/rescode.html) that say something about the disk. */
const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** IOERR | 19<<8: the shared-memory file of the WAL could not grow, which is how a full disk shows first. */
const IOERR_SHMSIZE = 4874;
/** IOERR | 18<<8: the shared-memory file of the WAL could not be opened beside the database. */
const IOERR_SHMOPEN = 4618;

const SYSTEM_REASONS: Record<string, DiskReason> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EROFS: "read-only",
  EACCES: "denied",
  EPERM: "denied",
  ENOTDIR: "denied",
  EISDIR: "denied",
  EEXIST: "denied",
};

/** The `AppError` that a failed use of the file at `path` means; `AppError`s pass through. SQL text and values are never in it. */
export function storeError(error: unknown, path: string): AppError {
  if (isAppError(error)) return error;
  const { code, errcode, errstr } = error as { code?: string; errcode?: number; errstr?: string };
  if (typeof errcode === "number") return sqliteError(error, errcode, errstr ?? "", path);
  const reason = code === undefined ? undefined : SYSTEM_REASONS[code];
  if (reason) return appError({ code: "disk", path, reason, detail: code }, error);
  return appError({ code: "internal", detail: error instanceof Error ? error.message : String(error) }, error);
}

/** True when the error says that the file itself is damaged, not that the disk is full or shut. */
export function isCorrupt(error: unknown): boolean {
  return isAppError(error, "disk") && error.fields.reason === "corrupt";
}

function sqliteError(error: unknown, errcode: number, detail: string, path: string): AppError {
  const primary = errcode & 0xff;
  if (primary === BUSY || primary === LOCKED) {
    return appError({ code: "unavailable", detail: `another process is writing to ${path}` }, error);
  }
  const reason = diskReason(errcode, primary, path);
  if (reason) return appError({ code: "disk", path, reason, detail }, error);
  return appError({ code: "internal", detail: `${detail} (SQLite ${errcode})` }, error);
}

function diskReason(errcode: number, primary: number, path: string): DiskReason | null {
  if (primary === FULL || errcode === IOERR_SHMSIZE) return "full";
  if (primary === READONLY) return "read-only";
  if (primary === PERM) return "denied";
  if (primary === CANTOPEN || errcode === IOERR_SHMOPEN) return whyShut(path);
  if (primary === CORRUPT || primary === NOTADB || primary === IOERR) return "corrupt";
  return null;
}

/** SQLite says only that it cannot open the file; the system knows whether the disk is read-only or the folder is not ours. */
function whyShut(path: string): DiskReason {
  try {
    accessSync(dirname(path), constants.W_OK);
    return "denied";
  } catch (error) {
    return SYSTEM_REASONS[(error as { code?: string }).code ?? ""] ?? "denied";
  }
}
