import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeThreeWay, nearestBase, normaliseCard, personLines } from "../../src/card/index.ts";
import { anyCard, anyText, grammarOf, numbers, TODAY } from "../support/cards.ts";

const settings = { numRuns: Number(process.env.CARD_RUNS ?? 300) };
const grammar = grammarOf("en");
const flat = (line: string) => line.normalize("NFC").replace(/\s+/g, " ").trim();
const own = (text: string) => personLines(grammar, text).map(flat).sort();

/** A text and two edits of it: lines taken away, put in, moved to the end. */
const edits = fc
  .tuple(
    fc.oneof(
      anyText,
      anyCard.map(({ text }) => text),
    ),
    fc.infiniteStream(fc.nat()),
    fc.infiniteStream(fc.nat()),
  )
  .map(([base, first, second]) => ({ base, ours: edit(base, first, "(Anna)"), theirs: edit(base, second, "(Aram)") }));

function edit(base: string, stream: Stream<number>, by: string): string {
  const lines: string[] = [];
  for (const line of base.split("\n")) {
    const choice = stream.next().value % 9;
    if (choice === 0) continue;
    lines.push(line);
    if (choice === 1) lines.push(`called ${stream.next().value % 50} ${by}`);
    if (choice === 2) lines.push("", `Order: thing ${stream.next().value % 50} ${by}`);
  }
  return lines.join("\n");
}
type Stream<T> = { next(): { value: T } };

describe("merging, for any text", () => {
  test("with an unchanged side it gives the other side", () => {
    fc.assert(
      fc.property(edits, ({ base, ours }) => {
        expect(mergeThreeWay(grammar, base, ours, base).text).toBe(ours);
        expect(mergeThreeWay(grammar, base, base, ours).text).toBe(ours);
      }),
      settings,
    );
  });

  test("nothing is dropped: each line of either side is in the text or among the removed ones", () => {
    fc.assert(
      fc.property(edits, ({ base, ours, theirs }) => {
        const { text, removed } = mergeThreeWay(grammar, base, ours, theirs);
        const there = new Set([...own(text), ...removed.map((line) => flat(line.text))]);
        expect([...own(ours), ...own(theirs)].filter((line) => !there.has(line))).toEqual([]);
      }),
      settings,
    );
  });

  test("what either side added is there, and what either took away is gone", () => {
    fc.assert(
      fc.property(edits, ({ base, ours, theirs }) => {
        const merged = own(mergeThreeWay(grammar, base, ours, theirs).text);
        for (const line of own(ours)) if (!own(base).includes(line)) expect(merged).toContain(line);
        for (const line of own(theirs)) if (!own(base).includes(line)) expect(merged).toContain(line);
        for (const line of own(base))
          if (!own(ours).includes(line) && !own(theirs).includes(line)) expect(merged).not.toContain(line);
      }),
      settings,
    );
  });

  test("it is commutative for people's lines", () => {
    fc.assert(
      fc.property(edits, ({ base, ours, theirs }) => {
        expect(own(mergeThreeWay(grammar, base, theirs, ours).text)).toEqual(
          own(mergeThreeWay(grammar, base, ours, theirs).text),
        );
      }),
      settings,
    );
  });

  test("two people's steps both stay in the order that each was typed under", () => {
    const base = "Order 12: sofa\n03.11.2026 asked (Anna)\n\nPrefers calls.";
    const ours = base.replace("(Anna)", "(Anna)\n05.11.2026 offer sent (Anna)");
    const theirs = `${base.replace("(Anna)", "(Anna)\n06.11.2026 called (Aram)")}\nHas a dog.`;
    expect(mergeThreeWay(grammar, base, ours, theirs).text).toBe(
      "Order 12: sofa\n03.11.2026 asked (Anna)\n06.11.2026 called (Aram)\n05.11.2026 offer sent (Anna)\n\nPrefers calls.\nHas a dog.",
    );
  });

  test("a line that both changed stays in both forms, with a finding", () => {
    const { text, conflicts } = mergeThreeWay(
      grammar,
      "a\nPrefers calls.\nz",
      "a\nPrefers mails.\nz",
      "a\nPrefers visits.\nz",
    );
    expect(text.split("\n").sort()).toEqual(["Prefers mails.", "Prefers visits.", "a", "z"]);
    expect(conflicts.map(({ rule }) => rule)).toEqual(["notes.conflict"]);
    expect(mergeThreeWay(grammar, "a\nb\nz", "a\nb2\nz", "a\nb\nz\nc").conflicts).toEqual([]);
  });

  test("the summary is never kept twice; those of two clients add up", () => {
    const a = "Earlier: 2 done, 100 AMD; 2024";
    const b = "Earlier: 1 done, 50 USD; 1 lost; 2023";
    expect(mergeThreeWay(grammar, "x", `x\n${a}`, `x\ny\n${a}`).text.match(/Earlier/g)).toHaveLength(1);
    expect(mergeThreeWay(grammar, "", `x\n${a}`, `y\n${b}`).text).toContain(
      "Earlier: 3 done, 100 AMD + 50 USD; 1 lost; 2023–2024",
    );
  });
});

describe("a stale save", () => {
  const save = (text: string, previous: string, recent: string[]) =>
    normaliseCard(grammar, {
      text,
      previous,
      recent,
      today: TODAY,
      edited: TODAY,
      nextNumber: numbers(),
      marker: "Retail",
    });

  test("for any text: nothing is dropped, and the result is a fixed point", () => {
    fc.assert(
      fc.property(edits, ({ base, ours, theirs }) => {
        const seen = save(base, "", []).text;
        const written = save(ours, seen, [base]).text;
        const result = save(theirs, written, [seen, base]);
        const there = new Set([
          ...own(result.text),
          ...result.archived.flatMap(({ text }) => text.split("\n").map(flat)),
        ]);
        expect([...own(theirs), ...own(written)].filter((line) => !there.has(line))).toEqual([]);
        expect(save(result.text, result.text, [written, seen]).text).toBe(result.text);
      }),
      settings,
    );
  });

  test("belongs to the recent version with the fewest differences, of equals the newest", () => {
    expect(nearestBase(["a\nb\nc", "a\nb", "a"], "a\nb\nx")).toBe(1);
    expect(nearestBase(["a", "a"], "a")).toBe(0);
  });

  test("an unnumbered header keeps the number that the program gave its order meanwhile", () => {
    const typed = "Order: sofa\n3.11 asked (Anna)";
    const written = save(typed, "", []).text;
    const { text, card } = save(`${typed}\ncalled (Aram)`, written, [typed]);
    expect(card.orders.map(({ number }) => number)).toEqual([501]);
    expect(text).toContain("03.11.2026 asked (Anna)\n23.11.2026 called (Aram)");
    const withoutVersions = save(`${typed}\ncalled (Aram)`, written, []);
    expect(withoutVersions.card.orders.map(({ number }) => number)).toEqual([501]);
  });

  test("a stamped line that returns undated is the same line, not another call", () => {
    const written = save("called (Anna)", "", []).text;
    expect(save("called (Anna)", written, []).text).toBe(written);
    expect(save("called (Anna)\nOrder: bed", written, ["called (Anna)"]).card.log).toHaveLength(1);
  });

  test("compacted steps don't come back, and what was added to them joins the order", () => {
    const full = "Order 9: chairs, 40 000 AMD\n01.08.2026 ordered (Anna)\n14.08.2026 done (Anna)";
    const short = "last 14.08.2026 · 1 done\n\nOrder 9: chairs, 40 000 AMD – done 14.08.2026 (Anna)";
    const { text } = save(`${full}\nclient is happy (Aram)`, short, [full]);
    expect(text).toContain("Order 9: chairs, 40 000 AMD – done 14.08.2026 (Anna)\n23.11.2026 client is happy (Aram)");
    expect(text).not.toContain("01.08.2026");
  });

  test("what somebody took away on purpose goes to the archive with its order", () => {
    const previous = "Order 9: chairs\n01.11.2026 ordered (Anna)\n02.11.2026 called (Anna)";
    const { archived } = save("Order 9: chairs\n02.11.2026 called (Anna)", previous, []);
    expect(archived).toEqual([
      {
        reason: "removed",
        text: "01.11.2026 ordered (Anna)",
        now: null,
        order: 9,
        title: "chairs",
        date: "2026-11-01",
      },
    ]);
  });
});
