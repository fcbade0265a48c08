import { describe, expect, test } from "vitest";
import { mergeThreeWay, nearestBase, normaliseCard } from "../../src/card/index.ts";
import { grammarOf, numbers, TODAY } from "../support/cards.ts";

const grammar = grammarOf("en");

describe("merging", () => {
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

  test("an order's header that both changed stays in both forms, apart, with a finding", () => {
    const order = (sum: string) => `Order 12: sofa${sum}\n03.11.2026 asked (Anna)`;
    const { text, conflicts } = mergeThreeWay(grammar, order(""), order(", 100 AMD"), order(", 120 AMD"));
    expect(text).toBe("Order 12: sofa, 100 AMD\n03.11.2026 asked (Anna)\n\nOrder 12: sofa, 120 AMD");
    expect(conflicts.map(({ rule, line }) => [rule, line])).toEqual([["notes.conflict", 3]]);
  });

  test("a header that one side changed stays when the other deleted it, with a finding; another spelling goes", () => {
    const base = "Order 12: sofa\n\na";
    const changed = mergeThreeWay(grammar, base, "Order 12: sofa, 100 AMD\n\na", "a\nb");
    expect(changed.text).toBe("Order 12: sofa, 100 AMD\n\na\nb");
    expect(changed.conflicts).toHaveLength(1);
    const spelled = mergeThreeWay(grammar, base, "order 12: sofa\n\na", "a\nb");
    expect(spelled).toMatchObject({ text: "a\nb", conflicts: [] });
    const dated = mergeThreeWay(grammar, base, "3.11 Order 12: sofa\n\na", "a\nb");
    expect(dated.text).toBe("3.11 Order 12: sofa\n\na\nb");
    expect(dated.conflicts).toHaveLength(1);
  });

  test("with an unchanged side, lines in another form are told as rewritten", () => {
    const { removed } = mergeThreeWay(grammar, "called (Anna)", "23.11.2026 called (Anna)", "called (Anna)");
    expect(removed).toMatchObject([{ reason: "rewritten", text: "called (Anna)", now: "23.11.2026 called (Anna)" }]);
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

  test("the number that the program gave and what a person made of the header go together", () => {
    const written = save("Order: sofa\n3.11 asked (Anna)", "", []).text;
    for (const header of ["Order: sofa, 100 AMD", "Order: sofa – lost 20.11.2026: too expensive"]) {
      const { text, archived } = save(`${header}\n3.11 asked (Anna)`, written, ["Order: sofa\n3.11 asked (Anna)"]);
      expect(text).toContain(`${header.replace("Order:", "Order 501:")}\n03.11.2026 asked (Anna)`);
      expect(archived.map(({ text: line }) => line)).toContain(header);
    }
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
