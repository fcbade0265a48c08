/** What a phone shows of a note without scrolling, wrapped by words as phones do, and whether the first look tells how things stand. */
import type { IsoDay } from "../lib/day.ts";
import { isPlain, letterAt } from "../lib/text-width.ts";
import type { Grammar } from "./grammar.ts";
import type { Line } from "./line.ts";
import { cardFinding } from "./messages.ts";
import type { Finding } from "./model.ts";
import { type Reading, readNotes } from "./notes.ts";
import type { OrderRead } from "./order.ts";
import { neededEnd } from "./state-line.ts";

/** The part of a note that fits a phone's screen: rows of text, each of so many columns. */
export type Screen = { lines: number; characters: number };

/** `from` and `to` are places in the line; blanks at a break belong to no row. */
type Row = { from: number; to: number };

export type ScreenView = {
  /** The rows of the first screen. */
  shown: string[];
  /** How many rows are below it, and in which line (from 0) they begin; `null` when all fits. */
  below: number;
  rest: number | null;
  /** The line (from 0) that has to be seen at first sight and is not. */
  hidden: number | null;
};

/** A note as a phone shows it before anybody scrolls. */
export function viewOnScreen(grammar: Grammar, text: string, screen: Screen, today: IsoDay): ScreenView {
  const shown: string[] = [];
  let below = 0;
  let rest: number | null = null;
  text.split(/\r?\n/).forEach((line, index) => {
    for (const { from, to } of wrapLine(line, screen.characters)) {
      if (shown.length < screen.lines) shown.push(line.slice(from, to));
      else {
        below++;
        if (to > from) rest ??= index;
      }
    }
  });
  const reading = readNotes(grammar, text, { today });
  const hidden = hiddenOn(reading, neededOf(grammar, reading), screen);
  return { shown, below, rest, hidden: hidden?.index ?? null };
}

/**
 * The rows of one line: broken at blanks and after hyphens, inside a word only where the word alone is wider than the screen, and never
 * inside a letter with its marks. Stops after `most` rows.
 */
export function wrapLine(line: string, columns: number, most = Number.POSITIVE_INFINITY): Row[] {
  const plain = isPlain(line);
  if (plain && line.length <= columns) return [{ from: 0, to: line.length }];
  const rows: Row[] = [];
  let start = 0;
  let width = 0;
  /** The last place where the row may be broken: its text ends at `to`, the next row begins at `next`, `before` columns stand before that. */
  let gap: { to: number; next: number; before: number } | null = null;
  for (let at = 0; at < line.length && rows.length < most; ) {
    const letter = plain ? null : letterAt(line, at);
    const letterEnd = letter?.end ?? at + 1;
    const letterWidth = letter?.width ?? 1;
    if (isBlank(line.charCodeAt(at))) {
      const to: number = gap !== null && gap.next === at ? gap.to : at;
      width += letterWidth;
      if (to > start) gap = { to, next: letterEnd, before: width };
      at = letterEnd;
      continue;
    }
    if (width + letterWidth > columns && at > start) {
      const end: { to: number; next: number; before: number } = gap ?? { to: at, next: at, before: width };
      rows.push({ from: start, to: end.to });
      start = end.next;
      width -= end.before;
      gap = null;
      continue;
    }
    width += letterWidth;
    at = letterEnd;
    if (isHyphen(line.charCodeAt(at - 1)) && at - 1 > start) gap = { to: at, next: at, before: width };
  }
  if (rows.length < most) rows.push({ from: start, to: line.length });
  return rows;
}

/** A blank at which a phone breaks a line: those that hold words together are none. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || (code >= 0x2000 && code <= 0x200a && code !== 0x2007) || code === 0x3000;
}

function isHyphen(code: number): boolean {
  return code === 0x2d || code === 0x2010 || code === 0x2013;
}

// -------------------------------------------------------------------------------------------------- the rule screen.overflow

/** The finding that some screen of the office does not show marker, open orders and last touch at first sight. */
export function screenFinding(grammar: Grammar, reading: Reading): Finding | null {
  const { screens } = grammar.settings;
  let needed: Needed[] | null = null;
  let first: Line | null = null;
  let names = "";
  for (const name in screens) {
    needed ??= neededOf(grammar, reading);
    const hidden = hiddenOn(reading, needed, screens[name]!);
    if (!hidden) continue;
    if (first === null || hidden.index < first.index) first = hidden;
    names = names === "" ? name : `${names}, ${name}`;
  }
  return first && cardFinding(grammar, "screen.overflow", first.index, first.text, { where: names });
}

/** The first line that has to be seen at first sight and is not, or not as far as it matters. */
function hiddenOn({ doc: { lines } }: Reading, needed: Needed[], screen: Screen): Line | null {
  for (const { line, to } of needed) {
    const above = rowsAbove(lines, line.index, screen);
    const rows = above < screen.lines ? wrapLine(line.text, screen.characters, screen.lines - above) : [];
    const end = rows.at(-1)?.to ?? 0;
    if (end < line.text.length && end < (to === null ? line.text.trimEnd().length : to())) return line;
  }
  return null;
}

function rowsAbove(lines: Line[], index: number, screen: Screen): number {
  let rows = 0;
  for (let at = 0; at < index && rows < screen.lines; at++)
    rows += wrapLine(lines[at]!.text, screen.characters, screen.lines - rows).length;
  return rows;
}

/** What has to be seen: `to` is where the part that matters ends in the line, `null` for the whole of it. */
type Needed = { line: Line; to: (() => number) | null };

/**
 * The state line tells all of it. A card that has none yet gets it when it is put in order; where the office wants none, the open orders
 * with their latest steps and the line of the last touch have to stand within the screen.
 */
function neededOf(grammar: Grammar, { doc, orders, logItems }: Reading): Needed[] {
  const [state] = doc.state;
  if (state) return [{ line: state, to: () => neededEnd(grammar, state.text) }];
  if (grammar.settings.stateLine) return [];
  const needed = new Map<number, Line>();
  const put = (line: Line | null) => line && needed.set(line.index, line);
  for (const read of orders) {
    if (read.order.state !== "open") continue;
    put(read.block.header);
    put(latestOf(read)?.line ?? null);
  }
  const touches = [...orders.map(latestOf), latestOf({ items: logItems })].filter((touch) => touch !== null);
  const last = touches.reduce<Touch | null>((best, touch) => (best && best.day >= touch.day ? best : touch), null);
  put(last?.line ?? null);
  return [...needed.values()].sort((a, b) => a.index - b.index).map((line) => ({ line, to: null }));
}

type Touch = { day: IsoDay; line: Line };

/** The latest line of an order or of the log that tells of something that happened. */
function latestOf({ items }: Pick<OrderRead, "items">): Touch | null {
  let last: Touch | null = null;
  for (const { step, head } of items) {
    if (step.kind === "plan" || step.date === null) continue;
    if (last === null || step.date >= last.day) last = { day: step.date, line: head };
  }
  return last;
}
