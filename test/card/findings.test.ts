import { describe, expect, test } from "vitest";
import { compactCard, compileGrammar, parseNotes } from "../../src/card/index.ts";
import { cardSeverities } from "../../src/card/messages.ts";
import { cardSettings, grammarOf, TODAY } from "../support/cards.ts";

const rulesOf = (text: string) => parseNotes(grammarOf("en"), text, { today: TODAY }).card.findings;

/** Each rule with a text that raises it on a line, and one much like it that does not. */
const cases: [rule: string, raised: string, line: number, not: string][] = [
  ["order.unclear", "Order a sofa", 0, "We order a sofa"],
  ["order.unclear", "x\n\nзаказ 12 диван", 2, "заказ 12: диван"],
  ["order.unnumbered", "Order: sofa", 0, "Order 1: sofa"],
  ["order.number-twice", "Order 1: sofa\nOrder 1: bed", 1, "Order 1: sofa\nOrder 2: bed"],
  ["order.amount-missing", "Order 1: sofa – done 01.11.2026", 0, "Order 1: sofa, 5 000 – done 01.11.2026"],
  ["order.amount-missing", "Order 1: sofa\n01.11.2026 done (Anna)", 0, "Order 1: sofa\n01.11.2026 lost (Anna)"],
  ["order.stale", "Order 1: sofa\n01.10.2026 asked (Anna)", 0, "Order 1: sofa\n01.11.2026 asked (Anna)"],
  [
    "order.stale",
    "Order 1: sofa\n01.10.2026 asked (Anna)",
    0,
    "Order 1: sofa\n01.10.2026 asked (Anna)\n→ 01.12.2026 call (Anna)",
  ],
  [
    "outcome.unclear",
    "Order 1: sofa\n01.11.2026 done with it (Anna)",
    1,
    "Order 1: sofa, 5 000\n01.11.2026 done: with it (Anna)",
  ],
  [
    "outcome.unclear",
    "Order 1: sofa\n01.11.2026 ավարտված չէ (Աննա)",
    1,
    "Order 1: sofa, 5 000\n01.11.2026 ավարտված է (Աննա)",
  ],
  ["step.employee-missing", "01.11.2026 called", 0, "01.11.2026 called (Anna)"],
  [
    "step.employee-missing",
    "Order 1: x\n01.11.2026 called",
    1,
    "Order 1: x, 5 000\n01.11.2026 called\n02.11.2026 done (Anna)",
  ],
  ["step.employee-unknown", "01.11.2026 called (Zed)", 0, "01.11.2026 called (she was in a hurry)"],
  ["step.employee-unknown", "Order 1: sofa (Zed)", 0, "Order 1: sofa (white)"],
  ["step.employee-ambiguous", "01.11.2026 called (Г.)", 0, "01.11.2026 called (Гаянэ)"],
  ["step.date-impossible", "31.02.2024 called", 0, "28.02.2024 called (Anna)"],
  ["step.date-impossible", "01.01.2031 party", 0, "> 01.01.2031 party"],
  ["step.undated", "Order 1: x\ncalled (Anna)", 1, "Order 1: x\n01.11.2026 called (Anna)"],
  ["followup.overdue", "→ 20.11.2026 call (Anna)", 0, "→ 23.11.2026 call (Anna)"],
  [
    "followup.overdue",
    "Order 1: x\n→ 20.11.2026 call (Anna)",
    1,
    "Order 1: x\n→ 20.11.2026 call (Anna)\n21.11.2026 called (Anna)",
  ],
];

describe("findings", () => {
  test.each(cases)("%s is raised by %j", (rule, raised, line, not) => {
    expect(rulesOf(raised).filter((finding) => finding.rule === rule)).toMatchObject([{ rule, line }]);
    expect(rulesOf(not).map((finding) => finding.rule)).not.toContain(rule);
  });

  test("notes.too-long is raised where compaction cannot help", () => {
    const tight = compileGrammar(
      cardSettings({ compaction: { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 40 } }),
    );
    const rules = (text: string) =>
      compactCard(tight, { text, today: TODAY, marker: null }).findings.map(({ rule }) => rule);
    expect(rules("Prefers calls after 18:00, and only on Mondays.")).toEqual(["notes.too-long"]);
    expect(rules("01.01.2026 a (Anna)\n02.01.2026 b (Anna)\n03.01.2026 c (Anna)")).toEqual([]);
  });

  test("messages name the line, in the template's language; long lines are cut", () => {
    const said = (language: "en" | "ru" | "hy") =>
      parseNotes(grammarOf(language), `Order ${"very ".repeat(30)}`, { today: TODAY }).card.findings[0]!.message;
    expect(said("en")).toContain("Order very");
    expect(said("en").length).toBeLessThan(150);
    expect(said("ru")).toMatch(/^Это заказ/);
    expect(said("hy")).toMatch(/^Սա պատվե/);
  });

  test("a template changes a rule's severity, or switches it off", () => {
    const strict = compileGrammar(
      cardSettings({ severities: { "step.employee-missing": "off", "order.unnumbered": "ask" } }),
    );
    const found = (text: string) => parseNotes(strict, text, { today: TODAY }).card.findings;
    expect(found("01.11.2026 called")).toEqual([]);
    expect(found("Order: x")).toMatchObject([{ rule: "order.unnumbered", severity: "ask" }]);
    expect(rulesOf("01.11.2026 called")).toMatchObject([{ severity: cardSeverities["step.employee-missing"] }]);
  });
});
