/**
 * Rows that are read while others are still coming, by what the first of them say of their columns. Whether all of them say the same is seen in
 * the end: if not, what was read is forgotten, and read anew. Pure.
 */
import { isAppError } from "../lib/errors.ts";
import type { Cell, ComingSheet, RawRow } from "./cell.ts";
import type { Office } from "./column-contents.ts";
import { mapSheet } from "./map-sheet.ts";
import { profileFor } from "./mapping-profile.ts";
import { readOwnTable } from "./own-table.ts";
import { officeOf, planSheet, readerOf } from "./plan-sheet.ts";
import { datesSeen } from "./read-day.ts";
import type { DraftContext } from "./read-drafts.ts";
import { type RowRead, type RowReader, readRow } from "./read-row.ts";
import { sortRows } from "./sort-rows.ts";

/** Rows that tell what the columns hold. */
const ENOUGH = 400;

type Row = (Cell | null)[];
/** `reader`: `null` where nothing can be guessed. */
type Coming = { reader: RowReader | null; taken: number; read: WeakMap<Row, RowRead> };

export class ReadAhead {
  readonly #context: DraftContext;
  readonly #office: Office;
  readonly #enough: number;
  readonly #coming = new Map<string, Coming>();

  constructor(context: DraftContext, enough = ENOUGH) {
    this.#context = context;
    this.#enough = enough;
    this.#office = officeOf(context);
  }

  /** To be called again and again, with all the rows that have come. */
  take({ file, name, rows }: ComingSheet): void {
    const key = `${file}|${name}`;
    const known = this.#coming.get(key);
    if (!known && rows.length < this.#enough) return;
    const coming: Coming = known ?? { reader: this.#guess(file, name, rows), taken: 0, read: new WeakMap() };
    this.#coming.set(key, coming);
    const { reader, read } = coming;
    if (reader === null) return;
    // They may have begun anew.
    for (let at = Math.min(coming.taken, rows.length); at < rows.length; at++) {
      const { row, cells } = rows[at]!;
      if (row > reader.mapping.headerRow) read.set(cells, readRow(reader, { row, cells, section: null }));
    }
    coming.taken = rows.length;
  }

  /** What a reader makes of rows without a subheader, as far as they were read as it reads them. */
  readBy(reader: RowReader): (cells: Row) => RowRead | undefined {
    const key = `${reader.file}|${reader.mapping.sheet}`;
    const coming = this.#coming.get(key);
    if (coming?.reader && isAlike(coming.reader, reader)) return (cells) => coming.read.get(cells);
    this.#coming.delete(key);
    return () => undefined;
  }

  #guess(file: string, name: string, rows: RawRow[]): RowReader | null {
    const sheet = { name, hidden: false, merges: [], rows };
    const settled = profileFor(this.#context.profile ?? null, name);
    if (settled.skip || readOwnTable(sheet)) return null;
    try {
      const { table, profile, places } = planSheet(sheet, settled);
      if (places) return null;
      const mapping = mapSheet(table, { words: this.#context.columns, office: this.#office, profile, file });
      const { data } = sortRows(table, mapping, this.#office.readGroup);
      const date = mapping.columns.find(({ field }) => field === "date");
      const dayOrder =
        profile.dates ?? datesSeen(date ? data.map(({ cells }) => cells[date.column] ?? null) : []).order;
      return readerOf({ file, mapping, dayOrder }, this.#context, this.#office);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return null;
    }
  }
}

/** Whether two readers of one office read every row alike. */
function isAlike(one: RowReader, other: RowReader): boolean {
  return signOf(one) === signOf(other);
}

function signOf({ plan, mapping, dayOrder, untitled }: RowReader): string {
  const fields = mapping.columns.map(({ column, field }) => [column, field]);
  return JSON.stringify([plan.sheet, plan.titles, fields, dayOrder, untitled]);
}
