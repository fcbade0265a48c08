import type { Card, Order, Step } from "../../src/card/model.ts";

/** A step as the grammar would read it; everything not named is unknown. */
export function step(fields: Partial<Step>): Step {
  return { date: null, time: null, text: "called", employee: null, kind: "step", met: false, line: 0, ...fields };
}

export function order(fields: Partial<Order>): Order {
  return {
    number: null,
    title: "table",
    amount: null,
    currency: null,
    paid: 0,
    state: "open",
    stage: null,
    opened: null,
    closed: null,
    reason: null,
    employee: null,
    steps: [],
    line: 0,
    ...fields,
  };
}

export function card(fields: Partial<Card> = {}): Card {
  return { orders: [], log: [], earlier: null, free: [], findings: [], ...fields };
}
