import { describe, expect, test } from "vitest";
import { parseNotes, readDay, readEmployee, readMoney } from "../../src/card/index.ts";
import type { Order } from "../../src/card/model.ts";
import { grammarOf, TODAY } from "../support/cards.ts";

const grammar = grammarOf("en");
const read = (text: string) => parseNotes(grammar, text, { today: TODAY }).card;
const orderOf = (text: string): Order => read(text).orders[0]!;
const stepOf = (line: string) => orderOf(`Order 1: x\n${line}`).steps[0]!;

const example = `Wholesale · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026 · due 01.12.2026

Order 12: sofa "Milan", 120 000 AMD
03.11.2026 asked for the price (Anna)
05.11.2026 offer sent (Anna)
10.11.2026 prepaid 50 000 (Aram)
→ 01.12.2026 call about delivery (Anna)

20.11.2026 called, wants a table in spring (Anna)

Order 9: 2 chairs, 40 000 AMD – done 14.08.2026 (Anna)
Order 7: table – lost 02.05.2026: too expensive (Aram)
Earlier: 17 done, 1 240 000 AMD; 3 lost; 2021–2025

Prefers calls after 18:00.`;

describe("the card of the design page", () => {
  test("reads as its page says", () => {
    const card = read(example);
    expect(card.findings).toEqual([]);
    expect(
      card.orders.map(({ number, title, amount, currency, paid, state, stage, opened, closed, reason, employee }) => [
        number,
        title,
        amount,
        currency,
        paid,
        state,
        stage,
        opened,
        closed,
        reason,
        employee,
      ]),
    ).toEqual([
      [12, 'sofa "Milan"', 120000, "AMD", 50000, "open", "prepaid", "2026-11-03", null, null, "Aram"],
      [9, "2 chairs", 40000, "AMD", 0, "done", null, null, "2026-08-14", null, "Anna"],
      [7, "table", null, null, 0, "lost", null, null, "2026-05-02", "too expensive", "Aram"],
    ]);
    expect(card.orders[0]!.steps.map(({ date, kind, text }) => [date, kind, text])).toEqual([
      ["2026-11-03", "step", "asked for the price"],
      ["2026-11-05", "step", "offer sent"],
      ["2026-11-10", "step", "prepaid 50 000"],
      ["2026-12-01", "plan", "call about delivery"],
    ]);
    expect(card.log).toMatchObject([
      { date: "2026-11-20", text: "called, wants a table in spring", employee: "Anna", line: 8 },
    ]);
    expect(card.earlier).toEqual({
      done: 17,
      lost: 3,
      amount: 1240000,
      amounts: { AMD: 1240000 },
      from: 2021,
      to: 2025,
    });
    expect(card.free).toEqual(["Prefers calls after 18:00."]);
  });

  test.each([
    [
      "Заказ 12: диван «Милан», 120 000 драм\n3 ноября 2026 спросил цену (Анна)\n10.11.2026 предоплата 50 тыс (Арам)\n20.11.2026 доставлен (Анна)\n21.11.2026 выполнен: доволен (Анна)",
    ],
    [
      "Պատվեր N12՝ «Միլան» բազմոց, 120 000 դրամ\n3 նոյեմբերի 2026 հարցրել է գինը (Աննա)\n10.11.2026թ. կանխավճար 50 հզ (Արամ)\n20.11.2026 առաքված է (Աննա)\n21.11.2026 ավարտված է: գոհ է (Աննա)",
    ],
    [
      "zakaz №12 - divan, 120 тыс\n03.11.2026 sprosil cenu (anna)\n10.11.2026 predoplata 50 000 (aram)\n20.11.2026 dostavlen (anna)\n21.11.2026 vypolnen, dovolen (anna)",
    ],
    [
      "Patver 12: divan, 120 000 dram\n03.11.2026 harcum (anna)\n10.11.2026 kanxavchar 50 000 (aram)\n20.11.2026 araqvac e (anna)\n21.11.2026 avartvac (anna)",
    ],
  ])("an order reads in every language: %#", (text) => {
    expect(orderOf(text)).toMatchObject({
      number: 12,
      amount: 120000,
      currency: "AMD",
      paid: 50000,
      state: "done",
      stage: "delivered",
      opened: "2026-11-03",
      closed: "2026-11-21",
      employee: "Anna",
    });
  });
});

describe("headers", () => {
  test.each([
    ["Order: sofa", null, "sofa", null],
    ["Order 12: sofa", 12, "sofa", null],
    ["order #12 – sofa, 120 тыс", 12, "sofa", 120000],
    ["ЗАКАЗ№12: диван,120000", 12, "диван", 120000],
    ["- Order 12: bed, 1,5 млн", 12, "bed", 1500000],
    ["Order 12: bed 120 000 AMD white", 12, "bed 120 000 AMD white", 120000],
    ["Order 12: sofa, 120 000 AMD, prepaid 50 000", 12, "sofa", 120000],
    ["Order 12: chairs, 4", 12, "chairs", 4],
    ["Order 12: code, 0123", 12, "code, 0123", null],
    ["Order 12: chairs, 4 pcs", 12, "chairs, 4 pcs", null],
    ["Order 12: discount, 5%", 12, "discount, 5%", null],
    ["Order 12: bed, 100-120 тыс", 12, "bed, 100-120 тыс", null],
    ["Order 12: bed 160x200", 12, "bed 160x200", null],
    ["Order 12:", 12, "", null],
  ])("%s", (line, number, title, amount) => {
    expect(orderOf(line)).toMatchObject({ number, title, amount });
  });

  test.each([
    "Order a sofa",
    "order 12",
    "Order 12:30 pick up",
    "orders: two",
    "Reorder: x",
    "Order 12345678901: x",
    "border: x",
  ])("%s is text", (line) => {
    expect(read(line).orders).toEqual([]);
    expect(read(line).free).toEqual([line]);
  });

  test("a date and an employee in a header are the order's first step", () => {
    expect(orderOf("03.11.2026 Order 5: sofa (Anna)")).toMatchObject({
      opened: "2026-11-03",
      stage: "ordered",
      title: "sofa",
      steps: [{ date: "2026-11-03", text: "ordered", employee: "Anna" }],
    });
  });

  test.each([
    ["Order 7: table – lost 02.05.2026: too expensive (Aram)", "lost", "too expensive", "Aram"],
    ["Заказ 7: стол - отказ 2.5.2026, дорого", "lost", "дорого", null],
    ["Պատվեր 7՝ սեղան — ավարտված է 02.05.2026 (Աննա)", "done", null, "Anna"],
    ["Order 7 – done 02.05.2026 (Anna)", "done", null, "Anna"],
    ["Order 7: a – b – done 02.05.2026", "done", null, null],
  ])("closed: %s", (line, state, reason, employee) => {
    expect(orderOf(line)).toMatchObject({ number: 7, state, reason, employee, closed: "2026-05-02", steps: [] });
  });

  test.each([
    "Order 7: table – done",
    "Order 7: table – done 31.02.2026",
    "Order 7: table – done 02.05.2026 and paid",
    "Order 7: table–done 02.05.2026",
  ])("not closed: %s", (line) => {
    expect(orderOf(line).state).toBe("open");
  });
});

describe("steps", () => {
  test.each([
    ["3/11/2026 called", "2026-11-03", null, "called"],
    ["2026-11-03 called", "2026-11-03", null, "called"],
    ["03.11.26 called", "2026-11-03", null, "called"],
    ["3 nov 2026 called", "2026-11-03", null, "called"],
    ["Nov 3, 2026: called", "2026-11-03", null, "called"],
    ["3-го ноября 2026 г. звонил", "2026-11-03", null, "звонил"],
    ["նոյեմբերի 3-ին 2026 զանգել է", "2026-11-03", null, "զանգել է"],
    ["2026 թ. նոյեմբերի 3 զանգել է", "2026-11-03", null, "զանգել է"],
    ["• 03.11.2026 – called", "2026-11-03", null, "called"],
    ["[03.11.2026, 14:05:33] Anna: hello", "2026-11-03", "14:05", "Anna: hello"],
    ["\u200e03.11.2026, 9:30 - hello", "2026-11-03", "09:30", "hello"],
    ["03․11․2026թ․ զանգել է", "2026-11-03", null, "զանգել է"],
    ["03.11.2026 2:05 PM hello", "2026-11-03", null, "2:05 PM hello"],
    ["03.11.2026 25:00 hello", "2026-11-03", null, "25:00 hello"],
  ])("%s", (line, date, time, text) => {
    expect(stepOf(line)).toMatchObject({ date, time, text });
  });

  test.each([
    "31.02.2024 called",
    "29.02.2023 called",
    "12.25.2026 called",
    "01.01.2031 called",
    "3.11 шт белых",
    "3.11 × 2",
    "3.11 AMD",
    "3.5 тыс",
    "1.2.3.4 host",
    "20.11called",
    "10-12 called",
    "3.11-5.11 away",
    "may I call",
  ])("%s has no date", (line) => {
    expect(read(line).log).toEqual([]);
    expect(read(line).free).toEqual([line]);
  });

  test("a date without year takes it from the full dates of its block, the nearest, and stays words without one", () => {
    expect(orderOf("Order 1: x\n28.12.2025 asked\n3.1 offer sent").steps.map(({ date }) => date)).toEqual([
      "2025-12-28",
      "2026-01-03",
    ]);
    expect(orderOf("Order 1: x\n3.1 offer sent (Anna)").steps).toMatchObject([{ date: null, text: "3.1 offer sent" }]);
    expect(read("29.02 called\n01.03.2023 called").log.map(({ date }) => date)).toEqual(["2023-03-01", "2024-02-29"]);
  });

  test("an outcome closes the order when nothing but its end, a sign, a date, money or an employee follows", () => {
    for (const line of [
      "done",
      "done (Anna)",
      "Done!",
      "done: good",
      "done 14.08.2026",
      "done, paid 500",
      "done 40 000 AMD",
      "ВЫПОЛНЕН",
      "ավարտված է (Աննա)",
      "- отказ: дорого",
    ]) {
      expect(orderOf(`Order 1: x\n${line}`).state, line).not.toBe("open");
    }
    for (const line of [
      "done with it",
      "done?",
      "ավարտված չէ",
      "not done",
      "done, not",
      "done 5 chairs",
      "undone",
      "done-deal",
    ]) {
      expect(orderOf(`Order 1: x\n${line}`).state, line).toBe("open");
    }
  });

  test("a lost order is reopened by any later step that is no plan; a done one only by a reopening word", () => {
    const state = (...lines: string[]) => orderOf(["Order 1: x", ...lines].join("\n")).state;
    expect(state("05.11.2026 lost", "06.11.2026 called")).toBe("open");
    expect(state("05.11.2026 lost", "04.11.2026 called")).toBe("lost");
    expect(state("05.11.2026 lost", "→ 06.11.2026 call")).toBe("lost");
    expect(state("05.11.2026 done", "06.11.2026 paid 500")).toBe("done");
    expect(state("05.11.2026 done", "06.11.2026 снова в работе")).toBe("open");
    expect(state("05.11.2026 14:00 lost", "05.11.2026 10:00 called")).toBe("lost");
    expect(orderOf("Order 7: t – lost 02.05.2026: dear (Aram)\n10.05.2026 came again (Anna)")).toMatchObject({
      state: "open",
      reason: null,
    });
  });

  test("stages: not in a plan, not denied; payments add up in the order's currency", () => {
    const order = orderOf(
      "Order 1: x, 500 USD\n01.11.2026 offer not sent\n02.11.2026 предоплата пока не получена\n→ 03.11.2026 delivered\n04.11.2026 prepaid 100\n05.11.2026 came, paid 50 USD\n06.11.2026 внес 1 000 AMD\n07.11.2026 paid 2 invoices",
    );
    expect(order).toMatchObject({ stage: "paid", paid: 150 });
    expect(orderOf("Order 1: x\n01.11.2026 offer not sent").stage).toBeNull();
  });

  test("undated lines continue the line above, unless they end in an employee or begin with an outcome or stage", () => {
    expect(
      orderOf("Order 1: x\nwhite\n2 m wide\n03.11.2026 asked\nby mail\ncalled (Anna)\npaid").steps.map(
        ({ text }) => text,
      ),
    ).toEqual(["white\n2 m wide", "asked\nby mail", "called", "paid"]);
  });

  test("steps are read in the order of time, undated ones behind the line above", () => {
    const { steps } = orderOf(
      "Order 1: x\n05.11.2026 b\nb2 (Anna)\n03.11.2026 a\n05.11.2026 09:00 c\n05.11.2026 08:00 d",
    );
    expect(steps.map(({ text }) => text)).toEqual(["a", "b", "b2", "d", "c"]);
  });

  test("a plan is marked, or dated after the day of reading; a later line meets it", () => {
    expect(stepOf("→ 01.11.2026 call")).toMatchObject({ kind: "plan", met: false });
    expect(stepOf("-> 01.11.2026 call")).toMatchObject({ kind: "plan" });
    expect(stepOf("24.11.2026 call")).toMatchObject({ kind: "plan" });
    expect(orderOf("Order 1: x\n→ 01.11.2026 call\n01.11.2026 called").steps[0]).toMatchObject({ met: true });
  });
});

describe("employees", () => {
  test.each([
    ["(anna)", "Anna"],
    ["(АННА М.)", "Anna"],
    ["(Աննա).", "Anna"],
    ["(Арам, Анна)", "Aram"],
    ["(Anna/Aram)", "Anna"],
    ["(Аня и Арам)", "Anna"],
    ["(Сурен)", "Suren"],
    ["(Г.)", null],
    ["(Zed)", null],
    ["(by the window, left)", null],
  ])("%s", (brackets, name) => {
    expect(stepOf(`03.11.2026 called ${brackets}`).employee).toBe(name);
  });

  test("unknown brackets stay in the words", () => {
    expect(stepOf("03.11.2026 called (Zed)").text).toBe("called (Zed)");
  });
});

describe("paragraphs outside orders", () => {
  test("dated throughout they are log; with an undated line they stay free text, their dated lines read as log", () => {
    expect(read("03.11.2026 a\n04.11.2026 b")).toMatchObject({ free: [], log: [{ text: "a" }, { text: "b" }] });
    expect(read("03.11.2026 a\nand so on")).toMatchObject({
      free: ["03.11.2026 a", "and so on"],
      log: [{ text: "a" }],
    });
  });

  test("a line that begins with > is free text whatever it looks like, in an order too", () => {
    expect(read("> Order 1: x\n> 03.11.2026 a")).toMatchObject({
      orders: [],
      log: [],
      free: ["> Order 1: x", "> 03.11.2026 a"],
    });
    const card = read("Order 1: x\n03.11.2026 asked\n> my mail\n04.11.2026 offer sent");
    expect(card.free).toEqual(["> my mail"]);
    expect(card.orders[0]!.steps).toHaveLength(2);
  });

  test("#12 TEXT is a step of the open order 12, and words where there is none", () => {
    expect(read("Order 12: x\n\n20.11.2026 #12 called (Anna)")).toMatchObject({
      log: [],
      orders: [{ steps: [{ text: "called" }] }],
    });
    expect(read("Order 12: x – done 01.11.2026\n\n20.11.2026 #12 called (Anna)").log).toMatchObject([
      { text: "#12 called" },
    ]);
    expect(read("Order 12: x\n\n#12 20.11.2026 done (Anna)").orders).toMatchObject([
      { state: "done", closed: "2026-11-20" },
    ]);
  });

  test("a header that repeats an open order's number and ends in an employee is a step of it", () => {
    expect(
      read("Order 12: sofa\n03.11.2026 asked (Anna)\n\n20.11.2026 Order 12: delivered (Aram)").orders,
    ).toMatchObject([
      { number: 12, title: "sofa", stage: "delivered", steps: [{}, { text: "delivered", employee: "Aram" }] },
    ]);
  });

  test.each([
    "Wholesale · last 20.11.2026",
    "#12 · last 20.11.2026",
    "Опт · #12 предоплата 50 000 из 120 000 AMD · +2 · контакт 20.11.2026 · срок 01.12.2026 · 3 выполнено",
    "Նոր · #3 կանխավճար 5 / 10 USD · վերջին 2026-11-20",
  ])("the state line is nobody's: %s", (line) => {
    expect(read(line)).toMatchObject({ orders: [], log: [], free: [] });
  });

  test.each([
    "Wholesale · last week",
    "a · b",
    "last 20.11.2026",
    "Wholesale · due 01.12.2026 · last 20.11.2026",
    "Earlier: some more",
    "Earlier: 3 chairs",
    "earlier 17 done",
  ])("%s is free text", (line) => {
    expect(read(line).free).toEqual([line]);
  });

  test("of two summaries the one that tells of more sums counts, wherever it stands", () => {
    const lines = ["Earlier: 2 done, 100 AMD; 2024", "Earlier: 2 done, 100 AMD + 30 USD; 2024"];
    for (const order of [lines, lines.toReversed()])
      expect(read(order.join("\n\n")).earlier?.amounts).toEqual({ AMD: 100, USD: 30 });
  });
});

describe("cells", () => {
  test.each([
    ["120 000", 120000, null],
    ["294000 др.", 294000, "AMD"],
    ["200 тыс", 200000, null],
    ["1,5 млн", 1500000, null],
    ["5 մլն դրամ", 5000000, "AMD"],
    ["50к", 50000, null],
    ["$500", 500, "USD"],
    ["€ 1.234,50", 1234.5, "EUR"],
    ["1.500", 1500, null],
    ["12.50", 12.5, null],
    ["AMD 50 000", 50000, "AMD"],
    ["120'000 ֏", 120000, "AMD"],
    ["669\u00a0000", 669000, null],
  ])("money: %s", (text, amount, currency) => {
    expect(readMoney(grammar, text)).toEqual({ amount, currency });
  });

  test.each([
    "",
    "сто тысяч",
    "100-120 тыс",
    "50 000 – 60 000 AMD",
    "0123",
    "5 шт",
    "50%",
    "2×3",
    "a5",
    "12.05.98",
    "5 к",
    "9999999999999999 AMD",
  ])("no money: %s", (text) => {
    expect(readMoney(grammar, text)).toBeNull();
  });

  test.each([
    ["27.4.24", "2024-04-27"],
    ["2026-08-29", "2026-08-29"],
    [" 3 ноября 2026 г. ", "2026-11-03"],
    ["31.02.2024", null],
    ["3.11", null],
    ["27.4.24 x", null],
    ["45527", null],
  ])("day: %s", (text, day) => {
    expect(readDay(grammar, text)).toBe(day);
  });

  test("employees by alias", () => {
    expect(readEmployee(grammar, " гаянэ ")).toBe("Gayane");
    expect(readEmployee(grammar, "Г.")).toBeNull();
    expect(readEmployee(grammar, "")).toBeNull();
  });
});
