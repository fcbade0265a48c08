/** Which rows below the header tell of clients: empty rows, totals, subheaders and repeated headers do not. Pure. */
import type { SourceRow } from "../client/source-row.ts";
import type { Cell, Merge, RawRow, RawSheet } from "./cell.ts";
import type { Field } from "./column-words.ts";
import type { MappedColumn, SheetMapping } from "./map-sheet.ts";
import type { GroupNamed, GroupReader } from "./read-group.ts";
import { fold, wordList } from "./words.ts";

export type DataRow = {
  row: number;
  /** By column; a cell that is merged over several rows stands in each of them, if it says who the client is. */
  cells: (Cell | null)[];
  /** The rejected row that it was before it was mended. */
  mends?: SourceRow["mends"];
  /** What the subheader above it names: `marker:wholesale`, `kind:supplier`; `null` without one. */
  section: string | null;
};

export type SortedRows = {
  data: DataRow[];
  rejected: { row: RawRow; reason: "totals" | "subheader" | "empty" }[];
  /** Rows that say the header again, or stand above it. */
  skipped: RawRow[];
};

const TOTALS = wordList(
  "итог*, всего, общая сумма, общий итог, total*, grand total, subtotal, sum total, ընդամենը, ընդհանուր*, գումարը",
);
/** Cells that hold for all rows of a merged range: whose rows they are, but never their sums. */
const SHARED: ReadonlySet<Field> = new Set<Field>([
  "name",
  "family",
  "given",
  "middle",
  "organization",
  "phone",
  "email",
  "address",
  "group",
]);

/** Cells that say whose a row is. */
const WHO: ReadonlySet<Field> = new Set<Field>(["name", "family", "given", "organization", "phone", "email"]);

/** `continued`: rows that name nobody go on with the client of the row above. */
export function sortRows(
  sheet: RawSheet,
  mapping: SheetMapping,
  readGroup: GroupReader,
  continued = false,
): SortedRows {
  const sorted: SortedRows = { data: [], rejected: [], skipped: [] };
  const header = sheet.rows.find(({ row }) => row === mapping.headerRow) ?? { row: mapping.headerRow, cells: [] };
  const fill = mergedCells(sheet, mapping);
  const across = Map.groupBy(
    sheet.merges.filter(({ left, right }) => right - left >= 2),
    ({ top }) => top,
  );
  let section: string | null = null;
  for (const row of sheet.rows) {
    if (row.row <= mapping.headerRow || isRepeatedHeader(row, header)) {
      sorted.skipped.push(row);
    } else if (isTotals(row, mapping)) {
      sorted.rejected.push({ row, reason: "totals" });
    } else if (isSubheader(row, across.get(row.row) ?? [], mapping, readGroup)) {
      section = sectionOf(readGroup(firstCell(row).text));
      sorted.rejected.push({ row, reason: "subheader" });
    } else if (isEmpty(row, mapping)) {
      sorted.rejected.push({ row, reason: "empty" });
    } else {
      const above = sorted.data.at(-1);
      const goesOn = continued && above?.row === row.row - 1 && !namesSomebody(row, mapping);
      const cells = fill(row);
      sorted.data.push({ row: row.row, cells: goesOn ? withClient(cells, above.cells, mapping) : cells, section });
    }
  }
  return sorted;
}

function sectionOf(named: GroupNamed | null): string | null {
  return named && `${named.set}:${named.id}`;
}

function namesSomebody({ cells }: RawRow, { columns }: SheetMapping): boolean {
  return columns.some(({ field, column }) => WHO.has(field) && cells[column] != null);
}

function withClient(cells: (Cell | null)[], above: (Cell | null)[], { columns }: SheetMapping): (Cell | null)[] {
  return columns.map(({ field, column }) => cells[column] ?? (SHARED.has(field) ? above[column] : null) ?? null);
}

function fieldAt(mapping: SheetMapping, column: number): Field {
  return mapping.columns[column]?.field ?? "other";
}

/** -1 where several cells are filled, or none. */
function onlyColumn({ cells }: RawRow): number {
  let only = -1;
  for (let column = 0; column < cells.length; column++) {
    if (cells[column] === null) continue;
    if (only !== -1) return -1;
    only = column;
  }
  return only;
}

function firstCell(row: RawRow): Cell {
  return row.cells.find((cell) => cell !== null)!;
}

function isRepeatedHeader(row: RawRow, header: RawRow): boolean {
  const first = row.cells.findIndex((cell) => cell !== null);
  if (plain(row.cells[first]) !== plain(header.cells[first])) return false;
  const filled = row.cells.flatMap((cell, column) => (cell === null ? [] : [column]));
  if (filled.length < 2) return false;
  const alike = filled.filter((column) => plain(row.cells[column]) === plain(header.cells[column]));
  return alike.length >= filled.length * 0.8;
}

function plain(cell: Cell | null | undefined): string {
  return cell ? cell.text.trim().toLowerCase() : "";
}

/** A row whose first word is one of sums, and which has neither phone nor mail. */
function isTotals(row: RawRow, { columns }: SheetMapping): boolean {
  if (columns.some(({ field, column }) => (field === "phone" || field === "email") && row.cells[column] != null))
    return false;
  const first = row.cells.find((cell) => cell?.kind === "text");
  return first != null && TOTALS.indexIn(fold(first.text)) === 0;
}

/**
 * The only text of a row: set off by dashes or stars, or merged over the row, or the name of a group, or outside the columns that say who.
 * A lone name in the column of names is a client.
 */
function isSubheader(row: RawRow, across: Merge[], mapping: SheetMapping, readGroup: GroupReader): boolean {
  const column = onlyColumn(row);
  const cell = column === -1 ? null : row.cells[column]!;
  if (cell === null || cell.kind !== "text" || !/\p{L}/u.test(cell.text)) return false;
  const merged = across.some(({ left }) => left === column);
  const setOff = /^[^\p{L}\p{N}«"(]+.*[^\p{L}\p{N}»")]+$/u.test(cell.text.trim()) || /:\s*$/.test(cell.text);
  if (merged || setOff) return true;
  const field = fieldAt(mapping, column);
  if (field === "phone" || field === "email") return false;
  if (readGroup(cell.text) !== null && cell.text.trim().split(/\s+/).length <= 3) return true;
  return field === "id" || field === "other";
}

/** Nothing but a running number, or nothing but zeros that formulas left. */
function isEmpty(row: RawRow, mapping: SheetMapping): boolean {
  return row.cells.every((cell, column) => {
    if (cell === null || fieldAt(mapping, column) === "id") return true;
    return (cell.kind === "number" && cell.value === 0) || cell.kind === "error";
  });
}

/** Fills the cells of ranges that are merged downwards. */
function mergedCells(sheet: RawSheet, { columns, headerRow }: SheetMapping): (row: RawRow) => (Cell | null)[] {
  const shared = new Set(columns.filter(({ field }: MappedColumn) => SHARED.has(field)).map(({ column }) => column));
  const down = sheet.merges.filter(({ top, bottom, left }) => bottom > top && top > headerRow && shared.has(left));
  if (down.length === 0) return ({ cells }) => cells;
  const tops = new Map<number, RawRow>(sheet.rows.map((row) => [row.row, row]));
  const byRow = new Map<number, { column: number; cell: Cell }[]>();
  for (const { top, bottom, left } of down) {
    const cell = tops.get(top)?.cells[left];
    if (!cell) continue;
    for (let row = top + 1; row <= bottom; row++) {
      const known = byRow.get(row);
      if (known) known.push({ column: left, cell });
      else byRow.set(row, [{ column: left, cell }]);
    }
  }
  return ({ row, cells }) => {
    const filled = [...cells];
    for (const { column, cell } of byRow.get(row) ?? []) {
      while (filled.length < column) filled.push(null);
      filled[column] ??= cell;
    }
    return filled;
  };
}
