/** What a card means, as text that two cards can be compared by: everything that was read, but not on which line. */
import { squeeze } from "./chars.ts";
import type { Card, Step } from "./model.ts";

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
