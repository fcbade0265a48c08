/**
 * Keeps what a text file means beside the hash of its text, so that a command that only looks something up needs neither the YAML parser
 * nor the checker (they cost more than the whole look-up). The file itself stays the truth: another text, another program, another reading.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { version } from "./version.ts";

/** Goes up whenever a compiled form changes its shape (test/config/template-file.test.ts notices). */
export const compiledForm = 5;

export type CompileJob<T> = {
  /** Absolute path of the text. */
  file: string;
  text: string;
  /** Where compiled forms are kept; `null` = nowhere. It is made only inside a folder that exists. */
  cacheDir: string | null;
  /** Whatever else the result depends on. */
  salt: string;
  compile(text: string): Promise<T>;
};

/** The compiled form, from the cache if it is of this very text. What `compile` throws is never kept. */
export async function readCompiled<T>({ file, text, cacheDir, salt, compile }: CompileJob<T>): Promise<T> {
  const key = sha256(JSON.stringify([version, compiledForm, salt, file, text]));
  const kept = cacheDir === null ? null : join(cacheDir, `${sha256(file).slice(0, 24)}.json`);
  const known = kept === null ? null : recall<T>(kept, key);
  if (known !== null) return known.value;
  const value = await compile(text);
  if (kept !== null) keep(kept, { key, value });
  return value;
}

type Kept<T> = { key: string; value: T };

function recall<T>(path: string, key: string): Kept<T> | null {
  try {
    const kept = JSON.parse(readFileSync(path, "utf8")) as Kept<T>;
    return kept.key === key && kept.value !== undefined ? kept : null;
  } catch {
    return null;
  }
}

/** A cache that cannot be written (read-only disk, full disk) only costs time, so it is no error. */
function keep(path: string, kept: Kept<unknown>): void {
  const folder = dirname(path);
  if (!existsSync(dirname(folder))) return;
  const draft = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    // The next start compiles again.
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
