/** The one place that knows the library which reads workbooks. It runs in the reading process only: see read-base.ts. */
import * as xlsx from "xlsx";
import type { Merge, WireCell, WireSheet } from "./cell.ts";
import { hollowSheets } from "./hollow-sheets.ts";
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

export type WorkbookSheet = WireSheet & { rows(): Iterable<[row: number, cells: WireCell[]]> };

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
export async function* readWorkbook(source: { bytes: Buffer } | { text: string }): AsyncIterable<WorkbookSheet> {
  if ("text" in source) yield* sheetsOf(read(source.text, { ...OPTIONS, type: "string" }) as unknown as Workbook);
  else if (source.bytes.readUInt16BE(0) !== 0x504b) yield* sheetsOf(await readOld(source.bytes));
  else yield* readZip(source.bytes);
}

/**
 * The library reads the workbook with the rows taken out of its sheets, then the rows are read apart: so no sheet is ever held in the library's
 * own form. One whose rows are not understood for certain makes it read the workbook as it is.
 */
function* readZip(bytes: Buffer): Iterable<WorkbookSheet> {
  const hollow = hollowSheets();
  const book = parseWhole(bytes, hollow.withoutRows);
  let whole: WorkbookSheet[] | null = null;
  for (const [index, sheet] of sheetsOf(book).entries()) {
    const rows = hollow.rowsOf(book.Sheets[sheet.name]?.["!data"]?.[0]?.[0]?.v);
    const scanned = rows && scanRows(rows, cellContext(book));
    if (scanned)
      yield {
        ...sheet,
        ...hiddenOf(sheet.hiddenColumns, hiddenRowsIn(rows)),
        merges: mergesOf(book.Sheets[sheet.name]!, scanned.height),
        rows: () => scanned.rows,
      };
    else if (rows === null) yield sheet;
    else {
      whole ??= sheetsOf(parseWhole(bytes));
      yield whole[index]!;
    }
  }
}

function sheetsOf(book: Workbook): WorkbookSheet[] {
  const system1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.map((name, index) => {
    const sheet = book.Sheets[name];
    if (!sheet) throw new DamagedWorkbook(name);
    return {
      name,
      hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0,
      ...hiddenOf(
        indexesOf(sheet["!cols"] ?? []).filter((column) => sheet["!cols"]![column]?.hidden),
        hiddenCount(sheet),
      ),
      merges: mergesOf(sheet, sheet["!data"]?.length ?? 0),
      rows: () => rowsOf(sheet["!data"] ?? [], system1904),
    };
  });
}

/** Said only of sheets that have some. */
function hiddenOf(columns: number[] = [], rows = 0): Pick<WireSheet, "hiddenColumns" | "hiddenRows"> {
  return { ...(columns.length > 0 ? { hiddenColumns: columns } : {}), ...(rows > 0 ? { hiddenRows: rows } : {}) };
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

function mergesOf(sheet: DenseSheet, height: number): Merge[] {
  return (sheet["!merges"] ?? []).map((merge) => mergeOf(merge, height));
}

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
      return ["e", w ?? `#${String(v)}`];
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
