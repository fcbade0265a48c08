/** A line of an order or of the log, changed or added from outside its card. Pure. */
import { composeStep, type Grammar, parseNotes, readEmployee } from "../card/index.ts";
import type { Card, Order, Step } from "../card/model.ts";
import type { IsoDay } from "../lib/day.ts";
import { lastLineOf } from "./told-orders.ts";

/** What a line says. */
export type StepSaid = { date: IsoDay | null; time: string | null; text: string; employee: string | null };
/** The line of a card that says it, under the order of that number; `null`: in the log. */
export type StepPlace = StepSaid & { order: number | null };

/** The text with that line saying something else; `null` when there is no such line, or when anything else of the card would read otherwise. */
export function editStep(grammar: Grammar, text: string, place: StepPlace, edit: Partial<StepSaid>): string | null {
  const before = parseNotes(grammar, text, { today: null }).card;
  const found = stepsOf(before).find(({ step, order }) => (order?.number ?? null) === place.order && says(step, place));
  const wanted = wantedOf(grammar, { ...place, ...edit });
  if (!found || wanted === null) return null;
  const [first = "", ...more] = wanted.text.split("\n");
  const lines = text.split("\n");
  const plan = found.step.kind === "plan";
  const line = composeStep(grammar, { ...wanted, text: first, plan });
  lines.splice(found.step.line, found.step.text.split("\n").length, line, ...more);
  const changed = lines.join("\n");
  const expected = stepsOf(before).map((one) => (one === found || one.step === found.step ? wanted : one.step));
  return isAsExpected(grammar, changed, before, expected) ? changed : null;
}

/** The text with one more line under the order of that number, or in the log; `null` as above. */
export function addStep(grammar: Grammar, text: string, order: number | null, said: StepSaid): string | null {
  const before = parseNotes(grammar, text, { today: null }).card;
  const wanted = wantedOf(grammar, said);
  if (wanted === null || wanted.text.includes("\n")) return null;
  const line = composeStep(grammar, wanted);
  const lines = text.split("\n");
  if (order === null) lines.push(...(text.trim() === "" ? [] : [""]), line);
  else {
    const [at, ...others] = before.orders.filter(({ number }) => number === order);
    if (!at || others.length > 0) return null;
    lines.splice(lastLineOf(at) + 1, 0, line);
  }
  const changed = lines.join("\n");
  return isAsExpected(grammar, changed, before, [...stepsOf(before).map(({ step }) => step), wanted]) ? changed : null;
}

/** Whether a card has a line that says it, wherever it stands. */
export function hasStep(card: Card, said: StepSaid): boolean {
  return stepsOf(card).some(({ step }) => says(step, said));
}

export function stepsOf({ orders, log }: Card): { step: Step; order: Order | null }[] {
  return [
    ...orders.flatMap((order) => order.steps.map((step) => ({ step, order }))),
    ...log.map((step) => ({ step, order: null })),
  ];
}

/** `null` for a day-less or empty line, and for an employee whom the office does not have. */
function wantedOf(grammar: Grammar, said: StepSaid): StepSaid | null {
  const employee = said.employee === null ? null : readEmployee(grammar, said.employee);
  if (said.text.trim() === "" || said.date === null || (said.employee !== null && employee === null)) return null;
  return { date: said.date, time: said.time, text: said.text.trim(), employee };
}

function says(one: StepSaid, other: StepSaid): boolean {
  return (
    one.date === other.date && one.time === other.time && one.text === other.text && one.employee === other.employee
  );
}

/** All lines say what they should, and every order stands as it stood; only its days follow those of its lines. */
function isAsExpected(grammar: Grammar, text: string, before: Card, expected: StepSaid[]): boolean {
  const after = parseNotes(grammar, text, { today: null }).card;
  const told = (steps: StepSaid[]) =>
    steps.map(({ date, time, text, employee }) => JSON.stringify([date, time, text, employee])).sort();
  const heads = ({ orders, free }: Card) =>
    JSON.stringify([
      orders.map(({ number, title, amount, currency, state }) => [number, title, amount, currency, state]),
      free,
    ]);
  return (
    heads(before) === heads(after) &&
    told(expected).join("\n") === told(stepsOf(after).map(({ step }) => step)).join("\n")
  );
}
