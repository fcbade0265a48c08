/** `card …` from outside: a process, its stdin and stdout, files beside it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProcess } from "../cli/process.ts";
import { folder } from "../cli/support.ts";

const NOTES = `Order 12: sofa "Milan", 120 000
3.11 asked for the price (Anna)
→ 01.12.2026 call about delivery (Anna)

Earlier: 17 done, 1 240 000 AMD + 300 USD; 3 lost; 2021–2025

zakaz 7: table – lost 02.05.2026: too expensive (Арам)
Order:

14:05 is no time of ours
`;

describe("card parse --json", () => {
  it("has every promised key, ISO days, and null for what is unknown", async () => {
    const { code, out, err } = await runProcess(["card", "parse", "--json"], { cwd: folder(), input: NOTES });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const card = JSON.parse(out);
    expect(Object.keys(card)).toEqual(["orders", "log", "earlier", "free", "findings"]);
    expect(card.orders).toEqual([
      {
        number: 12,
        title: 'sofa "Milan"',
        amount: 120_000,
        currency: "AMD",
        paid: 0,
        state: "open",
        stage: "enquiry",
        opened: "2026-11-03",
        closed: null,
        reason: null,
        employee: "Anna",
        steps: [
          { date: "2026-11-03", time: null, text: "asked for the price", employee: "Anna", kind: "step" },
          { date: "2026-12-01", time: null, text: "call about delivery", employee: "Anna", kind: "plan" },
        ],
      },
      {
        number: 7,
        title: "table",
        amount: null,
        currency: null,
        paid: 0,
        state: "lost",
        stage: null,
        opened: null,
        closed: "2026-05-02",
        reason: "too expensive",
        employee: "Aram",
        steps: [],
      },
      {
        number: null,
        title: null,
        amount: null,
        currency: null,
        paid: 0,
        state: "open",
        stage: null,
        opened: null,
        closed: null,
        reason: null,
        employee: null,
        steps: [],
      },
    ]);
    expect(card.earlier).toEqual({
      done: 17,
      lost: 3,
      amount: 1_240_000,
      amounts: { AMD: 1_240_000, USD: 300 },
      from: 2021,
      to: 2025,
    });
    expect(card.log).toEqual([]);
    expect(card.free).toEqual(["14:05 is no time of ours"]);
    expect(card.findings).toEqual([
      {
        rule: "order.unnumbered",
        severity: "fix",
        line: 7,
        range: [0, 5],
        message: expect.stringContaining("“Order:”"),
      },
    ]);
  });
});

describe("card format", () => {
  it("takes every flag together, as a script would give them", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "before.txt"), "Order 12: sofa\n03.11.2026 offer sent (Anna)\n");
    const flags = ["--previous", "before.txt", "--edited", "2026-11-21", "--next-number", "40", "--marker", "опт"];
    const { code, out, err } = await runProcess(
      ["card", "format", ...flags, "--now", "2026-11-23T18:00+04:00", "--json", "--screen", "phone"],
      { cwd, input: "Order 12: sofa\n03.11.2026 offer sent (Anna)\nthinks it over (Арам)\n\nOrder: lamp, 5 000\n" },
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { notes, changed, screen, archive } = JSON.parse(out);
    expect(changed).toBe(true);
    expect(notes).toBe(
      "Wholesale · #40 5 000 AMD · #12 offer · last 21.11.2026\n\nOrder 40: lamp, 5 000\n\n" +
        "Order 12: sofa\n03.11.2026 offer sent (Anna)\n21.11.2026 thinks it over (Арам)",
    );
    expect(archive.map(({ reason, text }: { reason: string; text: string }) => `${reason}: ${text}`)).toEqual([
      "rewritten: Order: lamp, 5 000",
      "rewritten: thinks it over (Арам)",
    ]);
    expect(screen.shown).toHaveLength(6);
  });

  it("writes a supplier's card in a supplier's words", async () => {
    const input = "закупка: ткань, 300 000\n20.11.2026 получили (Anna)\n";
    const { out } = await runProcess(["card", "format", "--marker", "поставщик"], { cwd: folder(), input });
    expect(out).toBe(
      "Supplier · #1 received 300 000 AMD · last 20.11.2026\n\nзакупка 1: ткань, 300 000\n20.11.2026 получили (Anna)\n",
    );
  });
});

describe("card check", () => {
  it("ends with 4 when a note is too long and nothing may leave it", async () => {
    const input = `${"a remark that a person wrote\n".repeat(200)}`;
    const { code, out } = await runProcess(["card", "check", "--json"], { cwd: folder(), input });
    expect(code).toBe(4);
    expect(JSON.parse(out).findings).toMatchObject([{ rule: "notes.too-long", severity: "ask", line: null }]);
  });
});

describe("what is wrong", () => {
  it.each([
    ["a flag that is none", ["card", "format", "--previos", "x"], 2, "Может быть, --previous?", "--previous"],
    ["a verb that is none", ["card", "formt"], 2, "format", "format"],
    ["a number that is none", ["card", "format", "--next-number", "many"], 2, "many", "many"],
    ["a day that is none", ["card", "format", "--edited", "31.02.2026"], 2, "31.02.2026", "31.02.2026"],
    ["a clock that is none", ["card", "parse", "--now", "soon"], 2, "soon", "soon"],
    ["a file that is not there", ["card", "format", "--previous", "none.txt"], 2, "none.txt нет", "none.txt ֆայլը չկա"],
    ["a folder for a file", ["card", "format", "--previous", "."], 2, "папка, а не файл", "պանակ է"],
    ["an archive that is no JSON", ["card", "expand", "--archive", "text.txt"], 2, "нет списка строк", "ցանկ չկա"],
    ["an archive of something else", ["card", "expand", "--archive", "other.json"], 2, "нет списка строк", "ցանկ չկա"],
    ["an archive that is missing", ["card", "expand"], 2, "--archive", "--archive"],
    [
      "a file of another encoding",
      ["card", "compact", "--archive", "cp1251.json"],
      2,
      "не текст в UTF-8",
      "UTF-8 տեքստ չէ",
    ],
    ["a template that is not there", ["card", "parse", "--template", "no.yaml"], 2, "такого файла нет", "ֆայլ չկա"],
    ["a template with a mistake", ["card", "parse", "--template", "bad.yaml"], 2, "здесь не известно", "հայտնի չէ"],
  ] as const)("%s is told in the user's language, and nothing is printed", async (_, args, code, russian, armenian) => {
    const cwd = folder();
    writeFileSync(join(cwd, "text.txt"), "no JSON");
    writeFileSync(join(cwd, "other.json"), '[{"reason":"eaten","text":"x"}]');
    writeFileSync(join(cwd, "cp1251.json"), Buffer.from([0xcf, 0xf0]));
    writeFileSync(join(cwd, "bad.yaml"), "language: de\n");
    const told = await Promise.all(
      [
        [russian, "ru"],
        [armenian, "hy"],
      ].map(async ([words, lang]) => {
        const ran = await runProcess([...args, "--lang", lang!], { cwd, input: NOTES });
        return { ran, words: words! };
      }),
    );
    for (const { ran, words } of told) {
      expect({ code: ran.code, out: ran.out }).toEqual({ code, out: "" });
      expect(ran.err).toContain(words);
      expect(ran.err).not.toMatch(/at .*\.ts:\d+|undefined|\[object/);
    }
  });

  it("is told in the language that the project's settings name", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "clientcard.yaml"), "lang: ru\n");
    const { code, err } = await runProcess(["card", "format", "--screen", "watch"], { cwd, input: NOTES });
    expect(code).toBe(2);
    expect(err).toContain("Экрана «watch» нет");
  });

  it("is one JSON document for who asked for JSON", async () => {
    const { code, out } = await runProcess(["card", "parse", "--json", "--template", "no.yaml"], {
      cwd: folder(),
      input: NOTES,
    });
    expect(code).toBe(2);
    expect(JSON.parse(out).error).toMatchObject({ code: "config" });
  });

  it("is no empty note: nothing in, nothing out", async () => {
    const { code, out, err } = await runProcess(["card", "format"], { cwd: folder(), input: "" });
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "" });
  });
});
