import { readFileSync } from "node:fs";

export type TextFile = { ok: true; text: string } | { ok: false; missing: boolean; problem: string };

/** A settings file as UTF-8 text, or why it cannot be read, in words. */
export function readTextFile(path: string): TextFile {
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    return {
      ok: false,
      missing: code === "ENOENT" || code === "ENOTDIR",
      problem: reasons[code] ?? `cannot be read (${code})`,
    };
  }
}

const reasons: Record<string, string> = {
  ENOENT: "is not there",
  ENOTDIR: "is not there",
  EISDIR: "is a folder, not a file",
  EACCES: "cannot be read: permission denied",
  EPERM: "cannot be read: permission denied",
  ERR_ENCODING_INVALID_ENCODED_DATA: "is not UTF-8 text: save it as UTF-8",
};
