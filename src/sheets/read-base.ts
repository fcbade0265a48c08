/** Reads a foreign file into sheets of cells. What the bytes show is judged here; what must be unpacked, in a process of its own. */
import { accessSync, closeSync, constants, openSync, readFileSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import { appError, type InputFileReason } from "../lib/errors.ts";
import type { RawBase } from "./cell.ts";
import { type FileForm, lookAtFile } from "./file-form.ts";
import { lookAtOle, oleKind } from "./ole-look.ts";
import { type ReadLimits, runChild, type Told } from "./run-child.ts";
import { absurdityOf, lookAtZip, ZIP_LIMITS, zipKind } from "./zip-look.ts";

export type ReadOptions = {
  /** Only this sheet, by its name in any case; `null` or absent: all. */
  sheet?: string | null;
  /** How a text file is to be decoded, as `TextDecoder` names it or `armscii-8`; `null` or absent: found. */
  encoding?: string | null;
  limits?: Partial<ReadLimits>;
  /** Told of how many rows have come so far, and of the sheet that is coming. */
  told?: Told;
  /** Called once a process of its own reads the file: there is time for other things now. */
  started?: () => void;
  /** Ends that process when the file is not wanted any more. */
  signal?: AbortSignal;
};

const LIMITS: ReadLimits = { seconds: 180, megabytes: 2048 };
/** Larger files are no office's base. */
const MOST_BYTES = 400_000_000;

/**
 * The sheets of a workbook (.xlsx, .xlsb, .xls, .ods, SpreadsheetML, HTML) or of a delimited text. The process that reads them is under way
 * when this returns.
 * Throws `input-file`: missing, directory, empty, not-a-spreadsheet, password-protected, truncated, too-large, unsupported,
 * unknown-encoding, sheet-missing.
 */
export async function readBase(path: string, options: ReadOptions = {}): Promise<RawBase> {
  assertReadable(path);
  const form = judge(path);
  const limits = { ...LIMITS, ...options.limits };
  const encoding = checkEncoding(path, options.encoding ?? null);
  const { told, started, signal } = options;
  const base = await runChild({ path, file: path, form, encoding, limits, told, started, signal });
  if (base.sheets.every(({ rows }) => rows.length === 0)) throw refused(path, "empty");
  const named = { ...base, file: basename(path) };
  return options.sheet == null ? named : { ...named, sheets: sheetNamed(path, base, options.sheet) };
}

function refused(file: string, reason: InputFileReason, detail?: string, cause?: unknown) {
  return appError({ code: "input-file", file, reason, detail }, cause);
}

function assertReadable(path: string): void {
  try {
    const found = statSync(path);
    if (found.isDirectory()) throw refused(path, "directory");
    // A pipe or a device never ends.
    if (!found.isFile()) throw refused(path, "not-a-spreadsheet");
    if (found.size === 0) throw refused(path, "empty");
    if (found.size > MOST_BYTES) throw refused(path, "too-large", `${Math.round(found.size / 1e6)} MB`);
    accessSync(path, constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw refused(path, "missing", undefined, error);
    if (code === "EACCES" || code === "EPERM") throw appError({ code: "disk", path, reason: "denied" }, error);
    throw error;
  }
}

/** Of a text the beginning tells; of a container its table of contents, which may stand anywhere. */
function judge(path: string): FileForm {
  const look = lookAtFile(headOf(path));
  if (look.container === "foreign") throw refused(path, "not-a-spreadsheet", look.what);
  if (look.container === "zip") judgeZip(path, readFileSync(path));
  if (look.container === "ole") judgeOle(path, readFileSync(path));
  return look.form;
}

function headOf(path: string): Uint8Array {
  const head = Buffer.alloc(65_536);
  const file = openSync(path, "r");
  try {
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

function judgeZip(path: string, bytes: Uint8Array): void {
  const entries = lookAtZip(bytes);
  if (entries === null) throw refused(path, "truncated");
  const kind = zipKind(entries);
  if (kind === "encrypted") throw refused(path, "password-protected");
  if (kind === "other") throw refused(path, "not-a-spreadsheet");
  const absurdity = absurdityOf(entries, ZIP_LIMITS);
  if (absurdity !== null) throw refused(path, "too-large", absurdity);
}

function judgeOle(path: string, bytes: Uint8Array): void {
  const look = lookAtOle(bytes);
  if (!look.whole) throw refused(path, "truncated");
  const kind = oleKind(look.streams);
  if (kind === "encrypted") throw refused(path, "password-protected");
  if (kind === "other") throw refused(path, "not-a-spreadsheet");
}

function checkEncoding(file: string, encoding: string | null): string | null {
  if (encoding === null || /^(arm-?scii-?8a?|cp866)$/i.test(encoding)) return encoding;
  try {
    return new TextDecoder(encoding).encoding;
  } catch (cause) {
    throw refused(file, "unknown-encoding", encoding, cause);
  }
}

function sheetNamed(file: string, base: RawBase, name: string): RawBase["sheets"] {
  const folded = name.trim().toLowerCase();
  const found = base.sheets.filter((sheet) => sheet.name.trim().toLowerCase() === folded);
  if (found.length > 0) return found;
  const detail = base.sheets.map((sheet) => sheet.name).join(", ");
  throw appError({ code: "input-file", file, reason: "sheet-missing", sheet: name, detail });
}
