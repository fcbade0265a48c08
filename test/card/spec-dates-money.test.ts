/** "Dates", "Money" and "Earlier" of the card's description, sentence by sentence. */
import { describe, expect, test } from "vitest";
import { compileGrammar, normaliseCard, parseNotes, readMoney } from "../../src/card/index.ts";
import { cardSettings, grammarOf, numbers, TODAY } from "../support/cards.ts";

const grammar = grammarOf("en");
const read = (text: string, today = TODAY) => parseNotes(grammar, text, { today }).card;
const amountOf = (header: string) => read(header).orders[0]!.amount;
const bare = compileGrammar(cardSettings({ stateLine: false }));
const typedOn = (edited: string, text: string, previous: string | null = "") =>
  normaliseCard(bare, { text, previous, today: edited, edited, nextNumber: numbers(20), marker: null });

describe("Dates", () => {
  test.each([
    "3.11 called",
    "03.11.26 called",
    "3/11/2026 called",
    "2026-11-03 called",
    "3 nov called",
    "3 ноября called",
    "3 նոյեմբերի called",
    "նոյեմբերի 3-ին called",
    "3 noyabrya called",
    "3 noyemberi called",
  ])("%s, day first", (line) => {
    expect(typedOn(TODAY, `${line} (Anna)`).text).toBe("03.11.2026 called (Anna)");
  });

  test("a word that goes on with a letter of any script is no day", () => {
    expect(typedOn(TODAY, "tomorrow\u{102a0} call (Anna)").text).toBe("23.11.2026 tomorrow\u{102a0} call (Anna)");
    expect(typedOn(TODAY, "tomorrow🙂 call (Anna)").text).toBe("→ 24.11.2026 🙂 call (Anna)");
  });

  test.each([
    ["today", "23.11.2026"],
    ["сегодня", "23.11.2026"],
    ["այսօր", "23.11.2026"],
    ["yesterday", "22.11.2026"],
    ["вчера", "22.11.2026"],
    ["երեկ", "22.11.2026"],
    ["tomorrow", "→ 24.11.2026"],
    ["завтра", "→ 24.11.2026"],
    ["վաղը", "→ 24.11.2026"],
  ])("%s is a day only in a new line", (word, day) => {
    expect(typedOn(TODAY, `${word} call (Anna)`).text).toBe(`${day} call (Anna)`);
    const old = `Order 1: x\n${word} call (Anna)`;
    expect(typedOn(TODAY, old, null).text).toBe(old);
    expect(typedOn("2026-12-30", `${old}\nmore (Anna)`, old).text).toContain(`\n${word} call (Anna)`);
  });

  test("without a year, a new line takes the year nearest to the day of writing; ties go to the past", () => {
    expect(typedOn("2026-01-02", "30.12 called (Anna)").text).toBe("30.12.2025 called (Anna)");
    expect(typedOn("2026-12-30", "2.1 call (Anna)").text).toBe("→ 02.01.2027 call (Anna)");
    expect(typedOn("2026-07-02", "1.1 called (Anna)").text).toBe("01.01.2026 called (Anna)");
    expect(typedOn("2028-07-02", "1.1.28 called (Anna)").text).toBe("01.01.2028 called (Anna)");
  });

  test("without a year at first sight, from the block's full dates or the row's day, else it is words", () => {
    const steps = (text: string) => typedOn(TODAY, text, null).card.orders[0]!.steps.map(({ date }) => date);
    expect(steps("Order 1: x\n03.11.2024 asked (Anna)\n5.11 offer sent (Anna)")).toEqual(["2024-11-03", "2024-11-05"]);
    expect(steps("Order 1: x\n5.11 offer sent (Anna)")).toEqual([null]);
  });

  test("29.02 takes the nearest leap year", () => {
    expect(typedOn("2026-02-28", "29.02 called (Anna)").text).toBe("29.02.2024 called (Anna)");
    expect(typedOn("2027-03-01", "29.02 call (Anna)").text).toBe("→ 29.02.2028 call (Anna)");
  });

  test.each([
    "3.11 шт",
    "3.11 м",
    "3.11 մ",
    "3.11 kg",
    "3.11 ×2",
    "3.11 x 2",
    "3.11 AMD",
    "3.11 руб",
    "3.11 դրամ",
    "3.11 тыс",
    "3.11 5",
  ])("%s is no day", (line) => {
    expect(typedOn(TODAY, `${line} (Anna)`).card.log.map(({ text }) => text)).toEqual([line]);
  });

  test.each([
    ["31.02.2024 called", TODAY],
    ["24.11.2028 call", TODAY],
    ["01.03.2030 call", "2028-02-29"],
  ])("%s stays as typed, with a finding", (line, today) => {
    expect(read(line, today)).toMatchObject({ log: [], free: [line], findings: [{ rule: "step.date-impossible" }] });
    expect(typedOn(today, `${line} (Anna)`).text).toBe(`${line} (Anna)`);
  });

  test.each([
    ["23.11.2028 call", TODAY],
    ["30.11.2028 call", "2026-11-30"],
    ["28.02.2030 call", "2028-02-29"],
  ])("%s is at most two years ahead: a day", (line, today) => {
    expect(read(line, today).log).toMatchObject([{ kind: "plan" }]);
  });
});

describe("Money", () => {
  test.each([
    ["120 000 AMD", 120000],
    ["120к", 120000],
    ["120 тыс", 120000],
    ["120 հզ", 120000],
    ["1,2 млн", 1200000],
    ["1.2 մլն", 1200000],
  ])("%s is an amount by its currency or multiplier", (text, amount) => {
    expect(readMoney(grammar, text)).toMatchObject({ amount });
    expect(amountOf(`Order 1: sofa ${text} white`)).toBe(amount);
  });

  test("so is a number behind a paying word, in a step", () => {
    expect(read("Order 1: x\n03.11.2026 paid 500").orders).toMatchObject([{ paid: 500 }]);
    expect(read("Order 1: x\n03.11.2026 called 500").orders).toMatchObject([{ paid: 0 }]);
  });

  test.each([
    ["Order 1: sofa, 5000", 5000],
    ["Order 1: sofa, 5 000", 5000],
    ["Order 1: sofa, 1 250 000", 1250000],
    ["Order 1: sofa, white, 5000", 5000],
    ["Order 1: sofa 5000", null],
    ["Order 1: sofa, 12 34", null],
    ["Order 1: sofa, 0500", null],
    ["Order 1: sofa, 5 шт", null],
    ["Order 1: sofa, 5%", null],
    ["Order 1: sofa, 5 chairs", null],
    ["Order 1: sofa, 5000, white", null],
  ])("%s: the plain number after the last comma", (header, amount) => {
    expect(amountOf(header)).toBe(amount);
  });

  test.each([
    ["1.500 AMD", 1500],
    ["1,500 AMD", 1500],
    ["1.50 AMD", 1.5],
    ["1,5 AMD", 1.5],
    ["1.5000 AMD", 1.5],
    ["1 234 567,89 AMD", 1234567.89],
  ])("%s: a sign before exactly three digits groups, any other is decimal", (text, amount) => {
    expect(readMoney(grammar, text)?.amount).toBe(amount);
  });

  test("a range is no amount", () => {
    for (const range of ["100-120 тыс", "100 – 120 000 AMD", "100 000 AMD – 120 000 AMD", "5 000-6 000"])
      expect(amountOf(`Order 1: sofa, ${range}`), range).toBeNull();
  });

  test("a header's amount is its last money before any paying word", () => {
    expect(read("Order 1: sofa 5 000 AMD, 6 000 AMD, prepaid 1 000").orders).toMatchObject([
      { amount: 6000, paid: 1000 },
    ]);
    expect(read("Order 1: sofa, prepaid 1 000").orders).toMatchObject([{ amount: null, paid: 1000 }]);
  });

  test("money inside a title is read, not moved", () => {
    const header = "Order 1: sofa 5 000 AMD white";
    expect(read(header).orders).toMatchObject([{ title: "sofa 5 000 AMD white", amount: 5000 }]);
    expect(typedOn(TODAY, header, null).text).toBe(header);
  });
});

describe("Earlier", () => {
  test.each([
    ["Earlier: 17 done, 1 240 000 AMD + 300 USD; 3 lost; 2021–2025", 17, 3],
    ["Ранее: 17 выполнено, 1 240 000 AMD; 2025", 17, 0],
    ["Ավելի վաղ: 2 մերժված", 0, 2],
  ])("%s is the summary", (line, done, lost) => {
    expect(read(line)).toMatchObject({ earlier: { done, lost }, free: [] });
  });

  test.each([
    "Earlier: 17 done, 1 240 000 AMD; 3 lost; 2021–2025, see the old book",
    "see Earlier: 17 done",
    "Earlier 17 done",
    "Earlier: 17 completed",
    "Earlier: 17 done, 5 тыс AMD",
    "Earlier: 17 done, 1240000 AMD",
    "Earlier: 17 выполнено",
    "Earlier: 3 lost; 17 done",
    "Earlier: 17 done; 2021-2025",
  ])("%s is in another form: free text", (line) => {
    expect(read(line)).toMatchObject({ earlier: null, free: [line] });
  });
});
