import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { composeClosed, composeHeader, composeStep, outcomeWord, parseNotes, stageWord } from "../../src/card/index.ts";
import { anyLanguage, grammarOf } from "../support/cards.ts";

const settings = { numRuns: Number(process.env.CARD_RUNS ?? 300) };
const title = fc.constantFrom(
  'sofa "Milan"',
  "2 chairs",
  "диван, белый",
  "кровать 160",
  "բազմոց՝ մեծ",
  "a – b",
  "IKEA: desk",
  "x (left)",
  "50% off",
);
const header = fc.record({
  number: fc.option(fc.integer({ min: 1, max: 99_999 })),
  title,
  amount: fc.option(fc.integer({ min: 0, max: 99_999_999 })),
  currency: fc.constantFrom("AMD", "USD", "EUR"),
});
const day = fc
  .integer({ min: 0, max: 2000 })
  .map((days) => new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10));
const employee = fc.constantFrom(null, "Anna", "Aram");

describe("composed lines read back", () => {
  test("headers", () => {
    fc.assert(
      fc.property(anyLanguage, header, (language, parts) => {
        const [order] = parseNotes(grammarOf(language), composeHeader(grammarOf(language), parts), { today: null }).card
          .orders;
        const { number, title: read, amount, currency } = order!;
        expect({ number, title: read, amount, currency }).toEqual({
          ...parts,
          currency: parts.amount === null ? null : parts.currency,
        });
      }),
      settings,
    );
  });

  test("closed lines", () => {
    const closed = fc.record({
      outcome: fc.constantFrom<"done" | "lost">("done", "lost"),
      date: day,
      reason: fc.option(fc.constantFrom("too expensive", "дорого: 5 000", "moved – done 01.01.2020", "(sic)")),
      employee,
    });
    fc.assert(
      fc.property(anyLanguage, header, closed, (language, parts, end) => {
        const [order] = parseNotes(grammarOf(language), composeClosed(grammarOf(language), { ...parts, ...end }), {
          today: null,
        }).card.orders;
        expect(order).toMatchObject({
          number: parts.number,
          title: parts.title,
          amount: parts.amount,
          state: end.outcome,
          closed: end.date,
          reason: end.reason,
          employee: end.employee,
        });
      }),
      settings,
    );
  });

  test("steps, in the log and under an order", () => {
    const step = fc.record({
      date: day,
      time: fc.constantFrom(null, "09:30"),
      text: fc.constantFrom("called", "предоплата 50 000", "«x» – y: z", "5 chairs"),
      employee,
      plan: fc.boolean(),
    });
    fc.assert(
      fc.property(anyLanguage, step, fc.boolean(), (language, parts, inOrder) => {
        const line = composeStep(grammarOf(language), parts);
        const { card } = parseNotes(grammarOf(language), inOrder ? `Order 1: x\n${line}` : line, { today: null });
        const { plan, ...rest } = parts;
        expect(inOrder ? card.orders[0]!.steps : card.log).toMatchObject([{ ...rest, kind: plan ? "plan" : "step" }]);
      }),
      settings,
    );
  });

  test("every word that the program writes is one that it reads", () => {
    fc.assert(
      fc.property(
        anyLanguage,
        fc.constantFrom<"done" | "lost">("done", "lost"),
        fc.constantFrom("enquiry", "offer", "ordered", "prepaid", "paid", "delivered"),
        (language, state, stage) => {
          const grammar = grammarOf(language);
          const read = (words: string) =>
            parseNotes(grammar, `Order 1: x\n01.01.2020 ${words}`, { today: null }).card.orders[0];
          expect(read(outcomeWord(grammar, state))).toMatchObject({ state });
          expect(read(stageWord(grammar, stage as never))).toMatchObject({ stage, state: "open" });
        },
      ),
    );
  });

  test("text of several lines becomes one line; nothing to say is nothing", () => {
    expect(composeStep(grammarOf("en"), { date: "2026-11-03", time: null, text: " a\n b ", employee: "Zed" })).toBe(
      "03.11.2026 a b (Zed)",
    );
    expect(composeStep(grammarOf("en"), { date: null, time: null, text: "", employee: null })).toBe("");
    expect(composeHeader(grammarOf("hy"), { number: 3, title: "", amount: 1234.5, currency: null })).toBe(
      "Պատվեր 3: 1 234,50 AMD",
    );
  });
});
