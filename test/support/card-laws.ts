/** The laws of the card, each as a check of one text: for random text, random cards and the corpus alike. */
import { expect } from "vitest";
import { type Normalised, normaliseCard, parseNotes, printNotes } from "../../src/card/index.ts";
import { meaningOf } from "../../src/card/meaning.ts";
import type { Language } from "../../src/card/settings.ts";
import { addDays } from "../../src/lib/day.ts";
import { grammarOf, numbers, TODAY } from "./cards.ts";

export function first(language: Language, text: string): Normalised {
  return normaliseCard(grammarOf(language), {
    text,
    previous: null,
    today: TODAY,
    edited: null,
    nextNumber: numbers(),
    marker: "Retail",
  });
}

export function next(language: Language, text: string, previous: string | null, today = TODAY): Normalised {
  return normaliseCard(grammarOf(language), {
    text,
    previous,
    today,
    edited: today,
    nextNumber: numbers(),
    marker: "Retail",
  });
}

/** As a stranger would look for a line: white space apart. */
const flat = (line: string) => line.replace(/\s+/g, " ").trim();
const linesOf = (text: string) => text.split("\n").map(flat).filter(Boolean);

function missing(typed: string, result: Normalised): string[] {
  const kept = new Map<string, number>();
  const there = [...linesOf(result.text), ...result.archived.flatMap(({ text }) => linesOf(text))];
  for (const line of there) kept.set(line, (kept.get(line) ?? 0) + 1);
  return linesOf(typed).filter((line) => {
    const left = kept.get(line) ?? 0;
    kept.set(line, left - 1);
    return left <= 0;
  });
}

function ownLines(language: Language, text: string): string[] {
  const { card, lines } = parseNotes(grammarOf(language), text, { today: TODAY });
  const told = new Set([...card.free.map(flat), ...card.orders.map(({ line }) => flat(lines[line]!.text))]);
  return lines
    .map((line) => flat(line.text))
    .filter((line) => !told.has(line) && (line.includes(" · ") || /^(Earlier|Ранее|Ավելի վաղ): /.test(line)));
}

/** 1: parsing and printing gives the same characters back. */
export function expectLossless(language: Language, text: string): void {
  expect(printNotes(parseNotes(grammarOf(language), text, { today: TODAY }))).toBe(text);
}

/** 2: at first sight every line stays, or its typed form is in the archive. */
export function expectNothingDropped(language: Language, text: string): void {
  expect(missing(text, first(language, text))).toEqual([]);
}

/** 2: after an edit every line of the edit and of the version before stays, or is in the archive. */
export function expectNothingDroppedByEdit(language: Language, previous: string, edit: string): void {
  const result = next(language, edit, previous);
  const own = new Set(ownLines(language, previous));
  expect(missing(edit, result).filter((line) => !own.has(line))).toEqual([]);
  const gone = linesOf(previous).filter((line) => !own.has(line) && !linesOf(edit).includes(line));
  const there = new Set([...linesOf(result.text), ...result.archived.flatMap((entry) => linesOf(entry.text))]);
  expect(gone.filter((line) => !there.has(line))).toEqual([]);
}

/** 3: normalising a result again changes nothing, with it as the version before or at first sight. */
export function expectFixedPoint(language: Language, result: string): void {
  expect(next(language, result, result).text).toBe(result);
  expect(first(language, result).text).toBe(result);
}

/** 4: what is printed says the same as what was typed, order numbers apart. */
export function expectReadBack(language: Language, text: string): void {
  const typed = parseNotes(grammarOf(language), text, { today: TODAY }).card;
  const printed = parseNotes(grammarOf(language), first(language, text).text, { today: TODAY }).card;
  const given = (card: typeof typed) => ({
    ...card,
    orders: card.orders.map((order) => ({ ...order, number: (order.number ?? 999) > 500 ? null : order.number })),
  });
  expect(meaningOf(given(printed))).toBe(meaningOf(given(typed)));
}

/** 5: moving the first `turn` blocks of a canonical card to its end does not change what is read. */
export function expectOrderIndependent(language: Language, canonical: string, turn: number): void {
  const blocks = canonical.split("\n\n");
  const by = turn % blocks.length;
  const turned = [...blocks.slice(by), ...blocks.slice(0, by)].join("\n\n");
  const read = (notes: string) => {
    const { card } = parseNotes(grammarOf(language), notes, { today: TODAY });
    return meaningOf({ ...card, free: card.free.toSorted() });
  };
  expect(read(turned)).toBe(read(canonical));
}

/** 7: a canonical card yields no write so many days later. */
export function expectQuiet(language: Language, canonical: string, days: number): void {
  expect(next(language, canonical, canonical, addDays(TODAY, days)).changed).toBe(false);
}
