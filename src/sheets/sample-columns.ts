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
  const steps = filledIn(rows, width).map((filled) => Math.max(1, Math.floor(filled / ENOUGH)));
  const seen = steps.map(() => 0);
  const samples = steps.map((): Cell[] => []);
  const shown = steps.map(() => new Set<string>());
  const last = steps.map(() => "");
  for (const { cells } of rows) {
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column];
      if (!cell) continue;
      if (seen[column]! % steps[column]! === 0) samples[column]!.push(cell);
      seen[column]! += 1;
      if (shown[column]!.size === SHOWN || cell.text === last[column]) continue;
      last[column] = cell.text;
      shown[column]!.add(cell.text.replace(/\s+/g, " ").trim().slice(0, 60));
    }
  }
  return samples.map((cells, column) => ({ cells, shown: [...shown[column]!] }));
}

function filledIn(rows: RawRow[], width: number): number[] {
  const filled = Array.from({ length: width }, () => 0);
  for (const { cells } of rows)
    for (let column = 0; column < cells.length; column++) if (cells[column]) filled[column]! += 1;
  return filled;
}
