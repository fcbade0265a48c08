import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGrammar, normaliseCard, parseNotes, viewOnScreen } from "../../src/card/index.ts";
import { wrapLine } from "../../src/card/screen.ts";
import type { CardSettings } from "../../src/card/settings.ts";
import { columnsOf } from "../../src/lib/text-width.ts";
import { anyCard } from "../support/any-card.ts";
import { cardSettings, grammarOf, numbers, TODAY } from "../support/cards.ts";

const rowsOf = (line: string, columns: number) => wrapLine(line, columns).map(({ from, to }) => line.slice(from, to));

describe("a line on a screen", () => {
  it.each([
    ["called, wants a table", 10, ["called,", "wants a", "table"]],
    ["exactly ten", 11, ["exactly ten"]],
    ["a  b     c", 4, ["a  b", "c"]],
    ["prepaid 50\u00a0000", 10, ["prepaid", "50\u00a0000"]],
    ["диван-кровать", 8, ["диван-", "кровать"]],
    ["Bauunternehmer", 5, ["Bauun", "terne", "hmer"]],
    ["no Bauunternehmer", 5, ["no", "Bauun", "terne", "hmer"]],
    ["", 5, [""]],
    ["ok 漢字漢字", 6, ["ok", "漢字漢", "字"]],
    ["e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]],
    ["👨‍👩‍👧👨‍👩‍👧", 3, ["👨‍👩‍👧", "👨‍👩‍👧"]],
  ])("%j of %i columns is broken by words", (line, columns, rows) => {
    expect(rowsOf(line, columns)).toEqual(rows);
  });

  it("loses nothing but blanks at the breaks, and is nowhere wider than the screen", () => {
    const line = fc.string({
      unit: fc.oneof(
        fc.constantFrom(..." a-яԱ漢", "e\u0301", "👩‍🔧", "\u00a0"),
        fc.string({ unit: "grapheme", maxLength: 1 }),
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        line.map((text) => text.replace(/[\r\n]/g, "")),
        fc.integer({ min: 2, max: 20 }),
        (text, columns) => {
          const rows = wrapLine(text, columns);
          let at = 0;
          for (const { from, to } of rows) {
            expect(text.slice(at, from).trim()).toBe("");
            expect(columnsOf(text.slice(from, to).trimEnd())).toBeLessThanOrEqual(columns);
            at = to;
          }
          expect(text.slice(at)).toBe("");
          expect(wrapLine(text, columns, 2)).toEqual(rows.slice(0, 2));
        },
      ),
      { seed: 21, numRuns: 1000 },
    );
  });

  it("takes time in proportion to its length", () => {
    const time = (length: number) => {
      const text = "слово ".repeat(length);
      const from = process.hrtime.bigint();
      for (let i = 0; i < 5; i++) wrapLine(text, 38);
      return Number(process.hrtime.bigint() - from);
    };
    time(20_000);
    expect(time(200_000)).toBeLessThan(40 * time(20_000));
  });
});

const withScreens = (screens: CardSettings["screens"], more: Partial<CardSettings> = {}) =>
  compileGrammar(cardSettings({ screens, ...more }));
const phone = { lines: 6, characters: 38 };

const overflows = (grammar: ReturnType<typeof withScreens>, text: string) =>
  parseNotes(grammar, text, { today: TODAY }).card.findings.filter(({ rule }) => rule === "screen.overflow");

const STATE = "Wholesale · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026 · due 01.12.2026 · 17 done";

describe("screen.overflow", () => {
  it("is silent while the state line shows marker, orders and last touch", () => {
    expect(overflows(withScreens({ phone }), `${STATE}\n\nOrder 12: sofa\n20.11.2026 prepaid (Anna)`)).toEqual([]);
  });

  it("does not ask for due day and count, which come behind what has to be seen", () => {
    const tight = { lines: 2, characters: 38 };
    expect(overflows(withScreens({ tight }), STATE)).toEqual([]);
    expect(overflows(withScreens({ tight: { lines: 1, characters: 38 } }), STATE)).toHaveLength(1);
  });

  it("names the line and the screens that do not reach it", () => {
    const text = `${"typed above everything\n".repeat(5)}\n${STATE}`;
    expect(
      overflows(withScreens({ phone, wall: { lines: 40, characters: 80 }, watch: { lines: 2, characters: 20 } }), text),
    ).toEqual([
      {
        rule: "screen.overflow",
        severity: "ask",
        line: 6,
        range: [0, text.split("\n")[6]!.length],
        message: expect.stringMatching(/^The first screen \(phone, watch\) does not show all of this: “Wholesale · /),
      },
    ]);
  });

  it("counts wide letters and pictures as a phone does", () => {
    const marker = "漢".repeat(20);
    const text = (name: string) => `${name} · #12 · last 20.11.2026`;
    const small = withScreens({ small: { lines: 1, characters: 44 } });
    expect(overflows(small, text("w".repeat(20)))).toEqual([]);
    expect(overflows(small, text(marker))).toHaveLength(1);
  });

  it("looks at the orders and the last touch themselves where the office wants no state line", () => {
    const grammar = withScreens({ phone }, { stateLine: false });
    const order = (number: number) => `Order ${number}: sofa\n10.11.2026 offer sent (Anna)`;
    expect(overflows(grammar, `${order(9)}\n\n${order(8)}`)).toEqual([]);
    expect(overflows(grammar, `${order(9)}\n\n${order(8)}\n\n${order(7)}`)).toMatchObject([{ line: 6 }]);
    const log = `${order(9)}\n\n${"01.11.2026 called (Anna)\n".repeat(4)}20.11.2026 called (Anna)`;
    expect(overflows(grammar, log)).toMatchObject([{ line: 7 }]);
  });

  it("waits for the state line of a card that has not been put in order yet", () => {
    const text = `${"a remark\n".repeat(9)}\nOrder 12: sofa\n20.11.2026 offer sent (Anna)`;
    expect(overflows(withScreens({ phone }), text)).toEqual([]);
  });

  it("is never raised by a card that the program has put in order, on the phone of the shipped templates", () => {
    fc.assert(
      fc.property(anyCard, ({ language, text }) => {
        const grammar = compileGrammar(cardSettings({ language, screens: { phone } }));
        const result = normaliseCard(grammar, {
          text,
          previous: null,
          today: TODAY,
          edited: null,
          nextNumber: numbers(),
          marker: "Wholesale",
        });
        expect(result.findings.filter(({ rule }) => rule === "screen.overflow")).toEqual([]);
      }),
      { seed: 22, numRuns: 100 },
    );
  });

  it("can be switched off", () => {
    const grammar = withScreens({ phone: { lines: 1, characters: 20 } }, { severities: { "screen.overflow": "off" } });
    expect(overflows(grammar, STATE)).toEqual([]);
  });
});

describe("a note on a screen", () => {
  it("is shown from its first row, and what is below is counted", () => {
    const view = viewOnScreen(grammarOf("en"), "one two three\r\n\r\nfour", { lines: 2, characters: 8 }, TODAY);
    expect(view).toEqual({ shown: ["one two", "three"], below: 2, rest: 2, hidden: null });
  });
});
