/** The laws of the card for any text (the design's "Laws"); laws of compaction and of merging have files of their own. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Normalised, normaliseCard, parseNotes, printNotes } from "../../src/card/index.ts";
import { meaningOf } from "../../src/card/meaning.ts";
import { addDays } from "../../src/lib/day.ts";
import { anyCard, anyLanguage, anyText, grammarOf, numbers, TODAY } from "../support/cards.ts";

const runs = Number(process.env.CARD_RUNS ?? 400);
const settings = { numRuns: runs };

function first(language: "en" | "ru" | "hy", text: string): Normalised {
  return normaliseCard(grammarOf(language), {
    text,
    previous: null,
    today: TODAY,
    edited: null,
    nextNumber: numbers(),
    marker: "Retail",
  });
}

function next(language: "en" | "ru" | "hy", text: string, previous: string | null, today = TODAY): Normalised {
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

describe("the laws, for any text", () => {
  test("1: parsing and printing gives the same characters back", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, (language, text) => {
        expect(printNotes(parseNotes(grammarOf(language), text, { today: TODAY }))).toBe(text);
      }),
      settings,
    );
  });

  test("2: at first sight every line stays, or its typed form is in the archive", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, (language, text) => {
        expect(missing(text, first(language, text))).toEqual([]);
      }),
      settings,
    );
  });

  test("2: after an edit every line of the edit and of the version before stays, or is in the archive", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, anyText, fc.boolean(), (language, before, text, appended) => {
        const previous = first(language, before).text;
        const edit = appended ? `${previous}\n${text}` : text;
        const result = next(language, edit, previous);
        const own = new Set(parseOwn(language, previous));
        expect(missing(edit, result).filter((line) => !own.has(line))).toEqual([]);
        const gone = linesOf(previous).filter((line) => !own.has(line) && !linesOf(edit).includes(line));
        const there = new Set([...linesOf(result.text), ...result.archived.flatMap((entry) => linesOf(entry.text))]);
        expect(gone.filter((line) => !there.has(line))).toEqual([]);
      }),
      settings,
    );
  });

  test("3: normalising the result again changes nothing, with it as the version before or at first sight", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, anyText, (language, before, text) => {
        for (const result of [first(language, text).text, next(language, text, first(language, before).text).text]) {
          expect(next(language, result, result).text).toBe(result);
          expect(first(language, result).text).toBe(result);
        }
      }),
      settings,
    );
  });

  test("4: what is printed says the same as what was typed, order numbers apart", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, (language, text) => {
        const typed = parseNotes(grammarOf(language), text, { today: TODAY }).card;
        const printed = parseNotes(grammarOf(language), first(language, text).text, { today: TODAY }).card;
        const given = (card: typeof typed) => ({
          ...card,
          orders: card.orders.map((order) => ({ ...order, number: (order.number ?? 999) > 500 ? null : order.number })),
        });
        expect(meaningOf(given(printed))).toBe(meaningOf(given(typed)));
      }),
      settings,
    );
  });

  test("5: moving whole blocks about does not change what is read", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, fc.nat(), (language, text, turn) => {
        const canonical = first(language, text).text;
        const blocks = canonical.split("\n\n");
        const by = turn % blocks.length;
        const turned = [...blocks.slice(by), ...blocks.slice(0, by)].join("\n\n");
        const read = (notes: string) => {
          const { card } = parseNotes(grammarOf(language), notes, { today: TODAY });
          return meaningOf({ ...card, free: card.free.toSorted() });
        };
        expect(read(turned)).toBe(read(canonical));
      }),
      settings,
    );
  });

  test("7: a canonical card yields no write at any later clock", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, fc.integer({ min: 0, max: 900 }), (language, text, days) => {
        const canonical = first(language, text).text;
        expect(next(language, canonical, canonical, addDays(TODAY, days)).changed).toBe(false);
      }),
      settings,
    );
  });

  test("7: nor does a card that the program wrote, at any later clock, when everything is at first sight again", () => {
    fc.assert(
      fc.property(anyCard, fc.integer({ min: 0, max: 900 }), ({ language, text }, days) => {
        const again = normaliseCard(grammarOf(language), {
          text,
          previous: null,
          today: addDays(TODAY, days),
          edited: null,
          nextNumber: numbers(),
          marker: "Retail",
        });
        expect(again.text).toBe(text);
      }),
      settings,
    );
  });
});

function parseOwn(language: "en" | "ru" | "hy", text: string): string[] {
  const { card, lines } = parseNotes(grammarOf(language), text, { today: TODAY });
  const told = new Set([...card.free.map(flat), ...card.orders.map(({ line }) => flat(lines[line]!.text))]);
  return lines
    .map((line) => flat(line.text))
    .filter((line) => !told.has(line) && (line.includes(" · ") || /^(Earlier|Ранее|Ավելի վաղ): /.test(line)));
}
