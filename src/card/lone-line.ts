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

/** Lines that were read before, by their text. */
type Known = {
  /** Lines with a day that were read alone last: most are about to be read in a card. */
  lately: Map<string, Line>;
  /** Lines of plain words: cards say the same few things again and again. As they were read up to `limit`. */
  plain: Map<string, Line>;
  limit: IsoDay | null;
};

const known = new WeakMap<Grammar, Known>();
const MOST_LATELY = 100;
const MOST_PLAIN = 5_000;

function knownTo(grammar: Grammar): Known {
  const lines = known.get(grammar);
  if (lines) return lines;
  const none: Known = { lately: new Map(), plain: new Map(), limit: null };
  known.set(grammar, none);
  return none;
}

function keepForCard(grammar: Grammar, line: Line): void {
  const { lately } = knownTo(grammar);
  if (lately.size >= MOST_LATELY) lately.clear();
  lately.set(line.text, line);
}

/** The lines of a card: `readLine`, but for those that were read before, which are not read again. */
export function readLinesOfCard(grammar: Grammar, text: string, limit: IsoDay | null): Line[] {
  const lines = knownTo(grammar);
  if (lines.limit !== limit) {
    lines.plain.clear();
    lines.limit = limit;
  }
  return splitLines(text).map(({ text: line }, index) => {
    const plain = lines.plain.get(line);
    if (plain) return { ...plain, index };
    return takeLately(lines, line, index, limit) ?? readAnew(grammar, lines, line, index);
  });
}

/** It is given once, for what stands around it may change how it is read. */
function takeLately({ lately }: Known, text: string, index: number, limit: IsoDay | null): Line | null {
  const line = lately.size > 0 ? lately.get(text) : undefined;
  if (!line || (limit !== null && dayOf(line)! > limit)) return null;
  lately.delete(text);
  line.index = index;
  return line;
}

/** The day of a step, or on which a closed line closes its order. */
function dayOf({ date, header }: Line): IsoDay | null {
  return date ?? header?.closing?.day ?? null;
}

function readAnew(grammar: Grammar, { plain, limit }: Known, text: string, index: number): Line {
  const line = readLine(grammar, text, index, { limit });
  if (isPlain(line)) {
    if (plain.size >= MOST_PLAIN) plain.clear();
    plain.set(text, line);
  }
  return line;
}

/** Whether nothing that stands around a line changes how it is read. */
function isPlain({ kind, date, partial, impossible, ref, header, unclear }: Line): boolean {
  const isUndated = date === null && partial === null && !impossible;
  return kind === "step" && isUndated && ref === null && header === null && !unclear;
}

/** The order of a text that is one closed line and tells of no step besides; `null` for any other text. */
export function readClosedLine(grammar: Grammar, text: string): Pick<Order, "title" | "amount" | "state"> | null {
  const line = loneLine(grammar, text);
  const header = line?.date === null && line.partial === null ? line.header : null;
  if (!line || !header?.closing?.day) return null;
  keepForCard(grammar, line);
  const { title, amount, closing } = header;
  return { title, amount, state: closing.state };
}

/** Whether a line of a text begins an order and tells no number: where it is brought in order, it is given one. */
export function hasUnnumberedOrder(grammar: Grammar, text: string): boolean {
  return splitLines(text).some((raw, index) => {
    const { header } = readLine(grammar, raw.text, index, { limit: null });
    return header !== null && header.number === null;
  });
}

/** Whether a text is a line, or begins with one, that begins an order. */
export function beginsOrder(grammar: Grammar, text: string): boolean {
  return readLine(grammar, splitLines(text)[0]!.text, 0, { limit: null }).header !== null;
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
