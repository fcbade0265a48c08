import { describe, expect, test } from "vitest";
import { compileGrammar, type NormaliseInput, normaliseCard } from "../../src/card/index.ts";
import { cardSettings, grammarOf, numbers, TODAY } from "../support/cards.ts";

const grammar = compileGrammar(cardSettings({ stateLine: false }));

function normalise(text: string, previous: string | null, more: Partial<NormaliseInput> = {}) {
  return normaliseCard(grammar, {
    text,
    previous,
    today: TODAY,
    edited: TODAY,
    nextNumber: numbers(20),
    marker: null,
    ...more,
  });
}
const after = (previous: string, added: string) => normalise(`${previous}${added}`, previous).text;
const order = "Order 12: sofa\n03.11.2026 asked (Anna)";

describe("new lines", () => {
  test.each([
    ["ends in a known employee, in the log", "", "called, no answer (аня)", "23.11.2026 called, no answer (аня)"],
    ["free text without employee stays", "", "Prefers calls after 18:00", "Prefers calls after 18:00"],
    ["an unknown name gets no day", "", "called (Zed)", "called (Zed)"],
    [
      "the first of a run in an open order",
      order,
      "\ncame to the shop\nwhite legs",
      `${order}\n23.11.2026 came to the shop\nwhite legs`,
    ],
    [
      "under a closed order only with an employee",
      "Order 9: x – done 14.08.2026",
      "\nglad\nvery (Anna)",
      "Order 9: x – done 14.08.2026\nglad\n23.11.2026 very (Anna)",
    ],
    ["an outcome in a run", order, "\ncame\ndone", `${order}\n23.11.2026 came\n23.11.2026 done`],
    ["a year, the nearest", order, "\n5.11 offer sent", `${order}\n05.11.2026 offer sent`],
    ["a day to come is a plan", order, "\n1.12 call", `${order}\n→ 01.12.2026 call`],
    [
      "words for days",
      "",
      "завтра позвонить (Арам)\n\nԵրեկ զանգել է",
      "22.11.2026 զանգել է\n→ 24.11.2026 позвонить (Арам)",
    ],
    ["an outcome with a day of its own", order, "\ndone 20.11 (Anna)", `${order}\n20.11.2026 done (Anna)`],
    ["an impossible date gets none", order, "\n31.02.2026 called (Anna)", `${order}\n31.02.2026 called (Anna)`],
    ["an unnumbered order gets the next number, no day", "", "Order: bed", "Order 21: bed"],
    [
      "an employee in the header is the first step",
      "",
      "заказ: кровать (Аня)",
      "заказ 21: кровать\n23.11.2026 ordered (Аня)",
    ],
    ["a number sign waits for its number", "", "Заказ № - кровать", "Заказ №21 - кровать"],
    ["a closed line gets its year", "", "Order 3: x – отказ 5.10: дорого", "Order 3: x – отказ 05.10.2026: дорого"],
    [
      "half a year back and ahead",
      order,
      "\n25.05 a\n24.05 b",
      "Order 12: sofa\n25.05.2026 a\n03.11.2026 asked (Anna)\n→ 24.05.2027 b",
    ],
  ])("%s", (_name, previous, added, result) => {
    expect(after(previous, added)).toBe(result);
  });

  test("ties go to the past; 29.02 takes the nearest leap year", () => {
    const on = (edited: string, line: string) => normalise(line, "", { edited, today: edited }).text;
    expect(on("2026-07-02", "1.1 called")).toBe("01.01.2026 called");
    expect(on("2024-03-02", "1.9 called")).toBe("01.09.2023 called");
    expect(on("2025-12-01", "29.02 called")).toBe("29.02.2024 called");
  });

  test("the day of the edit counts, not the day of the run", () => {
    const { text } = normalise("called (Anna)\n\n22.11.2026 fair (Anna)", "", { edited: "2026-11-21" });
    expect(text).toBe("21.11.2026 called (Anna)\n→ 22.11.2026 fair (Anna)");
  });

  test("when the last pull is over a day older, the stamped line gets a finding", () => {
    const { findings } = normalise("called (Anna)", "", { late: true });
    expect(findings.map(({ rule, line }) => [rule, line])).toEqual([["step.date-late", 0]]);
    expect(normalise("called (Anna)", "").findings).toEqual([]);
  });

  test("a typing error mended in an undated line is no new line", () => {
    const previous = `${order}\nwhite lether, 2 m wide`;
    const { text, archived } = normalise(`${order}\nwhite leather, 2 m wide`, previous);
    expect(text).toBe(`${order}\nwhite leather, 2 m wide`);
    expect(archived).toMatchObject([{ reason: "removed", text: "white lether, 2 m wide", order: 12 }]);
  });
});

describe("lines typed elsewhere", () => {
  test("an outcome, stage or payment outside orders joins the only open order", () => {
    expect(after(`${order}\n\nPrefers calls.`, "\n\npaid 50 000 (Аня)")).toBe(
      `${order}\n23.11.2026 paid 50 000 (Аня)\n\nPrefers calls.`,
    );
    expect(after(order, "\n\n22.11.2026 offer sent (Anna)")).toBe(`${order}\n22.11.2026 offer sent (Anna)`);
  });

  test("with several open orders it stays, with a finding; with none it stays", () => {
    const two = `Order 13: bed\n\n${order}`;
    const { card, findings } = normalise(`${two}\n\npaid 50 000 (Anna)`, two);
    expect(card.log).toMatchObject([{ text: "paid 50 000" }]);
    expect(findings.map(({ rule }) => rule)).toContain("order.which");
    expect(normalise("paid 50 000 (Anna)", "").text).toBe("23.11.2026 paid 50 000 (Anna)");
  });

  test("pasted prose stays where it is, whatever word begins one of its lines", () => {
    const mail = "Dear friends,\noffer us something\nas soon as you can\nAnahit";
    expect(after(order, `\n\n${mail}`)).toBe(`${order}\n\n${mail}`);
  });

  test("#12 TEXT gets the day and goes to its order", () => {
    const two = `Order 13: bed\n\n${order}`;
    expect(after(two, "\n\n#12 wants it white")).toBe(`Order 13: bed\n\n${order}\n23.11.2026 wants it white`);
    expect(after(two, "\n\n#12 20.11.2026 called (Anna)")).toBe(`Order 13: bed\n\n${order}\n20.11.2026 called (Anna)`);
  });
});

test("a line that went to its order is no new line when it comes back without the order's number", () => {
  const typed = `${order}\n\n#12 (Anna)`;
  expect(normalise(`${order}\n(Anna)`, typed).text).toBe(`${order}\n(Anna)`);
});

describe("at first sight", () => {
  const first = (text: string, more: Partial<NormaliseInput> = {}) => normalise(text, null, more);

  test.each([
    "called (Anna)",
    "3.11 called (Anna)",
    "tomorrow: call (Anna)",
    "Order 12: sofa\ncame (Anna)",
    "Order 12: sofa\n\npaid 500 (Anna)",
    "#12 wants it white",
  ])("nothing undated is stamped: %s", (text) => {
    expect(first(text).text).toBe(text);
  });

  test("orders get numbers, dates their form, and lines to come their mark; the typed lines are in the archive", () => {
    const { text, archived } = first("Order: sofa\n• 3 ноября 2026 г. – спросил (Анна)\n01.12.2026 call");
    expect(text).toBe("Order 21: sofa\n03.11.2026 спросил (Анна)\n→ 01.12.2026 call");
    expect(archived.map(({ reason, text: typed, now }) => [reason, typed, now])).toEqual([
      ["rewritten", "• 3 ноября 2026 г. – спросил (Анна)", "03.11.2026 спросил (Анна)"],
      ["rewritten", "01.12.2026 call", "→ 01.12.2026 call"],
      ["rewritten", "Order: sofa", "Order 21: sofa"],
    ]);
  });

  test("the day of the imported row tells the year of its notes", () => {
    expect(first("Order 1: x\n3.11 asked", { rowDate: "2021-11-20" }).text).toBe("Order 1: x\n03.11.2021 asked");
  });

  test("words after a date that look like a part of it are kept apart", () => {
    expect(first("01.11.2026 called\n3.11 թ. Երևան, այց").text).toBe("01.11.2026 called\n03.11.2026: թ. Երևան, այց");
  });
});

describe("the canonical form", () => {
  test("blocks in their order: state, open orders, log, closed orders, summary, free text", () => {
    const text = [
      "Has a dog.",
      "Earlier: 1 done; 2020",
      "Order 7: a – lost 02.05.2026",
      "Order 9: b – done 14.08.2026",
      "20.11.2026 called (Anna)",
      "Order 12: c",
      "Order 13: d\n02.11.2026 x (Anna)\n01.11.2026 y (Anna)",
    ].join("\n\n");
    const { text: result } = normaliseCard(grammarOf("en"), {
      text,
      previous: null,
      today: TODAY,
      edited: null,
      nextNumber: numbers(),
      marker: "Retail",
    });
    expect(result).toBe(
      [
        "Retail · #13 · #12 · last 20.11.2026 · 2 done",
        "Order 13: d\n01.11.2026 y (Anna)\n02.11.2026 x (Anna)",
        "Order 12: c",
        "20.11.2026 called (Anna)",
        "Order 9: b – done 14.08.2026\nOrder 7: a – lost 02.05.2026\nEarlier: 1 done; 2020",
        "Has a dog.",
      ].join("\n\n"),
    );
  });

  test("a lost order that came alive again gets its outcome as a step", () => {
    expect(normalise("Order 7: t – lost 02.05.2026: dear (Aram)\n10.05.2026 came again (Anna)", null).text).toBe(
      "Order 7: t\n02.05.2026 lost: dear (Aram)\n10.05.2026 came again (Anna)",
    );
  });

  test("returns before the end of a line belong to the end, wherever the line is moved", () => {
    expect(normalise("Has a dog.\r\r\nOr two.\r\n\r\nOrder 1: a", null).text).toBe("Order 1: a\n\nHas a dog.\nOr two.");
  });

  test("of two summaries the other goes to the archive as typed", () => {
    const { archived } = normalise("Earlier: 2 done; 2024\n  Earlier: 1 done; 2020", null);
    expect(archived.map(({ text }) => text)).toEqual(["  Earlier: 1 done; 2020"]);
  });

  test("notes of free text alone stay as they are, blank lines and all", () => {
    const text = "\n  Prefers calls.\n\n\n\nHas a dog. \n";
    expect(normalise(text, null)).toMatchObject({ text, changed: false });
  });

  test("the state line is made anew when the marker changes, and nothing else is", () => {
    const input = { previous: null, today: TODAY, edited: null, nextNumber: numbers() };
    const { text } = normaliseCard(grammarOf("ru"), { ...input, text: order, marker: "Опт" });
    expect(text.split("\n")[0]).toBe("Опт · #12 запрос · контакт 03.11.2026");
    const again = normaliseCard(grammarOf("ru"), { ...input, text, previous: text, marker: "Розница" });
    expect(again).toMatchObject({ changed: true, archived: [] });
    expect(again.text).toBe(text.replace("Опт", "Розница"));
  });

  test("a state line that the program never wrote goes to the archive", () => {
    const input = { previous: null, today: TODAY, edited: null, nextNumber: numbers(), marker: "Retail" };
    const { archived } = normaliseCard(grammarOf("en"), { ...input, text: `Mine · last 01.01.2020\n\n${order}` });
    expect(archived).toMatchObject([{ reason: "rewritten", text: "Mine · last 01.01.2020" }]);
  });

  test("so does one that the new line begins with, and one that no line follows", () => {
    const input = { previous: null, today: TODAY, edited: null, nextNumber: numbers(), marker: "Retail" };
    const shorter = "Retail · #12 enquiry";
    expect(normaliseCard(grammarOf("en"), { ...input, text: `${shorter}\n\n${order}` }).archived).toMatchObject([
      { reason: "rewritten", text: shorter, now: `${shorter} · last 03.11.2026` },
    ]);
    const alone = "Retail · last 20.11.2026";
    expect(normaliseCard(grammarOf("en"), { ...input, text: `${alone}\n\nPrefers calls.` }).archived).toMatchObject([
      { reason: "rewritten", text: alone, now: null },
    ]);
  });
});
