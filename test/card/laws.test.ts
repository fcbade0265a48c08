/** The laws of the card for any text (the design's "Laws"); laws of compaction and of merging have files of their own. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normaliseCard } from "../../src/card/index.ts";
import { addDays } from "../../src/lib/day.ts";
import {
  expectFixedPoint,
  expectLossless,
  expectNothingDropped,
  expectNothingDroppedByEdit,
  expectOrderIndependent,
  expectQuiet,
  expectReadBack,
  first,
  next,
} from "../support/card-laws.ts";
import { anyCard, anyLanguage, anyText, grammarOf, numbers, TODAY } from "../support/cards.ts";

const runs = Number(process.env.CARD_RUNS ?? 400);
const settings = { numRuns: runs };

describe("the laws, for any text", () => {
  test("1: parsing and printing gives the same characters back", () => {
    fc.assert(fc.property(anyLanguage, anyText, expectLossless), settings);
  });

  test("2: at first sight every line stays, or its typed form is in the archive", () => {
    fc.assert(fc.property(anyLanguage, anyText, expectNothingDropped), settings);
  });

  test("2: after an edit every line of the edit and of the version before stays, or is in the archive", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, anyText, fc.boolean(), (language, before, text, appended) => {
        const previous = first(language, before).text;
        expectNothingDroppedByEdit(language, previous, appended ? `${previous}\n${text}` : text);
      }),
      settings,
    );
  });

  test("3: normalising the result again changes nothing, with it as the version before or at first sight", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, anyText, (language, before, text) => {
        expectFixedPoint(language, first(language, text).text);
        expectFixedPoint(language, next(language, text, first(language, before).text).text);
      }),
      settings,
    );
  });

  test("4: what is printed says the same as what was typed, order numbers apart", () => {
    fc.assert(fc.property(anyLanguage, anyText, expectReadBack), settings);
  });

  test("5: moving whole blocks about does not change what is read", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, fc.nat(), (language, text, turn) => {
        expectOrderIndependent(language, first(language, text).text, turn);
      }),
      settings,
    );
  });

  test("7: a canonical card yields no write at any later clock", () => {
    fc.assert(
      fc.property(anyLanguage, anyText, fc.integer({ min: 0, max: 900 }), (language, text, days) => {
        expectQuiet(language, first(language, text).text, days);
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
