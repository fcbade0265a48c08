/** What a base says of an order that the card tells of already comes to the card, and the order stays what it was. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileGrammar, parseNotes } from "../../src/card/index.ts";
import type { ArchivedLine } from "../../src/card/model.ts";
import type { DraftOrder } from "../../src/client/draft.ts";
import { addTold, isSameOrder, KnownLines, toldOrders } from "../../src/reconcile/told-orders.ts";
import { order } from "../support/drafts.ts";
import { shippedTemplate } from "../support/template.ts";

const grammar = compileGrammar(shippedTemplate().card);
const CLOSED = "Order 1: table, 40 000 AMD – done 14.03.2024 (Anna)";
const LOST = "Order 2: sofa, 40 000 AMD – lost 14.03.2024 (Anna)";
const OPEN = "Order 3: chair, 40 000 AMD\n14.03.2024 ordered (Anna)\n\n20.03.2024 called (Anna)";

const ordersOf = (text: string) => parseNotes(grammar, text, { today: null }).card.orders;
const outcomesOf = (text: string) => ordersOf(text).map(({ title, state, closed }) => [title, state, closed]);
const told = (text: string, draft: DraftOrder, archived: ArchivedLine[] = []) =>
  addTold(grammar, text, [draft], new KnownLines([text], archived));
const gone = (reason: ArchivedLine["reason"], text: string): ArchivedLine => ({
  reason,
  text,
  now: null,
  order: null,
  title: null,
  date: null,
});

describe("what is said again", () => {
  test("adds nothing", () => {
    expect(told(CLOSED, order("table"))).toEqual({ text: CLOSED, loose: [] });
  });

  test("is known by whole lines, whatever the blanks in them, on the card and in the archive", () => {
    const known = new KnownLines(["не  звонить\r\nдвор"], [gone("removed", "звонить вечером")]);
    expect(["не звонить", "двор", "звонить вечером"].every((line) => known.has(line))).toBe(true);
    expect(["звонить", "вечером", "звонить вечером\nдвор"].some((line) => known.has(line))).toBe(false);
  });

  test("is an order that was folded away or removed as well, but none that only lost a step", () => {
    const card = parseNotes(grammar, "", { today: null }).card;
    const isTold = (line: ArchivedLine) =>
      toldOrders(grammar, card, [line]).some((one) => isSameOrder(one, order("table")));
    expect(isTold(gone("folded", CLOSED))).toBe(true);
    expect(isTold(gone("removed", CLOSED))).toBe(true);
    expect(isTold(gone("rewritten", CLOSED))).toBe(false);
  });
});

describe("what is new of an order", () => {
  test("stands under its header when it has a day", () => {
    const draft = { ...order("table"), notes: ["15.03.2024 ножка сломана (Anna)"] };
    expect(told(`${CLOSED}\n${LOST}`, draft)).toEqual({
      text: `${CLOSED}\n15.03.2024 ножка сломана (Anna)\n${LOST}`,
      loose: [],
    });
  });

  test("stands behind the steps that are there, not in the log below", () => {
    const status = { typed: "в работе", state: "open" as const, stage: "ordered" as const };
    const draft = { ...order("chair"), status, notes: ["15.03.2024 чек выписан (Anna)"] };
    expect(told(OPEN, draft).text).toBe(
      "Order 3: chair, 40 000 AMD\n14.03.2024 ordered (Anna)\n15.03.2024 чек выписан (Anna)\n\n20.03.2024 called (Anna)",
    );
  });

  test("stands outside when it has no day", () => {
    expect(told(CLOSED, { ...order("table"), notes: ["звонить вечером"] })).toEqual({
      text: CLOSED,
      loose: ["звонить вечером"],
    });
  });

  test("stands outside when it would open a lost order again", () => {
    const status = { typed: "отказ", state: "lost" as const, stage: null };
    const draft = { ...order("sofa"), status, notes: ["20.03.2024 просит скидку (Anna)"] };
    expect(told(LOST, draft)).toEqual({ text: LOST, loose: ["20.03.2024 просит скидку (Anna)"] });
  });

  test("names the employee whom the card does not name", () => {
    const nobody = "Order 1: table, 40 000 AMD – done 14.03.2024";
    const { text, loose } = told(nobody, order("table"));
    expect(loose).toEqual([]);
    expect(ordersOf(text)).toMatchObject([{ state: "done", closed: "2024-03-14", employee: "Anna" }]);
  });

  test("leaves the employee of the card where the base names another, and keeps the name beside", () => {
    const { text, loose } = told(CLOSED, { ...order("table"), employee: "Сурен" });
    expect(text).toBe(CLOSED);
    expect(loose).toEqual(["14.03.2024 table (Сурен)"]);
  });

  test("says again nobody's name that the card has in its brackets", () => {
    const line = "Order 1: table, 40 000 AMD – done 14.03.2024 (Зураб)";
    const known = told(line, { ...order("table"), employee: "Зураб" });
    expect([known.text, ...known.loose].join("\n").match(/Зураб/g)).toHaveLength(1);
  });

  test("keeps a sum and a day that are none as they were typed, with the order's name", () => {
    const draft = { ...order("table"), amount: null, amountTyped: "сто тысяч", dateTyped: "31.02.2024" };
    const text = "Order 1: table – done 14.03.2024 (Anna)";
    expect(told(text, draft).loose).toEqual(["31.02.2024 – table", "сто тысяч – table"]);
    const again = addTold(grammar, text, [draft], new KnownLines([text, "31.02.2024 – table\nсто тысяч"], []));
    expect(again.loose).toEqual([]);
  });

  test("is never lost, and no order becomes another, whatever the remarks are", () => {
    const words = fc.constantFrom(
      ...[
        "done",
        "отказ",
        "prepaid 10 000",
        "Order 9: bed",
        "#3 called",
        "звонить",
        "не звонить",
        "> цитата",
        "(Anna)",
      ],
    );
    const day = fc.constantFrom("", "15.03.2024 ", "01.01.2023 ", "→ 01.12.2026 ", "31.02.2024 ");
    const remark = fc.tuple(day, fc.array(words, { minLength: 1, maxLength: 3 })).map(([d, w]) => d + w.join(" "));
    const card = fc.constantFrom(CLOSED, LOST, OPEN, `${OPEN}\n\n${CLOSED}\n${LOST}\n\nне звонить`);
    const title = fc.constantFrom("table", "sofa", "chair");
    fc.assert(
      fc.property(card, title, fc.array(remark, { maxLength: 4 }), (text, name, notes) => {
        const state = { table: "done", sofa: "lost", chair: "open" }[name] as "done" | "lost" | "open";
        const status = { typed: state, state, stage: null };
        const { text: after, loose } = told(text, { ...order(name), status, notes });
        const lines = [...after.split("\n"), ...loose];
        for (const line of notes) expect(lines).toContain(line);
        for (const line of text.split("\n")) expect(lines).toContain(line);
        expect(outcomesOf(after)).toEqual(outcomesOf(text));
      }),
      { seed: 20_261_123, numRuns: 300 },
    );
  });
});
