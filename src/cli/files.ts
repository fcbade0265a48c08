import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { appError, type InputFileReason } from "../lib/errors.ts";

/** Writes a file whole or not at all; only its owner may read it, since plans hold what stands in notes. Throws `disk`. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const reason = code === "ENOSPC" || code === "EDQUOT" ? "full" : code === "EROFS" ? "read-only" : "denied";
    throw appError({ code: "disk", path, reason, detail: code }, error);
  }
}

const reasons: Record<string, InputFileReason> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  EISDIR: "directory",
  EACCES: "denied",
  EPERM: "denied",
  ERR_ENCODING_INVALID_ENCODED_DATA: "not-utf8",
};

/** A small text file that the command line names. Throws `input-file`. */
export async function readWhole(path: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const reason = reasons[code] ?? "unsupported";
    throw appError(
      { code: "input-file", file: path, reason, ...(reason === "unsupported" && { detail: code }) },
      error,
    );
  }
}
