/** Finds the header of a sheet under its title rows, and what each column holds. Pure. */
import { appError } from "../lib/errors.ts";
import { type Cell, columnLetter, type Merge, type RawRow, type RawSheet } from "./cell.ts";
import { fieldOfCells, namesShare, numbersShare, type Office } from "./column-contents.ts";
import { type ColumnWords, type Field, fieldOfHeader, MANY } from "./column-words.ts";
import type { SheetProfile } from "./mapping-profile.ts";
import { samplesOf } from "./mapping-questions.ts";
import type { NameOrder } from "./read-name.ts";
import { fold } from "./words.ts";

export type MappedColumn = {
  /** From 0. */
  column: number;
  /** The header as typed, blanks tidied; the column's letter when it has none; ` (2)` behind the second of one name. */
  title: string;
  field: Field;
  /** 0 … 1. */
  confidence: number;
  by: "profile" | "template" | "words" | "contents" | "none";
  /** Some of what stands in it, as shown. */
  samples: string[];
};
type Guessed = Omit<MappedColumn, "samples">;

export type SheetMapping = {
  sheet: string;
  /** 1-based row of the header. */
  headerRow: number;
  columns: MappedColumn[];
  nameOrder: NameOrder;
};

/** Rows among which the header is looked for. */
const LOOK = 50;
/** Fields that make a base of clients: one of them must be there. */
const WHO: ReadonlySet<Field> = new Set<Field>(["name", "family", "given", "organization", "phone", "email"]);

export type MapOptions = {
  /** The template's words, added to the built-in ones, by field. */
  words: ColumnWords;
  office: Office;
  /** What a person has settled; the rest is found. */
  profile?: SheetProfile;
  /** For the error. */
  file?: string;
};

/** Throws `input-file` `no-header`, naming the sheet. */
export function mapSheet(sheet: RawSheet, { words, office, profile = {}, file = "" }: MapOptions): SheetMapping {
  const header =
    profile.header === undefined ? findHeader(sheet, words, profile.columns ?? {}) : rowAt(sheet, profile.header);
  if (header === null) throw appError({ code: "input-file", file, reason: "no-header", sheet: sheet.name });
  const data = sheet.rows.filter(({ row }) => row > header.row);
  const titles = titlesOf(sheet, header);
  const named = titles.map(({ column, title, blank }): Guessed => {
    const settled = Object.hasOwn(profile.columns ?? {}, title) ? profile.columns?.[title] : undefined;
    if (settled !== undefined) return { column, title, field: settled, confidence: 1, by: "profile" };
    const known = blank ? null : fieldOfHeader(title, words);
    return { column, title, ...(known ?? { field: "other", confidence: 0, by: "none" }) };
  });
  const settled = settle(
    named.map((column) => judgeByCells(column, named, data, office)),
    data,
  );
  const columns = settled.map((column) => ({ ...column, samples: samplesOf(cellsOf(data, column.column)) }));
  return { sheet: sheet.name, headerRow: header.row, columns, nameOrder: nameOrderOf(columns) };
}

function* cellsOf(rows: RawRow[], column: number): Iterable<Cell | null> {
  for (const { cells } of rows) yield cells[column] ?? null;
}

/** The row that speaks of most fields, the first of them. It must name a client's name, phone or mail, and one thing more. */
function findHeader(sheet: RawSheet, words: ColumnWords, settled: Record<string, Field>): RawRow | null {
  let best: { row: RawRow; score: number } | null = null;
  for (const row of sheet.rows.slice(0, LOOK)) {
    const score = headerScore(row, words, settled);
    if (score > (best?.score ?? 0)) best = { row, score };
  }
  return best === null ? null : lowestOf(sheet, best.row);
}

/** A header of two rows, some of its cells merged over both, is known by its lower one. */
function lowestOf(sheet: RawSheet, header: RawRow): RawRow {
  const bottom = Math.max(
    header.row,
    ...sheet.merges.filter(({ top }) => top === header.row).map((merge) => merge.bottom),
  );
  if (bottom === header.row) return header;
  return rowAt(sheet, bottom);
}

function rowAt(sheet: RawSheet, row: number): RawRow {
  return sheet.rows.find((one) => one.row === row) ?? { row, cells: [] };
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
  const title = text.replace(/\s+/g, " ").trim();
  return Object.hasOwn(settled, title) ? { field: settled[title]!, confidence: 1 } : null;
}

/** A column's name is a short text without numbers; a telephone or a date is none. */
function isTitle({ kind, text }: Cell): boolean {
  return kind === "text" && text.length <= 60 && !/\d{3}|@/.test(text);
}

/** Titles of the header row; one that stands above it in a cell merged down to it counts as well. */
function titlesOf(sheet: RawSheet, header: RawRow): { column: number; title: string; blank: boolean }[] {
  const width = sheet.rows.reduce(
    (most, { row, cells }) => (row >= header.row - 1 ? Math.max(most, cells.length) : most),
    0,
  );
  const seen = new Map<string, number>();
  const above = sheet.merges.filter(({ top, bottom }) => top < header.row && bottom >= header.row);
  return Array.from({ length: width }, (_, column) => {
    const typed = header.cells[column]?.text ?? mergedTitle(sheet, above, column);
    const text = typed?.replace(/\s+/g, " ").trim() ?? "";
    // As the name of a property it would be lost.
    const plain = text === "" || text === "__proto__" ? columnLetter(column) : text;
    const times = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, times);
    return { column, title: times === 1 ? plain : `${plain} (${times})`, blank: text === "" };
  });
}

function mergedTitle(sheet: RawSheet, above: Merge[], column: number): string | undefined {
  const merge = above.find(({ left, right }) => left <= column && right >= column);
  return merge && sheet.rows.find((one) => one.row === merge.top)?.cells[merge.left]?.text;
}

/** Cells decide where the header says nothing; they overrule it only where it is vague and they are nearly all phones or mails. */
function judgeByCells(column: Guessed, all: Guessed[], data: RawRow[], office: Office): Guessed {
  if (column.by === "profile" || column.by === "template" || column.field === "reason") return column;
  if (column.field === "order" && numbersShare(data, column.column) > 0.8)
    return { ...column, field: all.some(({ field }) => field === "id") ? "other" : "id", confidence: 0.7 };
  const vague = column.confidence < 0.7 || column.field === "name" || column.field === "notes";
  if (!vague) return column;
  const guess = fieldOfCells(data, column.column, office);
  if (guess === null) return column;
  const contact = guess.field === "phone" || guess.field === "email";
  if (column.by === "words")
    return contact && guess.confidence >= 0.8 ? { ...column, ...guess, by: "contents" } : column;
  const taken = !MANY.has(guess.field) && all.some(({ field, by }) => field === guess.field && by !== "none");
  return taken || guess.confidence < 0.7
    ? column
    : { ...column, field: guess.field, confidence: guess.confidence * 0.8, by: "contents" };
}

/** One column for each field that a client or an order has once; a base without a column of names takes the likeliest. */
function settle(columns: Guessed[], data: RawRow[]): Guessed[] {
  const best = new Map<Field, Guessed>();
  for (const column of columns) {
    const rival = best.get(column.field);
    if (!rival || rank(column) > rank(rival)) best.set(column.field, column);
  }
  const settled = columns.map((column): Guessed => {
    if (MANY.has(column.field) || best.get(column.field) === column) return column;
    // `Наименование` is a client's name in one base, and what was ordered in a base that has the client besides.
    const titled =
      column.field === "name" && column.by === "words" && !best.has("order") && THING.test(fold(column.title));
    return { ...column, field: titled ? "order" : "other", confidence: titled ? 0.7 : 0 };
  });
  return withName(settled, data);
}

const THING = /^(наименование|название|անվանում|item|title)/;

/** What a person has settled stands above what was found. */
function rank({ by, confidence }: Guessed): number {
  return by === "profile" ? 2 : confidence;
}

const PARTS: ReadonlySet<Field> = new Set<Field>(["family", "given", "middle"]);

function withName(columns: Guessed[], data: RawRow[]): Guessed[] {
  const has = (field: Field) => columns.some((column) => column.field === field);
  if (has("given") && !has("family") && !has("name"))
    return columns.map((column) => (column.field === "given" ? { ...column, field: "name" } : column));
  // Beside whole names, parts of names are remarks.
  if (has("name")) return columns.map((column) => (PARTS.has(column.field) ? { ...column, field: "other" } : column));
  if (has("family") || has("given") || has("organization")) return columns;
  const free = columns.filter(({ by }) => by === "none");
  const shares = free.map((column) => ({ column, share: namesShare(data, column.column) }));
  const likely = shares.reduce((a, b) => (b.share > a.share ? b : a), {
    column: null as Guessed | null,
    share: 0.35,
  });
  return columns.map((column) =>
    column === likely.column ? { ...column, field: "name", confidence: likely.share * 0.8, by: "contents" } : column,
  );
}

/** `ФИО` and `Фамилия Имя` put the family first, `Անուն Ազգանուն` and `Full name` the given name. */
function nameOrderOf(columns: Guessed[]): NameOrder {
  const title = fold(columns.find(({ field }) => field === "name")?.title ?? "");
  const family = title.search(/фио|ф и о|фамили|ազգանուն|surname|last|family/);
  const given = title
    .replace(/ազգանուն|surname/g, (word) => " ".repeat(word.length))
    .search(/имя|անուն|name|first|given/);
  if (family >= 0 && (given === -1 || family < given)) return "family-first";
  return given >= 0 && family > given ? "given-first" : null;
}
