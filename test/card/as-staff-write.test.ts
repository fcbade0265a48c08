/** Readings that notes of the corpus taught: words, marks and turns of phrase that offices use. */
import { describe, expect, test } from "vitest";
import { compactCard, parseNotes } from "../../src/card/index.ts";
import type { Order } from "../../src/card/model.ts";
import { grammarOf, TODAY } from "../support/cards.ts";
import { noteOf } from "../support/laws/note.ts";

const grammar = grammarOf("en");
const read = (text: string) => parseNotes(grammar, text, { today: TODAY }).card;
const saved = (edit: string) => noteOf({ language: "en", text: "", before: "", edit }).edited;
const orderOf = (text: string): Order => read(text).orders[0]!;

describe("notes as staff write them", () => {
  test.each([
    ["a full stop of any alphabet", "20.11.2026 եկավ (Աննա)։"],
    ["a colon typed for it", "20.11.2026 եկավ (Աննա):"],
    ["a direction mark", "\u202a20.11.2026 called (Anna)\u202c"],
  ])("%s may follow the employee", (_name, line) => {
    expect(read(line).log).toMatchObject([{ date: "2026-11-20", employee: "Anna" }]);
  });

  test.each([
    ["avartvats e (aram)", "outcome", null],
    ["10.11.2026 araqvats e (aram)", "step", "delivered"],
    ["10.11.2026 պատվիրեցինք Մոսկվայից (Աննա)", "step", "ordered"],
    ["10.11.2026 ավանս 30 000 (Աննա)", "step", "prepaid"],
    ["10.11.2026 առաջարկն ուղարկված է (Աննա)", "step", "offer"],
    ["10.11.2026 paid a deposit 30 000 (Anna)", "step", "prepaid"],
    ["10.11.2026 внесла предоплату 30 000 (Аня)", "step", "prepaid"],
    ["неактуально (Аня)", "outcome", null],
  ])("staff's own words: %s", (line, kind, stage) => {
    const { stage: read, steps } = orderOf(`Order 1: x\n${line}`);
    expect(steps.at(-1)?.kind ?? "outcome").toBe(kind);
    expect(read).toBe(stage);
  });

  test.each([
    "оплата обещана в пятницу",
    "предоплату внесёт в понедельник",
    "deposit expected on Monday 50 000",
    "կանխավճարը կտա ուրբաթ",
    "кп отправим завтра",
  ])("what is still to come is no stage: %s", (words) => {
    expect(orderOf(`Order 1: x\n10.11.2026 ${words} (Anna)`)).toMatchObject({ stage: null, paid: 0 });
  });

  test.each([
    ["Order 15: table, 40 000 – done (Anna)", "outcome.unclear"],
    ["Order 15: table, 40 000 – done", "outcome.unclear"],
    ["Заказ 15 – выполнен (Аня)", "outcome.unclear"],
    ["Order 15: table – lost: too dear (Anna)", "outcome.unclear"],
    ["Order 15: table – done 31.02.2025 (Anna)", "step.date-impossible"],
    ["Order 15: table – done 14.08.2026 by the courier (Anna)", "outcome.unclear"],
  ])("an outcome in a header that closes nothing is said, and nobody ordered it: %s", (line, rule) => {
    const card = read(line);
    expect(card.orders[0]).toMatchObject({ state: "open", stage: null, steps: [] });
    expect(card.findings.map((finding) => finding.rule)).toEqual([rule]);
    const { text } = saved(line);
    expect(text.split("\n\n")[1]).toBe(line);
  });

  test("an outcome in a header whose year nothing tells closes it only as a new line", () => {
    const line = "Order 15: table, 40 000 – done 14.08 (Anna)";
    expect(read(line).findings).toMatchObject([{ rule: "outcome.unclear", line: 0 }]);
    expect(saved(line).text).toContain("40 000 – done 14.08.2026 (Anna)");
  });

  test.each(["Order 15: table – done with oak", "Order 15: lost-and-found box", "Order 15: wardrobe – oak (Anna)"])(
    "a title may hold such words: %s",
    (line) => {
      expect(read(line).findings.filter(({ rule }) => rule !== "step.undated")).toEqual([]);
    },
  );

  test("an order that ends with a full stop after the employee is compacted like any other", () => {
    const text = "Պատվեր 15: սեղան, 40 000\n14.08.2026 ավարտված (Աննա)։";
    expect(compactCard(grammar, { text, today: TODAY, marker: null }).text).toContain(
      "Պատվեր 15: սեղան, 40 000 – done 14.08.2026 (Աննա)",
    );
  });

  test.each(["[14:05, 20.11.2026] Karine: hello", "[14:05 20.11.2026] Karine: hello"])(
    "WhatsApp Web copies the time before the date: %s",
    (line) => {
      expect(read(line).log).toMatchObject([{ date: "2026-11-20", time: "14:05", text: "Karine: hello" }]);
    },
  );

  test("who took an order did so before its steps: a header with an employee gets no later day than they have", () => {
    const typed = "Order 15: sofa, 420 000 (Aram)\n10.11 prepaid 200 000 (Anna)";
    expect(saved(typed).text.split("\n").slice(2)).toEqual([
      "Order 15: sofa, 420 000",
      "ordered (Aram)",
      "10.11.2026 prepaid 200 000 (Anna)",
    ]);
    expect(saved(typed).card.orders[0]).toMatchObject({ stage: "prepaid" });
    expect(saved("Order 15: sofa (Aram)\n1.12 call").text).toContain("23.11.2026 ordered (Aram)");
  });

  test("a remark after the outcome does not tell when the order began", () => {
    expect(orderOf("Order 70: bed – done 02.10.2026 (Anna)\n12.11.2026 it creaks (Anna)").opened).toBeNull();
    expect(orderOf("Order 71: bed\n01.09.2026 lost (Anna)\n18.11.2026 wants it after all (Anna)").opened).toBeNull();
    expect(orderOf("Order 72: bed\n01.09.2026 asked (Anna)\n01.09.2026 done (Anna)").opened).toBe("2026-09-01");
  });
});
