/** Keeps a card short: what has rested leaves it for the archive, the newest history stays. */
import { addDays, type IsoDay } from "../lib/day.ts";
import { type Arranged, arrange, byOutcome } from "./arrange.ts";
import { squeeze } from "./chars.ts";
import { composeClosing } from "./compose.ts";
import { addEarlier, printEarlier, readEarlier } from "./earlier.ts";
import { isArrangeable, isFaithful } from "./faithful.ts";
import type { Grammar } from "./grammar.ts";
import { type Line, readLine } from "./line.ts";
import { cardFinding } from "./messages.ts";
import type { ArchivedLine, Earlier, Order } from "./model.ts";
import type { Normalised } from "./normalise.ts";
import { type Reading, readNotes } from "./notes.ts";
import type { Item, OrderRead } from "./order.ts";
import { openHeader, printItem } from "./rewrite.ts";
import { lastTouch } from "./state-line.ts";

export type CompactInput = {
  text: string;
  today: IsoDay;
  marker: string | null;
  /** Closed lines that were folded before and are in the archive: what the summary must at least tell. */
  folded?: ArchivedLine[];
  /** Days on which orders were put back into the card (by number): they rest anew from then. */
  putBack?: Map<number, IsoDay>;
};

export function compactCard(grammar: Grammar, input: CompactInput): Normalised {
  const { text, today, marker } = input;
  const reading = readNotes(grammar, text, { today });
  const compaction = new Compaction(grammar, reading, input);
  compaction.closeRested();
  compaction.dropMetPlans();
  compaction.fold(grammar.settings.compaction.keepClosed);
  compaction.prune(grammar.settings.compaction.keepLog);
  const { maxLength } = grammar.settings.compaction;
  let result = compaction.print(marker);
  while (result.text.length > maxLength && compaction.shrinkBy(result.text.length - maxLength))
    result = compaction.print(marker);
  compaction.noteSummary();
  const after = readNotes(grammar, result.text, { today });
  const { archived } = compaction;
  const leaves =
    archived.length > 0 && isArrangeable(grammar, reading, today) && isFaithful(reading.card, after.card, archived);
  const final = leaves ? result.text : text;
  const card = leaves ? after.card : reading.card;
  const tooLong = final.length > maxLength ? cardFinding(grammar, "notes.too-long", null) : null;
  if (tooLong) card.findings.push(tooLong);
  const left = leaves ? [...archived, ...result.rewritten] : [];
  return { text: final, card, findings: card.findings, archived: left, changed: final !== text };
}

class Compaction {
  readonly archived: ArchivedLine[] = [];
  readonly #grammar: Grammar;
  readonly #reading: Reading;
  readonly #input: CompactInput;
  /** Lines by index: what stands instead of them, `null` when they leave. */
  readonly #instead = new Map<number, string | null>();
  /** Finished orders of one line, oldest first: those that may fold. */
  readonly #foldable: { read: OrderRead; line: string }[] = [];
  /** Log lines that may be pruned, oldest first. */
  readonly #prunable: Item[];
  #earlier: Earlier | null;

  constructor(grammar: Grammar, reading: Reading, input: CompactInput) {
    this.#grammar = grammar;
    this.#reading = reading;
    this.#input = input;
    this.#earlier = this.#startingSummary();
    this.#prunable = this.#prunableLog();
  }

  // --------------------------------------------------------------------------------------------------- finished orders

  /** Orders that have rested: their steps leave, the closed line stays. */
  closeRested(): void {
    const closed = this.#reading.orders.filter(({ order }) => order.state !== "open").sort(byOutcome);
    for (const read of closed.toReversed()) {
      if (!this.#hasRested(read)) continue;
      const line = this.#closedLine(read);
      if (line === null) continue;
      this.#foldable.push({ read, line });
      const { header } = read.block;
      if (line !== header.text) this.#close(header, line, read.order);
      for (const item of read.items) {
        if (item.role === "closing") continue;
        this.#leave("compacted", item, read.order);
      }
    }
  }

  /** The header becomes the closed line; its own form goes to the archive, so that it can be put back as it was. */
  #close(header: Line, line: string, { number, title, closed }: Order): void {
    this.#instead.set(header.index, line);
    this.archived.push({ reason: "rewritten", text: header.text, now: line, order: number, title, date: closed });
  }

  #hasRested({ order, items }: OrderRead): boolean {
    const { today, putBack } = this.#input;
    if (order.closed === null) return false;
    let since = order.closed;
    for (const { step } of items) {
      if (step.date === null) continue;
      if (step.kind === "plan" && !step.met && step.date >= today) return false;
      if (step.kind !== "plan" && step.date > since) since = step.date;
    }
    const back = order.number === null ? undefined : putBack?.get(order.number);
    if (back !== undefined && back > since) since = back;
    return addDays(since, this.#grammar.settings.compaction.graceDays) <= today;
  }

  /** The closed line that tells number, title, amount, outcome, day, reason and employee; `null` if it would not read back. */
  #closedLine({ block, order, closedBy }: OrderRead): string | null {
    if (closedBy === null || order.closed === null || order.state === "open") return null;
    const line = block.header;
    if (closedBy.role === "closing") return this.#namedLine(line, order);
    const { trailing } = closedBy.head.header ?? closedBy.head;
    const typed =
      trailing?.kind === "known"
        ? closedBy.head.text.slice(trailing.start + 1, closedBy.head.text.indexOf(")", trailing.start)).trim()
        : null;
    const closing = composeClosing(this.#grammar, {
      outcome: order.state,
      date: order.closed,
      reason: order.reason,
      employee: typed ?? order.employee,
    });
    const closed = `${openHeader(line)}${closing}`;
    return this.#readsAs(closed, order) ? closed : null;
  }

  /** A closed line that names nobody takes on who acted last, since the steps that tell it leave. */
  #namedLine(line: Line, order: Order): string | null {
    const { kind, name } = line.header!.trailing;
    if (name === order.employee || kind === "ambiguous") return line.text;
    const named = `${line.text.trimEnd()} (${order.employee})`;
    return this.#readsAs(named, order) ? named : null;
  }

  #readsAs(text: string, order: Order): boolean {
    const { header } = readLine(this.#grammar, text, 0, { limit: null });
    const closing = header?.closing;
    return (
      header?.number === order.number &&
      header?.title === order.title &&
      header.amount === order.amount &&
      header.currency === order.currency &&
      closing?.state === order.state &&
      closing.day === order.closed &&
      sameWords(closing.reason, order.reason) &&
      header.trailing.name === order.employee
    );
  }

  /** Beyond the `keep` latest outcomes, orders fold into the summary, the oldest first. */
  fold(keep: number): void {
    const closed = this.#reading.orders.filter(({ order }) => order.state !== "open").length;
    for (let left = closed; left > keep && this.#foldable.length > 0; left--) this.#foldOldest();
  }

  #foldOldest(): number {
    const { read, line } = this.#foldable.shift()!;
    const { order, block } = read;
    this.#instead.set(block.header.index, null);
    this.archived.push({
      reason: "folded",
      text: line,
      now: null,
      order: order.number,
      title: order.title,
      date: order.closed,
    });
    this.#earlier = addEarlier(
      this.#earlier,
      summaryOf(order, this.#grammar.settings.currency),
      this.#grammar.settings.currency,
    );
    return line.length + 1;
  }

  /** What the summary tells before this compaction: what stands on the card, and no less than the archive holds. */
  #startingSummary(): Earlier | null {
    const { currency } = this.#grammar.settings;
    const stored = (this.#input.folded ?? []).reduce<Earlier | null>((sum, { text }) => {
      const order = readNotes(this.#grammar, text, { today: null }).card.orders[0];
      return order ? addEarlier(sum, summaryOf(order, currency), currency) : sum;
    }, null);
    const shown = this.#reading.card.earlier;
    if (!stored || !shown) return shown ?? stored;
    return stored.done + stored.lost > shown.done + shown.lost ? stored : shown;
  }

  // ---------------------------------------------------------------------------------------------------- log and plans

  /** Follow-ups that a later line has met leave, in the log and in open orders. */
  dropMetPlans(): void {
    for (const { items, order } of this.#reading.orders) {
      if (order.state !== "open") continue;
      for (const item of items) if (isMet(item)) this.#leave("met", item, order);
    }
    for (const item of this.#reading.logItems) if (isMet(item)) this.#leave("met", item, null);
  }

  prune(keep: number): void {
    const kept = this.#reading.logItems.filter(({ step }) => step.kind !== "plan").length;
    for (let left = kept; left > keep && this.#prunable.length > 0; left--) this.#pruneOldest();
  }

  #pruneOldest(): number {
    const item = this.#prunable.shift()!;
    this.#leave("pruned", item, null);
    return item.head.text.length + 1;
  }

  /** All that happened, oldest first, but the line that tells of the last touch. */
  #prunableLog(): Item[] {
    const { logItems, orders } = this.#reading;
    const happened = logItems.filter(({ step }) => step.kind !== "plan");
    const touch = lastTouch(
      orders.map(({ order }) => order),
      logItems.map(({ step }) => step),
    );
    return happened.at(-1)?.step.date === touch ? happened.slice(0, -1) : happened;
  }

  // ------------------------------------------------------------------------------------------------------- the budget

  /** Folds and prunes on until about `excess` characters are saved; false when nothing more may go. */
  shrinkBy(excess: number): boolean {
    let saved = 0;
    const before = this.archived.length;
    while (saved < excess && this.#foldable.length > 0) saved += this.#foldOldest();
    while (saved < excess && this.#prunable.length > 0) saved += this.#pruneOldest();
    return this.archived.length > before;
  }

  // ---------------------------------------------------------------------------------------------------------- the text

  /** The summary as it stood goes along with what was folded into it, so that putting that back gives the same line again. */
  noteSummary(): void {
    const [shown] = this.#reading.doc.earlier;
    if (!shown || !this.#earlier || this.#isSameSummary()) return;
    const now = printEarlier(this.#grammar, this.#earlier);
    this.archived.push({ reason: "rewritten", text: shown.text, now, order: null, title: null, date: null });
  }

  #isSameSummary(): boolean {
    const shown = this.#reading.doc.earlier;
    const read = shown.length === 1 ? readEarlier(this.#grammar, shown[0]!.text) : null;
    return JSON.stringify(read) === JSON.stringify(this.#earlier);
  }

  /** The text that is left, in canonical form, and the lines that only this brought into that form. */
  print(marker: string | null): Arranged {
    const summary = this.#earlier && printEarlier(this.#grammar, this.#earlier);
    const same = this.#isSameSummary();
    const lines = this.#reading.doc.lines.flatMap((line) => {
      if (line.kind === "earlier" && !same) return [""];
      const instead = this.#instead.get(line.index);
      return instead === undefined ? [line.text] : instead === null ? [] : [instead];
    });
    if (summary && !same) lines.push("", summary);
    const reading = readNotes(this.#grammar, lines.join("\n"), { today: this.#input.today });
    return arrange(this.#grammar, reading, { marker });
  }

  #leave(reason: "compacted" | "met" | "pruned", item: Item, order: Order | null): void {
    if (item.role !== "ordered") this.#instead.set(item.head.index, null);
    for (const { index } of item.more) this.#instead.set(index, null);
    // The first step that a header tells of has no line of its own yet; every other line goes as it stood.
    const lines =
      item.role === "ordered"
        ? printItem(this.#grammar, item, order?.number ?? null)
        : [item.head, ...item.more].map(({ text }) => text);
    this.archived.push({
      reason,
      text: lines.join("\n"),
      now: null,
      order: order?.number ?? null,
      title: order?.title ?? null,
      date: item.step.date,
    });
  }
}

function isMet({ step, role }: Item): boolean {
  return step.kind === "plan" && step.met && role === "entry";
}

/** One finished order as a summary; the sum of a lost one does not count. */
function summaryOf(order: Order, currency: string): Earlier {
  const year = order.closed === null ? null : Number(order.closed.slice(0, 4));
  const amounts = order.state === "done" && order.amount !== null ? { [order.currency ?? currency]: order.amount } : {};
  return {
    done: order.state === "done" ? 1 : 0,
    lost: order.state === "lost" ? 1 : 0,
    amount: amounts[currency] ?? 0,
    amounts,
    from: year,
    to: year,
  };
}

function sameWords(a: string | null, b: string | null): boolean {
  return squeeze(a ?? "") === squeeze(b ?? "");
}
