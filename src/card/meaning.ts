/** What a card means, as text that two cards can be compared by: everything that was read, but not on which line. */
import { squeeze } from "./chars.ts";
import type { Card, Order, Step } from "./model.ts";

/** Whether two cards say the same. Most do so block by block, which is seen without writing either out. */
export function saysTheSame(one: Card, other: Card): boolean {
  return isSameInPlace(one, other) || meaningOf(one) === meaningOf(other);
}

function isSameInPlace(one: Card, other: Card): boolean {
  return (
    one.earlier === null &&
    other.earlier === null &&
    isSameList(inOrderOfNumber(one), inOrderOfNumber(other), isSameOrder) &&
    isSameList(one.log, other.log, isSameStep) &&
    isSameList(one.free, other.free, Object.is)
  );
}

/** Arranging a card moves its orders. */
function inOrderOfNumber({ orders }: Card): Order[] {
  return orders.length < 2 ? orders : orders.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0));
}

function isSameList<T>(one: T[], other: T[], isSame: (a: T, b: T) => boolean): boolean {
  return one.length === other.length && one.every((each, at) => isSame(each, other[at]!));
}

function isSameOrder(one: Order, other: Order): boolean {
  for (const key of Object.keys(one) as (keyof Order)[])
    if (key !== "line" && key !== "steps" && one[key] !== other[key]) return false;
  return isSameList(one.steps, other.steps, isSameStep);
}

function isSameStep(one: Step, other: Step): boolean {
  return (
    one.date === other.date &&
    one.time === other.time &&
    one.text === other.text &&
    one.employee === other.employee &&
    one.kind === other.kind
  );
}

/** Equal for two cards that say the same: orders and log in any order of blocks, free text in the writer's order. */
export function meaningOf(card: Card): string {
  const orders = card.orders.map(({ line: _line, steps, ...order }) =>
    JSON.stringify({ ...order, steps: steps.map(step) }),
  );
  return JSON.stringify({
    orders: orders.sort(),
    log: card.log.map((entry) => JSON.stringify(step(entry))).sort(),
    earlier: card.earlier,
    free: card.free.map(squeeze),
  });
}

function step({ date, time, text, employee, kind }: Step): unknown[] {
  return [date, time, text.split("\n").map(squeeze), employee, kind];
}
