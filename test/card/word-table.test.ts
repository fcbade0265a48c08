/** The look-ups that save cutting and folding say the same as the plain ones. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../../src/card/chars.ts";
import { nextMoney, printedMoneyEnd, printMoney } from "../../src/card/money.ts";
import { builtInWords } from "../../src/card/vocabulary.ts";
import { mayBegin, wordAt, wordTable } from "../../src/card/word-table.ts";

const words = [...Object.values(builtInWords).flat(), "re-opened", "й", "айва", "և", "չէ"];
const table = wordTable(words.map((word, at) => [word, at] as const));
const plain = new Map([...words.entries()].reverse().map(([at, word]) => [fold(word), at]));

describe("a table of words", () => {
  test("finds each word however it is written, and nothing else", () => {
    const spelling = fc.constantFrom<(word: string) => string>(
      (word) => word,
      (word) => word.toUpperCase(),
      (word) => word.normalize("NFD"),
      (word) => word.replaceAll("е", "ё"),
      (word) => word.replaceAll("եւ", "և"),
      (word) => `${word}s`,
      (word) => word.slice(1),
    );
    const any = fc.oneof(fc.constantFrom(...words), fc.string({ unit: "grapheme", maxLength: 8 }));
    fc.assert(
      fc.property(any, spelling, fc.string({ maxLength: 3 }), (word, spell, before) => {
        const typed = spell(word);
        const found = wordAt(table, `${before}${typed}.`, before.length, before.length + typed.length);
        expect(found).toBe(plain.get(fold(typed)));
        if (found !== undefined) expect(mayBegin(table, `${before}${typed}.`, before.length)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("an amount as the program prints it", () => {
  const asPrinted = (text: string) => {
    const read = nextMoney(text, 0, text.length);
    return read?.start === 0 && read.end === text.length && printMoney(read.amount, read.currency) === text;
  };

  test("is told from every other form, character by character", () => {
    const amount = fc.oneof(
      fc.integer({ min: 0, max: 2_000_000 }),
      fc.integer({ min: 0, max: 99_999_999 }).map((cents) => cents / 100),
    );
    const printed = fc
      .tuple(amount, fc.constantFrom(null, "AMD", "USD", "XQX"))
      .map(([sum, currency]) => printMoney(sum, currency));
    const near = fc
      .tuple(printed, fc.nat(12), fc.constantFrom("", "0", " ", ",", "5", "A", " 000", ",00", " AMD"))
      .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at));
    fc.assert(
      fc.property(fc.oneof(printed, near), (text) => {
        expect(printedMoneyEnd(text, 0) === text.length, text).toBe(asPrinted(text));
      }),
      { numRuns: 3_000 },
    );
  });
});
