/** The blocks of a card in their canonical order, as text, with a note of each line that was rewritten on the way. */
import { squeeze } from "./chars.ts";
import type { Grammar } from "./grammar.ts";
import type { Line } from "./line.ts";
import type { ArchivedLine, Card } from "./model.ts";
import { fullest, type Reading } from "./notes.ts";
import type { Item, OrderRead } from "./order.ts";
import { printHead, printHeader } from "./rewrite.ts";
import { printStateLine } from "./state-line.ts";

export type Arranged = {
  text: string;
  /** The text's first line, `null` for none, and what stands below it. */
  state: string | null;
  body: string;
  rewritten: ArchivedLine[];
};

/** `typed` gives the form in which a line was typed, by its index, where it was completed before this reading. */
export type ArrangeOptions = { marker: string | null; typed?: (line: Line) => string };

/** State line, open orders, log, closed orders with the summary, free text: an empty line after each open order and between kinds. */
export function arrange(grammar: Grammar, reading: Reading, options: ArrangeOptions): Arranged {
  const printer = new Printer(grammar, options.typed ?? ((line) => line.text));
  const { orders, logItems, doc } = reading;
  for (const order of orders.filter(isOpen).sort(byNumber)) {
    printer.order(order);
    printer.endBlock();
  }
  for (const item of logItems) printer.item(item, null);
  printer.endBlock();
  for (const order of orders.filter((each) => !isOpen(each)).sort(byOutcome)) printer.order(order);
  printer.earlier(reading);
  printer.endBlock();
  for (const lines of doc.free) {
    for (const line of lines) printer.free(line);
    printer.endBlock();
  }
  const body = printer.text();
  const state = grammar.settings.stateLine ? stateOf(grammar, reading, options.marker) : null;
  const text = state === null ? body : body === "" ? state : `${state}\n\n${body}`;
  return { text, state, body, rewritten: printer.rewritten };
}

function isOpen({ order }: OrderRead): boolean {
  return order.state === "open";
}

/** The state line that a reading calls for. */
export function stateOf(grammar: Grammar, { orders, logItems, card }: Reading, marker: string | null): string | null {
  let finished = card.earlier?.done ?? 0;
  for (const { order } of orders) if (order.state === "done") finished++;
  return printStateLine(grammar, {
    marker,
    orders: orders.map(({ order }) => order),
    log: logItems.map(({ step }) => step),
    finished,
  });
}

/** Open orders by number, highest first, unnumbered on top; ties as they stand. */
function byNumber(a: OrderRead, b: OrderRead): number {
  const [first, second] = [a.order.number, b.order.number];
  if (first === second) return 0;
  if (first === null) return -1;
  return second === null ? 1 : second - first;
}

/** Latest outcome first, undated ones on top; ties as they stand. */
export function byOutcome(a: OrderRead, b: OrderRead): number {
  const [first, second] = [a.order.closed, b.order.closed];
  if (first === second) return 0;
  if (first === null) return -1;
  if (second === null) return 1;
  return first < second ? 1 : -1;
}

class Printer {
  readonly rewritten: ArchivedLine[] = [];
  readonly #grammar: Grammar;
  readonly #typed: (line: Line) => string;
  readonly #lines: string[] = [];
  /** How many lines end the blocks before this one, empty lines among them. */
  #ended = 0;

  constructor(grammar: Grammar, typed: (line: Line) => string) {
    this.#grammar = grammar;
    this.#typed = typed;
  }

  text(): string {
    return this.#lines.slice(0, this.#ended - 1).join("\n");
  }

  /** What was printed since the last one is a block of its own, if anything was. */
  endBlock(): void {
    if (this.#lines.length > this.#ended) this.#ended = this.#lines.push("");
  }

  order(read: OrderRead): void {
    const { block, items, order, closedBy } = read;
    const header = printHeader(this.#grammar, read);
    this.#lines.push(header);
    // What the header's own parts became stands with it, so that the archive tells both.
    let parts = header;
    for (const item of items) {
      if (item.role === "closing" && item === closedBy) continue;
      const printed = this.item(item, order);
      if (item.head === block.header) parts += `\n${printed}`;
    }
    this.#note(block.header, parts, order);
  }

  /** Prints an item; gives its first line. */
  item(item: Item, order: Card["orders"][number] | null): string {
    const head = printHead(this.#grammar, item, order?.number ?? null);
    this.#lines.push(head);
    if (item.role === "entry" || item.role === "under") this.#note(item.head, head, order, item.step.date);
    for (const line of item.more) {
      this.#lines.push(line.text);
      this.#note(line, line.text, order, item.step.date);
    }
    return head;
  }

  free(line: Line): void {
    this.#lines.push(line.text);
    this.#note(line, line.text, null);
  }

  earlier({ doc }: Reading): void {
    const kept = fullest(doc.earlier);
    if (!kept) return;
    const now = kept.text.trim();
    this.#lines.push(now);
    for (const line of doc.earlier)
      if (line !== kept) this.rewritten.push(archived("rewritten", this.#typed(line), now));
  }

  #note(line: Line, now: string, order: Card["orders"][number] | null, date: string | null = null): void {
    const typed = this.#typed(line);
    if (typed === now || squeeze(typed) === squeeze(now)) return;
    this.rewritten.push({
      reason: "rewritten",
      text: typed,
      now,
      order: order?.number ?? null,
      title: order?.title ?? null,
      date: date ?? line.date,
    });
  }
}

export function archived(reason: ArchivedLine["reason"], text: string, now: string | null = null): ArchivedLine {
  return { reason, text, now, order: null, title: null, date: null };
}
