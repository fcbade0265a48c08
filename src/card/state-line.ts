/** The program's own first line: `Wholesale · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026 · due 01.12.2026`. */
import type { IsoDay } from "../lib/day.ts";
import { digitsEnd } from "./chars.ts";
import { printDay, readDate } from "./dates.ts";
import type { Grammar } from "./grammar.ts";
import type { Order, Step } from "./model.ts";
import { printedMoneyEnd, printMoney } from "./money.ts";
import { type Phrases, stageNames } from "./phrases.ts";

/** What the state line tells. `log` leaves out the dated lines of free paragraphs, so that it never depends on the clock. */
export type StateOf = { marker: string | null; orders: Order[]; log: Step[]; finished: number };

const SEPARATOR = " · ";
/** How many open orders are named before the rest is counted. */
const NAMED_ORDERS = 3;
/** The finished orders are counted only within this many characters: about two lines of a phone. */
const ROOM = 80;

/** The line for a card, or `null` where there is neither an order nor a log, or too little to be told from a person's words. */
export function printStateLine(grammar: Grammar, { marker, orders, log, finished }: StateOf): string | null {
  if (orders.length === 0 && log.length === 0 && finished === 0) return null;
  const open = orders.filter((order) => order.state === "open").sort(byNumber);
  const parts = open.slice(0, NAMED_ORDERS).map((order) => printOrder(grammar, order));
  if (open.length > NAMED_ORDERS) parts.push(`+${open.length - NAMED_ORDERS}`);
  const last = lastTouch(orders, log);
  const form = grammar.settings.dateForm;
  if (last) parts.push(`${grammar.phrases.last} ${printDay(last, form)}`);
  const due = nextDue(open, log);
  if (due) parts.push(`${grammar.phrases.due} ${printDay(due, form)}`);
  const name = markerName(marker);
  if (name) parts.unshift(name);
  if (finished > 0) {
    const count = `${finished} ${grammar.phrases.countDone}`;
    const length = parts.reduce((sum, part) => sum + part.length + SEPARATOR.length, count.length);
    if (length <= ROOM) parts.push(count);
  }
  return parts.length > 1 ? parts.join(SEPARATOR) : null;
}

/** As the card lists them: highest first, unnumbered on top; wherever in the text they stand. */
function byNumber(a: Order, b: Order): number {
  return (b.number ?? Number.POSITIVE_INFINITY) - (a.number ?? Number.POSITIVE_INFINITY) || 0;
}

function markerName(marker: string | null): string {
  if (marker === null || !/[·\s]/.test(marker)) return marker ?? "";
  return marker.replaceAll("·", "-").replace(/\s+/g, " ").trim();
}

function printOrder(grammar: Grammar, order: Order): string {
  const { phrases: say } = grammar;
  const words = [order.number === null ? "#" : `#${order.number}`];
  if (order.stage) words.push(say.stages[order.stage]);
  if (order.paid > 0 && order.amount !== null) words.push(printMoney(order.paid, null), say.of);
  else if (order.paid > 0) words.push(printMoney(order.paid, order.currency ?? grammar.settings.currency));
  if (order.amount !== null) words.push(printMoney(order.amount, order.currency));
  return words.join(" ");
}

/** The last day on which something happened: no plans. */
export function lastTouch(orders: Order[], log: Step[]): IsoDay | null {
  let last: IsoDay | null = null;
  const see = (day: IsoDay | null) => {
    if (day !== null && (last === null || day > last)) last = day;
  };
  for (const order of orders) {
    see(order.opened);
    see(order.closed);
    for (const step of order.steps) if (step.kind !== "plan") see(step.date);
  }
  for (const step of log) if (step.kind !== "plan") see(step.date);
  return last;
}

/** The earliest follow-up that nobody has met. */
function nextDue(open: Order[], log: Step[]): IsoDay | null {
  let due: IsoDay | null = null;
  const see = (step: Step) => {
    if (step.kind === "plan" && !step.met && step.date !== null && (due === null || step.date < due)) due = step.date;
  };
  for (const order of open) order.steps.forEach(see);
  log.forEach(see);
  return due;
}

// ------------------------------------------------------------------------------------------------------------- reading back

const LAST_TOUCH = 3;

/** True for a line of exactly the program's own form, in any of its languages. */
export function isStateLine(grammar: Grammar, text: string): boolean {
  return readMarker(grammar, text) !== undefined;
}

/** The marker that a state line begins with (`null` for none), or `undefined` when the line is no state line. */
export function readMarker(grammar: Grammar, text: string): string | null | undefined {
  const parts = text.trim().split(SEPARATOR);
  if (parts.length < 2) return undefined;
  for (const say of grammar.written) {
    const marker = markerIn(say, parts);
    if (marker !== undefined) return marker;
  }
  return undefined;
}

/** The same in the words of one language: segments in their order, open orders as many as there are; the first part may be the marker. */
function markerIn(say: Phrases, parts: string[]): string | null | undefined {
  const first = segmentRank(say, parts[0]!);
  let before = first;
  for (let at = 1; at < parts.length; at++) {
    const rank = segmentRank(say, parts[at]!);
    if (rank <= before && !(rank === 1 && before === 1)) return undefined;
    before = rank;
  }
  return first === 0 ? parts[0]! : null;
}

/** Where the part of a state line ends that has to be seen at first sight: before the next due day and the count. */
export function neededEnd(grammar: Grammar, text: string): number {
  let end = text.trimEnd().length;
  for (let at = text.lastIndexOf(SEPARATOR, end); at > 0; at = text.lastIndexOf(SEPARATOR, end - 1)) {
    const part = text.slice(at + SEPARATOR.length, end);
    if (!grammar.written.some((say) => segmentRank(say, part) > LAST_TOUCH)) break;
    end = at;
  }
  return end;
}

/** Which segment a part is, in the order of the line: 1 an open order … 5 the count; 0 none of them. */
function segmentRank(say: Phrases, part: string): number {
  const code = part.charCodeAt(0);
  if (code === 0x23) return isOrderSegment(say, part) ? 1 : 0;
  if (code === 0x2b) return digitsEnd(part, 1) === part.length && part.length > 1 ? 2 : 0;
  const count = digitsEnd(part, 0);
  if (count > 0 && part.charCodeAt(count) === 0x20 && part.slice(count + 1) === say.countDone) return 5;
  const last = phraseEnd(part, 0, say.last);
  if (last > 0) return isDay(part, last) ? LAST_TOUCH : 0;
  const due = phraseEnd(part, 0, say.due);
  return due > 0 && isDay(part, due) ? 4 : 0;
}

/** After a phrase that stands at a place, and the blank behind it; -1 where it does not. */
function phraseEnd(part: string, at: number, phrase: string): number {
  const end = at + phrase.length;
  return part.startsWith(phrase, at) && part.charCodeAt(end) === 0x20 ? end + 1 : -1;
}

function isDay(part: string, at: number): boolean {
  const read = part.length === at + 10 ? readDate(part, at, null) : null;
  return read !== null && read.day !== null && read.end === part.length;
}

/** `#12 prepaid 50 000 of 120 000 AMD`, as far as it is told. */
function isOrderSegment(say: Phrases, part: string): boolean {
  const at = digitsEnd(part, 1);
  if (isOrderMoney(say, part, at)) return true;
  if (part.charCodeAt(at) !== 0x20) return false;
  return stageNames.some((stage) => {
    const words = say.stages[stage];
    return part.startsWith(words, at + 1) && isOrderMoney(say, part, at + 1 + words.length);
  });
}

/** Nothing more, or ` 50 000 of 120 000 AMD`, or one of the two sums. */
function isOrderMoney(say: Phrases, part: string, at: number): boolean {
  if (at === part.length) return true;
  if (part.charCodeAt(at) !== 0x20) return false;
  const end = printedMoneyEnd(part, at + 1);
  if (end === part.length) return true;
  const of = end === -1 || part.charCodeAt(end) !== 0x20 ? -1 : phraseEnd(part, end + 1, say.of);
  return of !== -1 && printedMoneyEnd(part, of) === part.length;
}
