/** "Plan" and "Completing" of the card's description, sentence by sentence, as far as one card tells. */
import { describe, expect, test } from "vitest";
import { compactCard, compileGrammar, type NormaliseInput, normaliseCard, parseNotes } from "../../src/card/index.ts";
import { cardSettings, grammarOf, numbers, TODAY } from "../support/cards.ts";

const bare = compileGrammar(cardSettings({ stateLine: false }));
const read = (text: string, today = TODAY) => parseNotes(grammarOf("en"), text, { today }).card;
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
const order = "Order 12: sofa\n03.11.2026 asked (Anna)";

describe("Plan", () => {
  test("a line dated after the day on which it is first seen is marked, typed with an arrow or without", () => {
    for (const typed of ["01.12.2026 call", "→ 01.12.2026 call", "-> 01.12.2026 call", "->1.12 call", "→1.12.26 call"])
      expect(normalise(`${order}\n${typed} (Anna)`, order).text, typed).toBe(`${order}\n→ 01.12.2026 call (Anna)`);
    expect(normalise(`${order}\n23.11.2026 called (Anna)`, order).text).not.toContain("→");
    expect(normalise("01.12.2026 fair (Anna)", null).text).toBe("→ 01.12.2026 fair (Anna)");
  });

  test("a number and a day to come without a word are no follow-up, which nobody could see at a later clock", () => {
    const card = (today: string) =>
      normaliseCard(grammarOf("en"), {
        text: "20.11.2026 called (Anna)\n\n#7 01.12.2026 ",
        previous: null,
        today,
        edited: null,
        nextNumber: numbers(20),
        marker: "Retail",
      });
    expect(card(TODAY).text).toBe("Retail · last 20.11.2026\n\n20.11.2026 called (Anna)\n\n#7 01.12.2026 ");
    expect(card("2026-12-10").text).toBe(card(TODAY).text);
  });

  test("it counts from the day of the edit, not of the run", () => {
    const { text } = normalise("22.11.2026 call (Anna)", "", { edited: "2026-11-20" });
    expect(text).toBe("→ 22.11.2026 call (Anna)");
  });

  test("a marked line is a plan whatever the clock says: to come, due, overdue", () => {
    const text = `${order}\n→ 01.12.2026 call (Anna)`;
    const on = (today: string) => {
      const { orders, findings } = read(text, today);
      return [orders[0]!.steps[1]!.kind, findings.some(({ rule }) => rule === "followup.overdue")];
    };
    expect(on("2026-11-23")).toEqual(["plan", false]);
    expect(on("2026-12-01")).toEqual(["plan", false]);
    expect(on("2026-12-02")).toEqual(["plan", true]);
    expect(on("2030-01-01")).toEqual(["plan", true]);
  });

  test("it is the same plan at first sight again, as after a lost mirror", () => {
    const text = normalise(`${order}\n1.12 call (Anna)`, order).text;
    for (const today of [TODAY, "2026-12-01", "2027-03-01"]) {
      const again = normalise(text, null, { today, edited: today });
      expect(again.text).toBe(text);
      expect(again.card.orders[0]!.steps[1]).toMatchObject({ kind: "plan", date: "2026-12-01", met: false });
    }
  });

  test("it has no stage, payment or outcome", () => {
    for (const words of ["delivered", "paid 500", "done", "отказ", "ավարտված"])
      expect(read(`${order}\n→ 01.11.2026 ${words} (Anna)`).orders, words).toMatchObject([
        { state: "open", stage: "enquiry", paid: 0 },
      ]);
  });

  test("it is met by a later line of its block dated on or after its day", () => {
    const met = (...lines: string[]) =>
      read(["Order 1: x", ...lines].join("\n")).orders[0]!.steps.find(({ kind }) => kind === "plan")!.met;
    const plan = "→ 20.11.2026 call (Anna)";
    expect(met(plan, "20.11.2026 called (Anna)")).toBe(true);
    expect(met(plan, "22.11.2026 called (Anna)")).toBe(true);
    expect(met("22.11.2026 called (Anna)", plan)).toBe(true);
    expect(met(plan, "19.11.2026 called (Anna)")).toBe(false);
    expect(met("20.11.2026 no answer (Anna)", plan)).toBe(false);
    expect(met("→ 20.11.2026 18:00 call (Anna)", "20.11.2026 11:00 no answer (Anna)")).toBe(false);
    expect(met(plan, "→ 22.11.2026 visit (Anna)")).toBe(false);
    const apart = read(`Order 1: x\n${plan}\n\nOrder 2: y\n21.11.2026 called (Anna)\n\n21.11.2026 called (Anna)`);
    expect(apart.orders[0]!.steps[0]!.met).toBe(false);
  });

  test("a met plan leaves with the next compaction, one that is due stays", () => {
    const text = `${order}\n→ 05.11.2026 call (Anna)\n06.11.2026 called (Anna)\n→ 08.11.2026 send photos (Anna)`;
    const { text: short, archived } = compactCard(bare, { text, today: TODAY, marker: null });
    expect(short).toBe(`${order}\n06.11.2026 called (Anna)\n→ 08.11.2026 send photos (Anna)`);
    expect(archived).toMatchObject([{ reason: "met", text: "→ 05.11.2026 call (Anna)", order: 12 }]);
  });
});

describe("Completing", () => {
  test("headers, impossible dates and other new lines get no day", () => {
    for (const line of ["Order 14: bed", "31.02.2026 called (Anna)", "Prefers calls after 18:00", "tel. 091 234567"])
      expect(normalise(`${order}\n\n${line}`, order).text, line).toBe(
        line.startsWith("Order") ? `${line}\n\n${order}` : `${order}\n\n${line}`,
      );
  });

  test("a new line that was seen before and left alone has the day on which it first appeared", () => {
    const sightings = [
      { text: `${order}\ncame to the shop (Anna)`, day: "2026-11-20" },
      { text: `${order}\ncame to the shop (Anna)\ntook a sample (Aram)\n25.11 call (Anna)`, day: "2026-11-21" },
    ];
    const typed = `${sightings[1]!.text}\ncalled again (Anna)`;
    expect(normalise(typed, order, { sightings }).text).toBe(
      `${order}\n20.11.2026 came to the shop (Anna)\n21.11.2026 took a sample (Aram)\n23.11.2026 called again (Anna)\n→ 25.11.2026 call (Anna)`,
    );
    const meant = [{ text: `${order}\n22.11 call (Anna)`, day: "2026-11-20" }];
    expect(normalise(`${order}\n22.11 call (Anna)\nmore`, order, { sightings: meant }).text).toContain(
      "→ 22.11.2026 call (Anna)",
    );
  });

  test("a missing employee is not guessed: the line stays, with a finding", () => {
    const { text, findings } = normalise(`${order}\n20.11.2026 called`, order);
    expect(text).toBe(`${order}\n20.11.2026 called`);
    expect(findings.map(({ rule }) => rule)).toContain("step.employee-missing");
  });

  test("what a person removed goes to the archive, and what the program wrote does not", () => {
    const previous = `Retail · last 03.11.2026\n\n${order}\n\nEarlier: 1 done; 2024\n\nHas a dog.`;
    const { archived } = normalise(`${order}\n\nEarlier: 1 done; 2024`, previous);
    expect(archived).toMatchObject([{ reason: "removed", text: "Has a dog." }]);
  });

  test("the summary is the program's: an edit of it is put right and kept in the archive, a deletion too", () => {
    const summary = "Earlier: 17 done, 1 240 000 AMD; 3 lost; 2021–2025";
    const previous = `${order}\n\n${summary}`;
    const edited = normalise(previous.replace("17", "71"), previous);
    expect(edited.text).toBe(previous);
    expect(edited.archived).toMatchObject([{ reason: "rewritten", text: summary.replace("17", "71"), now: summary }]);
    for (const text of [order, `${order}\n04.11.2026 called (Anna)`]) {
      const result = normalise(text, previous);
      expect(result.text).toBe(`${text}\n\n${summary}`);
      expect(normalise(result.text, result.text).changed).toBe(false);
    }
    expect(normalise(`${previous}\n\n${summary}`, previous).text).toBe(previous);
  });

  test("two summaries in a text that does not survive being arranged stay as they are", () => {
    const loose = "#12 \u200e (Anna).\nOrder 12:\n→ 14.08.2025 г.\n3.11";
    const text = `${loose}\n\nEarlier: 3 done; 2022\n\nРанее: 2 выполнено; 2024`;
    expect(normalise(text, text)).toMatchObject({ text, changed: false, archived: [] });
    const edited = normalise(`${text.replace("2 выполнено", "5 выполнено")} `, text);
    expect(edited.text).toBe(`${loose}\n\nEarlier: 3 done; 2022\n\nEarlier: 3 done; 2022`);
    expect(edited.archived).toMatchObject([{ reason: "rewritten", text: "Ранее: 5 выполнено; 2024 " }]);
  });
});

describe("What the notes look like", () => {
  test("the state line stands only where there is an order or a log", () => {
    const state = (text: string) =>
      normaliseCard(grammarOf("en"), {
        text,
        previous: null,
        today: TODAY,
        edited: null,
        nextNumber: numbers(),
        marker: "Retail",
      }).text.split("\n")[0];
    expect(state("Has a dog.")).toBe("Has a dog.");
    expect(state("")).toBe("");
    expect(state("20.11.2026 called (Anna)")).toBe("Retail · last 20.11.2026");
    expect(state("Order 1: x")).toBe("Retail · #1");
  });

  test("it names open orders with stage and money, last touch, next due day, and the finished ones where room is left", () => {
    const text = [
      "Order 12: sofa, 120 000 AMD\n10.11.2026 prepaid 50 000 (Aram)\n→ 05.12.2026 call (Anna)",
      "Order 14: bed\n→ 01.12.2026 call (Anna)",
      "20.11.2026 called (Anna)",
      "Order 9: x, 500 – done 14.08.2026 (Anna)",
    ].join("\n\n");
    const on = (marker: string) =>
      normaliseCard(grammarOf("en"), {
        text,
        previous: null,
        today: TODAY,
        edited: null,
        nextNumber: numbers(),
        marker,
      }).text.split("\n")[0];
    const line = "#14 · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026 · due 01.12.2026";
    expect(on("A")).toBe(`A · ${line}`);
    expect(on("A".repeat(40))).toBe(`${"A".repeat(40)} · ${line}`);
    const finished = normalise("Order 9: x, 500 – done 14.08.2026 (Anna)", null).text;
    expect(finished).toBe("Order 9: x, 500 – done 14.08.2026 (Anna)");
  });

  test("undated steps keep their place after the line above, ties the order of the text", () => {
    const text = "Order 1: x\n05.11.2026 b (Anna)\nb2 (Anna)\n03.11.2026 a (Anna)\n05.11.2026 c (Anna)";
    expect(normalise(text, null).text).toBe(
      "Order 1: x\n03.11.2026 a (Anna)\n05.11.2026 b (Anna)\nb2 (Anna)\n05.11.2026 c (Anna)",
    );
    const closed = "Order 3: a – lost 01.05.2026\nOrder 9: b – lost 01.05.2026\nOrder 1: c – lost 02.05.2026";
    expect(
      normalise(closed, null)
        .text.split("\n")
        .map((line) => line.slice(6, 7)),
    ).toEqual(["1", "3", "9"]);
  });

  test("free text keeps its writer's order and its characters; a line with > is free text wherever it stands", () => {
    const text = "> Order 5: no order\n\n20.11.2026 called (Anna)\n\n  Zoo,\ttwice  a week\nApple";
    expect(normalise(text, null).text).toBe(
      "20.11.2026 called (Anna)\n\n> Order 5: no order\n\n  Zoo,\ttwice  a week\nApple",
    );
  });
});
