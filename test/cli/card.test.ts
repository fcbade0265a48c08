import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProcess } from "./process.ts";
import { folder, run } from "./support.ts";

const NOTES = `Order 12: sofa "Milan", 120 000 AMD
03.11.2026 asked for the price (Anna)
10.11.2026 prepaid 50 000 (Aram)
→ 01.12.2026 call about delivery (Anna)

20.11.2026 called, wants a table in spring (Anna)

Order 9: 2 chairs, 40 000 AMD
01.08.2026 ordered (Anna)
14.08.2026 done (Anna)

Prefers calls after 18:00.
`;

describe("card parse", () => {
  it("prints what cli.md promises, as a process of its own", async () => {
    const { code, out, err } = await runProcess(["card", "parse", "--json"], { cwd: folder(), input: NOTES });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const card = JSON.parse(out);
    expect(card.orders[0]).toEqual({
      number: 12,
      title: 'sofa "Milan"',
      amount: 120000,
      currency: "AMD",
      paid: 50000,
      state: "open",
      stage: "prepaid",
      opened: "2026-11-03",
      closed: null,
      reason: null,
      employee: "Aram",
      steps: [
        { date: "2026-11-03", time: null, text: "asked for the price", employee: "Anna", kind: "step" },
        { date: "2026-11-10", time: null, text: "prepaid 50 000", employee: "Aram", kind: "step" },
        { date: "2026-12-01", time: null, text: "call about delivery", employee: "Anna", kind: "plan" },
      ],
    });
    expect(card.orders[1]).toMatchObject({ number: 9, state: "done", closed: "2026-08-14" });
    expect(card.log).toEqual([
      { date: "2026-11-20", time: null, text: "called, wants a table in spring", employee: "Anna", kind: "step" },
    ]);
    expect(card).toMatchObject({ earlier: null, free: ["Prefers calls after 18:00."], findings: [] });
  });

  it("tells a person the same in words", async () => {
    const { code, out } = await run(["card", "parse", "--lang", "ru"], { input: NOTES });
    expect(code).toBe(0);
    expect(out).toContain('Заказ 12: sofa "Milan" · предоплата · оплачено 50 000 из 120 000 AMD · открыт');
    expect(out).toContain("Свободный текст\n  Prefers calls after 18:00.");
  });

  it("reads nothing from nothing", async () => {
    const { code, out } = await run(["card", "parse", "--json"], { input: "" });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ orders: [], log: [], earlier: null, free: [], findings: [] });
  });
});

describe("card format", () => {
  it("puts the notes in order, and then finds nothing more to do", async () => {
    const cwd = folder();
    const typed = `${NOTES.replace("Order 12", "Order")}\nOrder: lamp\n`;
    const first = await run(["card", "format", "--marker", "wholesale", "--next-number", "40"], { input: typed, cwd });
    expect(first.code).toBe(0);
    expect(first.out).toContain("Wholesale · ");
    expect(first.out).toMatch(/^Order 4[01]: lamp$/m);
    writeFileSync(join(cwd, "before.txt"), first.out);
    const args = ["card", "format", "--marker", "Wholesale", "--previous", "before.txt"];
    const again = await run(args, { input: first.out, cwd });
    expect(again.out).toBe(first.out);
  });

  it("gives the day of the edit to a new line, in the office's time zone", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "before.txt"), NOTES);
    const typed = NOTES.replace("\n\n20.11.2026", "\ncalled about the colour (Aram)\n\n20.11.2026");
    const edited = ["--edited", "2026-11-21T22:30:00Z"];
    const { out } = await run(["card", "format", "--previous", "before.txt", ...edited], { input: typed, cwd });
    expect(out).toContain("22.11.2026 called about the colour (Aram)");
  });

  it("numbers from the highest in the text when no number is given", async () => {
    const { out } = await run(["card", "format"], { input: `${NOTES}\nOrder: lamp\n` });
    expect(out).toContain("Order 13: lamp");
  });

  it("shows the first screen of a phone of the template, and where it ends", async () => {
    const args = ["card", "format", "--marker", "Wholesale", "--screen", "Phone"];
    const { code, out } = await run(args, { input: NOTES });
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "┌────────────────────────────────────────┐",
        "│ Wholesale · #12 prepaid 50 000 of 120  │",
        "│ 000 AMD · last 20.11.2026 · due        │",
        "│ 01.12.2026                             │",
        "│                                        │",
        '│ Order 12: sofa "Milan", 120 000 AMD    │',
        "│ 03.11.2026 asked for the price (Anna)  │",
        "└────────────────────────────────────────┘",
        "… 12 more rows below the screen, from line 5: 10.11.2026 prepaid 50 000 (Aram)",
        "",
      ].join("\n"),
    );
    const json = await run([...args, "--json"], { input: NOTES });
    expect(JSON.parse(json.out).screen).toMatchObject({ lines: 6, characters: 38, below: 12, rest: 4, hidden: null });
  });

  it("says what should be seen at first sight and is not", async () => {
    const { out } = await run(["card", "format", "--screen", "2x20"], { input: NOTES });
    expect(out.split("\n")).toHaveLength(7);
    expect(out).toContain("Not to be seen at first sight, and it should be: line 1: #12 prepaid");
  });

  it.each([
    ["en", "There is no screen “fone”. The template knows phone, overlay;"],
    ["ru", "Экрана «fone» нет. В шаблоне есть phone, overlay;"],
    ["hy", "«fone» էկրան չկա։ Ձևանմուշում կա phone, overlay."],
  ])("lists the template's screens to who names another (%s)", async (lang, told) => {
    for (const screen of ["fone", "0x5", "6x", "__proto__"]) {
      const { code, out, err } = await run(["card", "format", "--screen", screen, "--lang", lang], { input: NOTES });
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(told.replace("fone", screen));
    }
  });

  it("keeps characters that a terminal would obey, for a pipe is no terminal", async () => {
    const { out } = await run(["card", "format"], { input: "a \u001b[2J b\u0007" });
    expect(out).toBe("a \u001b[2J b\u0007\n");
  });
});

describe("card check", () => {
  it("ends with 4 when something needs a person, else with 0", async () => {
    const unclear = await run(["card", "check"], { input: "Order 5: table\n03.11.2026 called (Nobody)\n" });
    expect(unclear.code).toBe(4);
    expect(unclear.out).toContain("line 2:");
    expect(unclear.out).toContain("step.employee-unknown");
    const clean = await run(["card", "check"], { input: NOTES });
    expect(clean).toMatchObject({ code: 0, out: "Nothing is unclear.\n" });
  });

  it("lists the findings as JSON", async () => {
    const { code, out } = await run(["card", "check", "--json"], {
      input: "Order 5: table\n31.02.2026 called (Anna)\n",
    });
    expect(code).toBe(4);
    expect(JSON.parse(out).findings.map(({ rule }: { rule: string }) => rule)).toContain("step.date-impossible");
  });
});

describe("card compact and expand", () => {
  it("take the steps of a finished order out, and put the same lines back", async () => {
    const cwd = folder();
    const compacted = await run(["card", "compact", "--json"], { input: NOTES });
    const { notes, archive, changed } = JSON.parse(compacted.out);
    expect(changed).toBe(true);
    expect(notes).toContain("Order 9: 2 chairs, 40 000 AMD – done 14.08.2026 (Anna)");
    expect(notes).not.toContain("01.08.2026 ordered");
    expect(archive.map(({ text }: { text: string }) => text)).toContain("01.08.2026 ordered (Anna)");
    writeFileSync(join(cwd, "archive.json"), compacted.out);
    const expanded = await run(["card", "expand", "--archive", "archive.json"], { input: notes, cwd });
    expect(expanded.code).toBe(0);
    for (const line of NOTES.trim().split("\n")) expect(expanded.out).toContain(line);
  });

  it("say so when the archive is none", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.json"), '{"archive": [1, 2]}');
    writeFileSync(join(cwd, "b.json"), "not json");
    for (const [name, told] of [
      ["a.json", "archived lines"],
      ["b.json", "archived lines"],
      ["c.json", "There is no file"],
    ] as const) {
      const { code, out, err } = await run(["card", "expand", "--archive", name], { input: NOTES, cwd });
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(join(cwd, name));
      expect(err).toContain(told);
    }
  });
});

describe("bad input", () => {
  it("in the template is told with its line, and nothing is printed", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "office.yaml"), "language: en\ncurrency: drams\n");
    const { code, out, err } = await run(["card", "parse", "--template", "office.yaml"], { input: NOTES, cwd });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/office\.yaml:2:\d+/);
  });

  it("in the settings names every one of them", async () => {
    const env = { CLIENTCARD_NOW: "tomorrow", CLIENTCARD_ACCOUNT: "yahoo" };
    const { code, err } = await run(["card", "parse"], { input: NOTES, env });
    expect(code).toBe(2);
    expect(err).toContain("CLIENTCARD_NOW");
    expect(err).toContain("CLIENTCARD_ACCOUNT");
  });

  it("that is no UTF-8 is refused", async () => {
    const { start, ended } = await import("./process.ts");
    const child = start(["card", "parse"], { cwd: folder() });
    const result = ended(child);
    child.stdin?.end(Buffer.from([0xcf, 0xf0, 0xe8]));
    const { code, out, err } = await result;
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("UTF-8");
  });
});
