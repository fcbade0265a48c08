/** "Findings" of the card's description: each rule of the notes raised, with its place and its words in three languages, and not raised. */
import { describe, expect, test } from "vitest";
import { compactCard, compileGrammar, normaliseCard, parseNotes } from "../../src/card/index.ts";
import { cardSeverities } from "../../src/card/messages.ts";
import type { Finding } from "../../src/card/model.ts";
import type { Language } from "../../src/card/settings.ts";
import { cardSettings, grammarOf, numbers, TODAY } from "../support/cards.ts";

/** A text and what is said of it. */
type Say = (language: Language) => { text: string; findings: Finding[] };
const parsed =
  (text: string): Say =>
  (language) => ({ text, findings: parseNotes(grammarOf(language), text, { today: TODAY }).card.findings });
const edited =
  (previous: string, text: string, more: { late?: boolean; recent?: string[] } = {}): Say =>
  (language) =>
    normaliseCard(compileGrammar(cardSettings({ language, stateLine: false })), {
      text,
      previous,
      today: TODAY,
      edited: TODAY,
      nextNumber: numbers(20),
      marker: null,
      ...more,
    });
const tight = { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 40 };
const short =
  (text: string): Say =>
  (language) => {
    const { card } = parseNotes(compileGrammar(cardSettings({ language, compaction: tight })), text, { today: TODAY });
    return { text, findings: card.findings };
  };

const two = "Order 1: x\n03.11.2026 asked (Anna)\n\nOrder 2: y\n03.11.2026 asked (Anna)";

/** A rule; what raises it, with the line and the words that it points to (`null`: the whole card); what does not; its message. */
const cases: [string, Say, number | null, string | null, Say, en: string, ru: string, hy: string][] = [
  [
    "order.unclear",
    parsed("• заказ диван"),
    0,
    "заказ",
    parsed("• заказ: диван"),
    "Is this an order",
    "Это заказ",
    "Սա պատվե",
  ],
  [
    "order.unnumbered",
    parsed("Order: sofa"),
    0,
    "Order",
    parsed("Order 1: sofa"),
    "no number",
    "нет номера",
    "համար չունի",
  ],
  [
    "order.number-twice",
    parsed("Order 1: sofa\nзаказ №1: bed\nOrder 1: lamp"),
    1,
    "1",
    parsed("Order 1: sofa\nOrder 2: bed"),
    "same number",
    "Такой номер",
    "նույն համարն",
  ],
  [
    "order.amount-missing",
    parsed("Order 1: sofa – done 01.11.2026"),
    0,
    "sofa",
    parsed("Order 1: sofa – lost 01.11.2026"),
    "no amount",
    "сумма не указана",
    "գումարը նշված չէ",
  ],
  [
    "order.stale",
    parsed("Order 1: sofa\n23.10.2026 asked (Anna)"),
    0,
    "Order 1: sofa",
    parsed("Order 1: sofa\n24.10.2026 asked (Anna)"),
    "for long",
    "давно ничего",
    "վաղուց",
  ],
  [
    "order.which",
    edited(two, `${two}\n\npaid 500 (Anna)`),
    6,
    "23.11.2026 paid 500 (Anna)",
    edited("Order 1: x", "Order 1: x\n\npaid 500 (Anna)"),
    "Several orders",
    "несколько заказов",
    "Մի քանի պատվեր",
  ],
  [
    "outcome.unclear",
    parsed("Order 1: sofa\n01.11.2026 ավարտված չէ (Աննա)"),
    1,
    "ավարտված",
    parsed("Order 1: sofa, 500\n01.11.2026 ավարտված է (Աննա)"),
    "Is the order closed",
    "Заказ этим закрыт",
    "փակվե",
  ],
  [
    "outcome.unclear",
    parsed("Order 7: table – lost: dear (Aram)"),
    0,
    "lost",
    parsed("Order 7: table – lost 02.05.2026: dear (Aram)"),
    "Is the order closed",
    "Заказ этим закрыт",
    "փակվե",
  ],
  [
    "step.employee-missing",
    parsed("01.11.2026 called "),
    0,
    "01.11.2026 called",
    parsed("→ 01.12.2026 call"),
    "Who did this",
    "Кто это сделал",
    "Ո՞վ",
  ],
  [
    "step.employee-unknown",
    parsed("01.11.2026 called (Zed Lee)"),
    0,
    "(Zed Lee)",
    parsed("01.11.2026 called (Anna)"),
    "Nobody of this name",
    "Такого сотрудника нет",
    "աշխատակից չկա",
  ],
  [
    "step.employee-ambiguous",
    parsed("01.11.2026 called (Г.)"),
    0,
    "(Г.)",
    parsed("01.11.2026 called (Гаянэ)"),
    "Two employees",
    "двух сотрудников",
    "Երկու աշխատակից",
  ],
  [
    "step.date-impossible",
    parsed("• 31.02.2024, called"),
    0,
    "31.02.2024",
    parsed("• 28.02.2024, called"),
    "no such day",
    "Такого дня нет",
    "Այդպիսի օր չկա",
  ],
  [
    "step.date-impossible",
    parsed("Order 7: table, 500 – done 31.02.2024 (Aram)"),
    0,
    "31.02.2024",
    parsed("Order 7: table, 500 – done 28.02.2024 (Aram)"),
    "no such day",
    "Такого дня нет",
    "Այդպիսի օր չկա",
  ],
  [
    "step.undated",
    parsed("Order 1: x\ncalled (Anna)"),
    1,
    "called (Anna)",
    parsed("Order 1: x\n01.11.2026 called (Anna)"),
    "day is missing",
    "Не указан день",
    "Օրը նշված չէ",
  ],
  [
    "step.date-late",
    edited("", "called (Anna)", { late: true }),
    0,
    "23.11.2026 called (Anna)",
    edited("", "called (Anna)"),
    "a day or more before",
    "раньше поставленной даты",
    "առաջ",
  ],
  [
    "followup.overdue",
    parsed("→ 22.11.2026 call (Anna)"),
    0,
    "→ 22.11.2026 call (Anna)",
    parsed("→ 23.11.2026 call (Anna)"),
    "done by now",
    "уже должно быть сделано",
    "արդեն պետք է",
  ],
  [
    "notes.too-long",
    short("Prefers calls after 18:00, on Mondays at best."),
    null,
    null,
    short("01.01.2026 a (Anna)\n02.01.2026 b (Anna)\n03.01.2026 c (Anna)"),
    "longer than the budget",
    "длиннее допустимого",
    "երկար են սահմանվածից",
  ],
  [
    "notes.conflict",
    edited("a\nPrefers mails.\nz\nq", "a\nPrefers visits.\nz", { recent: ["a\nPrefers calls.\nz"] }),
    1,
    "Prefers visits.",
    edited("a\nb\nz", "a\nb\nz\nc"),
    "Two people changed",
    "Двое изменили",
    "Երկու հոգի",
  ],
];

describe("Findings", () => {
  test.each(cases)(
    "%s says which words of which line it is about, in the template's language (%#)",
    (rule, raised, line, words, _not, ...texts) => {
      for (const [at, language] of (["en", "ru", "hy"] as const).entries()) {
        const { text, findings } = raised(language);
        const found = findings.filter((finding) => finding.rule === rule);
        expect(found).toHaveLength(1);
        const [{ severity, message, range, ...finding }] = found as [Finding];
        expect(finding).toEqual({ rule, line });
        expect(severity).toBe(cardSeverities[rule as keyof typeof cardSeverities]);
        expect(message).toContain(texts[at]!);
        expect(range && text.split("\n")[line!]!.slice(...range)).toBe(words);
      }
    },
  );

  test.each(cases)("%s is not raised by what is in order (%#)", (rule, _raised, _line, _words, not) => {
    expect(not("en").findings.map((finding) => finding.rule)).not.toContain(rule);
  });

  test("every rule of the notes is among these; the screen's has tests of its own", () => {
    const rules = new Set([...cases.map(([rule]) => rule), "screen.overflow"]);
    expect([...rules].sort()).toEqual(Object.keys(cardSeverities).sort());
  });

  test("a rule that the office has switched off is silent", () => {
    for (const [rule] of cases) {
      const quiet = compileGrammar(cardSettings({ severities: { [rule]: "off" }, compaction: tight }));
      const texts = [
        "• заказ диван",
        "Order: sofa\nOrder 1: a\nOrder 1: b – done 01.11.2026",
        "01.11.2026 called (Г.)",
      ];
      for (const text of texts)
        expect(parseNotes(quiet, text, { today: TODAY }).card.findings.map((finding) => finding.rule)).not.toContain(
          rule,
        );
    }
  });

  test("fix mends, ask only says; what the program cannot mend is never of severity fix", () => {
    const of = (severity: "fix" | "ask" | "off") =>
      compileGrammar(
        cardSettings({ stateLine: false, severities: { "order.unnumbered": severity, "step.undated": severity } }),
      );
    const text = "Order 1: x\ncalled (Anna)\n\nOrder: sofa";
    const result = (severity: "fix" | "ask" | "off") => {
      const options = { previous: null, today: TODAY, edited: null, nextNumber: numbers(20), marker: null };
      const { text: notes, findings } = normaliseCard(of(severity), { text, ...options });
      return { notes, said: findings.map((finding) => `${finding.rule} ${finding.severity}`).sort() };
    };
    expect(result("fix")).toEqual({
      notes: "Order 21: sofa\n\nOrder 1: x\ncalled (Anna)",
      said: ["step.undated ask"],
    });
    expect(result("ask")).toEqual({
      notes: "Order: sofa\n\nOrder 1: x\ncalled (Anna)",
      said: ["order.unnumbered ask", "step.undated ask"],
    });
    expect(result("off")).toEqual({ notes: "Order: sofa\n\nOrder 1: x\ncalled (Anna)", said: [] });
  });

  test("notes.too-long is said by a plain check as by a compaction, and cuts nothing", () => {
    const grammar = compileGrammar(cardSettings({ compaction: tight }));
    const text = "Prefers calls after 18:00, on Mondays at best.";
    const compacted = compactCard(grammar, { text, today: TODAY, marker: null });
    expect(compacted).toMatchObject({ text, changed: false, findings: [{ rule: "notes.too-long", line: null }] });
    expect(parseNotes(grammar, text, { today: TODAY }).card.findings).toEqual(compacted.findings);
  });
});
