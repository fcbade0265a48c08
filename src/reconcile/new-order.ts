/** An order that was typed outside its card, as a block of the card. Pure. */
import {
  composeClosed,
  composeHeader,
  composeStep,
  type Grammar,
  outcomeWord,
  parseNotes,
  printMoney,
  stageWord,
} from "../card/index.ts";
import type { Order, OrderState, Stage } from "../card/model.ts";
import type { IsoDay } from "../lib/day.ts";

export type NewOrder = {
  title: string;
  amount: number | null;
  currency: string | null;
  paid: number | null;
  state: OrderState;
  stage: Stage | null;
  opened: IsoDay | null;
  closed: IsoDay | null;
  reason: string | null;
  employee: string | null;
};

/** The notes with the order behind them; `null` when it would not read back as what was typed. `next` gives its number once it does. */
export function addOrder(
  grammar: Grammar,
  text: string,
  order: NewOrder,
  today: IsoDay,
  next: () => number,
): string | null {
  if (!readsBack(grammar, blockOf(grammar, order, null, today), order)) return null;
  const block = blockOf(grammar, order, next(), today);
  const before = parseNotes(grammar, text, { today: null }).card;
  const changed = text.trim() === "" ? block : `${text.trimEnd()}\n\n${block}`;
  const after = parseNotes(grammar, changed, { today: null }).card;
  return after.orders.length === before.orders.length + 1 ? changed : null;
}

/** Whether a card tells of the order already, whatever its number. */
export function hasOrder(orders: Order[], { title, amount, state, opened, closed }: NewOrder): boolean {
  return orders.some(
    (one) =>
      one.title === title &&
      one.amount === amount &&
      one.state === state &&
      (closed === null || one.closed === closed) &&
      (opened === null || one.opened === null || one.opened === opened),
  );
}

function blockOf(grammar: Grammar, order: NewOrder, number: number | null, today: IsoDay): string {
  const { title, amount, currency, paid, state, stage, opened, reason, employee } = order;
  const header = { number, title, amount, currency };
  const closed = order.closed ?? today;
  const isBare = opened === null && stage === null && paid === null;
  if (state !== "open" && isBare)
    return composeClosed(grammar, { ...header, outcome: state, date: closed, reason, employee });
  const step = (date: IsoDay, text: string) => composeStep(grammar, { date, time: null, text, employee });
  const first = opened ?? (state === "open" ? today : closed);
  const payment = paid !== null && amount !== null && paid >= amount ? "paid" : "prepaid";
  const steps = [
    ...(stage === null || (paid !== null && stage !== payment) ? [step(first, stageWord(grammar, "ordered"))] : []),
    ...(paid === null
      ? []
      : [step(first, `${stageWord(grammar, payment)} ${printMoney(paid, currency ?? grammar.settings.currency)}`)]),
    ...(stage === null || (paid !== null && stage === payment) ? [] : [step(first, stageWord(grammar, stage))]),
    ...(state === "open" ? [] : [step(closed, outcomeWord(grammar, state) + (reason === null ? "" : `: ${reason}`))]),
  ];
  return [composeHeader(grammar, header), ...new Set(steps)].join("\n");
}

function readsBack(grammar: Grammar, block: string, order: NewOrder): boolean {
  const { orders, log, free } = parseNotes(grammar, block, { today: null }).card;
  const [read] = orders;
  if (!read || orders.length + log.length + free.length > 1) return false;
  const { title, amount, currency, paid, state, stage, opened, closed, reason, employee } = order;
  return (
    read.title === title &&
    read.amount === amount &&
    (amount === null || currency === null || read.currency === currency) &&
    read.state === state &&
    (stage === null || read.stage === stage) &&
    (paid === null || read.paid === paid) &&
    (opened === null || read.opened === opened) &&
    (closed === null || read.closed === closed) &&
    read.reason === reason &&
    (employee === null || read.employee === employee)
  );
}
