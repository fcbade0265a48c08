/** The one place that knows the library which reads workbooks. It runs in the reading process only: see read-base.ts. */
import * as xlsx from "xlsx";
import type { Merge, WireCell, WireSheet } from "./cell.ts";
import { hollowSheets } from "./hollow-sheets.ts";
import { hiddenColumnsIn, sheetNameIn } from "./open-document.ts";
import { type OpenZip, openZip } from "./open-zip.ts";
import { daySerial, dottedDay } from "./serial-day.ts";
import { scanRows } from "./sheet-rows.ts";

/** The library's face for an archive that is open already; its type declarations leave it out. */
const { parse_zip: parseZip } = xlsx as unknown as { parse_zip(zip: OpenZip, options: object): unknown };
const { read, set_cptable: setCodePages, SSF } = xlsx;

type SheetCell = { t: string; v?: unknown; w?: string; z?: string | number };
type DenseSheet = {
  "!data"?: (SheetCell | undefined)[][];
  "!cols"?: ({ hidden?: boolean } | undefined)[];
  "!rows"?: ({ hidden?: boolean } | undefined)[];
  "!merges"?: { s: { r: number; c: number }; e: { r: number; c: number } }[];
};
type Workbook = {
  SheetNames: string[];
  Sheets: Record<string, DenseSheet>;
  Workbook?: { Sheets?: { Hidden?: number }[]; WBProps?: { date1904?: boolean } };
  Strings?: { t?: unknown }[];
  Styles?: { CellXf?: { numFmtId?: number | null }[] };
  /** Number formats by their id. */
  SSF?: Record<number, string>;
};

/** The name of a sheet, its rows, and then what else it is; `anew`: its rows come once more. */
export type WorkbookPiece =
  | { begin: string }
  | [row: number, cells: WireCell[]]
  | { anew: true }
  | { sheet: WireSheet };

/** A sheet or a part of the workbook that does not unpack, or that the library gave up: nothing of the base may be lost without a word. */
class DamagedWorkbook extends Error {}

const OPTIONS = {
  dense: true,
  cellNF: true,
  cellText: false,
  cellFormula: false,
  cellHTML: false,
  cellDates: false,
  bookVBA: false,
  raw: true,
  // For columns and rows that are not shown.
  cellStyles: true,
};

/**
 * Reads a workbook (bytes), or a text that holds one (SpreadsheetML, HTML). Formulas, styles and macros are left aside. Texts that are
 * worked out by a number format are made only for cells that have one. Throws `DamagedWorkbook`, and whatever the library throws.
 */
export async function readWorkbook(source: { bytes: Buffer } | { text: string }): Promise<Iterable<WorkbookPiece>> {
  if ("text" in source) return wholeSheets(read(source.text, { ...OPTIONS, type: "string" }) as unknown as Workbook);
  return source.bytes.readUInt16BE(0) === 0x504b ? readZip(source.bytes) : wholeSheets(await readOld(source.bytes));
}

/**
 * The library reads the workbook with the rows taken out of its sheets, then the rows are read apart: so no sheet is ever held in the library's
 * own form. One whose rows are not understood for certain makes it read the workbook as it is.
 */
function* readZip(bytes: Buffer): Iterable<WorkbookPiece> {
  const hollow = hollowSheets();
  let hidden: number[][] | null = null;
  const book = parseWhole(bytes, (part, content) => {
    if (part === "content.xml") hidden = hiddenColumnsIn(content);
    return hollow.withoutRows(part, content);
  });
  if (hidden !== null) mendOpenDocument(book, hidden);
  const context = cellContext(book);
  let whole: Workbook | null = null;
  for (const [index, name] of book.SheetNames.entries()) {
    yield { begin: name };
    const rows = hollow.rowsOf(sheetAt(book, index)["!data"]?.[0]?.[0]?.v);
    if (rows === null) {
      yield* wholeSheet(book, index);
      continue;
    }
    const height = yield* scanRows(rows, context);
    if (height === null) {
      yield { anew: true };
      whole ??= parseWhole(bytes);
      yield* wholeSheet(whole, index);
    } else yield { sheet: factsOf(book, index, height, hiddenRowsIn(rows)) };
  }
}

/** Tells what the library has passed over; `hidden` are the columns of each sheet. */
function mendOpenDocument(book: Workbook, hidden: number[][]): void {
  for (const [index, name] of book.SheetNames.entries()) {
    const sheet = sheetAt(book, index);
    const columns = sheet["!cols"] ?? [];
    sheet["!cols"] = columns;
    if (hidden.length === book.SheetNames.length)
      for (const column of hidden[index]!) columns[column] = { ...columns[column], hidden: true };
    const plain = sheetNameIn(name);
    if (book.Sheets[plain]) continue;
    book.SheetNames[index] = plain;
    book.Sheets[plain] = sheet;
  }
}

function* wholeSheets(book: Workbook): Iterable<WorkbookPiece> {
  for (const [index, name] of book.SheetNames.entries()) {
    yield { begin: name };
    yield* wholeSheet(book, index);
  }
}

function* wholeSheet(book: Workbook, index: number): Iterable<WorkbookPiece> {
  const sheet = sheetAt(book, index);
  const data = sheet["!data"] ?? [];
  yield* rowsOf(data, book.Workbook?.WBProps?.date1904 === true);
  yield { sheet: factsOf(book, index, data.length, hiddenCount(sheet)) };
}

function sheetAt({ SheetNames: names, Sheets: sheets }: Workbook, index: number): DenseSheet {
  const sheet = sheets[names[index]!];
  if (!sheet) throw new DamagedWorkbook(names[index]);
  return sheet;
}

/** `height`: the last row in which anything stands. */
function factsOf(book: Workbook, index: number, height: number, hiddenRows: number): WireSheet {
  const sheet = sheetAt(book, index);
  const columns = sheet["!cols"] ?? [];
  const hiddenColumns = indexesOf(columns).filter((column) => columns[column]?.hidden);
  return {
    name: book.SheetNames[index]!,
    hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0,
    // Said only of sheets that have some.
    ...(hiddenColumns.length > 0 ? { hiddenColumns } : {}),
    ...(hiddenRows > 0 ? { hiddenRows } : {}),
    merges: (sheet["!merges"] ?? []).map((merge) => mergeOf(merge, height)),
  };
}

/** Rows with something in them that are not shown. */
function hiddenCount(sheet: DenseSheet): number {
  const rows = sheet["!rows"] ?? [];
  return indexesOf(rows).filter((row) => rows[row]?.hidden && sheet["!data"]?.[row]).length;
}

/** The same of rows that the library did not see. */
function hiddenRowsIn(rows: Buffer): number {
  let count = 0;
  for (let at = rows.indexOf(HIDDEN); at !== -1; at = rows.indexOf(HIDDEN, at + 1)) {
    const begin = rows.lastIndexOf("<", at);
    const end = rows.indexOf(">", at);
    if (rows.toString("latin1", begin, begin + 5) === "<row " && rows[end - 1] !== SLASH) count += 1;
  }
  return count;
}

const HIDDEN = ' hidden="1"';
const SLASH = 0x2f;

/** Cells by what the library has read of shared strings and number formats. */
function cellContext({ Strings: strings, Styles: styles, SSF: formats, Workbook: workbook }: Workbook) {
  const system1904 = workbook?.WBProps?.date1904 === true;
  const formatOf = (style: number | null) =>
    formats?.[(style === null ? null : styles?.CellXf?.[style]?.numFmtId) ?? 0];
  return {
    string: (index: number) => {
      const text = strings?.[index]?.t;
      return typeof text === "string" ? text : undefined;
    },
    cell: (t: string, v: unknown, style: number | null) =>
      wireCell(t === "n" ? { t, v, z: formatOf(style) } : { t, v }, system1904),
  };
}

function parseWhole(bytes: Buffer, change?: (part: string, content: Buffer) => Buffer): Workbook {
  let damaged: string | null = null;
  const zip = openZip(
    bytes,
    (part) => {
      damaged ??= part;
    },
    change,
  );
  if (zip === null) throw new DamagedWorkbook("archive");
  const book = parseZip(zip, { ...OPTIONS, type: "buffer" });
  if (damaged !== null) throw new DamagedWorkbook(damaged);
  return book as Workbook;
}

/** Texts of .xls before Excel 97 are in the code page that the file names; without the tables the library would read them as Latin. */
async function readOld(bytes: Buffer): Promise<Workbook> {
  setCodePages(await import("xlsx/dist/cpexcel.full.mjs"));
  return read(bytes, { ...OPTIONS, type: "buffer" }) as unknown as Workbook;
}

/** A range that goes on below the last row ends with it. */
function mergeOf({ s, e }: { s: { r: number; c: number }; e: { r: number; c: number } }, rows: number): Merge {
  return { top: s.r + 1, bottom: Math.max(s.r + 1, Math.min(e.r + 1, rows)), left: s.c, right: e.c };
}

/** Only what is there: the rows of a sheet may be holes, and a single cell in the last column must not cost sixteen thousand empty ones. */
function* rowsOf(data: (SheetCell | undefined)[][], system1904: boolean): Iterable<[number, WireCell[]]> {
  for (const index of indexesOf(data)) {
    const found = data[index]!;
    const cells: WireCell[] = [];
    for (const column of indexesOf(found)) {
      const cell = wireCell(found[column]!, system1904);
      if (cell === null) continue;
      while (cells.length < column) cells.push(null);
      cells[column] = cell;
    }
    if (cells.length > 0) yield [index + 1, cells];
  }
}

function indexesOf(list: unknown[]): number[] {
  const indexes: number[] = [];
  list.forEach((entry, index) => {
    if (entry !== undefined && entry !== null) indexes.push(index);
  });
  return indexes;
}

/** Errors as spreadsheet programs show them, by their codes (ECMA-376 part 1, 18.17.3; [MS-XLS] 2.5.10). */
const ERRORS: Record<number, string> = {
  0: "#NULL!",
  7: "#DIV/0!",
  15: "#VALUE!",
  23: "#REF!",
  29: "#NAME?",
  36: "#NUM!",
  42: "#N/A",
  43: "#GETTING_DATA",
};

function wireCell({ t, v, w, z }: SheetCell, system1904: boolean): WireCell {
  switch (t) {
    case "s":
    case "str":
      return typeof v === "string" && v.trim() !== "" ? v : null;
    case "n":
      return typeof v === "number" ? numberCell(v, z, system1904) : null;
    case "b":
      return ["b", v === true];
    case "e":
      return ["e", w ?? (typeof v === "string" ? v : (ERRORS[Number(v)] ?? "#ERROR!"))];
    default:
      return typeof v === "string" && v.trim() !== "" ? v : null;
  }
}

function numberCell(value: number, format: string | number | undefined, system1904: boolean): WireCell {
  if (format === undefined || format === "General" || format === "@" || format === 0) return value;
  if (SSF.is_date(String(format))) {
    const at = daySerial(value, system1904);
    if (at === null) return ["n", value, shown(format, value)];
    const { day, time } = at;
    return time === null ? ["d", day, dottedDay(day)] : ["d", `${day}T${time}`, `${dottedDay(day)} ${time}`];
  }
  const text = shown(format, value);
  return text === String(value) ? value : ["n", value, text];
}

/** A number under its format: a telephone keeps its leading zero, a price its blanks. */
function shown(format: string | number, value: number): string {
  try {
    const text = SSF.format(format, value).trim();
    return /\d/.test(text) ? text : String(value);
  } catch {
    return String(value);
  }
}
