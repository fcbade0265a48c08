import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compactCard,
  compileGrammar,
  composeClosed,
  composeHeader,
  type Grammar,
  normaliseCard,
  parseNotes,
  personLines,
  stageWord,
} from "../../src/card/index.ts";
import { meaningOf } from "../../src/card/meaning.ts";
import { anyText } from "../support/any-text.ts";
import { cardSettings, numbers, TODAY } from "../support/cards.ts";
import { shippedTemplate } from "../support/template.ts";

const kinds = (language: "en" | "ru" | "hy") => {
  const template = shippedTemplate(language);
  const of = (id: string) => compileGrammar(template.kinds.find((kind) => kind.id === id)!.card);
  return { client: of("client"), supplier: of("supplier") };
};
const { client, supplier } = kinds("en");

const read = (grammar: Grammar, text: string) => parseNotes(grammar, text, { today: TODAY }).card;
const put = (grammar: Grammar, text: string, previous: string | null = null) =>
  normaliseCard(grammar, {
    text,
    previous,
    today: TODAY,
    edited: null,
    nextNumber: numbers(11),
    marker: "Supplier",
  });

describe("a supplier's card", () => {
  it.each(["Purchase 12: cloth, 300 000", "закупка №12: ткань", "Գնում 12՝ կտոր", "zakupka: tkan", "Order 12: cloth"])(
    "has purchases in every language, and orders all the same: %s",
    (line) => {
      expect(read(supplier, line).orders).toHaveLength(1);
    },
  );

  it("is put in order with the words that were typed, and the kind's own words in the lines of the program", () => {
    const { text } = put(supplier, "закупка: ткань, 300 000\n20.11.2026 получили (Anna)");
    expect(text).toBe(
      "Supplier · #12 received 300 000 AMD · last 20.11.2026\n\nзакупка 12: ткань, 300 000\n20.11.2026 получили (Anna)",
    );
    expect(put(supplier, text, text).changed).toBe(false);
  });

  it.each([
    ["en", "Purchase 3: cloth", "received"],
    ["ru", "Закупка 3: cloth", "получен"],
    ["hy", "Գնում 3: cloth", "ստացված"],
  ] as const)("is written in the language of the template (%s)", (language, header, delivered) => {
    const grammar = kinds(language).supplier;
    expect(composeHeader(grammar, { number: 3, title: "cloth", amount: null, currency: null })).toBe(header);
    expect(stageWord(grammar, "delivered")).toBe(delivered);
    expect(read(grammar, `${header}\n20.11.2026 ${delivered} (Anna)`).orders).toMatchObject([
      { number: 3, stage: "delivered", state: "open" },
    ]);
  });

  it("is compacted to closed lines that read back", () => {
    const closed = composeClosed(supplier, {
      number: 3,
      title: "cloth",
      amount: 500,
      currency: null,
      outcome: "done",
      date: "2026-10-01",
      reason: null,
      employee: "Anna",
    });
    expect(closed).toBe("Purchase 3: cloth, 500 AMD – done 01.10.2026 (Anna)");
    const notes = "Purchase 3: cloth, 500 AMD\n01.10.2026 done (Anna)";
    expect(compactCard(supplier, { text: notes, today: TODAY, marker: null }).text).toContain(closed);
  });
});

describe("a client's card", () => {
  it("reads the numbered orders of another kind, for it may have been of that kind before", () => {
    expect(read(client, "Purchase 12: cloth\n20.11.2026 called (Anna)").orders).toMatchObject([{ number: 12 }]);
    expect(read(client, "закупка №7: ткань").orders).toMatchObject([{ number: 7 }]);
  });

  it("takes the word alone for words", () => {
    const card = read(client, "Purchase: she wants to decide in May\nGnum e amen amis");
    expect(card.orders).toEqual([]);
    expect(card.findings).toEqual([]);
  });

  it("knows the first line that the program wrote when the contact was a supplier, and makes it anew", () => {
    const { text } = put(supplier, "Purchase 12: cloth, 300 000\n20.11.2026 received (Anna)");
    expect(personLines(client, text)).toEqual(["Purchase 12: cloth, 300 000", "20.11.2026 received (Anna)"]);
    const now = normaliseCard(client, {
      text,
      previous: text,
      today: TODAY,
      edited: null,
      nextNumber: numbers(),
      marker: "New",
    });
    expect(now.text).toBe(text.replace("Supplier · #12 received", "New · #12"));
    expect(now.archived).toEqual([]);
  });
});

describe("phrases of an office's own", () => {
  const own = compileGrammar(
    cardSettings({
      phrases: {
        order: "Job",
        done: "handed over",
        lost: "called off",
        enquiry: "asks",
        offer: "offered price",
        ordered: "work",
        prepaid: "part paid",
        paid: "part paid up",
        delivered: "at the client's",
      },
      otherKinds: [{ words: { order: ["buy"] }, phrases: { order: "Buying", delivered: "in store" } }],
    }),
  );

  it("read back, all of them", () => {
    for (const stage of ["enquiry", "offer", "ordered", "prepaid", "paid", "delivered"] as const) {
      const text = `Job 12: sofa\n20.11.2026 ${stageWord(own, stage)} (Anna)`;
      const once = put(own, text).text;
      expect(read(own, once).orders).toMatchObject([{ number: 12, stage }]);
      expect(once.split("\n")[0]).toBe(`Supplier · #12 ${stageWord(own, stage)} · last 20.11.2026`);
      expect(put(own, once, once).changed).toBe(false);
    }
  });

  it("keep the laws on any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = put(own, text);
        expect(put(own, once.text, once.text).text).toBe(once.text);
        expect(meaningOf(read(own, once.text))).toBe(meaningOf(once.card));
      }),
      { seed: 31, numRuns: 300 },
    );
  });
});
