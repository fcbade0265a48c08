import CliTable from "cli-table3";
import type { Style } from "./style.ts";
import { textWidth } from "./width.ts";

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
  const drawn = new CliTable({
    head: columns.map(({ head }) => style.dim(head)),
    colWidths: widths.map((columnWidth, index) => columnWidth + (index < widths.length - 1 ? GAP : 0)),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: noFrame,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
  });
  const last = columns.length - 1;
  drawn.push(...cells.map((row) => row.map((cell, index) => cellOf(cell, columns[index]!, index < last))));
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** The gap belongs to the right of every column, also of one whose cells stand at its right. */
function cellOf(content: string, { align, wrap }: Column, gap: boolean) {
  const style = { "padding-right": align === "right" && gap ? GAP : 0, "padding-left": 0 };
  return { content, style, ...(wrap ? { wordWrap: true, wrapOnWordBoundary: true } : {}) };
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
