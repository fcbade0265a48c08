/** Lines in their canonical form: the smallest change that makes date, plan mark and place plain. Words stay as typed. */
import type { IsoDay } from "../lib/day.ts";
import { skipSpaces, trimEndAt } from "./chars.ts";
import { printDay } from "./dates.ts";
import type { Grammar } from "./grammar.ts";
import { type Line, readLine, wordsOf } from "./line.ts";
import type { Item, OrderRead } from "./order.ts";

/** `→ 01.12.2026 14:05 `, with what is known of it. */
export function printPrefix(grammar: Grammar, plan: boolean, date: IsoDay | null, time: string | null): string {
  if (date === null) return "";
  return `${plan ? "→ " : ""}${printDay(date, grammar.settings.dateForm)}${time === null ? "" : ` ${time}`} `;
}

/** The lines that an item is printed as, under the order of the number `own`, or in the log. */
export function printItem(grammar: Grammar, item: Item, own: number | null): string[] {
  return [printHead(grammar, item, own), ...item.more.map(({ text }) => text)];
}

/** The first of them; those that continue it stay as they are. */
export function printHead(grammar: Grammar, item: Item, own: number | null): string {
  switch (item.role) {
    case "under":
      return item.head.text;
    case "ordered":
      return printOrdered(grammar, item);
    case "closing":
      return printClosingStep(grammar, item);
    case "entry":
      return printEntry(grammar, item, own);
  }
}

function printEntry(grammar: Grammar, { head, step }: Item, own: number | null): string {
  const { text } = head;
  const from = head.header ? head.header.titleAt : head.body;
  const joins = head.header !== null || (head.ref !== null && head.ref === own);
  // `done 14.08.2026` has its date behind the word and stays so: moved to the front, a day to come would make it a plan.
  if (head.date === null) return joins ? text.slice(from).trimEnd() : text;
  const words = `${head.ref === null || joins ? "" : `#${head.ref} `}${text.slice(from).trimEnd()}`;
  const plan = step.kind === "plan";
  const prefix = printPrefix(grammar, plan, step.date, step.time);
  const printed = `${prefix}${words}`.trimEnd();
  if (printed === text || head.header || isSame(grammar, head, printed, plan, joins)) return printed;
  // Words such as `թ. Երևան` would be taken for a part of the date: a colon keeps them apart.
  const parted = `${prefix.trimEnd()}: ${words}`;
  return isSame(grammar, head, parted, plan, joins) ? parted : text;
}

/** Whether a rewritten line says the same as the typed one. */
function isSame(grammar: Grammar, head: Line, printed: string, marked: boolean, joins: boolean): boolean {
  const again = readLine(grammar, printed, 0, { limit: null });
  return (
    again.kind === "step" &&
    again.marked === marked &&
    again.ref === (joins ? null : head.ref) &&
    again.date === head.date &&
    again.time === head.time &&
    wordsOf(grammar, again) === wordsOf(grammar, head)
  );
}

/** The employee's brackets as typed, with the blank before them. */
function bracketsOf(text: string, line: Line): string {
  const trailing = line.header ? line.header.trailing : line.trailing;
  if (!trailing || (trailing.kind !== "known" && trailing.kind !== "ambiguous")) return "";
  return ` ${text.slice(trailing.start).trimEnd()}`;
}

function printOrdered(grammar: Grammar, { head, step }: Item): string {
  const prefix = printPrefix(grammar, step.kind === "plan", step.date, step.time);
  const brackets = head.header!.closing ? "" : bracketsOf(head.text, head);
  return `${prefix}${grammar.phrases.stages.ordered}${brackets}`;
}

function printClosingStep(grammar: Grammar, { head, step }: Item): string {
  return `${printPrefix(grammar, false, step.date, null)}${step.text}${bracketsOf(head.text, head)}`;
}

/** The header line of an order: without the date and employee that its first step tells, without an outcome that no longer holds. */
export function printHeader(grammar: Grammar, { block, items, closedBy }: OrderRead): string {
  const line = block.header;
  const header = line.header!;
  const { text } = line;
  const parted = items.some(({ role }) => role === "ordered");
  const from = line.date === null ? 0 : line.body;
  if (!header.closing)
    return parted
      ? text.slice(from, trimEndAt(text, from, header.end))
      : text.slice(from, trimEndAt(text, from, text.length));
  if (closedBy?.role !== "closing") return text.slice(from, trimEndAt(text, from, header.end));
  const { dateStart, dateEnd, day } = header.closing;
  const printed = day === null ? text.slice(dateStart, dateEnd) : printDay(day, grammar.settings.dateForm);
  const rest = text.slice(dateEnd).trimEnd();
  const blank = rest !== "" && text.charCodeAt(dateEnd) === 0x28 && skipSpaces(rest, 0) === 0 ? " " : "";
  return `${text.slice(from, dateStart)}${printed}${blank}${rest}`;
}

/** The header of an order without what closes it. */
export function openHeader(line: Line): string {
  const header = line.header!;
  const from = line.date === null ? 0 : line.body;
  return line.text.slice(from, trimEndAt(line.text, from, header.end));
}

/** The header with a number put behind its word. */
export function numberedHeader(line: Line, number: number): string {
  const { numberAt, wordEnd } = line.header!;
  const blank = numberAt > wordEnd ? "" : " ";
  return `${line.text.slice(0, numberAt)}${blank}${number}${line.text.slice(numberAt)}`;
}
