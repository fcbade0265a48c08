/** "Lines" of the card's description, sentence by sentence: what one line says. Dates, money and plans have files of their own. */
import { describe, expect, test } from "vitest";
import { compileGrammar, type NormaliseInput, normaliseCard, parseNotes } from "../../src/card/index.ts";
import type { Order, Stage } from "../../src/card/model.ts";
import { cardSettings, grammarOf, numbers, TODAY } from "../support/cards.ts";

const read = (text: string, language: "en" | "ru" | "hy" = "en") =>
  parseNotes(grammarOf(language), text, { today: TODAY }).card;
const orderOf = (text: string): Order => read(text).orders[0]!;
const rulesOf = (text: string) => read(text).findings.map(({ rule }) => rule);
const bare = compileGrammar(cardSettings({ stateLine: false }));
function normalise(text: string, previous: string | null, more: Partial<NormaliseInput> = {}) {
  return normaliseCard(bare, {
    text,
    previous,
    today: TODAY,
    edited: TODAY,
    nextNumber: numbers(20),
    marker: null,
    ...more,
  });
}

describe("Lines: words", () => {
  test("are read in every language, whatever the template's", () => {
    for (const language of ["en", "ru", "hy"] as const)
      for (const line of [
        "Order 5: x",
        "заказ 5: x",
        "ЗАКАЗ 5: x",
        "պատվեր 5: x",
        "Պատվեր 5՝ x",
        "zakaz 5: x",
        "patver 5: x",
      ])
        expect(read(line, language).orders, line).toMatchObject([{ number: 5, title: "x" }]);
  });

  test("are whole words", () => {
    for (const line of ["orders 5: x", "заказчик: x", "պատվերով: x", "zakazchik: x", "reorder: x"])
      expect(read(line).orders, line).toEqual([]);
    for (const word of ["doneness", "отказывается ждать", "donee"])
      expect(orderOf(`Order 1: x\n${word}`).state, word).toBe("open");
  });

  test("are compared in one Unicode form, and ё counts as е", () => {
    expect(orderOf("Order 1: x\nотменён".normalize("NFD")).state).toBe("lost");
    expect(orderOf("Order 1: x\nЗАВЕРШЁН").state).toBe("done");
    expect(orderOf("Order 1: x\n03.11.2026 called (Гаянэ)".normalize("NFD")).steps).toMatchObject([
      { employee: "Gayane" },
    ]);
    expect(read("Заказ 5: стол\n03.11.2026 внёс 500".normalize("NFD")).orders).toMatchObject([{ paid: 500 }]);
  });

  test("stay as typed; only lines that the program composes are in the template's words", () => {
    const text = "zakaz 5: divan\n03.11.2026 спросил (Аня)\n04.11.2026 ՎՃԱՐԵԼ 500 (Aram)";
    expect(normalise(text, null).text).toBe(text);
    const ru = normaliseCard(compileGrammar(cardSettings({ language: "ru", stateLine: false })), {
      text: "03.11.2026 order 5: sofa (Anna)",
      previous: null,
      today: TODAY,
      edited: null,
      nextNumber: numbers(),
      marker: null,
    });
    expect(ru.text).toBe("order 5: sofa\n03.11.2026 заказан (Anna)");
  });

  test("of a template come beside the built-in ones", () => {
    const grammar = compileGrammar(cardSettings({ words: { order: ["проект"], lost: ["в архив"] } }));
    const { card } = parseNotes(grammar, "Проект 3: кухня\nв архив: нет ответа\n\norder 4: x", { today: TODAY });
    expect(card.orders).toMatchObject([{ number: 3, state: "lost", reason: "нет ответа" }, { number: 4 }]);
  });
});

describe("Lines: header", () => {
  test.each([
    "Order 12: x",
    "Order №12: x",
    "Order #12: x",
    "Order № 12 – x",
    "Order N12: x",
    "Order 12։ x",
    "Order 12՝ x",
    "Order 12 - x",
    "Order 12 — x",
  ])("%s has number and title", (line) => {
    expect(read(line).orders).toMatchObject([{ number: 12, title: "x" }]);
  });

  test.each(["Order 12 sofa", "Order 12-sofa", "Order 12", "order", "заказ диван", "Պատվեր սեղան"])(
    "%s has no separator: text, with a finding",
    (line) => {
      expect(read(line).orders).toEqual([]);
      expect(rulesOf(line)).toEqual(["order.unclear"]);
    },
  );

  test("a date, time and employee in it become the first step", () => {
    expect(normalise("3.11.2026 14:05 Order 5: sofa, 5 000 (Аня)", null).text).toBe(
      "Order 5: sofa, 5 000\n03.11.2026 14:05 ordered (Аня)",
    );
    expect(orderOf("Order 5: sofa, 5 000 (Anna)")).toMatchObject({ amount: 5000, employee: "Anna", title: "sofa" });
  });
});

describe("Lines: closed line", () => {
  test("what follows the date is the reason, to the end of the line, without the employee", () => {
    expect(orderOf("Order 7: table, 5 000 – lost 02.05.2026: dear, too dear: never (Aram)")).toMatchObject({
      title: "table",
      amount: 5000,
      reason: "dear, too dear: never",
      employee: "Aram",
    });
  });

  test("without a date it closes nothing, and the words stay in the title", () => {
    expect(orderOf("Order 7: table – lost (Aram)")).toMatchObject({ state: "open", title: "table – lost" });
    expect(orderOf("Order 7: table – lost 3.11: dear")).toMatchObject({ state: "open" });
  });
});

describe("Lines: employee", () => {
  const stepOf = (line: string) => read(`Order 1: x\n${line}`).orders[0]!.steps[0]!;

  test("a line before that of somebody who left keeps its reading", () => {
    expect(stepOf("03.11.2026 called (Сурен)")).toMatchObject({ employee: "Suren", text: "called" });
  });

  test("of two names the first acts, and the spelling stays", () => {
    const line = "03.11.2026 brought it (арам и Аня)";
    expect(stepOf(line).employee).toBe("Aram");
    expect(normalise(line, null).text).toBe(line);
  });

  test("one or two words that match nobody are an unknown employee, other brackets are text", () => {
    for (const brackets of ["(Zed)", "(Zed Lee)", "(Պետրոս)"]) {
      expect(rulesOf(`03.11.2026 called ${brackets}`), brackets).toEqual(["step.employee-unknown"]);
      expect(stepOf(`03.11.2026 called ${brackets}`).text).toBe(`called ${brackets}`);
    }
    for (const brackets of ["(at the second attempt)", "(5 pcs)", "(?)", "(tel. 091 234567)"])
      expect(rulesOf(`03.11.2026 called ${brackets}`), brackets).not.toContain("step.employee-unknown");
  });

  test("an alias of two people is left as typed, with a finding", () => {
    const line = "03.11.2026 called (Г.)";
    expect(rulesOf(line)).toEqual(["step.employee-ambiguous"]);
    expect(normalise(line, null).text).toBe(line);
  });
});

describe("Lines: outcome", () => {
  test.each([
    ["done", null],
    ["выполнен!", null],
    ["ավարտված։", null],
    ["lost: too dear", "too dear"],
    ["отказ – дорого", "дорого"],
    ["մերժված, թանկ է", "թանկ է"],
    ["done 14.08.2026: glad", "glad"],
    ["done 40 000 AMD", "40 000 AMD"],
    ["done (Anna)", null],
    ["lost. dear (Anna)", "dear"],
    ["отказ: нет денег", "нет денег"],
    ["lost, no answer (Anna)", "no answer"],
    ["մերժված՝ ոչ մի պատասխան", "ոչ մի պատասխան"],
    ["done: no complaints", "no complaints"],
  ])("%s closes the order, and what follows is the reason", (line, reason) => {
    const { state, reason: why } = orderOf(`Order 1: x\n${line}`);
    expect([state === "open", why]).toEqual([false, reason]);
  });

  test.each([
    "done with the drawing (Anna)",
    "выполнен частично (Аня)",
    "ավարտված չէ (Աննա)",
    "lost not (Anna)",
    "done, not yet (Anna)",
    "done: no (Anna)",
    "отказ не окончательный (Аня)",
  ])("%s is text, with a finding", (line) => {
    const text = `Order 1: x\n03.11.2026 ${line}`;
    expect(orderOf(text).state).toBe("open");
    expect(rulesOf(text)).toContain("outcome.unclear");
  });

  test("a done order stays done over payments and remarks, and opens with a reopening word", () => {
    const after = (line: string) => orderOf(`Order 1: x, 500\n05.11.2026 done (Anna)\n06.11.2026 ${line} (Anna)`);
    expect(after("paid 500")).toMatchObject({ state: "done", paid: 500, closed: "2026-11-05" });
    expect(after("called, all is well").state).toBe("done");
    for (const word of ["reopened", "возобновлён", "վերաբացված"]) expect(after(word).state, word).toBe("open");
  });

  test("later means by date, then by time, then by place", () => {
    const state = (...lines: string[]) => orderOf(["Order 1: x", ...lines].join("\n")).state;
    expect(state("06.11.2026 called", "05.11.2026 lost")).toBe("open");
    expect(state("05.11.2026 09:00 called", "05.11.2026 08:00 lost")).toBe("open");
    expect(state("05.11.2026 09:00 lost", "05.11.2026 08:00 called")).toBe("lost");
    expect(state("05.11.2026 lost", "05.11.2026 called")).toBe("open");
    expect(state("05.11.2026 called", "05.11.2026 lost")).toBe("lost");
  });
});

describe("Lines: stage", () => {
  const stages: [Stage, string[]][] = [
    ["enquiry", ["asked for the price", "спросил цену", "հարցրեց գինը", "zapros ceny"]],
    ["offer", ["offer sent", "отправили КП", "առաջարկ ուղարկված", "predlozhenie"]],
    ["ordered", ["ordered", "заказал", "պատվիրեց", "zakazal"]],
    ["prepaid", ["prepaid 500", "предоплата 500", "կանխավճար 500", "predoplata 500"]],
    ["paid", ["paid 500", "оплатил 500", "վճարել է 500", "oplatil 500"]],
    ["delivered", ["delivered", "доставлен", "առաքված է", "dostavlen"]],
  ];
  test.each(stages)("%s is set by its word at the start of a step", (stage, lines) => {
    for (const line of lines) expect(orderOf(`Order 1: x\n03.11.2026 ${line}`).stage, line).toBe(stage);
    for (const line of lines) expect(orderOf(`Order 1: x\n03.11.2026 we said: ${line}`).stage, line).toBeNull();
  });

  test("is set neither by a plan nor by a negated word", () => {
    for (const line of [
      "→ 03.11.2026 delivered",
      "01.12.2026 prepaid 500",
      "03.11.2026 paid not yet",
      "03.11.2026 доставлен не был",
      "03.11.2026 առաքված չէ",
    ])
      expect(orderOf(`Order 1: x\n${line}`), line).toMatchObject({ stage: null, paid: 0 });
  });

  test("a paying word with money adds to what is paid", () => {
    const order = orderOf(
      "Order 1: x, 9 000\n03.11.2026 prepaid 1 000\n04.11.2026 доплата 2 тыс\n05.11.2026 մուծեց 500\n06.11.2026 came, paid 100",
    );
    expect(order.paid).toBe(3600);
  });
});

describe("Lines: continuation", () => {
  test("a line that continues another moves with it", () => {
    const text = "Order 1: x\n05.11.2026 b (Anna)\nb goes on\n03.11.2026 a (Anna)\na goes on";
    expect(normalise(text, null).text).toBe(
      "Order 1: x\n03.11.2026 a (Anna)\na goes on\n05.11.2026 b (Anna)\nb goes on",
    );
  });

  test("outside orders a paragraph with an undated line stays whole, where its writer put it", () => {
    const text = "Order 1: x\n\nthings to remember\n05.11.2026 b (Anna)\n03.11.2026 a (Anna)\n\nlast";
    expect(normalise(text, null).text).toBe(text);
    expect(read(text).log.map(({ text }) => text)).toEqual(["b", "a"]);
  });
});

describe("Lines: elsewhere typed", () => {
  const order = "Order 12: sofa\n03.11.2026 asked (Anna)";

  test.each(["done (Anna)", "отказ: дорого (Аня)", "delivered", "կանխավճար 500", "внес 500"])(
    "%s joins the only open order",
    (line) => {
      expect(normalise(`${order}\n\n${line}`, order).text).toContain(`${order}\n23.11.2026 ${line}`);
    },
  );

  test("a closed order gets nothing, and with several open ones there is a finding", () => {
    const closed = "Order 12: sofa, 5 000 – done 14.08.2026 (Anna)";
    expect(normalise(`${closed}\n\npaid 500 (Anna)`, closed).card.orders).toMatchObject([{ paid: 0 }]);
    const two = `${order}\n\nOrder 13: bed`;
    const { findings, text } = normalise(`${two}\n\ndone (Anna)`, two);
    expect(findings.map(({ rule }) => rule)).toContain("order.which");
    expect(text).toContain("done (Anna)");
    expect(read(text).orders.map(({ state }) => state)).toEqual(["open", "open"]);
  });

  test("a header that repeats an open order's number and ends in an employee is a step of it", () => {
    const text = `${order}\n\nOrder 12: wants it white (Aram)`;
    expect(normalise(text, order).text).toBe(`${order}\n23.11.2026 wants it white (Aram)`);
    expect(read(`${order}\n\nOrder 12: bed`).orders).toHaveLength(2);
  });
});
