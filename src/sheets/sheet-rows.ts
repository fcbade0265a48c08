/**
 * The rows of an .xlsx sheet in the forms that Excel, LibreOffice, Google Sheets and the usual writers give them (ECMA-376 part 1, 18.3.1),
 * read in one pass over the bytes. Of anything else nothing is said: the sheet is then left to the library, whose reading this one equals.
 */

/** What the rest of the workbook says that cells refer to. */
export type CellContext<Cell> = {
  /** The shared string of an index; `undefined` where there is none. */
  string: (index: number) => string | undefined;
  /** A cell by its type as the library names it, and the index of its style. */
  cell: (type: "n" | "s" | "b" | "e", value: string | number | boolean, style: number | null) => Cell | null;
};

const ROW = /<row r="(\d{1,7})"[^<>]*>/y;
const CELL = /<c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d{1,6})")?(?:(\/)>|(?: t="(\w+)")?>)/y;
const VALUE = /(?:<f(?: [^<>]*)?(?:\/>|>[^<>]*<\/f>))?<v(?: xml:space="preserve")?>([^<>]*)<\/v><\/c>/y;
const INLINE = /<is><t(?: xml:space="preserve")?>([^<>]*)<\/t><\/is><\/c>/y;
const ROW_END = "</row>";
const EMPTY_CELL_END = "</c>";

/**
 * Yields the rows with something in them as they are read, and returns the last row in which anything stands, blanks included; `null` when the
 * rows hold anything that is not understood for certain: then those that came before are none either.
 */
export function* scanRows<Cell>(
  bytes: Buffer,
  context: CellContext<Cell>,
): Generator<[row: number, cells: (Cell | null)[]], number | null> {
  let above = 0;
  let height = 0;
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(ROW_END, at);
    if (found === -1) return isBlank(bytes.toString("latin1", at)) ? height : null;
    const end = found + ROW_END.length;
    let text = bytes.toString("utf8", at, end);
    // Rows without a cell have no end of their own and stand before the next one.
    for (let empty = emptyRow(text); empty !== null; empty = emptyRow(text)) {
      if (empty.row <= above) return null;
      above = empty.row;
      text = text.slice(empty.length);
    }
    const read = scanRow(text, context);
    if (read === null || read.row <= above) return null;
    above = read.row;
    if (read.isFilled) height = read.row;
    if (read.cells.length > 0) yield [read.row, read.cells];
    at = end;
  }
  return height;
}

function isBlank(text: string): boolean {
  return text === "" || /^(?:<row r="\d{1,7}"[^<>]*\/>)*$/.test(text);
}

function emptyRow(text: string): { row: number; length: number } | null {
  ROW.lastIndex = 0;
  const head = ROW.exec(text);
  return head?.[0].endsWith("/>") ? { row: Number(head[1]), length: head[0].length } : null;
}

type ScannedRow<Cell> = { row: number; cells: (Cell | null)[]; isFilled: boolean };

/** From `<row …>` to `</row>`. */
function scanRow<Cell>(text: string, context: CellContext<Cell>): ScannedRow<Cell> | null {
  ROW.lastIndex = 0;
  const head = ROW.exec(text);
  if (head === null) return null;
  const read: ScannedRow<Cell> = { row: Number(head[1]), cells: [], isFilled: false };
  const digits = head[1]!;
  const end = text.length - ROW_END.length;
  let before = -1;
  for (let at = ROW.lastIndex; at < end; ) {
    const cell = matchAt(CELL, text, at);
    if (cell === null || cell[2] !== digits) return null;
    const column = columnOf(cell[1]!);
    if (column <= before) return null;
    before = column;
    at += cell[0].length;
    if (cell[4] !== undefined) continue;
    const type = cell[5];
    if (type === undefined && text.startsWith(EMPTY_CELL_END, at)) {
      at += EMPTY_CELL_END.length;
      continue;
    }
    const inline = type === "inlineStr";
    const value = matchAt(inline ? INLINE : VALUE, text, at);
    if (value === null) return null;
    at += value[0].length;
    const typed = typedValue(type, value[1]!, context);
    if (typed === null) return null;
    const style = cell[3] === undefined ? null : Number(cell[3]);
    read.isFilled = true;
    const made = context.cell(typed.type, typed.value, style);
    if (made === null) continue;
    while (read.cells.length < column) read.cells.push(null);
    read.cells.push(made);
  }
  return read;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function columnOf(letters: string): number {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64;
  return column - 1;
}

type Typed = { type: "n"; value: number } | { type: "s" | "e"; value: string } | { type: "b"; value: boolean };

/** Dates as text are rare enough to be left to the library. */
function typedValue<Cell>(type: string | undefined, text: string, context: CellContext<Cell>): Typed | null {
  switch (type) {
    case undefined:
    case "n": {
      const value = /^-?\d/.test(text) ? Number(text) : Number.NaN;
      return Number.isFinite(value) ? { type: "n", value } : null;
    }
    case "s": {
      const value = /^\d{1,9}$/.test(text) ? context.string(Number(text)) : undefined;
      return value === undefined ? null : { type: "s", value };
    }
    case "b":
      return text === "1" || text === "0" ? { type: "b", value: text === "1" } : null;
    case "e":
      // As it stands, for the library knows no others than the usual ones.
      return text.startsWith("#") && !text.includes("&") ? { type: "e", value: text } : null;
    case "str": {
      // The library takes the references of such a text apart twice.
      const once = plainText(text);
      return stringOf(once === null ? null : plainText(once));
    }
    case "inlineStr":
      return stringOf(plainText(text));
    default:
      return null;
  }
}

function stringOf(value: string | null): Typed | null {
  return value === null ? null : { type: "s", value: value.includes("\r") ? value.replace(/\r\n/g, "\n") : value };
}

const NAMED: Record<string, string> = { "&quot;": '"', "&apos;": "'", "&gt;": ">", "&lt;": "<", "&amp;": "&" };

/** The five named references; `null` where others, or Excel's `_x000D_`, stand. */
function plainText(text: string): string | null {
  if (text.includes("_x") || text.includes("_X")) return null;
  if (!text.includes("&")) return text;
  if (/&(?:#|(?:quot|apos|gt|lt|amp);)/i.test(text.replace(/&(?:quot|apos|gt|lt|amp);/g, ""))) return null;
  return text.replace(/&(?:quot|apos|gt|lt|amp);/g, (reference) => NAMED[reference]!);
}
