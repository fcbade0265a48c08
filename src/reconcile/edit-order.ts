/** Changes of an order that come from outside its card (a cell of a workbook), made in the text of the card. Pure. */
import {
  composeClosed,
  composeHeader,
  composeStep,
  type Grammar,
  outcomeWord,
  parseNotes,
  stageWord,
} from "../card/index.ts";
import type { Order, Stage } from "../card/model.ts";
import type { Language } from "../card/settings.ts";
import type { IsoDay } from "../lib/day.ts";
import { lastLineOf } from "./told-orders.ts";

export type OrderEdit = {
  title?: string;
  amount?: number | null;
  currency?: string | null;
  /** Closes an open order, or says otherwise how a closed one ended; what is left out stays, the day of an order that is closed now is today. */
  close?: { outcome?: "done" | "lost"; date?: IsoDay; reason?: string | null; employee?: string | null };
  /** Opens a closed order again, today. */
  reopen?: true;
  /** The stage that an open order has come to, today. */
  stage?: Stage;
};

/** Words that open a closed order again. */
const REOPENED: Record<Language, string> = { en: "reopened", ru: "возобновлён", hy: "վերաբացված" };

/** The text with the order of that number changed, and nothing else of it; `null` when the card would then read in any other way. */
export function editOrder(
  grammar: Grammar,
  text: string,
  number: number,
  edit: OrderEdit,
  today: IsoDay,
): string | null {
  const before = ordersOf(grammar, text);
  const order = before.find((one) => one.number === number);
  if (!order || before.filter((one) => one.number === number).length > 1) return null;
  const expected = expectedOf(order, edit, today);
  if (expected === null) return null;
  const lines = text.split("\n");
  const step = stepFor(grammar, order, expected, edit, today);
  // From the bottom, so that what stands above keeps its place.
  if (step !== null) lines.splice(lastLineOf(order) + 1, 0, step);
  if (edit.close && order.state !== "open" && outcomeStep(order))
    lines[outcomeStep(order)!.line] = outcomeLine(grammar, expected);
  const isHeader = edit.title !== undefined || edit.amount !== undefined || edit.currency !== undefined;
  if (isHeader || (edit.close && order.state !== "open" && !outcomeStep(order)))
    lines[order.line] = headerLine(grammar, order, expected);
  const changed = lines.join("\n");
  const after = ordersOf(grammar, changed);
  const isKept =
    after.length === before.length &&
    after.every((one, index) => {
      const was = before[index]!;
      return was === order ? isAsExpected(was, one, expected, edit) : sameOrder(was, one);
    });
  return isKept ? changed : null;
}

/** What the order should read as; `null` when the edit makes no sense for one in its state. */
function expectedOf(order: Order, { close, reopen, stage, ...header }: OrderEdit, today: IsoDay): Order | null {
  const expected = { ...order, ...header };
  if (expected.amount === null) expected.currency = null;
  if (close) {
    const { outcome = order.state, date = order.closed ?? today, reason = order.reason, employee } = close;
    if (reopen || outcome === "open") return null;
    return {
      ...expected,
      state: outcome,
      closed: date,
      reason,
      employee: employee === undefined ? order.employee : employee,
    };
  }
  if (reopen) return order.state === "open" ? null : { ...expected, state: "open", closed: null, reason: null };
  if (stage) return order.state === "open" ? { ...expected, stage } : null;
  return expected;
}

/** The line that the edit adds to the order. */
function stepFor(grammar: Grammar, order: Order, expected: Order, edit: OrderEdit, today: IsoDay): string | null {
  if (edit.close && order.state === "open") return outcomeLine(grammar, expected, edit.close.employee ?? null);
  const text = edit.reopen ? REOPENED[grammar.settings.language] : edit.stage ? stageWord(grammar, edit.stage) : null;
  return text === null ? null : composeStep(grammar, { date: today, time: null, text, employee: null });
}

function outcomeLine(grammar: Grammar, { state, closed, reason, employee }: Order, by = employee): string {
  const text = `${outcomeWord(grammar, state as "done" | "lost")}${reason ? `: ${reason}` : ""}`;
  return composeStep(grammar, { date: closed, time: null, text, employee: by });
}

/** The step that closed an order; without one the header did. */
function outcomeStep({ steps, closed }: Order) {
  return steps.findLast(({ kind, date }) => kind === "outcome" && date === closed);
}

/** A closed order may stand in a line of its own, with its outcome; steps below it say the outcome of any other. */
function headerLine(grammar: Grammar, order: Order, expected: Order): string {
  if (order.state === "open" || order.closed === null || outcomeStep(order)) return composeHeader(grammar, expected);
  const { state, closed, reason, employee } = expected;
  return composeClosed(grammar, {
    ...expected,
    outcome: state as "done" | "lost",
    date: closed!,
    reason,
    employee,
  });
}

function ordersOf(grammar: Grammar, text: string): Order[] {
  return parseNotes(grammar, text, { today: null }).card.orders;
}

function isAsExpected(before: Order, after: Order, expected: Order, { close, reopen, stage }: OrderEdit): boolean {
  const added = (close && before.state === "open") || reopen || stage ? 1 : 0;
  // Opened again, a line that closed the order in its header is one of its steps.
  const reopened = reopen && !outcomeStep(before) ? 1 : 0;
  const told = close && before.state !== "open" ? outcomeStep(before) : undefined;
  const steps = before.steps.map((step, index) => (step === told ? { ...step, ...pickTold(after, index) } : step));
  return (
    (stage === undefined || after.stage === stage) &&
    (close?.employee === undefined || after.employee === expected.employee) &&
    after.steps.length === before.steps.length + added + reopened &&
    sameOrder({ ...expected, steps }, { ...after, steps: after.steps.slice(0, before.steps.length) })
  );
}

/** The words of an outcome are judged by what they make of the order. */
function pickTold({ steps }: Order, index: number): { date: IsoDay | null; text: string } {
  const { date = null, text = "" } = steps[index] ?? {};
  return { date, text };
}

export function sameOrder(one: Order, other: Order): boolean {
  return (
    one.number === other.number &&
    one.title === other.title &&
    one.amount === other.amount &&
    one.currency === other.currency &&
    one.state === other.state &&
    one.closed === other.closed &&
    one.reason === other.reason &&
    one.steps.length === other.steps.length &&
    one.steps.every(({ date, text }, index) => other.steps[index]!.date === date && other.steps[index]!.text === text)
  );
}
