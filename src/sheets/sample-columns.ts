/** Some cells of every column, by which it is judged. All columns are gone through together, for a large sheet is slow to walk. Pure. */
import type { Cell, RawRow } from "./cell.ts";

export type ColumnSample = {
  /** Spread over the whole column: a base often begins with its oldest, worst rows. */
  cells: Cell[];
  /** The first values that differ, as they are shown, cut where they are long. */
  shown: string[];
};

/** Enough cells to be sure, few enough to cost nothing in a large base. */
const ENOUGH = 60;
const SHOWN = 4;

/** By column; no row is wider than `width`. */
export function sampleColumns(rows: RawRow[], width: number): ColumnSample[] {
  const columns = filledIn(rows, width).map((filled) => new Sampler(filled));
  for (const { cells } of rows) {
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column];
      if (cell) columns[column]!.take(cell);
    }
  }
  return columns;
}

class Sampler implements ColumnSample {
  readonly cells: Cell[] = [];
  readonly shown: string[] = [];
  readonly #step: number;
  #seen = 0;
  #next = 0;
  #last = "";

  constructor(filled: number) {
    this.#step = Math.max(1, Math.floor(filled / ENOUGH));
  }

  take(cell: Cell): void {
    if (this.#seen === this.#next) {
      this.cells.push(cell);
      this.#next += this.#step;
    }
    this.#seen += 1;
    if (this.shown.length < SHOWN && cell.text !== this.#last) this.#show(cell.text);
  }

  #show(text: string): void {
    this.#last = text;
    const shown = text.replace(/\s+/g, " ").trim().slice(0, 60);
    if (!this.shown.includes(shown)) this.shown.push(shown);
  }
}

function filledIn(rows: RawRow[], width: number): number[] {
  const filled = Array.from({ length: width }, () => 0);
  for (const { cells } of rows)
    for (let column = 0; column < cells.length; column++) if (cells[column]) filled[column]! += 1;
  return filled;
}
