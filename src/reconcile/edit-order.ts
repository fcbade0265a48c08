/** Changes of an order that come from outside its card (a cell of a workbook), made in the text of the card. Pure. */
import { composeClosed, composeHeader, composeStep, type Grammar, outcomeWord, parseNotes } from "../card/index.ts";
import type { Order } from "../card/model.ts";
import type { IsoDay } from "../lib/day.ts";
import { lastLineOf } from "./told-orders.ts";

export type OrderEdit = {
  title?: string;
  amount?: number | null;
  currency?: string | null;
  /** Closes an open order; nothing else of its state can be told by a cell. */
  close?: { outcome: "done" | "lost"; date: IsoDay; reason: string | null };
};

/** The text with the order of that number changed, and nothing else of it; `null` when the card would then read in any other way. */
export function editOrder(grammar: Grammar, text: string, number: number, edit: OrderEdit): string | null {
  const before = ordersOf(grammar, text);
  const order = before.find((one) => one.number === number);
  if (!order || before.filter((one) => one.number === number).length > 1) return null;
  if (edit.close && order.state !== "open") return null;
  const wanted = {
    title: edit.title ?? order.title,
    amount: edit.amount === undefined ? order.amount : edit.amount,
    currency: edit.currency === undefined ? order.currency : edit.currency,
  };
  const lines = text.split("\n");
  if (edit.close) {
    const { outcome, date, reason } = edit.close;
    const said = `${outcomeWord(grammar, outcome)}${reason ? `: ${reason}` : ""}`;
    const step = composeStep(grammar, { date, time: null, text: said, employee: null });
    lines.splice(lastLineOf(order) + 1, 0, step);
  }
  if (edit.title !== undefined || edit.amount !== undefined || edit.currency !== undefined)
    lines[order.line] = headerLine(grammar, order, wanted);
  const changed = lines.join("\n");
  const expected = { ...order, ...wanted, currency: wanted.amount === null ? null : wanted.currency };
  const after = ordersOf(grammar, changed);
  const isKept =
    after.length === before.length &&
    after.every((one, index) => {
      const was = before[index]!;
      return was === order ? reads(one, expected, edit) : sameOrder(was, one);
    });
  return isKept ? changed : null;
}

/** A closed order may stand in a line of its own, with its outcome; steps below it say the outcome of any other. */
function headerLine(
  grammar: Grammar,
  { number, state, closed, reason, employee, steps }: Order,
  wanted: Pick<Order, "title" | "amount" | "currency">,
): string {
  const header = { number, ...wanted };
  if (state === "open" || closed === null || steps.length > 0) return composeHeader(grammar, header);
  return composeClosed(grammar, { ...header, outcome: state, date: closed, reason, employee });
}

function ordersOf(grammar: Grammar, text: string): Order[] {
  return parseNotes(grammar, text, { today: null }).card.orders;
}

export function reads(after: Order, expected: Order, { close }: OrderEdit): boolean {
  const closed = close ? { state: close.outcome, closed: close.date, reason: close.reason } : null;
  const steps = close ? after.steps.slice(0, -1) : after.steps;
  return sameOrder({ ...expected, ...closed }, { ...after, steps });
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
