/** Rows of a base that was read, looked at once more: what became of one, and what it would say with other cells. Pure. */
import type { Draft, RejectReason } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import type { Cell } from "./cell.ts";
import { cellsAlike, type ExplainedCell, explainCells } from "./explain-row.ts";
import { type DraftMaker, makeDraft } from "./make-draft.ts";
import type { SheetRead } from "./read-drafts.ts";
import { type RowReader, readRow } from "./read-row.ts";

export type RowFate =
  | { kind: "client"; draft: Draft }
  | { kind: "call"; draft: Draft }
  | { kind: "rejected"; reason: RejectReason }
  | { kind: "header" | "above-header" | "repeated-header" | "skipped-sheet" | "own" };

export type ExplainedRow = { file: string; sheet: string; row: number; fate: RowFate; cells: ExplainedCell[] };

/** Tells of every row of a number; it holds all that was read. */
export function explainer(sheets: SheetRead[], drafts: Draft[]): (row: number) => ExplainedRow[] {
  return (row) => sheets.flatMap((sheet) => explainRow(sheet, drafts, row) ?? []);
}

/** `null` when the sheet has no such row, or nothing stands in it. */
function explainRow(read: SheetRead, drafts: Draft[], number: number): ExplainedRow | null {
  const { file, report, reader, mapping, facts, rejected } = read;
  const row = read.sheet.rows.find(({ row }) => row === number);
  if (!row) return null;
  const columns = mapping?.columns ?? [];
  const at = { file, sheet: report.name, row: number };
  const refused = rejected.find(({ source }) => source.row === number);
  if (refused)
    return {
      ...at,
      fate: { kind: "rejected", reason: refused.reason },
      cells: cellsAlike(row.cells, columns, "rejects"),
    };
  const known = facts.find(({ source }) => source.row === number);
  const draft = known && drafts.find(({ sources }) => sources.includes(known.source));
  if (known && draft && report.content === "calls")
    return { ...at, fate: { kind: "call", draft }, cells: cellsAlike(row.cells, [], "call") };
  if (known && draft && reader)
    return { ...at, fate: { kind: "client", draft }, cells: explainCells(reader, row.cells, known, draft) };
  const { headerRow } = report;
  const kind =
    headerRow === null
      ? "skipped-sheet"
      : number === headerRow
        ? "header"
        : number < headerRow
          ? "above-header"
          : "repeated-header";
  return { ...at, fate: { kind }, cells: cellsAlike(row.cells, columns, "not-read") };
}

/** Keeps how the rows were read, and none of them: a plan is made long after they are needed. */
export function rereader(
  sheets: SheetRead[],
  maker: DraftMaker,
): (source: SourceRow, said: Pick<SourceRow, "cells" | "section">) => Draft | null {
  const readers = sheets.map(({ file, report: { name }, reader }) => ({ file, name, reader }));
  return (source, said) => {
    const reader = readers.find(({ file, name }) => file === source.file && name === source.sheet)?.reader;
    return reader ? rereadRow(reader, maker, source, said) : null;
  };
}

function rereadRow(
  reader: RowReader,
  maker: DraftMaker,
  source: SourceRow,
  { cells, section }: Pick<SourceRow, "cells" | "section">,
): Draft | null {
  const texts = reader.mapping.columns.map(({ title }): Cell | null => {
    const text = Object.hasOwn(cells, title) ? cells[title]! : "";
    return text.trim() === "" ? null : { kind: "text", text, value: text };
  });
  const again = readRow(reader, { row: source.row, cells: texts, section: section ?? null });
  return "facts" in again ? makeDraft(maker, [again.facts]) : null;
}
