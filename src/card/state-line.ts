/** The program's own first line: `Wholesale · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026 · due 01.12.2026`. */
import type { IsoDay } from "../lib/day.ts";
import { digitsEnd } from "./chars.ts";
import { printDay, readDate } from "./dates.ts";
import type { Grammar } from "./grammar.ts";
import type { Order, Step } from "./model.ts";
import { nextMoney, printMoney } from "./money.ts";
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
  return (marker ?? "").replaceAll("·", "-").replace(/\s+/g, " ").trim();
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
    const known = parts.map((part) => segmentRank(say, part));
    const first = known[0]!;
    const rest = first === 0 ? known.slice(1) : known;
    if (rest.length === 0 || rest.includes(0)) continue;
    if (rest.every((rank, index) => index === 0 || rank > rest[index - 1]! || (rank === 1 && rest[index - 1] === 1)))
      return first === 0 ? parts[0]! : null;
  }
  return undefined;
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
  if (part.startsWith("#")) return isOrderSegment(say, part) ? 1 : 0;
  if (part.startsWith("+")) return digitsEnd(part, 1) === part.length && part.length > 1 ? 2 : 0;
  if (part.startsWith(`${say.last} `)) return isDay(part.slice(say.last.length + 1)) ? LAST_TOUCH : 0;
  if (part.startsWith(`${say.due} `)) return isDay(part.slice(say.due.length + 1)) ? 4 : 0;
  const count = digitsEnd(part, 0);
  return count > 0 && part.slice(count) === ` ${say.countDone}` ? 5 : 0;
}

function isDay(text: string): boolean {
  const read = text.length === 10 ? readDate(text, 0, null) : null;
  return read?.day !== undefined && read?.day !== null && read.end === text.length;
}

function isOrderSegment(say: Phrases, part: string): boolean {
  const rest = part.slice(digitsEnd(part, 1));
  return (
    isOrderMoney(say, rest) ||
    stageNames.some((stage) => {
      const words = ` ${say.stages[stage]}`;
      return rest.startsWith(words) && isOrderMoney(say, rest.slice(words.length));
    })
  );
}

function isOrderMoney(say: Phrases, rest: string): boolean {
  if (rest === "") return true;
  const words = rest.slice(1).split(` ${say.of} `);
  return rest.startsWith(" ") && words.length <= 2 && words.every(isPrintedMoney);
}

function isPrintedMoney(text: string): boolean {
  const read = nextMoney(text, 0, text.length);
  return read?.start === 0 && read.end === text.length && printMoney(read.amount, read.currency) === text;
}
