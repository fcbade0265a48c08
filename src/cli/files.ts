import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { appError } from "../lib/errors.ts";

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

/** A small text file that the command line names. Throws `input-file`. */
export async function readWhole(path: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT" || code === "ENOTDIR") throw appError({ code: "input-file", file: path, reason: "missing" });
    if (code === "EISDIR") throw appError({ code: "input-file", file: path, reason: "directory" });
    const detail = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "UTF-8" : code;
    throw appError({ code: "input-file", file: path, reason: "unsupported", detail }, error);
  }
}
