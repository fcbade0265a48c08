/** Orders of a base that the card tells of already: whatever else a new row says of them is added to them, and nothing twice. Pure. */
import { composeStep, type Grammar, hasLogLine, parseNotes, readEmployee } from "../card/index.ts";
import type { ArchivedLine, Card, Order } from "../card/model.ts";
import type { DraftOrder } from "../client/draft.ts";
import { statusText } from "./compose-draft.ts";

/** Lines that stand on a card or have left it, compared as wholes: `звонить` is not told by `не звонить`. */
export class KnownLines {
  readonly #lines = new Set<string>();

  constructor(texts: string[], archived: ArchivedLine[]) {
    for (const text of [...texts, ...archived.map((line) => line.text)])
      for (const line of text.split(/\r\n|[\r\n]/)) this.#lines.add(squeeze(line));
  }

  has(line: string): boolean {
    return this.#lines.has(squeeze(line));
  }
}

function squeeze(line: string): string {
  return line.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** The orders of a card and those that were folded away or removed, which stand in the archive as closed lines. */
export function toldOrders(grammar: Grammar, { orders }: Card, archived: ArchivedLine[]): Order[] {
  const closed = archived.filter(({ reason }) => reason === "folded" || reason === "removed");
  const text = closed.map((line) => line.text).join("\n\n");
  return [...orders, ...parseNotes(grammar, text, { today: null }).card.orders];
}

/** The same order, whatever its number: title, amount, outcome and day agree. */
export function isSameOrder(order: Order, draft: DraftOrder): boolean {
  const days = [order.opened, order.closed, ...order.steps.map((step) => step.date)];
  return (
    order.title === draft.title &&
    order.amount === draft.amount &&
    order.state === (draft.status?.state ?? "open") &&
    (draft.date === null || days.includes(draft.date))
  );
}

export type Told = {
  text: string;
  /** Lines that have no place under their order: remarks without a day, and what would change how the order reads. */
  loose: string[];
};

/** Adds to the orders of a card what rows say of them beyond title, amount, outcome and day. */
export function addTold(grammar: Grammar, text: string, drafts: DraftOrder[], known: KnownLines): Told {
  let now = text;
  const loose: string[] = [];
  for (const draft of drafts) {
    for (const remark of draft.notes.filter((line) => !known.has(line))) {
      const added = hasLogLine(grammar, remark) ? underOrder(grammar, now, draft, remark) : null;
      if (added === null) loose.push(remark);
      else now = added;
    }
    // As they were typed, with the order that they are of: alone they would tell nothing.
    for (const typed of [draft.dateTyped, draft.amountTyped]) {
      if (typed === null || known.has(typed) || known.has(`${typed} – ${draft.title}`)) continue;
      loose.push(`${typed} – ${draft.title}`);
    }
    const { date, employee } = draft;
    if (employee === null || isNamed(grammar, now, draft, employee)) continue;
    const step = composeStep(grammar, {
      date,
      time: null,
      text: statusText(grammar, draft.status, employee),
      employee,
    });
    const added = underOrder(grammar, now, draft, step);
    const alone = composeStep(grammar, { date, time: null, text: draft.title, employee });
    if (added !== null) now = added;
    else if (!known.has(alone) && !known.has(step)) loose.push(alone);
  }
  return { text: now, loose };
}

function isNamed(grammar: Grammar, text: string, draft: DraftOrder, typed: string): boolean {
  const order = ordersOf(grammar, text).find((one) => isSameOrder(one, draft));
  if (!order) return false;
  const name = readEmployee(grammar, typed) ?? typed;
  return (
    [order, ...order.steps].some(({ employee }) => employee === name) || wordsOf(order).includes(`(${squeeze(typed)})`)
  );
}

function wordsOf({ title, reason, steps }: Order): string {
  return squeeze([title, reason ?? "", ...steps.map((step) => step.text)].join("\n"));
}

/** The text with a dated line behind the others of its order; `null` when the order would then read as another, or is not there. */
function underOrder(grammar: Grammar, text: string, draft: DraftOrder, line: string): string | null {
  const before = ordersOf(grammar, text);
  const at = before.findIndex((order) => isSameOrder(order, draft));
  if (at === -1) return null;
  const lines = text.split("\n");
  lines.splice(lastLineOf(before[at]!) + 1, 0, line);
  const added = lines.join("\n");
  const after = ordersOf(grammar, added);
  const isKept =
    after.length === before.length &&
    after.every(
      (order, index) => isAsBefore(before[index]!, order) && hasMore(before[index]!, order) === (index === at),
    );
  return isKept ? added : null;
}

function ordersOf(grammar: Grammar, text: string): Order[] {
  return parseNotes(grammar, text, { today: null }).card.orders;
}

/** The last of the lines that stand together under the header: steps with the lines that continue them. */
export function lastLineOf({ line, steps }: Order): number {
  const own = new Set(steps.flatMap((step) => step.text.split("\n").map((_, index) => step.line + index)));
  let last = line;
  while (own.has(last + 1)) last += 1;
  return last;
}

function isAsBefore(before: Order, after: Order): boolean {
  return (
    after.number === before.number &&
    after.title === before.title &&
    after.amount === before.amount &&
    after.state === before.state &&
    after.closed === before.closed &&
    (before.employee === null || after.employee === before.employee) &&
    before.steps.every((step) => after.steps.some(({ date, text }) => date === step.date && text === step.text))
  );
}

function hasMore(before: Order, after: Order): boolean {
  return after.steps.length > before.steps.length;
}
