/**
 * Most texts that are brought in order change in their first line alone. It stands above all blocks and belongs to none, so what was read below
 * it holds: its lines are moved, and nothing is read again.
 */
import type { Arranged } from "./arrange.ts";
import type { ReadOptions } from "./document.ts";
import type { Grammar } from "./grammar.ts";
import { type Line, readLine } from "./line.ts";
import type { Reading } from "./notes.ts";

type Before = { source: string; reading: Reading; options: ReadOptions };
type After = Pick<Arranged, "state" | "body">;

/** The reading of the text `after`, made of the one before; `null` where more than the state line is another, or where it would not be known as one. */
export function readingBelow(grammar: Grammar, before: Before, { state, body }: After): Reading | null {
  const { source, reading, options } = before;
  // The day of a row helps only the first time a text is read.
  if (body === "" || (options.rowDate ?? null) !== null) return null;
  const from = bodyStart(reading, source);
  if (from === null || source.length - from !== body.length || !source.endsWith(body)) return null;
  const above = state === null ? [] : [state, ""].map((text, index) => readLine(grammar, text, index, { limit: null }));
  if (above[0] && above[0].kind !== "state") return null;
  moveLines(reading, above, from === 0 ? 0 : 2);
  return reading;
}

/** Where the text begins that stands below the state line and an empty one; 0 without them, `null` where they stand in another way. */
function bodyStart({ doc }: Reading, source: string): number | null {
  const [state, ...more] = doc.state;
  if (!state) return 0;
  const start = state.text.length + 2;
  return more.length === 0 && source.startsWith(`${state.text}\n\n`) ? start : null;
}

/** Puts lines above in place of as many as there were. */
function moveLines({ doc, orders, logItems, freeLog }: Reading, above: Line[], were: number): void {
  const by = above.length - were;
  doc.lines = [...above, ...doc.lines.slice(were)];
  doc.state = above.slice(0, 1);
  if (by === 0) return;
  doc.lines.forEach((line, index) => {
    line.index = index;
  });
  for (const { order, block, items } of orders) {
    order.line = block.header.index;
    for (const { step, head } of items) step.line = head.index;
  }
  for (const { step, head } of logItems) step.line = head.index;
  for (const step of freeLog) step.line += by;
}
