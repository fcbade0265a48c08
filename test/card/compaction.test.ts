import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compactCard,
  compileGrammar,
  expandCard,
  normaliseCard,
  parseNotes,
  personLines,
} from "../../src/card/index.ts";
import { meaningOf } from "../../src/card/meaning.ts";
import { addDays } from "../../src/lib/day.ts";
import { anyCard, anyText, cardSettings, grammarOf, numbers, TODAY } from "../support/cards.ts";

const settings = { numRuns: Number(process.env.CARD_RUNS ?? 200) };
const grammar = grammarOf("en");
const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean);

describe("compaction, for any valid card", () => {
  test("a card that the program wrote is canonical, and reads as it was made", () => {
    fc.assert(
      fc.property(anyCard, ({ language, text }) => {
        const again = normaliseCard(grammarOf(language), {
          text,
          previous: null,
          today: TODAY,
          edited: null,
          nextNumber: numbers(),
          marker: "Retail",
        });
        expect(again.text).toBe(text);
        expect(again.archived).toEqual([]);
      }),
      settings,
    );
  });

  test("every line that leaves is in the archive, and nothing else changes", () => {
    fc.assert(
      fc.property(anyCard, ({ language, text }) => {
        const { text: short, archived } = compactCard(grammarOf(language), { text, today: TODAY, marker: "Retail" });
        const there = [...linesOf(short), ...archived.flatMap((entry) => linesOf(entry.text))];
        const own = linesOf(text).filter((line) => !line.includes(" · "));
        for (const line of own) {
          const at = there.indexOf(line);
          expect(at, line).not.toBe(-1);
          there.splice(at, 1);
        }
        const before = parseNotes(grammarOf(language), text, { today: TODAY }).card;
        const after = parseNotes(grammarOf(language), short, { today: TODAY }).card;
        expect(after.free).toEqual(before.free);
        expect(after.orders.filter(({ state }) => state === "open").length).toBe(
          before.orders.filter(({ state }) => state === "open").length,
        );
        const finished = (card: typeof before) =>
          card.orders.filter(({ state }) => state === "done").length + (card.earlier?.done ?? 0);
        expect(finished(after)).toBe(finished(before));
      }),
      settings,
    );
  });

  test("of any text, nothing leaves that is not in the archive, and compacting again changes nothing", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 60 }), (typed, days) => {
        const today = addDays(TODAY, days);
        const text = normaliseCard(grammar, {
          text: typed,
          previous: null,
          today: TODAY,
          edited: null,
          nextNumber: numbers(),
          marker: null,
        }).text;
        const { text: short, archived } = compactCard(grammar, { text, today, marker: null });
        const there = new Set([...linesOf(short), ...archived.flatMap((entry) => linesOf(entry.text))]);
        const own = personLines(grammar, text).map((line) => line.replace(/\s+/g, " ").trim());
        expect(own.filter((line) => !there.has(line))).toEqual([]);
        expect(compactCard(grammar, { text: short, today, marker: null }).changed).toBe(false);
      }),
      settings,
    );
  });

  test("compacting again changes nothing, and what is left is canonical", () => {
    fc.assert(
      fc.property(anyCard, ({ language, text }) => {
        const short = compactCard(grammarOf(language), { text, today: TODAY, marker: "Retail" }).text;
        expect(compactCard(grammarOf(language), { text: short, today: TODAY, marker: "Retail" }).changed).toBe(false);
        const again = normaliseCard(grammarOf(language), {
          text: short,
          previous: null,
          today: TODAY,
          edited: null,
          nextNumber: numbers(),
          marker: "Retail",
        });
        expect(again.text).toBe(short);
      }),
      settings,
    );
  });

  test("expanding with what compaction archived gives the card back as it was", () => {
    fc.assert(
      fc.property(anyCard, ({ language, text }) => {
        const { text: short, archived } = compactCard(grammarOf(language), { text, today: TODAY, marker: "Retail" });
        const back = expandCard(grammarOf(language), short, archived, { today: TODAY });
        const read = (notes: string) => meaningOf(parseNotes(grammarOf(language), notes, { today: TODAY }).card);
        expect(linesOf(back).sort()).toEqual(linesOf(text).sort());
        expect(read(back)).toBe(read(text));
      }),
      settings,
    );
  });

  test("6: a card prints within the budget, unless what must stay exceeds it alone; then a finding says so", () => {
    fc.assert(
      fc.property(anyCard, fc.integer({ min: 100, max: 900 }), ({ language, text }, maxLength) => {
        const tight = compileGrammar(
          cardSettings({ language, compaction: { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength } }),
        );
        const result = compactCard(tight, { text, today: TODAY, marker: "Retail" });
        const tooLong = result.findings.some(({ rule }) => rule === "notes.too-long");
        expect(tooLong).toBe(result.text.length > maxLength);
        if (!tooLong) return;
        const rested = addDays(TODAY, -3);
        const foldable = result.card.orders.filter(
          ({ state, closed, steps }) => state !== "open" && closed !== null && closed <= rested && steps.length === 0,
        );
        expect(foldable).toEqual([]);
        expect(
          result.card.log.filter(({ kind, line }) => kind !== "plan" && !isFree(result.text, line)).length,
        ).toBeLessThanOrEqual(1);
      }),
      settings,
    );
  });
});

function isFree(text: string, line: number): boolean {
  return text.split("\n")[line]?.startsWith(">") ?? false;
}

describe("compaction", () => {
  const finished = ["Order 11: bed, 300 USD", "01.10.2026 asked (Anna)", "white", "05.10.2026 done: good (Аня)"].join(
    "\n",
  );

  test("a finished order becomes one line when it has rested, with the employee as typed", () => {
    const { text, archived } = compactCard(grammar, { text: finished, today: "2026-10-08", marker: null });
    expect(text).toBe("last 05.10.2026 · 1 done\n\nOrder 11: bed, 300 USD – done 05.10.2026: good (Аня)");
    expect(archived.map(({ reason, text: line, order }) => [reason, line, order])).toEqual([
      ["rewritten", "Order 11: bed, 300 USD", 11],
      ["compacted", "01.10.2026 asked (Anna)\nwhite", 11],
      ["compacted", "05.10.2026 done: good (Аня)", 11],
    ]);
  });

  test("it rests for graceDays, and anew from the day on which it was put back", () => {
    expect(compactCard(grammar, { text: finished, today: "2026-10-07", marker: null }).changed).toBe(false);
    const putBack = new Map([[11, "2026-11-22"]]);
    expect(compactCard(grammar, { text: finished, today: TODAY, marker: null, putBack }).changed).toBe(false);
  });

  test("an outcome without a date is never compacted", () => {
    expect(compactCard(grammar, { text: "Order 1: bed\ndone (Anna)", today: TODAY, marker: null }).changed).toBe(false);
  });

  test("a follow-up still to come keeps its order whole", () => {
    const text = `${finished}\n→ 01.12.2026 ask whether all is well (Anna)`;
    expect(compactCard(grammar, { text, today: TODAY, marker: null }).changed).toBe(false);
    expect(compactCard(grammar, { text, today: "2026-12-10", marker: null }).changed).toBe(true);
  });

  test("beyond keepClosed the oldest fold into the summary, sums by currency, lost ones without their sums", () => {
    const orders = [1, 2, 3, 4, 5, 6, 7].map(
      (n) => `Order ${n}: t${n}, ${n}00 ${n % 2 ? "AMD" : "USD"} – ${n === 3 ? "lost" : "done"} 0${n}.02.2026`,
    );
    const small = compileGrammar(
      cardSettings({ compaction: { graceDays: 3, keepClosed: 2, keepLog: 5, maxLength: 4000 } }),
    );
    const { card, archived } = compactCard(small, { text: orders.join("\n"), today: TODAY, marker: null });
    expect(card.orders.map(({ number }) => number)).toEqual([7, 6]);
    expect(card.earlier).toEqual({
      done: 4,
      lost: 1,
      amount: 600,
      amounts: { AMD: 600, USD: 600 },
      from: 2026,
      to: 2026,
    });
    expect(archived.filter(({ reason }) => reason === "folded").map(({ order }) => order)).toEqual([1, 2, 3, 4, 5]);
  });

  test("a summary that somebody deleted is made again from the archive", () => {
    const folded = ["Order 1: a, 100 – done 01.02.2025", "Order 2: b – lost 01.02.2026"].map((text) => ({
      reason: "folded" as const,
      text,
      now: null,
      order: 1,
      title: "a",
      date: null,
    }));
    const orders = [3, 4].map((n) => `Order ${n}: t, 5 000 AMD – done 0${n}.02.2026`).join("\n");
    const small = compileGrammar(
      cardSettings({ compaction: { graceDays: 3, keepClosed: 1, keepLog: 5, maxLength: 4000 } }),
    );
    expect(compactCard(small, { text: orders, today: TODAY, marker: null, folded }).text).toContain(
      "Earlier: 2 done, 5 100 AMD; 1 lost; 2025–2026",
    );
  });

  test("met plans leave, due ones stay, and the last touch stays even where no log is kept", () => {
    const bare = compileGrammar(
      cardSettings({ compaction: { graceDays: 3, keepClosed: 0, keepLog: 0, maxLength: 4000 } }),
    );
    const text = [
      "01.11.2026 called (Anna)",
      "→ 05.11.2026 call again (Anna)",
      "06.11.2026 called (Anna)",
      "→ 08.11.2026 send photos (Anna)",
    ].join("\n");
    const { card, archived } = compactCard(bare, { text, today: TODAY, marker: null });
    expect(card.log.map((step) => [step.date, step.kind])).toEqual([
      ["2026-11-06", "step"],
      ["2026-11-08", "plan"],
    ]);
    expect(archived.map(({ reason }) => reason).sort()).toEqual(["met", "pruned"]);
  });
});
