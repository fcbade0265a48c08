import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinNotes, normaliseCard, parseNotes, personLines } from "../../src/card/index.ts";
import { anyCard } from "../support/any-card.ts";
import { anyText } from "../support/any-text.ts";
import { grammarOf, numbers, TODAY } from "../support/cards.ts";

const settings = { numRuns: Number(process.env.CARD_RUNS ?? 300), seed: 20261123 };
const grammar = grammarOf("en");
const flat = (line: string) => line.normalize("NFC").replace(/\s+/g, " ").trim();
const own = (text: string) => personLines(grammar, text).map(flat);
const anyNotes = fc.oneof(
  anyText,
  anyCard.map(({ text }) => text),
);
const input = (text: string) => ({ text, previous: null, today: TODAY, edited: null, nextNumber: numbers() });

describe("joining notes, for any texts", () => {
  test("drops no line that a person wrote", () => {
    fc.assert(
      fc.property(fc.array(anyNotes, { maxLength: 3 }), (texts) => {
        const lines = new Set(own(joinNotes(grammar, texts)));
        for (const line of texts.flatMap(own)) expect(lines).toContain(line);
      }),
      settings,
    );
  });

  test("brings in nothing that stood nowhere, and no line more often than the cards do", () => {
    fc.assert(
      fc.property(anyNotes, anyNotes, (first, second) => {
        const left = new Map<string, number>();
        for (const line of [first, second].flatMap(own)) left.set(line, (left.get(line) ?? 0) + 1);
        for (const line of own(joinNotes(grammar, [first, second]))) {
          expect(left.get(line) ?? 0).toBeGreaterThan(0);
          left.set(line, left.get(line)! - 1);
        }
      }),
      settings,
    );
  });

  test("of a text with itself is that text's lines", () => {
    fc.assert(
      fc.property(anyNotes, (text) => {
        expect(own(joinNotes(grammar, [text, text]))).toEqual(own(text));
      }),
      settings,
    );
  });

  test("keeps every line through the normalising that follows, on the card or in the archive", () => {
    fc.assert(
      fc.property(anyNotes, anyNotes, (first, second) => {
        const text = joinNotes(grammar, [first, second]);
        const { text: written, archived } = normaliseCard(grammar, { ...input(text), marker: "New" });
        const kept = new Set([...own(written), ...archived.flatMap((line) => line.text.split("\n").map(flat))]);
        for (const line of own(text)) expect(kept).toContain(line);
      }),
      settings,
    );
  });

  test("of cards in order is read as the orders of both", () => {
    fc.assert(
      fc.property(anyCard, anyCard, ({ text: first }, { text: second }) => {
        const read = (text: string) => parseNotes(grammar, text, { today: TODAY }).card;
        const told = (text: string) => read(text).orders.map(({ number, title }) => `${number} ${title}`);
        const numbersOf = (text: string) => read(text).orders.flatMap(({ number }) => number ?? []);
        if (numbersOf(first).some((number) => numbersOf(second).includes(number))) return;
        const joined = joinNotes(grammar, [first, second]);
        expect(new Set(told(joined))).toEqual(new Set([...told(first), ...told(second)]));
      }),
      { ...settings, numRuns: 150 },
    );
  });
});

describe("summaries", () => {
  const first = "Earlier: 17 done, 1 240 000 AMD; 3 lost; 2021–2024";
  const second = "Earlier: 2 done, 60 000 AMD + 300 USD; 2025";

  test("are added up, in whatever language they were written", () => {
    expect(joinNotes(grammar, [first, second])).toBe("Earlier: 19 done, 1 300 000 AMD + 300 USD; 3 lost; 2021–2025");
    const russian = grammarOf("ru");
    expect(joinNotes(russian, [first, "Дом 5"])).toBe(
      "Дом 5\n\nРанее: 17 выполнено, 1 240 000 AMD; 3 отказ; 2021–2024",
    );
  });

  test("of one card stay what they are", () => {
    expect(joinNotes(grammar, [first, "called"])).toBe(`called\n\n${first}`);
  });
});
