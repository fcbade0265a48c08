/** Random cards as the program writes them, and what such a card must say. */
import fc from "fast-check";
import {
  composeClosed,
  composeHeader,
  composeStep,
  type Grammar,
  normaliseCard,
  outcomeWord,
} from "../../src/card/index.ts";
import type { Card, Order } from "../../src/card/model.ts";
import { addDays } from "../../src/lib/day.ts";
import { anyLanguage, grammarOf, numbers, TODAY } from "./cards.ts";

const titles = fc.constantFrom(
  'sofa "Milan"',
  "2 chairs",
  "диван угловой",
  "кровать 160",
  "բազմոց",
  "wardrobe Oslo, white",
  "IKEA 3",
  "",
);
const remarks = fc.constantFrom(
  "called",
  "asked for the price",
  "offer sent",
  "prepaid 50 000",
  "предоплата 20 000",
  "заказан",
  "կանխավճար 30 000 AMD",
  "delivered",
  "звонил, уточнил цену",
  "wants it by May 5",
  "зашёл: 2×3 м",
  "said: done soon",
);
const names = fc.constantFrom(null, "Anna", "Анна", "Арам", "Suren");
/** Names in the template's spelling. */
const spelled: Record<string, string> = { Анна: "Anna", Арам: "Aram" };
/** What a remark says was paid, and in which currency. */
const paying: Record<string, [amount: number, currency: string | null]> = {
  "prepaid 50 000": [50_000, null],
  "предоплата 20 000": [20_000, null],
  "կանխավճար 30 000 AMD": [30_000, "AMD"],
};
const pastDay = fc.integer({ min: 0, max: 700 }).map((days) => addDays(TODAY, -days));
const comingDay = fc.integer({ min: 1, max: 60 }).map((days) => addDays(TODAY, days));
const time = fc.constantFrom(null, null, "09:30", "14:05");

const step = fc.record({ date: pastDay, time, text: remarks, employee: names });
const plan = fc.record({ date: comingDay, time, text: remarks, employee: names, plan: fc.constant(true) });
/** A follow-up whose day has come: a later line meets it, or it is overdue. */
const pastPlan = fc.record({ date: pastDay, time, text: remarks, employee: names, plan: fc.constant(true) });
const amount = fc.option(fc.integer({ min: 1, max: 9_999_999 }));
const currency = fc.constantFrom(null, "AMD", "USD");
const outcome = fc.constantFrom<"done" | "lost">("done", "lost");
const reason = fc.option(fc.constantFrom("too expensive", "дорого", "թանկ է", "moved, 5 days late"));

const openOrder = fc.record({
  title: titles,
  amount,
  currency,
  steps: fc.array(fc.oneof({ weight: 6, arbitrary: step }, { weight: 1, arbitrary: pastPlan }), { maxLength: 4 }),
  plans: fc.array(plan, { maxLength: 2 }),
  aside: fc.constantFrom("", "white legs", "  2 × 3 m\n  with lamp"),
});
const closedOrder = fc.record({ title: titles, amount, currency, outcome, date: pastDay, reason, employee: names });

/** More than a template keeps only now and then: a card of a few lines is tried in a fraction of the time. */
function mostlyFew<T>(each: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.array(each, { maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(each, { maxLength }) },
  );
}

/** Open, finished and closed orders, a log, a summary, free text. */
export const anyParts: fc.Arbitrary<CardParts> = fc.record({
  open: mostlyFew(openOrder, 3),
  finished: mostlyFew(fc.record({ order: openOrder, outcome, date: pastDay, reason }), 3),
  closed: mostlyFew(closedOrder, 9),
  log: mostlyFew(fc.oneof(step, step, step, step, plan, plan, pastPlan), 9),
  earlier: fc.boolean(),
  free: fc.array(fc.constantFrom("Prefers calls after 18:00.", "не звонить!\n> 20.11.2026 quoted", "дочь - Мариам"), {
    maxLength: 2,
  }),
});

type OutcomeParts = { outcome: "done" | "lost"; date: string; reason: string | null };
type HeaderParts = { title: string; amount: number | null; currency: string | null };
type StepParts = { date: string; time: string | null; text: string; employee: string | null; plan?: boolean };
type OpenParts = HeaderParts & { steps: StepParts[]; plans: StepParts[]; aside: string };
export type CardParts = {
  open: OpenParts[];
  finished: (OutcomeParts & { order: OpenParts })[];
  closed: (OutcomeParts & HeaderParts & { employee: string | null })[];
  log: StepParts[];
  earlier: boolean;
  free: string[];
};

/** The card in the words of the grammar's language; orders have the numbers 1, 2, 3 … as they come. */
export function composeCard(grammar: Grammar, { open, finished, closed, log, earlier, free }: CardParts): string {
  const next = numbers(0);
  const print = ({ aside, steps, plans, ...header }: OpenParts): string[] => [
    composeHeader(grammar, { number: next(), ...header }),
    ...(aside === "" ? [] : [aside]),
    ...[...steps, ...plans].map((each) => composeStep(grammar, each)),
  ];
  const blocks = [
    ...closed.map((order) => composeClosed(grammar, { number: next(), ...order })),
    ...finished.map(({ order, ...how }) => [...print(order), composeOutcome(grammar, how)].join("\n")),
    ...open.map((order) => print(order).join("\n")),
    log.map((each) => composeStep(grammar, each)).join("\n"),
    ...(earlier ? ["Earlier: 17 done, 1 240 000 AMD + 300 USD; 3 lost; 2021–2025"] : []),
    ...free,
  ];
  return blocks.filter(Boolean).join("\n\n");
}

function composeOutcome(grammar: Grammar, { outcome: state, date, reason: why }: OutcomeParts): string {
  const text = `${outcomeWord(grammar, state)}${why === null ? "" : `: ${why}`}`;
  return composeStep(grammar, { date, time: null, text, employee: "Anna" });
}

/** Such a card in canonical form. */
export const anyCard = fc.tuple(anyLanguage, anyParts).map(([language, parts]) => {
  const grammar = grammarOf(language);
  const text = composeCard(grammar, parts);
  const input = { text, previous: null, today: TODAY, edited: null, nextNumber: numbers(), marker: "Retail" };
  return { language, text: normaliseCard(grammar, input).text };
});

// ------------------------------------------------------------------------------------------------------- what such a card says

/** The facts of a card that two readings are compared by, here and in the card made of `CardParts`. */
export function factsOf({ orders, log, earlier, free }: Card): unknown {
  return {
    orders: orders.map(orderFacts).sort((a, b) => (a.number ?? 0) - (b.number ?? 0)),
    log: log.map((each) => stepFacts(each, log)).sort(),
    earlier,
    free: free.toSorted(),
  };
}

function orderFacts({
  number,
  title,
  amount: sum,
  currency: code,
  paid,
  state,
  closed,
  reason: why,
  employee,
  steps,
}: Order) {
  const by = state === "open" ? null : employee;
  return {
    number,
    title,
    amount: sum,
    currency: code,
    paid,
    state,
    closed,
    reason: why,
    by,
    steps: steps.map((each) => stepFacts(each, steps)).sort(),
  };
}

type Step = Card["log"][number];

function stepFacts({ date, time: at, text, employee, kind, met }: Step, among: Step[]): string {
  const others = among.filter((each) => each.kind !== "plan").map((each) => each.date);
  const known = kind === "plan" && metAmong(date!, others) !== null;
  return JSON.stringify([date, at, text, employee, kind, known ? met : null]);
}

/** Whether something happened after a follow-up's day; `null` where the times of that day would have to tell. */
function metAmong(day: string, happened: (string | null)[]): boolean | null {
  return happened.includes(day) ? null : happened.some((each) => each !== null && each > day);
}

/** The same facts, told from what the card was composed of. */
export function factsOfParts(grammar: Grammar, parts: CardParts): unknown {
  const next = numbers(0);
  const header = ({ title, amount: sum, currency: code }: HeaderParts) => ({
    number: next(),
    title,
    amount: sum,
    currency: sum === null ? null : (code ?? grammar.settings.currency),
  });
  const steps = ({ aside, steps: past, plans }: OpenParts, outcome: string[] = []) => [
    ...(aside === ""
      ? []
      : [
          partFacts({
            date: null,
            time: null,
            text: aside
              .split("\n")
              .map((line) => line.trim())
              .join("\n"),
            employee: null,
          }),
        ]),
    ...[...past, ...plans].map((each) => partFacts(each, [...daysOf(past), ...outcome])),
  ];
  const closed = parts.closed.map(({ employee, outcome: state, date, reason: why, ...rest }) => ({
    ...header(rest),
    paid: 0,
    state,
    closed: date,
    reason: why,
    by: nameOf(employee),
    steps: [] as string[],
  }));
  const finished = parts.finished.map(({ order, outcome: state, date, reason: why }) => {
    const told = JSON.stringify([
      date,
      null,
      `${outcomeWord(grammar, state)}${why === null ? "" : `: ${why}`}`,
      "Anna",
      "outcome",
      null,
    ]);
    // A lost order comes alive with any later step.
    const open = state === "lost" && order.steps.some((each) => !each.plan && each.date > date);
    return {
      ...header(order),
      paid: paidIn(grammar, order),
      state: open ? "open" : state,
      closed: open ? null : date,
      reason: open ? null : why,
      by: open ? null : "Anna",
      steps: [...steps(order, [date]), told].sort(),
    };
  });
  const open = parts.open.map((order) => ({
    ...header(order),
    paid: paidIn(grammar, order),
    state: "open",
    closed: null,
    reason: null,
    by: null,
    steps: steps(order).sort(),
  }));
  return {
    orders: [...closed, ...finished, ...open],
    log: parts.log.map((each) => partFacts(each, daysOf(parts.log))).sort(),
    earlier: parts.earlier
      ? {
          done: 17,
          lost: 3,
          amount: grammar.settings.currency === "AMD" ? 1_240_000 : 0,
          amounts: { AMD: 1_240_000, USD: 300 },
          from: 2021,
          to: 2025,
        }
      : null,
    free: parts.free.flatMap((text) => text.split("\n")).sort(),
  };
}

function nameOf(employee: string | null): string | null {
  return employee === null ? null : (spelled[employee] ?? employee);
}

/** Days on which something happened. */
function daysOf(steps: StepParts[]): string[] {
  return steps.filter((each) => !each.plan).map(({ date }) => date);
}

function partFacts(
  { date, time: at, text, employee, plan: planned }: Omit<StepParts, "date"> & { date: string | null },
  happened: string[] = [],
): string {
  const met = planned ? metAmong(date!, happened) : null;
  return JSON.stringify([date, at, text, nameOf(employee), planned ? "plan" : "step", met]);
}

/** The payments of an order's steps in its own currency, or in the office's where it has no amount. */
function paidIn(grammar: Grammar, { steps, amount: sum, currency: code }: OpenParts): number {
  const own = (sum === null ? null : code) ?? grammar.settings.currency;
  return steps.reduce((paid, { text, plan: planned }) => {
    const [more, inCurrency] = (planned ? null : paying[text]) ?? [0, null];
    return inCurrency === null || inCurrency === own ? paid + more : paid;
  }, 0);
}
