/** What is wrong with a card, found in what was read: the same text and day always give the same findings. */
import { daysBetween, type IsoDay } from "../lib/day.ts";
import { readCall } from "./call-line.ts";
import { digitsEnd, isDigit, isLetter, trimEndAt } from "./chars.ts";
import { farLimit, readDate } from "./dates.ts";
import type { Grammar } from "./grammar.ts";
import { employeeOf, type Line, leadOf } from "./line.ts";
import { type CardRule, cardFinding } from "./messages.ts";
import type { Finding, Range } from "./model.ts";
import type { Reading } from "./notes.ts";
import type { Item, OrderRead } from "./order.ts";
import { screenFinding } from "./screen.ts";
import { readUnclosed } from "./unclosed.ts";

/** Findings by line. Rules that compare with the clock are silent when `today` is `null`. */
export function findingsOf(grammar: Grammar, reading: Reading, today: IsoDay | null): Finding[] {
  const found: Finding[] = [];
  const say: Say = (rule, line, range) => {
    const finding = cardFinding(grammar, rule, line.index, line.text, { range });
    if (finding) found.push(finding);
  };
  for (const line of reading.doc.lines) {
    if (line.unclear) say("order.unclear", line, [line.body, leadOf(grammar, line)?.end ?? line.text.length]);
    if (line.impossible) say("step.date-impossible", line, impossibleDate(line));
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

/** Without a range, the finding points to all words of the line. */
type Say = (rule: CardRule, line: Line, range?: Range) => void;

/** Where the date that is none stands: the first digits or letters after bullet, mark and bracket. */
function impossibleDate({ text, bare }: Line): Range {
  let from = bare;
  while (from < text.length && !isDigit(text.charCodeAt(from)) && !isLetter(text.charCodeAt(from))) from++;
  return [from, readDate(text, from, null)?.end ?? trimEndAt(text, from, text.length)];
}

function bracketsOf({ text }: Line, { start }: { start: number }): Range {
  return [start, trimEndAt(text, start, text.length)];
}

function orderFindings(grammar: Grammar, { block, items, order }: OrderRead, today: IsoDay | null, say: Say): void {
  const line = block.header;
  const { trailing, number, wordEnd, titleAt, end } = line.header!;
  if (number === null) say("order.unnumbered", line, [line.body, wordEnd]);
  if (trailing.kind === "ambiguous") say("step.employee-ambiguous", line, bracketsOf(line, trailing));
  if (trailing.kind === "unknown" && isCapitalised(line.text, trailing.start + 1))
    say("step.employee-unknown", line, bracketsOf(line, trailing));
  if (order.state === "done" && order.amount === null) say("order.amount-missing", line, [titleAt, end]);
  const unclosed = order.state === "open" ? readUnclosed(grammar, line, farLimit(today)) : null;
  if (unclosed) say(unclosed.rule, line, unclosed.range);
  if (order.state === "open" && today !== null && isStale(items, today, grammar.settings.staleDays))
    say("order.stale", line);
  for (const item of items) {
    if (item.role !== "entry") continue;
    if (item.meaning.unclear)
      say("outcome.unclear", item.head, [item.head.header?.titleAt ?? item.head.body, item.meaning.wordEnd]);
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
  return last !== null && daysBetween(last, today) > days;
}

function employeeFindings(grammar: Grammar, { head, step }: Item, say: Say): void {
  const trailing = head.header ? head.header.trailing : employeeOf(grammar, head);
  const { kind } = trailing;
  if (kind === "ambiguous") say("step.employee-ambiguous", head, bracketsOf(head, trailing));
  else if (kind === "unknown") say("step.employee-unknown", head, bracketsOf(head, trailing));
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
  if (orders.length < 2) return;
  const seen = new Map<number, number>();
  for (const { order, block } of orders) {
    if (order.number === null) continue;
    const count = (seen.get(order.number) ?? 0) + 1;
    seen.set(order.number, count);
    if (count === 2) say("order.number-twice", block.header, numberOf(block.header));
  }
}

/** The digits behind the order word. */
function numberOf({ text, header }: Line): Range {
  let from = header!.numberAt;
  while (!isDigit(text.charCodeAt(from))) from++;
  return [from, digitsEnd(text, from)];
}

function isCapitalised(text: string, at: number): boolean {
  const letter = text[at] ?? "";
  return isLetter(letter.charCodeAt(0)) && letter !== letter.toLowerCase();
}
