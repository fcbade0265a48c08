/** Sheets as they come from a file, built from plain rows. */
import type { Cell, Merge, RawBase, RawRow, RawSheet } from "../../src/sheets/cell.ts";
import type { DraftContext, DraftsRead } from "../../src/sheets/index.ts";
import { readDrafts } from "../../src/sheets/index.ts";
import { officeContext } from "./read-sample.ts";

export type Plain = string | number | null | Cell;

export const text = (value: string): Cell => ({ kind: "text", text: value, value });
export const number = (value: number, shown = String(value)): Cell => ({ kind: "number", text: shown, value });
export const day = (iso: string): Cell => ({ kind: "date", text: iso.split("-").reverse().join("."), value: iso });

function cellOf(value: Plain): Cell | null {
  if (value === null || value === "") return null;
  if (typeof value === "object") return value;
  return typeof value === "number" ? number(value) : text(value);
}

/** Rows from 1; empty ones are left out, as the reader does. */
export function sheetOf(rows: Plain[][], options: { name?: string; merges?: Merge[] } = {}): RawSheet {
  const filled: RawRow[] = rows.map((values, index) => ({ row: index + 1, cells: values.map(cellOf) }));
  return {
    name: options.name ?? "База",
    hidden: false,
    rows: filled.filter(({ cells }) => cells.some((cell) => cell !== null)),
    merges: options.merges ?? [],
  };
}

export function baseOf(...sheets: RawSheet[]): RawBase {
  return { file: "base.xlsx", sheets, text: null };
}

export function draftsOf(
  rows: Plain[][],
  options: { merges?: Merge[]; context?: Partial<DraftContext> } = {},
): DraftsRead {
  return readDrafts(baseOf(sheetOf(rows, options)), { ...officeContext(), ...options.context });
}
