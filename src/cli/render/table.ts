import CliTable from "cli-table3";
import type { Style } from "./style.ts";
import { cutTo, textWidth } from "./width.ts";

export type Column = {
  head: string;
  align?: "left" | "right";
  /** Never cut: what does not fit goes on below. */
  wrap?: true;
};
export type TableLook = { style: Style /** Columns of the terminal; `null`: nothing is cut. */; width: number | null };

const GAP = 2;
/** No column is cut below this many characters. */
const LEAST = 6;

/** A table without frames. Cells are single lines; where the terminal is too narrow, the widest columns are cut. */
export function table(columns: Column[], rows: string[][], { style, width }: TableLook): string {
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\s*\n\s*/g, " / ")));
  const natural = columns.map(({ head }, index) =>
    Math.max(textWidth(head), ...cells.map((row) => textWidth(row[index] ?? ""))),
  );
  const widths = width === null ? natural : fit(natural, width);
  const last = columns.length - 1;
  // The gap stands at the right of every column, also of one whose cells are flush right.
  const gapped = (text: string, index: number) =>
    columns[index]?.align === "right" && index < last ? text + " ".repeat(GAP) : text;
  const drawn = new CliTable({
    head: columns.map(({ head }, index) => gapped(style.dim(head), index)),
    colWidths: widths.map((columnWidth, index) => columnWidth + (index < last ? GAP : 0)),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: noFrame,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  for (const row of cells)
    drawn.push(
      row.map((cell, index) => {
        const content = gapped(shorten(cell, columns[index]!, widths[index]!), index);
        return columns[index]?.wrap ? { content, wordWrap: true, wrapOnWordBoundary: true } : content;
      }),
    );
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Cuts a cell to its column, the gap left free, with a sign that there is more. */
function shorten(cell: string, { wrap }: Column, width: number): string {
  return wrap ? cell : cutTo(cell, width);
}

/** Takes from the widest columns until all fit; a terminal too narrow for that gets long lines rather than nothing. */
function fit(natural: number[], width: number): number[] {
  const widths = [...natural];
  const room = width - GAP * (widths.length - 1);
  for (let sum = total(widths); sum > room; sum -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= LEAST) break;
    widths[widest]! -= 1;
  }
  return widths;
}

function total(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

const noFrame = Object.fromEntries(
  [
    "top",
    "top-mid",
    "top-left",
    "top-right",
    "bottom",
    "bottom-mid",
    "bottom-left",
    "bottom-right",
    "left",
    "left-mid",
    "mid",
    "mid-mid",
    "right",
    "right-mid",
    "middle",
  ].map((name) => [name, ""]),
);
