import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOf, letterAt } from "../../src/lib/text-width.ts";

const lettersOf = (text: string): string[] => {
  const letters: string[] = [];
  for (let at = 0; at < text.length; ) {
    const { end } = letterAt(text, at);
    letters.push(text.slice(at, end));
    at = end;
  }
  return letters;
};

/** What Unicode calls a grapheme: the measure, too slow and too bound to the machine's ICU for the work itself. */
const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);

describe("letters", () => {
  it.each([
    ["e\u0301te\u0301", ["e\u0301", "t", "e\u0301"], 3],
    ["Аннա 漢字", ["А", "н", "н", "ա", " ", "漢", "字"], 9],
    ["👨‍👩‍👧 ok", ["👨‍👩‍👧", " ", "o", "k"], 5],
    ["👍🏽👍", ["👍🏽", "👍"], 4],
    ["❤️ ❤", ["❤️", " ", "❤"], 4],
    ["🇦🇲🇷🇺", ["🇦🇲", "🇷🇺"], 4],
    ["й и\u0306", ["й", " ", "и\u0306"], 3],
    ["a\u00adb", ["a", "\u00ad", "b"], 2],
  ])("of %j are what a reader counts", (text, letters, columns) => {
    expect(lettersOf(text).filter((letter) => letter !== "\u00ad")).toEqual(
      letters.filter((letter) => letter !== "\u00ad"),
    );
    expect(columnsOf(text)).toBe(columns);
  });

  it("end where graphemes end, in text as people write it", () => {
    const unit = fc.constantFrom(..."aЯԱ1 .漢", "e\u0301", "և", "👍🏽", "👩‍🔧", "🇦🇲", "❤️", "☎", "№", "ё", "😀", "1️⃣");
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (units) => {
        expect(lettersOf(units.join(""))).toEqual(graphemes(units.join("")));
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it("cover any text, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        expect(lettersOf(text).join("")).toBe(text);
        expect(columnsOf(text)).toBeLessThanOrEqual(2 * text.length);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});
