/** Where in the rows of a sheet each field stands, found once for all of them. Pure. */
import { remembered } from "../lib/remembered.ts";
import type { Cell } from "./cell.ts";
import { FIELDS, type Field, MANY } from "./column-words.ts";
import type { MappedColumn, SheetMapping } from "./map-sheet.ts";
import { readNotes } from "./read-notes.ts";

/** A field that a row has once. */
export type FieldOnce = Exclude<Field, "phone" | "email" | "address" | "notes" | "other">;
/** A column that belongs to no field: each line of its cells is a remark under its title. */
type RemarkColumn = { column: number; remarksIn: (text: string) => string[] };

export type RowPlan = {
  sheet: string;
  /** By column. */
  titles: string[];
  /** By title, for moved columns leave the hash of a row as it is: the columns, and what stands before a cell in the text to be hashed. */
  hashed: { column: number; lead: string }[];
  /** -1: no column has the field. */
  once: Record<FieldOnce, number>;
  phone: number[];
  email: number[];
  address: number[];
  notes: number[];
  other: RemarkColumn[];
};

export function planRows({ sheet, columns }: SheetMapping): RowPlan {
  const all = (field: Field) => columns.filter((one) => one.field === field).map(({ column }) => column);
  const single = FIELDS.filter((field) => !MANY.has(field));
  const once = Object.fromEntries(single.map((field) => [field, all(field)[0] ?? -1])) as RowPlan["once"];
  return {
    sheet,
    titles: columns.map(({ title }) => title),
    hashed: columns
      .toSorted((a, b) => (a.title < b.title ? -1 : 1))
      .map(({ column, title }) => ({ column, lead: `\u001e${title}\u001f` })),
    once,
    phone: all("phone"),
    email: all("email"),
    address: all("address"),
    notes: all("notes"),
    other: columns.filter(({ field }) => field === "other").map(remarkColumn),
  };
}

function remarkColumn({ column, title }: MappedColumn): RemarkColumn {
  return { column, remarksIn: remembered((text) => readNotes(text).map((remark) => `${title}: ${remark}`)) };
}

export function cellAt(cells: (Cell | null)[], column: number): Cell | null {
  return column === -1 ? null : (cells[column] ?? null);
}

/** Every non-empty cell of a row as shown, by the title of its column. */
export function cellTexts({ titles }: RowPlan, cells: (Cell | null)[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (let column = 0; column < cells.length; column++) {
    const cell = cells[column];
    if (cell) texts[titles[column]!] = cell.text;
  }
  return texts;
}

/** What the hash of a row is made of. */
export function rowText({ sheet, hashed }: RowPlan, cells: (Cell | null)[]): string {
  let text = sheet;
  for (const { column, lead } of hashed) {
    const cell = cells[column];
    if (!cell) continue;
    text += lead;
    text += cell.text;
  }
  return text;
}
