/** Whether a compacted card still says what it said. */
import type { IsoDay } from "../lib/day.ts";
import { arrange } from "./arrange.ts";
import { squeeze } from "./chars.ts";
import type { Grammar } from "./grammar.ts";
import { meaningOf, saysTheSame } from "./meaning.ts";
import type { ArchivedLine, Card, Order, Step } from "./model.ts";
import { type Reading, readNotes } from "./notes.ts";

/** Text that does not survive being arranged stays as it is. */
export function isArrangeable(grammar: Grammar, reading: Reading, today: IsoDay): boolean {
  const arranged = arrange(grammar, reading, { marker: null }).text;
  return saysTheSame(readNotes(grammar, arranged, { today }).card, reading.card);
}

/** Whether what is left of a card says the same as before, the archived lines apart. */
export function isFaithful(first: Card, second: Card, archived: ArchivedLine[]): boolean {
  const left = (reason: ArchivedLine["reason"]) => archived.filter((line) => line.reason === reason);
  const logMet = left("met").filter(({ title }) => title === null).length;
  const log = second.log.length === first.log.length - left("pruned").length - logMet;
  const finished = (card: Card) => card.orders.filter(({ state }) => state !== "open");
  return (
    log &&
    finished(second).length === finished(first).length - left("folded").length &&
    isPartOf(finished(second).map(mainParts), finished(first).map(mainParts)) &&
    openOrders(first) === openOrders(second) &&
    second.free.join("\n") === first.free.join("\n")
  );
}

/** What a closed line tells of its order. */
function mainParts({ number, title, amount, currency, state, closed, reason }: Order): string {
  return JSON.stringify([number, title, amount, currency, state, closed, reason && squeeze(reason)]);
}

function openOrders(card: Card): string {
  const orders = card.orders.filter(({ state }) => state === "open");
  const lasting = ({ kind, met }: Step) => kind !== "plan" || !met;
  const kept = orders.map((order) => ({ ...order, steps: order.steps.filter(lasting) }));
  return meaningOf({ orders: kept, log: [], earlier: null, free: [], findings: [] });
}

function isPartOf(part: string[], whole: string[]): boolean {
  const left = new Set(whole);
  return part.every((each) => left.has(each));
}
