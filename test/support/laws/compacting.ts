/** Laws of compaction and expansion: bounded, all that leaves is in the archive with its order, and comes back as it was. */
import { compactCard, expandCard } from "../../../src/card/index.ts";
import type { ArchivedLine, Card, Earlier, Order } from "../../../src/card/model.ts";
import type { CompactionSettings } from "../../../src/card/settings.ts";
import { addDays, type IsoDay } from "../../../src/lib/day.ts";
import { TODAY, withSettings } from "../cards.ts";
import { flat, isMarked, type Law, linesOf, mayBeOwn, none, same, without } from "./law.ts";
import type { Note } from "./note.ts";
import { said } from "./reading.ts";

const isOpen = ({ state }: Order) => state === "open";
const people = (lines: string[]): string[] => lines.filter((line) => !mayBeOwn(line));

/** Whether a finished order has rested, as the specification says it. */
function hasRested({ closed, steps }: Order, today: IsoDay, graceDays: number): boolean {
  if (closed === null) return false;
  const toCome = steps.some(({ kind, met, date }) => kind === "plan" && !met && date !== null && date >= today);
  const touches = steps.flatMap(({ kind, date }) => (kind === "plan" || date === null ? [] : [date]));
  return !toCome && [closed, ...touches].every((day) => addDays(day, graceDays) <= today);
}

/** The orders of the archive's folded lines, counted by hand. */
function tally(note: Note, before: Earlier | null, folded: ArchivedLine[]): Earlier | null {
  const orders = folded.flatMap(({ text }) => note.read(text, null).orders);
  if (orders.length === 0) return before;
  const own = note.grammar.settings.currency;
  const amounts: Record<string, number> = { ...before?.amounts };
  for (const { state, amount, currency } of orders)
    if (state === "done" && amount !== null) amounts[currency ?? own] = (amounts[currency ?? own] ?? 0) + amount;
  const years = orders.map(({ closed }) => Number(closed!.slice(0, 4)));
  if (before?.from) years.push(before.from, before.to ?? before.from);
  return {
    done: (before?.done ?? 0) + orders.filter(({ state }) => state === "done").length,
    lost: (before?.lost ?? 0) + orders.filter(({ state }) => state === "lost").length,
    amount: amounts[own] ?? 0,
    amounts,
    from: Math.min(...years),
    to: Math.max(...years),
  };
}

/** Cards to compact: one that the program wrote, and any text in its canonical form. */
function* cards({ card, first }: Note): Generator<string> {
  yield card;
  if (isMarked(first.text, first.card)) yield first.text;
}

/** The card with orders that share their numbers, as a slip of a person or two imports make them. */
function withFewNumbers(note: Note): string {
  const lines = note.card.split("\n");
  for (const { line, number } of note.read(note.card).orders)
    lines[line] = lines[line]!.replace(/\d+/, String((number! % 3) + 1));
  return note.sight(lines.join("\n")).text;
}

export const compactionLaws: Law[] = [
  {
    about: "compaction",
    title: "each line stays or goes to the archive, once, with the order that it belonged to",
    holds: (note) => {
      for (const text of [...cards(note), withFewNumbers(note)]) {
        const { text: short, archived } = note.compact(text, note.later);
        const there = [...linesOf(short), ...archived.flatMap((entry) => linesOf(entry.text))];
        none(people(without(linesOf(text), there)), "lines were dropped");
        const made = archived.flatMap(({ now }) => (now === null ? [] : linesOf(now)));
        none(
          people(without(there, [...linesOf(text), ...made, ...composedHere(archived)])),
          "lines that were not there",
        );
        ownersAreRight(note.read(text, note.later), text, archived);
      }
    },
  },
  {
    about: "compaction",
    title:
      "what stays says what it said: open orders, free text, follow-ups to come; closed orders say less, and nothing else",
    holds: (note) => {
      for (const text of cards(note)) {
        const [before, after] = [note.read(text, note.later), note.compact(text, note.later).card];
        same(after.free, before.free, "the free text changed");
        const told = (card: Card) =>
          card.orders
            .filter(isOpen)
            .map((order) => JSON.stringify(withoutMet(order)))
            .sort();
        same(told(after), told(before), "open orders changed");
        const plans = (card: Card) =>
          card.log.filter(({ kind, met }) => kind === "plan" && !met).map(({ line: _line, ...plan }) => plan);
        same(plans(after), plans(before), "follow-ups changed");
        // Who of two people of one name closed an order is known to nobody.
        const outcomes = (card: Card) =>
          card.orders.filter((order) => !isOpen(order) && !text.includes("(Г.)")).map(closedFacts);
        none(without(outcomes(after), outcomes(before)), "closed orders say something else");
      }
    },
  },
  {
    about: "compaction",
    title: "the summary counts what was folded, with its sums by currency, those of lost orders left out",
    holds: (note) => {
      for (const text of cards(note)) {
        const { card, archived } = note.compact(text, note.later);
        const folded = archived.filter(({ reason }) => reason === "folded");
        same(card.earlier, tally(note, note.read(text, note.later).earlier, folded), "the summary is not the sum");
      }
    },
  },
  {
    about: "compaction",
    title: "compacting again changes nothing, and what is left is canonical",
    holds: (note) => {
      for (const text of cards(note)) {
        const short = note.compact(text, note.later).text;
        same(note.compact(short, note.later).text, short, "there was more to do");
        same(
          note.sight(short, note.later).text,
          note.sight(short, note.later).changed ? "" : short,
          "what is left is not canonical",
        );
      }
    },
  },
  {
    about: "6 bounded",
    title:
      "a card prints within the budget, unless what must stay exceeds it alone; then nothing of it is cut and a finding says so",
    holds: (note) => {
      if (!note.looksAt("card")) return;
      const { compaction } = note.parts;
      const result = note.compact(note.card, note.later);
      const tooLong = result.findings.some(({ rule }) => rule === "notes.too-long");
      same(tooLong, result.text.length > compaction.maxLength, "the finding is wrong");
      none(without(mustStay(note, note.card, compaction), linesOf(result.text)), "what must stay was cut");
      if (!tooLong) return;
      const more = people(without(linesOf(result.text), mustStay(note, result.text, compaction)));
      none(more, "over the budget although more could leave");
    },
  },
  {
    about: "6 bounded",
    title: "of any text, the finding says whether it is over the budget, and what must stay is not cut",
    holds: (note) => {
      if (!note.looksAt("first")) return;
      const result = note.compact(note.first.text, note.later);
      // A text that was left as typed may come to be arranged at a later clock: what it is rewritten to stays.
      const rewritten = result.archived.flatMap(({ reason, text, now }) =>
        reason === "rewritten" && now !== null && without(linesOf(now), linesOf(result.text)).length === 0
          ? linesOf(text)
          : [],
      );
      const tooLong = result.findings.some(({ rule }) => rule === "notes.too-long");
      same(tooLong, result.text.length > note.parts.compaction.maxLength, "the finding is wrong");
      none(
        people(
          without(mustStay(note, note.first.text, note.parts.compaction), [...linesOf(result.text), ...rewritten]),
        ),
        "what must stay was cut",
      );
    },
  },
  {
    about: "6 bounded",
    title: "no more closed orders and log lines stay than the template keeps, but for those that must",
    holds: (note) => {
      if (!note.looksAt("card")) return;
      const { compaction } = note.parts;
      const { card } = note.compact(note.card, note.later);
      const closed = card.orders.filter((order) => !isOpen(order));
      const resting = closed.filter((order) => !hasRested(order, note.later, compaction.graceDays));
      if (closed.length > Math.max(compaction.keepClosed, resting.length))
        same(closed.length, compaction.keepClosed, "too many closed orders");
      none(
        closed.filter((order) => !resting.includes(order) && order.steps.length > 0).map(({ line }) => line),
        "a rested order kept its steps",
      );
      const log = card.log.filter(({ kind }) => kind !== "plan").length;
      if (log > Math.max(compaction.keepLog, 1)) same(log, compaction.keepLog, "too many lines of the log");
      none(
        card.log.filter(({ kind, met }) => kind === "plan" && met).map(({ line }) => line),
        "a met follow-up stayed",
      );
    },
  },
  {
    about: "compaction",
    title: "expanding with what compaction archived gives back the same lines and the same meaning",
    holds: (note) => {
      for (const text of [...cards(note), withFewNumbers(note)]) {
        if (hasTwins(note, text)) continue;
        const { text: short, archived } = note.compact(text, note.later);
        const back = expandCard(note.grammar, short, archived, { today: note.later, marker: "Retail" });
        same(linesOf(back).sort(), linesOf(text).sort(), "not the same lines");
        same(saidAnyhow(note, back), saidAnyhow(note, text), "not the same meaning");
      }
    },
  },
  {
    about: "compaction",
    title: "so does expanding with what two compactions archived, one after the other",
    holds: (note) => {
      const first = note.compact(note.card, TODAY, { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 4000 });
      const second = note.compact(first.text, note.later);
      const all = [...first.archived, ...second.archived];
      const back = expandCard(note.grammar, second.text, all, { today: note.later });
      same(people(linesOf(back)).sort(), people(linesOf(note.card)).sort(), "not the same lines");
      same(saidAnyhow(note, back), saidAnyhow(note, note.card), "not the same meaning");
    },
  },
  {
    about: "compaction",
    title: "one folded order that is put back stands there as its closed line, and the summary tells one less",
    holds: (note) => {
      const { text, card, archived } = note.compact(note.card, note.later);
      const folded = archived.filter(({ reason }) => reason === "folded");
      if (folded.length === 0) return;
      const one = folded[note.parts.shuffle[0]! % folded.length]!;
      const back = expandCard(note.grammar, text, [one], { today: note.later });
      same(people(linesOf(back)).sort(), [...people(linesOf(text)), flat(one.text)].sort(), "not that line alone");
      const { earlier } = note.read(back, note.later);
      const whole = tally(note, earlier, [one])!;
      const { done, lost, amounts } = card.earlier!;
      const sums = (each: Record<string, number>) =>
        Object.entries(each)
          .filter(([, sum]) => sum !== 0)
          .sort();
      same([whole.done, whole.lost, sums(whole.amounts)], [done, lost, sums(amounts)], "the summary is not one less");
    },
  },
  {
    about: "compaction",
    title: "an order that was put back rests anew",
    holds: (note) => {
      const orders = note.read(note.card, note.later).orders.flatMap(({ number }) => (number === null ? [] : [number]));
      const putBack = new Map(orders.map((number) => [number, note.later]));
      const settings: CompactionSettings = { ...note.parts.compaction, graceDays: 3 };
      const grammar = withSettings(note.grammar, { compaction: settings });
      const { archived } = compactCard(grammar, { text: note.card, today: note.later, marker: "Retail", putBack });
      none(
        archived.filter(({ reason, order }) => order !== null && reason !== "met").map(({ text }) => text),
        "an order that was put back lost lines",
      );
    },
  },
];

/** What a text says; where among the others a step stood that is undated, or of the same day, is not known once it or those have left. */
function saidAnyhow(note: Note, text: string): unknown {
  const card = note.read(text, note.later);
  const key = (step: Order["steps"][number]) => JSON.stringify({ ...step, line: 0 });
  const sorted = card.orders.map((order) => ({
    ...order,
    steps: order.steps.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
  }));
  return said({ ...card, orders: sorted });
}

/** Two orders of one number and title, both open or both finished: the archive cannot tell which of them a line belonged to, and a finding says so. */
function hasTwins(note: Note, text: string): boolean {
  const { orders } = note.read(text, note.later);
  return (
    new Set(orders.map((order) => JSON.stringify([order.number, order.title, isOpen(order)]))).size < orders.length
  );
}

/** Lines that the archive tells which stood on the card only as a part of another: the first step and the outcome that a header tells. */
function composedHere(archived: ArchivedLine[]): string[] {
  return archived
    .filter(({ reason }) => reason === "compacted" || reason === "folded")
    .flatMap(({ text }) => linesOf(text));
}

/** Each archived line names the order in whose block it stood. */
function ownersAreRight(card: Card, text: string, archived: ArchivedLine[]): void {
  const lines = text.split("\n").map(flat);
  const owners = new Map<string, Set<string>>();
  const own = (line: string, number: number | null, title: string | null) => {
    const known = owners.get(line) ?? new Set();
    owners.set(line, known.add(JSON.stringify([number, title])));
  };
  for (const { line, number, title, steps } of card.orders) {
    own(lines[line]!, number, title);
    for (const step of steps) own(lines[step.line]!, number, title);
  }
  for (const { line } of card.log) own(lines[line]!, null, null);
  for (const { text: line, order, title, reason } of archived) {
    const known = reason === "folded" ? undefined : owners.get(flat(line.split("\n")[0]!));
    if (known && !mayBeOwn(flat(line)))
      same(known.has(JSON.stringify([order, title])), true, `${line} names another order: ${order} ${title}`);
  }
}

function withoutMet({ line: _line, steps, opened: _opened, ...order }: Order): unknown {
  return {
    ...order,
    steps: steps.filter(({ kind, met }) => kind !== "plan" || !met).map(({ line: _at, ...step }) => step),
  };
}

function closedFacts({ number, title, amount, currency, state, closed, reason, employee }: Order): string {
  // A reason that is told in the closed line is composed on the way (`е` and its dots become `ё`), as white space is made even.
  const told = reason && flat(reason.normalize("NFC"));
  return JSON.stringify([number, title, amount, currency, state, closed, told, employee]);
}

/** Lines of open orders, follow-ups, free text, the last touch and orders still in grace. */
function mustStay(note: Note, text: string, { graceDays }: CompactionSettings): string[] {
  const card = note.read(text, note.later);
  const lines = text.split("\n").map((line) => line.replace(/\r+$/, ""));
  const stay = new Set<number>();
  for (const order of card.orders) {
    if (!isOpen(order) && hasRested(order, note.later, graceDays)) continue;
    stay.add(order.line);
    for (const { line, kind, met } of order.steps) if (kind !== "plan" || !met || !isOpen(order)) stay.add(line);
  }
  const happened = card.log.filter(({ kind }) => kind !== "plan");
  for (const { line, kind, met } of card.log)
    if (kind === "plan" && !met && !card.free.includes(lines[line]!)) stay.add(line);
  const touches = [...happened.map(({ date }) => date), ...card.orders.flatMap(touchesOf)].filter(
    (day) => day !== null,
  );
  const last = touches.sort().at(-1);
  const touch = happened.filter(({ date }) => date === last).at(-1);
  if (touch && !card.free.includes(lines[touch.line]!)) stay.add(touch.line);
  const continued = card.orders
    .filter((order) => stay.has(order.line))
    .flatMap(({ steps }) =>
      steps.filter(({ line }) => stay.has(line)).flatMap((step) => step.text.split("\n").slice(1)),
    );
  return [...[...stay].map((line) => flat(lines[line]!)), ...continued.map(flat), ...card.free.map(flat)].filter(
    Boolean,
  );
}

function touchesOf({ opened, closed, steps }: Order): (IsoDay | null)[] {
  return [opened, closed, ...steps.filter(({ kind }) => kind !== "plan").map(({ date }) => date)];
}
