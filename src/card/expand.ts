/** Puts lines of the archive back into a card, where they stood. */
import type { IsoDay } from "../lib/day.ts";
import { arrange } from "./arrange.ts";
import type { Doc } from "./document.ts";
import { addEarlier, printEarlier, readEarlier } from "./earlier.ts";
import type { Grammar } from "./grammar.ts";
import { type Line, readLine } from "./line.ts";
import type { ArchivedLine, Earlier } from "./model.ts";
import { type Reading, readNotes } from "./notes.ts";
import type { OrderRead } from "./order.ts";
import { openHeader } from "./rewrite.ts";
import { readMarker } from "./state-line.ts";

export type ExpandOptions = {
  today: IsoDay | null;
  /** Marker for the state line; without it, the one that the state line shows. */
  marker?: string | null;
};

/**
 * The notes with the lines of `entries` in them: steps under their order, a folded order as its closed line (the summary tells one
 * less), log lines in the log. An order whose outcome comes back as a step gets its header back as it stood. Entries of `rewritten`
 * lines only tell how a header was typed. Lines whose order is not on the card go to the log, or to the free text when undated.
 */
export function expandCard(grammar: Grammar, text: string, entries: ArchivedLine[], options: ExpandOptions): string {
  const putBack = entries.filter(({ reason }) => reason !== "rewritten");
  if (putBack.length === 0) return text;
  const unfolded = unfold(grammar, text, entries, options);
  const rest = putBack.filter(({ reason }) => reason !== "folded");
  const reading = readNotes(grammar, unfolded, { today: options.today });
  const lines = reading.doc.lines.map(({ text: line }) => [line]);
  // What has left the log stood before what stayed: a follow-up before the line of its day that met it.
  const log: string[] = [];
  const loose: string[] = [];
  for (const [read, group] of groupByOrder(reading, rest)) {
    if (read) restoreOrder(grammar, read, group, entries, lines);
    else for (const entry of group) (isOfLog(entry) ? log : loose).push(entry.text);
  }
  const whole = [
    ...log.map((line) => `${line}\n`),
    ...lines.map((parts) => parts.join("\n")),
    ...loose.map((line) => `\n${line}`),
  ].join("\n");
  const marker = options.marker === undefined ? shownMarker(grammar, reading) : options.marker;
  return arrange(grammar, readNotes(grammar, whole, { today: options.today }), { marker }).text;
}

function shownMarker(grammar: Grammar, { doc }: Reading): string | null {
  const [state] = doc.state;
  return state ? (readMarker(grammar, state.text) ?? null) : null;
}

/** Folded orders come back as lines of their own; the summary is that much smaller, or gone. */
function unfold(grammar: Grammar, text: string, entries: ArchivedLine[], { today }: ExpandOptions): string {
  const folded = entries.filter(({ reason }) => reason === "folded");
  if (folded.length === 0) return text;
  const { doc, card } = readNotes(grammar, text, { today });
  let earlier = card.earlier;
  for (const entry of folded) earlier = withoutOrder(grammar, earlier, entry);
  const summary = earlier && earlier.done + earlier.lost > 0 ? [summaryBefore(grammar, doc, entries, earlier)] : [];
  const lines = doc.lines.filter(({ kind }) => kind !== "earlier").map((line) => line.text);
  return [...lines, "", ...folded.map((entry) => entry.text), ...summary].join("\n");
}

/**
 * The summary as it stood before these orders were folded into it, if the entries tell; sums alone do not give its years back. Each
 * compaction tells one step of the way.
 */
function summaryBefore(grammar: Grammar, { earlier: shown }: Doc, entries: ArchivedLine[], counted: Earlier): string {
  let texts = shown.map(({ text }) => text.trim());
  const steps = entries.filter(({ reason, now }) => reason === "rewritten" && now !== null);
  for (let left = steps.length; left > 0; left--) {
    const noted = steps.find(({ now }) => texts.includes(now!));
    if (!noted) break;
    const before = readEarlier(grammar, noted.text);
    if (before?.done === counted.done && before.lost === counted.lost) return noted.text;
    texts = [noted.text.trim()];
  }
  return printEarlier(grammar, counted);
}

function withoutOrder(grammar: Grammar, earlier: Earlier | null, entry: ArchivedLine): Earlier | null {
  const order = readNotes(grammar, entry.text, { today: null }).card.orders[0];
  if (!earlier || !order) return earlier;
  const { currency } = grammar.settings;
  const done = order.state === "done" ? 1 : 0;
  const amounts = done && order.amount !== null ? { [order.currency ?? currency]: -order.amount } : {};
  const minus: Earlier = { done: -done, lost: done - 1, amounts, amount: 0, from: null, to: null };
  return addEarlier(earlier, minus, currency);
}

/** Entries with the order that they go back to: by number, else by title; `null` where it is not on the card. */
function groupByOrder({ orders }: Reading, entries: ArchivedLine[]): Map<OrderRead | null, ArchivedLine[]> {
  const groups = new Map<OrderRead | null, ArchivedLine[]>();
  for (const entry of entries) {
    const wanted = isOfLog(entry) ? null : ownerOf(orders, entry);
    const group = groups.get(wanted);
    if (group) group.push(entry);
    else groups.set(wanted, [entry]);
  }
  return groups;
}

function isOfLog({ order, title }: ArchivedLine): boolean {
  return order === null && title === null;
}

/** Of several orders of one number, the one of that title, in the state in which the line left it. */
function ownerOf(orders: OrderRead[], { order: number, title, reason }: ArchivedLine): OrderRead | null {
  const same = orders.filter(({ order }) => order.number === number && (number !== null || order.title === title));
  const fit = ({ order }: OrderRead): number =>
    Number(order.title === title) * 2 + Number((order.state === "open") === (reason === "met"));
  return same.reduce<OrderRead | null>((best, each) => (best && fit(best) >= fit(each) ? best : each), null);
}

/**
 * Under the header, and what continues it there, go the lines that came back, before the steps that are there; they are sorted with them
 * afterwards.
 */
function restoreOrder(
  grammar: Grammar,
  { block, order, closedBy }: OrderRead,
  group: ArchivedLine[],
  all: ArchivedLine[],
  lines: string[][],
): void {
  const { index } = block.header;
  const tells = group.some(({ text }) => tellsOutcome(grammar, block.header, text, order.closed));
  const header =
    closedBy?.role === "closing" && tells
      ? typedHeader(all, block.header)
      : (closedHeader(grammar, all, block.header) ?? block.header.text);
  lines[index] = [header];
  lines[(block.under.at(-1) ?? block.header).index]!.push(...group.map(({ text }) => text));
}

/** Whether a line, put under the bare header, closes the order on the same day. */
function tellsOutcome(grammar: Grammar, header: Line, text: string, closed: IsoDay | null): boolean {
  const read = readNotes(grammar, `${openHeader(header)}\n${text}`, { today: null }).card.orders[0];
  return read !== undefined && read.state !== "open" && read.closed === closed;
}

/** The header as it stood before it was closed, if the entries tell; else without its closing part. */
function typedHeader(entries: ArchivedLine[], header: Line): string {
  const rewritten = entries.findLast(({ reason, now }) => reason === "rewritten" && now === header.text);
  return rewritten && isHeaderText(rewritten.text) ? rewritten.text : openHeader(header);
}

/** A closed line as it stood before it was given a name, if the entries tell. */
function closedHeader(grammar: Grammar, entries: ArchivedLine[], header: Line): string | null {
  const rewritten = entries.findLast(({ reason, now }) => reason === "rewritten" && now === header.text);
  return rewritten && readLine(grammar, rewritten.text, 0, { limit: null }).header?.closing ? rewritten.text : null;
}

function isHeaderText(text: string): boolean {
  return text.trim() !== "" && !text.includes("\n");
}
