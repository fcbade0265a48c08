/** Where the header of a sheet stands under its titles, in one row or in two, and what its columns are called. Pure. */
import { type Cell, columnLetter, type Merge, type RawRow, type RawSheet } from "./cell.ts";
import { type ColumnWords, type Field, fieldOfHeader } from "./column-words.ts";

/** `row` names the columns; what stands in `upper` holds for several of them, or for those that `row` leaves unnamed. */
export type Header = { row: RawRow; upper: RawRow | null };

export type Titled = {
  column: number;
  /** Unlike that of any other column. */
  title: string;
  /** What it is known by; `""` for a column without a name. */
  words: string;
};

/** Rows among which the header is looked for. */
const LOOK = 50;
/** Fields that make a base of clients: one of them must be there. */
const WHO: ReadonlySet<Field> = new Set<Field>(["name", "family", "given", "organization", "phone", "email"]);
/** What an upper title says of all columns below it, whatever they are called: `Телефон` over `рабочий`, `домашний`. */
const SPREADING: ReadonlySet<Field> = new Set<Field>(["phone", "email", "address"]);

/** The row that speaks of most fields, the first of them. It must name a client's name, phone or mail, and one thing more. */
export function findHeader(sheet: RawSheet, words: ColumnWords, settled: Record<string, Field>): Header | null {
  let best: { row: RawRow; score: number } | null = null;
  for (const row of sheet.rows.slice(0, LOOK)) {
    const score = headerScore(row, words, settled);
    if (score > (best?.score ?? 0)) best = { row, score };
  }
  return best === null ? null : headerWith(sheet, best.row);
}

/** A header that a person has named; 0: there is none, and the columns go by their letters. */
export function headerAt(sheet: RawSheet, row: number): Header {
  return { row: rowAt(sheet, row), upper: upperOf(sheet, row) };
}

function rowAt(sheet: RawSheet, row: number): RawRow {
  return sheet.rows.find((one) => one.row === row) ?? { row, cells: [] };
}

/** A row that speaks of most fields may be the upper or the lower one of two. */
function headerWith(sheet: RawSheet, row: RawRow): Header {
  const down = sheet.merges.filter(({ top }) => top === row.row).map(({ bottom }) => bottom);
  const bottom = Math.max(row.row, ...down);
  if (bottom > row.row) return { row: rowAt(sheet, bottom), upper: row };
  const below = rowAt(sheet, row.row + 1);
  if (names(sheet, row, below)) return { row: below, upper: row };
  return { row, upper: upperOf(sheet, row.row) };
}

/** Whether a row names parts of what stands above it: every word of it is under a title that is merged over several columns. */
function names(sheet: RawSheet, upper: RawRow, row: RawRow): boolean {
  const over = across(sheet, upper);
  const filled = row.cells.flatMap((cell, column) => (cell === null ? [] : [{ cell, column }]));
  return (
    filled.length >= 2 &&
    filled.every(({ cell, column }) => isTitle(cell) && over.some((merge) => covers(merge, column)))
  );
}

/** The row above a header, if it says of some of its columns what they have in common; a title of the whole sheet does not. */
function upperOf(sheet: RawSheet, row: number): RawRow | null {
  const above = sheet.rows.find((one) => one.row === row - 1);
  const header = rowAt(sheet, row);
  const merged = sheet.merges.filter(({ top, bottom }) => top < row && bottom >= row);
  if (merged.length > 0) return rowAt(sheet, Math.min(...merged.map(({ top }) => top)));
  if (!above || row < 2) return null;
  const width = header.cells.filter((cell) => cell !== null).length;
  const over = across(sheet, above);
  return over.length > 0 && over.every(({ left, right }) => right - left + 1 < width) ? above : null;
}

function across({ merges }: RawSheet, { row, cells }: RawRow): Merge[] {
  return merges.filter(({ top, left, right }) => top === row && right > left && cells[left]?.kind === "text");
}

function covers({ left, right }: Merge, column: number): boolean {
  return left <= column && right >= column;
}

function headerScore({ cells }: RawRow, words: ColumnWords, settled: Record<string, Field>): number {
  const fields = new Map<Field, number>();
  let filled = 0;
  let titles = 0;
  for (const cell of cells) {
    if (cell === null) continue;
    filled += 1;
    const known = settledTitle(cell, settled) ?? (isTitle(cell) ? fieldOfHeader(cell.text, words) : null);
    if (known) titles += 1;
    if (known) fields.set(known.field, Math.max(fields.get(known.field) ?? 0, known.confidence));
  }
  if (titles < 2 || ![...fields.keys()].some((field) => WHO.has(field))) return 0;
  const sure = [...fields.values()].reduce((sum, confidence) => sum + confidence, 0);
  return sure / filled < 0.25 ? 0 : sure;
}

function settledTitle({ text }: Cell, settled: Record<string, Field>): { field: Field; confidence: number } | null {
  const title = tidyTitle(text);
  return Object.hasOwn(settled, title) ? { field: settled[title]!, confidence: 1 } : null;
}

/** A column's name is a short text without numbers; a telephone or a date is none. */
function isTitle({ kind, text }: Cell): boolean {
  return kind === "text" && text.length <= 60 && !/\d{3}|@/.test(text);
}

function tidyTitle(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Of two rows, both name a column where the lower one alone would not tell it from others, or not what it holds. */
export function titlesOf(sheet: RawSheet, { row, upper }: Header, words: ColumnWords): Titled[] {
  const width = sheet.rows.reduce(
    (most, one) => (one.row >= (upper ?? row).row - 1 ? Math.max(most, one.cells.length) : most),
    0,
  );
  const lower = Array.from({ length: width }, (_, column) => tidyTitle(row.cells[column]?.text ?? ""));
  const above = lower.map((_, column) => (upper ? upperTitle(sheet, upper, row, column) : ""));
  const times = Map.groupBy(lower.keys(), (column) => lower[column]!);
  const seen = new Map<string, number>();
  return lower.map((own, column) => {
    const over = above[column]!;
    const known = fieldOfHeader(own, words) !== null;
    const spreads = over !== "" && SPREADING.has(fieldOfHeader(over, words)?.field ?? "other");
    const isBoth = own !== "" && over !== "" && over !== own && (!known || times.get(own)!.length > 1);
    const full = own === "" ? over : isBoth ? `${over} ${own}` : own;
    // `Контакты` over `Instagram` does not make a name of it.
    const said = isBoth && !known && !spreads ? own : full;
    // As the name of a property it would be lost.
    const plain = full === "" || full === "__proto__" ? columnLetter(column) : full;
    const count = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, count);
    return { column, title: count === 1 ? plain : `${plain} (${count})`, words: said };
  });
}

/** What the upper row says of a column: by a cell merged over it, or by its own cell. */
function upperTitle(sheet: RawSheet, upper: RawRow, row: RawRow, column: number): string {
  const merge = sheet.merges.find(
    (one) => one.top <= upper.row && one.bottom >= upper.row && one.top < row.row && covers(one, column),
  );
  const cell = merge ? rowAt(sheet, merge.top).cells[merge.left] : upper.cells[column];
  return cell?.kind === "text" ? tidyTitle(cell.text) : "";
}
