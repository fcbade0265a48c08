/** The notes as a whole, read as a card. */
import type { IsoDay } from "../lib/day.ts";
import { type Doc, type ReadOptions, readDocument } from "./document.ts";
import { findingsOf } from "./findings.ts";
import type { Grammar } from "./grammar.ts";
import type { Line } from "./line.ts";
import type { Card, Earlier, Step } from "./model.ts";
import { entryItem, type Item, inOrderOfTime, markMet, type OrderRead, readOrder } from "./order.ts";

/** A document with its orders and log read; `logItems` are the lines of the log proper, `freeLog` the dated lines of free paragraphs. */
export type Reading = { doc: Doc; orders: OrderRead[]; logItems: Item[]; freeLog: Step[]; card: Card };

/** Lines that a person wrote, as typed: neither blank nor the program's own (state line, summary). */
export function personLines(grammar: Grammar, text: string): string[] {
  return readDocument(grammar, text, { today: null })
    .lines.filter(isPersonLine)
    .map((line) => line.text);
}

export function isPersonLine({ kind }: Line): boolean {
  return kind !== "blank" && kind !== "state" && kind !== "earlier";
}

export function readNotes(grammar: Grammar, text: string, options: ReadOptions): Reading {
  const reading = readDoc(grammar, readDocument(grammar, text, options), options.today);
  reading.card.findings = findingsOf(grammar, reading, options.today);
  return reading;
}

/** What a document says; its findings are not looked for yet. */
export function readDoc(grammar: Grammar, doc: Doc, today: IsoDay | null): Reading {
  const orders = doc.orders.map((block) => readOrder(grammar, block, today));
  const logItems = inOrderOfTime(doc.log.map((entry) => logItem(grammar, entry.head, today)));
  markMet(logItems.map(({ step }) => step));
  const freeLog = doc.free.flatMap((lines) => freeSteps(grammar, lines, today));
  const card: Card = {
    orders: orders.map(({ order }) => order),
    log: [...logItems.map(({ step }) => step), ...freeLog],
    earlier: earlierOf(doc),
    free: doc.free.flatMap((lines) => lines.map(({ text }) => text)),
    findings: [],
  };
  return { doc, orders, logItems, freeLog, card };
}

function logItem(grammar: Grammar, head: Line, today: IsoDay | null): Item {
  const item = entryItem(grammar, { head, more: [] }, "under", today);
  return { ...item, role: "entry" };
}

/** Dated lines of a paragraph that stays free text are read as log all the same. */
function freeSteps(grammar: Grammar, lines: Line[], today: IsoDay | null): Step[] {
  const items = lines
    .filter((line) => line.kind === "step" && line.date !== null)
    .map((line) => logItem(grammar, line, today));
  markMet(inOrderOfTime(items).map(({ step }) => step));
  return items.map(({ step }) => step);
}

function earlierOf({ earlier }: Doc): Earlier | null {
  return fullest(earlier)?.earlier ?? null;
}

/** The summary; of two, which only a mishap brings together, the one that tells of more, wherever it stands. */
export function fullest(lines: Line[]): Line | undefined {
  if (lines.length < 2) return lines[0];
  const rank = ({ earlier, text }: Line) => {
    const { done, lost, amount, amounts } = earlier ?? { done: -1, lost: 0, amount: 0, amounts: {} };
    return { orders: done + lost, amount, sums: Object.keys(amounts).length, text: text.trim() };
  };
  return lines.toSorted((one, other) => {
    const [a, b] = [rank(one), rank(other)];
    return b.orders - a.orders || b.amount - a.amount || b.sums - a.sums || (a.text < b.text ? -1 : 1);
  })[0];
}
