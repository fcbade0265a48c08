/** What is wrong with a card, found in what was read: the same text and day always give the same findings. */
import type { IsoDay } from "../lib/day.ts";
import { readCall } from "./call-line.ts";
import { isLetter } from "./chars.ts";
import { dayNumberOf } from "./dates.ts";
import type { Grammar } from "./grammar.ts";
import { employeeOf, type Line } from "./line.ts";
import { type CardRule, cardFinding } from "./messages.ts";
import type { Finding } from "./model.ts";
import type { Reading } from "./notes.ts";
import type { Item, OrderRead } from "./order.ts";
import { screenFinding } from "./screen.ts";

/** Findings by line. Rules that compare with the clock are silent when `today` is `null`. */
export function findingsOf(grammar: Grammar, reading: Reading, today: IsoDay | null): Finding[] {
  const found: Finding[] = [];
  const say = (rule: CardRule, line: Line) => {
    const finding = cardFinding(grammar, rule, line.index, line.text);
    if (finding) found.push(finding);
  };
  for (const line of reading.doc.lines) {
    if (line.unclear) say("order.unclear", line);
    if (line.impossible) say("step.date-impossible", line);
  }
  for (const order of reading.orders) orderFindings(grammar, order, today, say);
  sayNumbersTwice(reading.orders, say);
  for (const item of reading.logItems) {
    employeeFindings(grammar, item, say);
    sayOverdue(item, today, say);
  }
  const overflow = screenFinding(grammar, reading);
  if (overflow) found.push(overflow);
  if (found.length > 1) found.sort((a, b) => (a.line ?? -1) - (b.line ?? -1));
  return found;
}

type Say = (rule: CardRule, line: Line) => void;

function orderFindings(grammar: Grammar, { block, items, order }: OrderRead, today: IsoDay | null, say: Say): void {
  const line = block.header;
  const { trailing, number } = line.header!;
  if (number === null) say("order.unnumbered", line);
  if (trailing.kind === "ambiguous") say("step.employee-ambiguous", line);
  if (trailing.kind === "unknown" && isCapitalised(line.text, trailing.start + 1)) say("step.employee-unknown", line);
  if (order.state === "done" && order.amount === null) say("order.amount-missing", line);
  if (order.state === "open" && today !== null && isStale(items, today, grammar.settings.staleDays))
    say("order.stale", line);
  for (const item of items) {
    if (item.role !== "entry") continue;
    if (item.meaning.unclear) say("outcome.unclear", item.head);
    if (item.step.date === null && !item.head.impossible) say("step.undated", item.head);
    if (order.state === "open") {
      employeeFindings(grammar, item, say);
      sayOverdue(item, today, say);
    }
  }
}

/** No touch for more than `days`, and no follow-up still to come. */
function isStale(items: Item[], today: IsoDay, days: number): boolean {
  let last: IsoDay | null = null;
  for (const { step } of items) {
    if (step.date === null) continue;
    if (step.kind === "plan" && step.date >= today) return false;
    if (step.kind !== "plan" && (last === null || step.date > last)) last = step.date;
  }
  return last !== null && dayNumberOf(today) - dayNumberOf(last) > days;
}

function employeeFindings(grammar: Grammar, { head, step }: Item, say: Say): void {
  const { kind } = head.header ? head.header.trailing : employeeOf(grammar, head);
  if (kind === "ambiguous") say("step.employee-ambiguous", head);
  else if (kind === "unknown") say("step.employee-unknown", head);
  else if (kind === "text" && step.kind !== "plan" && step.date !== null && grammar.employees.size > 0) {
    if (readCall(step.text) === null) say("step.employee-missing", head);
  }
}

function sayOverdue({ head, step }: Item, today: IsoDay | null, say: Say): void {
  if (step.kind === "plan" && !step.met && today !== null && step.date !== null && step.date < today)
    say("followup.overdue", head);
}

/** One finding a number, on the first line that repeats it. */
function sayNumbersTwice(orders: OrderRead[], say: Say): void {
  const seen = new Map<number, number>();
  for (const { order, block } of orders) {
    if (order.number === null) continue;
    const count = (seen.get(order.number) ?? 0) + 1;
    seen.set(order.number, count);
    if (count === 2) say("order.number-twice", block.header);
  }
}

function isCapitalised(text: string, at: number): boolean {
  const letter = text[at] ?? "";
  return isLetter(letter.charCodeAt(0)) && letter !== letter.toLowerCase();
}
