/** What a block says about its order: its steps in their order of time, and what they come to. */
import type { IsoDay } from "../lib/day.ts";
import { farLimit } from "./dates.ts";
import type { Entry, OrderBlock } from "./document.ts";
import { type Grammar, leadAt } from "./grammar.ts";
import { employeeOf, type Line, leadOf, wordsEnd } from "./line.ts";
import type { Order, Step } from "./model.ts";
import { type Meaning, plainWords, readMeaning } from "./step.ts";
import { readUnclosed } from "./unclosed.ts";

/**
 * One step of an order as it takes part in the reading. `role` tells where it stands: on lines of its own, or in the header (its first
 * step) or in a closed line (its outcome). `head` is the line it is read from.
 */
export type Item = {
  role: "entry" | "ordered" | "closing" | "under";
  head: Line;
  more: Line[];
  step: Step;
  meaning: Meaning;
};

export type OrderRead = {
  block: OrderBlock;
  /** In the order of time; undated ones keep their place after the line above. */
  items: Item[];
  order: Order;
  /** The step that closed the order. */
  closedBy: Item | null;
};

export function readOrder(grammar: Grammar, block: OrderBlock, today: IsoDay | null): OrderRead {
  const items = inOrderOfTime(itemsOf(grammar, block, today));
  const header = block.header.header!;
  const order: Order = {
    number: header.number,
    title: header.title,
    amount: header.amount,
    currency: header.currency,
    paid: 0,
    state: "open",
    stage: null,
    opened: null,
    closed: null,
    reason: null,
    employee: null,
    steps: [],
    line: block.header.index,
  };
  addHeaderPayment(grammar, order, block);
  const closedBy = fold(grammar, order, items);
  markMet(items.map(({ step }) => step));
  order.steps = (closedBy?.role === "closing" ? items.filter((item) => item !== closedBy) : items).map(
    ({ step }) => step,
  );
  return { block, items, order, closedBy };
}

// ---------------------------------------------------------------------------------------------------------------- the items

function itemsOf(grammar: Grammar, block: OrderBlock, today: IsoDay | null): Item[] {
  const { header: line, under, entries } = block;
  const header = line.header!;
  // Most finished orders are this one line.
  if (header.closing && line.date === null && under.length + entries.length === 0) return [closingItem(grammar, line)];
  const items: Item[] = [];
  // Who closed an order, if that is what is meant, is not who took it.
  const named = !header.closing && header.trailing.kind === "known" && !readUnclosed(grammar, line, farLimit(today));
  let rest = under;
  if (line.date !== null || named) {
    items.push(orderedItem(grammar, line, under, today));
    rest = [];
  }
  if (rest.length > 0) items.push(entryItem(grammar, { head: rest[0]!, more: rest.slice(1) }, "under", today));
  if (header.closing) items.push(closingItem(grammar, line));
  for (const entry of entries) items.push(entryItem(grammar, entry, "entry", today, header.number));
  return items;
}

/** The first step that a header tells of by its date or employee. */
function orderedItem(grammar: Grammar, line: Line, more: Line[], today: IsoDay | null): Item {
  const { date, time } = line;
  const header = line.header!;
  const employee = header.closing ? null : header.trailing.name;
  const plan = date !== null && today !== null && date > today;
  const words = [grammar.phrases.stages.ordered, ...more.map(({ text }) => text.trim())].join("\n");
  const step: Step = { date, time, text: words, employee, kind: plan ? "plan" : "step", met: false, line: line.index };
  const meaning: Meaning = plan ? plainWords : { ...plainWords, stage: "ordered" };
  return { role: "ordered", head: line, more, step, meaning };
}

function closingItem(_grammar: Grammar, line: Line): Item {
  const header = line.header!;
  const { state, word, reason, day } = header.closing!;
  const text = reason === null ? word : `${word}: ${reason}`;
  const employee = header.trailing.name;
  const step: Step = { date: day, time: null, text, employee, kind: "outcome", met: false, line: line.index };
  return { role: "closing", head: line, more: [], step, meaning: { ...plainWords, outcome: state, reason } };
}

/** Reads lines as one step. The number of another order than `own` (`#9 …`) stays part of the words. */
export function entryItem(
  grammar: Grammar,
  { head, more }: Entry,
  role: "entry" | "under",
  today: IsoDay | null,
  own: number | null = null,
): Item {
  // A header that repeats an order's number is a step of it: its words are its title.
  const from = head.header ? head.header.titleAt : head.body;
  const to = head.header ? head.header.end : wordsEnd(grammar, head);
  const trailing = head.header ? head.header.trailing : employeeOf(grammar, head);
  const plan = head.date !== null && (head.marked || (today !== null && head.date > today));
  const meaning = plan || role === "under" ? plainWords : meaningOfEntry(grammar, head, from, to, today);
  let date = head.date;
  let words = head.text.slice(from, to);
  if (date === null && meaning.date?.day) {
    date = meaning.date.day;
    words = outcomeWords(head.text, from, meaning);
  }
  if (head.ref !== null && head.ref !== own) words = `#${head.ref} ${words}`;
  if (more.length > 0) words = [words, ...more.map(({ text }) => text.trim())].join("\n");
  const kind = plan ? "plan" : meaning.outcome ? "outcome" : "step";
  const step: Step = {
    date,
    time: head.time,
    text: words,
    employee: trailing.name,
    kind,
    met: false,
    line: head.index,
  };
  return { role, head, more, step, meaning };
}

function meaningOfEntry(grammar: Grammar, head: Line, from: number, to: number, today: IsoDay | null): Meaning {
  const lead = head.header ? leadAt(grammar, head.text, from) : leadOf(grammar, head);
  // Only an outcome looks for a date behind its word.
  const limit = lead?.cls === "done" || lead?.cls === "lost" ? farLimit(today) : null;
  return readMeaning(grammar, head.text, from, to, limit, lead);
}

/** `done 14.08.2026: nice` as the words of a step of that day: `done: nice`. */
export function outcomeWords(text: string, from: number, { wordEnd, reason }: Meaning): string {
  const word = text.slice(from, wordEnd);
  return reason === null ? word : `${word}: ${reason}`;
}

// ----------------------------------------------------------------------------------------------------------------- in time

/**
 * Sorted by date and time, ties in place. A step without a time of day stays behind the last timed one of its day, an undated one behind
 * the line above; so sorting a sorted block changes nothing.
 */
export function inOrderOfTime<T extends { step: { date: IsoDay | null; time: string | null } }>(items: T[]): T[] {
  if (isInOrderOfDays(items)) return items;
  let sorted = true;
  let key = "";
  const times = new Map<IsoDay, string>();
  const keyed = items.map((item, place) => {
    const { date, time } = item.step;
    const before = key;
    if (date !== null) {
      if (time !== null) times.set(date, time);
      key = `${date} ${time ?? times.get(date) ?? ""}`;
    }
    if (key < before) sorted = false;
    return { item, key, place };
  });
  if (sorted) return items;
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place));
  return keyed.map(({ item }) => item);
}

/** True for items that need no look at the times of day: each on or after the day of those above, none timed on the same day. */
function isInOrderOfDays(items: { step: { date: IsoDay | null; time: string | null } }[]): boolean {
  let last = "";
  for (const { step } of items) {
    if (step.date === null) continue;
    if (step.date < last || (step.date === last && step.time !== null)) return false;
    last = step.date;
  }
  return true;
}

/** A plan is met by a dated line behind it, itself no plan. The steps of a block in the order of time: what was done before it was planned meets nothing. */
export function markMet(steps: Step[]): void {
  let happened = false;
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at]!;
    if (step.kind === "plan") step.met = happened;
    else happened ||= step.date !== null;
  }
}

// --------------------------------------------------------------------------------------------------------- what it comes to

/** Lets the steps act on the order one after the other; returns the one that closed it. */
function fold(grammar: Grammar, order: Order, items: Item[]): Item | null {
  let closedBy: Item | null = null;
  let ended: IsoDay | null = null;
  for (const item of items) {
    const { step, meaning } = item;
    if (step.kind === "plan") continue;
    // Neither an outcome nor what came after the first one tells when the order began.
    const begins = step.date !== null && !meaning.outcome && (ended === null || step.date <= ended);
    if (begins) order.opened ??= step.date;
    if (meaning.outcome) {
      ended ??= step.date;
      order.state = meaning.outcome;
      closedBy = item;
    } else if (closedBy && (meaning.reopens || (order.state === "lost" && item.role !== "under"))) {
      order.state = "open";
      closedBy = null;
    }
    if (meaning.stage) order.stage = meaning.stage;
    for (const { amount, currency } of meaning.payments) addPayment(grammar, order, amount, currency);
    if (step.employee !== null) order.employee = step.employee;
  }
  if (closedBy) {
    order.closed = closedBy.step.date;
    order.reason = closedBy.meaning.reason;
    order.employee = closedBy.step.employee ?? order.employee;
  }
  return closedBy;
}

function addHeaderPayment(grammar: Grammar, order: Order, { header }: OrderBlock): void {
  const paid = header.header?.paid;
  if (!paid) return;
  order.stage = paid.stage;
  if (paid.amount !== null) addPayment(grammar, order, paid.amount, paid.currency);
}

/** Payments in another currency than the order's cannot be added up; they stay words. */
function addPayment(grammar: Grammar, order: Order, amount: number, currency: string | null): void {
  const own = order.currency ?? grammar.settings.currency;
  if (currency === null || currency === own) order.paid = Math.round((order.paid + amount) * 100) / 100;
}
