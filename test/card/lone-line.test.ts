/** What a line says alone is what the notes say that are this line. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitLines } from "../../src/card/chars.ts";
import {
  type Grammar,
  hasLogLine,
  hasUnnumberedOrder,
  normaliseCard,
  parseNotes,
  readClosedLine,
} from "../../src/card/index.ts";
import { anyLine, anyText } from "../support/any-text.ts";
import { anyLanguage, grammarOf, numbers, TODAY } from "../support/cards.ts";

const settings = { numRuns: Number(process.env.CARD_RUNS ?? 1_000) };
const anyRemark = fc.oneof(
  { weight: 6, arbitrary: anyLine },
  { weight: 1, arbitrary: anyText },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "1.1.26 called",
      "2020 թ. նոյեմբերի 3 կանչեց",
      "#12 03.11.2026 asked",
      "→ 03.11.2027 call",
      "Order 7: table, 40 000 – done 14.08.2026: nice (Anna)",
      "03.11.2026 Order 7: table – lost 14.08.2026",
      "Order 7: table – done 14.08",
      "Заказ: – отказ 14.08.2026",
    ),
  },
);

describe("a line that stands alone", () => {
  test("is a line of the log when the notes have it there", () => {
    fc.assert(
      fc.property(anyLanguage, anyRemark, (language, text) => {
        const grammar = grammarOf(language);
        expect(hasLogLine(grammar, text)).toBe(parseNotes(grammar, text, { today: null }).card.log.length > 0);
      }),
      settings,
    );
  });

  test("is a closed order when the notes tell of one without a step", () => {
    fc.assert(
      fc.property(anyLanguage, anyRemark, (language, text) => {
        const grammar = grammarOf(language);
        const { orders } = parseNotes(grammar, text, { today: null }).card;
        const [order] = orders.filter(
          ({ state, steps }) => state !== "open" && steps.length === 0 && splitLines(text).length === 1,
        );
        const closed = order ? { title: order.title, amount: order.amount, state: order.state } : null;
        expect(readClosedLine(grammar, text)).toEqual(closed);
      }),
      settings,
    );
  });

  test("is read in a card as if it had not been read before, alone or in another card, on whatever day", () => {
    const card = fc.oneof(
      anyText,
      fc.array(anyRemark, { maxLength: 8 }).map((lines) => lines.join("\n")),
    );
    fc.assert(
      fc.property(anyLanguage, card, fc.constantFrom(TODAY, "2024-01-31", "2031-06-01"), (language, text, today) => {
        const normalised = (grammar: Grammar) =>
          normaliseCard(grammar, { text, previous: null, today, edited: null, nextNumber: numbers(), marker: "New" });
        // What was read before is remembered by the grammar: a copy of it has read nothing.
        const grammar = grammarOf(language);
        const plain = normalised({ ...grammar });
        for (const line of [...splitLines(text), ...splitLines(text)]) {
          hasLogLine(grammar, line.text);
          readClosedLine(grammar, line.text);
        }
        expect(normalised(grammar)).toEqual(plain);
        expect(normalised(grammar)).toEqual(plain);
      }),
      settings,
    );
  });

  test("begins an order without a number when the notes that are this line get one", () => {
    fc.assert(
      fc.property(anyLanguage, anyRemark, (language, text) => {
        const grammar = grammarOf(language);
        let given = 0;
        const nextNumber = () => ++given;
        normaliseCard(grammar, { text, previous: null, today: TODAY, edited: null, nextNumber, marker: null });
        if (given > 0) expect(hasUnnumberedOrder(grammar, text)).toBe(true);
      }),
      settings,
    );
  });
});
