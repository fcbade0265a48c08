/** Whether a card that nobody touched is in order as it stands. */
import type { IsoDay } from "../lib/day.ts";
import { stateOf } from "./arrange.ts";
import { lastDayTooFarFrom } from "./dates.ts";
import type { Grammar } from "./grammar.ts";
import { type Reading, readNotes } from "./notes.ts";

/** Of that many days a card is asked whether it was written before they could be read. */
const FAR_DAYS = 8;

/**
 * An unchanged card is in order at any later clock, unless its state line is missing, is told in another form or language, or names
 * another marker. A day that was too far ahead to be one when the card was written does not count, though the clock has come near it.
 */
export function isInOrder(grammar: Grammar, text: string, reading: Reading, marker: string | null): boolean {
  return (
    hasCurrentState(grammar, reading, marker) ||
    daysBeforeFar(reading).some((today) => hasCurrentState(grammar, readNotes(grammar, text, { today }), marker))
  );
}

function hasCurrentState(grammar: Grammar, reading: Reading, marker: string | null): boolean {
  const { state } = reading.doc;
  const wanted = grammar.settings.stateLine ? stateOf(grammar, reading, marker) : null;
  return wanted === null ? state.length === 0 : state.length === 1 && state[0]!.text === wanted;
}

/** The latest clocks at which the card's latest days, one after the other, were too far ahead. */
function daysBeforeFar({ card }: Reading): IsoDay[] {
  const steps = [...card.log, ...card.orders.flatMap((order) => order.steps)].map(({ date }) => date);
  const days = new Set([...steps, ...card.orders.map(({ closed }) => closed)]);
  return [...days]
    .filter((day) => day !== null)
    .sort((a, b) => (a < b ? 1 : -1))
    .slice(0, FAR_DAYS)
    .map(lastDayTooFarFrom);
}
