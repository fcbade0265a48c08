/**
 * Tables that the program writes and reads back. Two hidden columns make them known whatever language their header is in: the id of what a
 * row tells of, and a mark of every cell as it was written. So an edited cell is told from one that only the account has changed since. Pure
 * but for the checksum.
 */
import { crc32 } from "node:zlib";
import type { Cell, RawRow, RawSheet } from "./cell.ts";
import { fieldOfHeader } from "./column-words.ts";
import { type CellValue, plainText } from "./value-out.ts";

const ID_TITLE = "clientcard id";
const MARKS_TITLE = "clientcard";

const MARKS = new RegExp(`^${MARKS_TITLE} (clients|orders|steps) (\\{.*\\})$`, "s");

export type OwnKind = "clients" | "orders" | "steps";
export type OwnColumn = { key: string; title: string };

/** Titles of the two hidden columns; the second also says which column holds what. */
export function ownTitles(kind: OwnKind, columns: OwnColumn[]): [id: string, marks: string] {
  const titles = Object.fromEntries(columns.map(({ key, title }) => [key, title]));
  return [ID_TITLE, `${MARKS_TITLE} ${kind} ${JSON.stringify(titles)}`];
}

/** Whether a column is one that the program has put beside those that people see, here or in a workbook of rejected rows. */
export function isOwnTitle(title: string): boolean {
  return title.startsWith(MARKS_TITLE) || fieldOfHeader(title, {})?.field === "reason";
}

/** The marks of a row's cells, in the order of the columns. */
export function marksOf(values: readonly CellValue[]): string {
  return values.map((value) => markOf(textOf(value))).join(" ");
}

/** Whether a cell says what it said when the mark was made. */
export function isMarked(mark: string | undefined, value: CellValue): boolean {
  return mark === markOf(textOf(value));
}

/** Whether a cell says what a value would. */
export function saysSame(cell: Cell | null, value: CellValue): boolean {
  return textOf(valueIn(cell)) === textOf(value);
}

/** `-` for nothing; the mark of a text that was cut fits no text, so that its rest is not lost by an edit. */
function markOf(text: string): string {
  if (text === "") return "-";
  return text.length >= LONGEST && text.endsWith("…") ? "cut" : crc32(text).toString(36);
}

const LONGEST = 32_767;

/** What a program may change while it saves a cell, line ends and the form of a day, is no edit. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "object") return value.text;
  const text = plainText(value).trim();
  const [, day, month, year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text) ?? [];
  return year === undefined ? text : `${year}-${month}-${day}`;
}

/** A cell that was edited: its column and what stands there now. `mark` is that of what stood there. */
export type CellEdit = { key: string; title: string; cell: Cell | null; mark: string };
export type OwnRow = {
  row: number;
  id: string;
  edits: CellEdit[];
  /** What stands in it, by title. */
  cells: Record<string, string>;
  at(key: string): Cell | null;
};
export type OwnTable = {
  kind: OwnKind;
  sheet: string;
  rows: OwnRow[];
  /** Rows that were made by copying another one, its id with it, and edited then. */
  copies: OwnRow[];
  /** Rows without an id: what a person has added below. */
  added: OwnRow[];
  header: RawRow;
  /** What the columns hold, by title. */
  keys: Record<string, string>;
};

/** The table of a sheet if it is one of ours, else `null`. A column that is gone or renamed says nothing of its cells. */
export function readOwnTable(sheet: RawSheet): OwnTable | null {
  const [header, ...rows] = sheet.rows;
  const titles = header?.cells.map((cell) => cell?.text.trim() ?? "") ?? [];
  const idAt = titles.indexOf(ID_TITLE);
  const marksAt = titles.findIndex((title) => MARKS.test(title));
  const [, kind, json = ""] = MARKS.exec(titles[marksAt] ?? "") ?? [];
  const columns = kind === undefined ? null : columnsFrom(json);
  if (!header || idAt === -1 || columns === null) return null;
  const places = columns.map(({ key, title }) => ({ key, title, column: titles.indexOf(title) }));
  const table: OwnTable = {
    kind: kind as OwnKind,
    sheet: sheet.name,
    rows: [],
    copies: [],
    added: [],
    header,
    keys: Object.fromEntries(columns.map(({ key, title }) => [title, key])),
  };
  const columnOf = new Map(places.map(({ key, column }) => [key, column]));
  for (const row of rows) {
    const at = (key: string) => row.cells[columnOf.get(key) ?? -1] ?? null;
    const id = row.cells[idAt]?.text.trim() ?? "";
    const marks = row.cells[marksAt]?.text.trim().split(" ") ?? [];
    // An order without a number has marks, but no id that it could be found by.
    if (id === "" && marks.length === 0) {
      table.added.push({ row: row.row, id, edits: [], cells: textsOf(titles, row), at });
      continue;
    }
    const edits = places.flatMap(({ key, title, column }, index) => {
      const cell = row.cells[column] ?? null;
      const mark = marks[index];
      return column === -1 || mark === undefined || isMarked(mark, valueIn(cell)) ? [] : [{ key, title, cell, mark }];
    });
    table.rows.push({ row: row.row, id, edits, cells: textsOf(titles, row), at });
  }
  return partCopies(table);
}

/** Of rows of one id, the one that says what was written is the row itself. Where all of them were edited, nobody can tell. */
function partCopies(table: OwnTable): OwnTable {
  const copies = new Set<OwnRow>();
  for (const [id, rows] of Map.groupBy(table.rows, (row) => row.id)) {
    if (id === "" || rows.length === 1) continue;
    const own = rows.find(({ edits }) => edits.length === 0);
    for (const row of rows) if (row !== own) copies.add(row);
  }
  if (copies.size === 0) return table;
  const edited = [...copies].filter(({ edits }) => edits.length > 0);
  return { ...table, rows: table.rows.filter((row) => !copies.has(row)), copies: edited };
}

function columnsFrom(json: string): OwnColumn[] | null {
  try {
    const titles = JSON.parse(json) as Record<string, unknown>;
    return Object.entries(titles).map(([key, title]) => ({ key, title: String(title) }));
  } catch {
    return null;
  }
}

function valueIn(cell: Cell | null): CellValue {
  if (cell === null) return null;
  return typeof cell.value === "boolean" ? cell.text : cell.value;
}

function textsOf(titles: string[], { cells }: RawRow): Record<string, string> {
  return Object.fromEntries(
    titles.flatMap((title, column) => (cells[column] && title !== "" ? [[title, textOf(valueIn(cells[column]))]] : [])),
  );
}
