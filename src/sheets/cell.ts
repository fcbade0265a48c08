/** A foreign base as it was read: sheets of rows of cells, nothing understood yet. Pure data. */

import { remembered } from "../lib/remembered.ts";

export type CellKind = "text" | "number" | "date" | "boolean" | "error";

export type Cell = {
  kind: CellKind;
  /** As a person sees it in the spreadsheet program; a date as `dd.mm.yyyy`, whatever the file's own format, so that all formats agree. */
  text: string;
  /** A text as stored, a number, a boolean, the ISO day of a date (with `THH:MM` when it has a time), the code of an error. */
  value: string | number | boolean;
};

export type RawRow = {
  /** 1-based, as the spreadsheet program shows it. */
  row: number;
  /** By column from 0; `null` where nothing but blanks stands. */
  cells: (Cell | null)[];
};

/** A merged range, all bounds inclusive; rows 1-based, columns from 0. */
export type Merge = { top: number; bottom: number; left: number; right: number };

export type RawSheet = {
  name: string;
  hidden: boolean;
  /** Only rows with something in them, in their order. */
  rows: RawRow[];
  merges: Merge[];
  /** Columns that the spreadsheet program does not show, from 0. */
  hiddenColumns?: number[];
  /** Rows that it does not show, by a filter or by hand; only how many. */
  hiddenRows?: number;
  /** A telephone's calls, whose cells are `CALL_FIELDS`; business cards under the columns of vcard.ts; absent: any table. */
  content?: "calls" | "cards";
};

/** A sheet, as far as it has come. */
export type ComingSheet = { file: string; name: string; rows: RawRow[] };

/** How a text file was read, for a person to judge it by. */
export type TextLook = {
  /** `utf-8`, `windows-1251` … */
  encoding: string;
  /** What stands between the fields; `null` where there are none (cards, calls, HTML). */
  delimiter: string | null;
  /** The first line with letters beyond ASCII, else the first: it shows whether the encoding is right. */
  sample: string;
};

export type RawBase = {
  /** Base name of the file. */
  file: string;
  sheets: RawSheet[];
  /** `null` for workbooks. */
  text: TextLook | null;
};

/** What is sent from the reading process for one cell: most are bare texts and numbers, so that little is sent. */
export type WireCell =
  | string
  | number
  | null
  | ["n", number, string]
  | ["d", string, string]
  | ["b", boolean]
  | ["e", string];

export type WireSheet = Omit<RawSheet, "rows">;

/** A line of the reading process's answer. What else a sheet is than its name comes after its rows; `anew`: its rows come once more. */
export type WireLine =
  | { begin: string }
  | { rows: [row: number, cells: WireCell[]][] }
  | { anew: true }
  | { sheet: WireSheet }
  | { error: { reason: "password-protected" | "not-a-spreadsheet" | "unsupported" | "too-large"; detail: string } }
  | { end: { text: TextLook | null } };

/** Cells as they come. Those of one text are one and the same, for most columns say a few things again and again. */
export function cellsFromWire(): (cell: WireCell) => Cell | null {
  const textCell = remembered((text): Cell | null => (text.trim() === "" ? null : { kind: "text", text, value: text }));
  return (cell) => (typeof cell === "string" ? textCell(cell) : otherCell(cell));
}

function otherCell(cell: Exclude<WireCell, string>): Cell | null {
  if (cell === null) return null;
  if (typeof cell === "number") return { kind: "number", text: String(cell), value: cell };
  switch (cell[0]) {
    case "n":
      return { kind: "number", text: cell[2], value: cell[1] };
    case "d":
      return { kind: "date", text: cell[2], value: cell[1] };
    case "b":
      return { kind: "boolean", text: cell[1] ? "TRUE" : "FALSE", value: cell[1] };
    case "e":
      return { kind: "error", text: cell[1], value: cell[1] };
  }
}

/** `A`, `B` … `Z`, `AA` of a column counted from 0. */
export function columnLetter(column: number): string {
  const rest = Math.floor(column / 26);
  const letter = String.fromCharCode(65 + (column % 26));
  return rest === 0 ? letter : columnLetter(rest - 1) + letter;
}
