import { describe, expect, test } from "vitest";
import { compactCard, compileGrammar, expandCard } from "../../src/card/index.ts";
import { cardSettings, grammarOf, TODAY } from "../support/cards.ts";

const grammar = grammarOf("en");

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

  test("a closed line that names nobody takes on who acted last, since the steps that tell it leave", () => {
    const text = "Order 12: bed – lost 02.05.2026: too expensive\n01.05.2026 asked (Аня)";
    const { text: short, archived } = compactCard(grammar, { text, today: TODAY, marker: null });
    expect(short).toContain("Order 12: bed – lost 02.05.2026: too expensive (Anna)");
    expect(expandCard(grammar, short, archived, { today: TODAY })).toBe(text);
  });

  test("lines go to the archive as they stood, not as they would be written", () => {
    const text = "Order 12: bed – done 02.05.2026 (Anna)\n• 1.5.26 – delivered (Anna)\n\n3.11.26 called (Anna)";
    const { archived } = compactCard(grammar, { text, today: TODAY, marker: null });
    expect(archived.map(({ reason, text: line, now }) => [reason, line, now])).toEqual([
      ["compacted", "• 1.5.26 – delivered (Anna)", null],
      ["rewritten", "3.11.26 called (Anna)", "03.11.2026 called (Anna)"],
    ]);
  });

  test("notes that do not survive being arranged stay as they are", () => {
    const text = "#12 \u200e (Anna).\nOrder 12:\n→ 14.08.2025 г.\n3.11";
    expect(compactCard(grammar, { text, today: TODAY, marker: null })).toMatchObject({ text, archived: [] });
  });

  test("expanding with what several compactions archived gives the first summary back, years and all", () => {
    const summary = "Earlier: 17 done; 2021–2025";
    const text = `Order 2: b – done 02.05.2026\nOrder 1: a – done 01.05.2026\n${summary}`;
    const keep = (keepClosed: number) =>
      compileGrammar(cardSettings({ compaction: { graceDays: 3, keepClosed, keepLog: 5, maxLength: 4000 } }));
    const first = compactCard(keep(1), { text, today: TODAY, marker: null });
    const second = compactCard(keep(0), { text: first.text, today: TODAY, marker: null });
    const back = expandCard(grammar, second.text, [...first.archived, ...second.archived], { today: TODAY });
    expect(back).toContain(summary);
  });

  test("of two orders of one number, a line goes back to the one that it left", () => {
    const text = "Order 12: lamp\n\nOrder 12: lamp – done 03.11.2026 (Anna)\n(for my wife)";
    const { text: short, archived } = compactCard(grammar, { text, today: TODAY, marker: null });
    expect(expandCard(grammar, short, archived, { today: TODAY })).toContain(text);
  });

  test("a follow-up that comes back is met again by the line of its day that met it", () => {
    for (const text of [
      "→ 20.11.2026 14:05 call\n20.11.2026 called (Anna)",
      "Order 12: lamp\nwhite, with a shade\n→ 20.11.2026 14:05 call\n20.11.2026 called (Anna)",
    ]) {
      const { text: short, archived } = compactCard(grammar, { text, today: TODAY, marker: "Retail" });
      expect(archived.map(({ reason }) => reason)).toEqual(["met"]);
      const back = expandCard(grammar, short, archived, { today: TODAY, marker: "Retail" });
      expect(back.split("\n\n").slice(1).join("\n\n")).toBe(text);
    }
  });
});
