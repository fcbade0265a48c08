/** The workbook of rejected rows beside an import: what goes into it, and where it stands. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { RejectedRow } from "../client/draft.ts";
import type { ImportItem } from "../reconcile/import-drafts.ts";
import { readBase, writeRejects } from "../sheets/index.ts";
import type { Context } from "./context.ts";

/** Of a row that was mended and imported, the base need not say again that it could not be read. */
export async function withoutMended(
  { store }: Context,
  rejected: RejectedRow[],
): Promise<{ rejected: RejectedRow[]; mended: number }> {
  if (rejected.length === 0) return { rejected, mended: 0 };
  const rows = await store.ledger.sourceRows();
  const known = new Set(rows.flatMap(({ row }) => row.mends?.hash ?? []));
  const left = rejected.filter(({ source }) => !known.has(source.hash));
  return { rejected: left, mended: rejected.length - left.length };
}

export function conflictRows(item: ImportItem & { outcome: "conflict" }): RejectedRow[] {
  const detail = [item.subjects.join(", "), item.lines.join("; ")].filter((part) => part !== "").join(": ");
  return item.rows.map((source) => ({ source, reason: `conflict-${item.reason}` as const, detail }));
}

export async function keepRejects(
  files: string[],
  rejected: RejectedRow[],
  wanted: string | null,
  options: Parameters<typeof writeRejects>[2],
): Promise<string | null> {
  if (rejected.length === 0) return null;
  const { path, before } = wanted === null ? freePath(files[0]!) : { path: wanted, before: null };
  await writeRejects(path, rejected, options);
  if (before === null || !(await haveSameTexts(before, path))) return path;
  await rm(path);
  return before;
}

/** A file in which nothing was mended yet need not stand there twice. */
async function haveSameTexts(one: string, other: string): Promise<boolean> {
  const textsOf = async (path: string) =>
    JSON.stringify((await readBase(path)).sheets.map(({ name, rows }) => [name, rows]));
  return (await textsOf(one)) === (await textsOf(other));
}

/** Rows that somebody is mending in a file of an import before are not overwritten. */
function freePath(file: string): { path: string; before: string | null } {
  const stem = file.replace(/(\.rejects(-\d+)?)*\.[^./\\]+$/, "");
  let before: string | null = null;
  for (let number = 1; ; number++) {
    const path = `${stem}.rejects${number === 1 ? "" : `-${number}`}.xlsx`;
    if (!existsSync(path)) return { path, before };
    before = path;
  }
}
