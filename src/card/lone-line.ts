/**
 * What a line says that stands alone. Nothing is beside it that could tell its year, whose step it is, or which other order has its number: the
 * line itself tells all that `readNotes` would find, without a day to read it on.
 */
import type { IsoDay } from "../lib/day.ts";
import { isDigit, splitLines } from "./chars.ts";
import type { Grammar } from "./grammar.ts";
import { type Line, readLine } from "./line.ts";
import type { Order } from "./model.ts";
import { readNotes } from "./notes.ts";

/** Whether a text has a dated line that belongs to no order. */
export function hasLogLine(grammar: Grammar, text: string): boolean {
  if (!mayHoldDay(text)) return false;
  const line = loneLine(grammar, text);
  if (!line) return readNotes(grammar, text, { today: null }).card.log.length > 0;
  if (line.kind !== "step" || line.date === null) return false;
  keepForCard(grammar, line);
  return true;
}

/** Dated lines that were read alone last: most are about to be read in a card. */
const lately = new WeakMap<Grammar, Map<string, Line>>();
const MOST = 100;

function keepForCard(grammar: Grammar, line: Line): void {
  const kept = lately.get(grammar);
  if (!kept) lately.set(grammar, new Map([[line.text, line]]));
  else {
    if (kept.size >= MOST) kept.clear();
    kept.set(line.text, line);
  }
}

/** `readLine`, but for a line that was read alone lately; it is given once, for what stands around it may change how it is read. */
export function readLineOfCard(grammar: Grammar, text: string, index: number, limit: IsoDay | null): Line {
  const kept = lately.get(grammar);
  const line = kept !== undefined && kept.size > 0 ? kept.get(text) : undefined;
  if (!kept || !line || (limit !== null && line.date! > limit)) return readLine(grammar, text, index, { limit });
  kept.delete(text);
  line.index = index;
  return line;
}

/** The order of a text that is one closed line and tells of no step besides; `null` for any other text. */
export function readClosedLine(grammar: Grammar, text: string): Pick<Order, "title" | "amount" | "state"> | null {
  const line = loneLine(grammar, text);
  const header = line?.date === null && line.partial === null ? line.header : null;
  if (!header?.closing?.day) return null;
  const { title, amount, closing } = header;
  return { title, amount, state: closing.state };
}

/** A day with its year takes four digits at least (`1.1.26`). */
function mayHoldDay(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length && digits < 4; at++) if (isDigit(text.charCodeAt(at))) digits++;
  return digits === 4;
}

function loneLine(grammar: Grammar, text: string): Line | null {
  const [line, ...more] = splitLines(text);
  return more.length > 0 ? null : readLine(grammar, line!.text, 0, { limit: null });
}
