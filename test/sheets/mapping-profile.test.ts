import { describe, expect, it } from "vitest";
import type { AppError } from "../../src/lib/errors.ts";
import {
  answerTo,
  assertSheetsMeant,
  type MappingProfile,
  printProfile,
  profileOf,
  readDrafts,
  readProfile,
} from "../../src/sheets/index.ts";
import { baseOf, draftsOf, sheetOf } from "./raw-sheet.ts";
import { officeContext, readSample } from "./read-sample.ts";

const ROWS = [["перечень"], ["Кто", "Куда звонить", "Прочее"], ["Арам Григорян", "091123456", "стол"]];
const PROFILE: MappingProfile = {
  sheets: { База: { header: 2, columns: { Кто: "name", "Куда звонить": "phone", Прочее: "order" } } },
};

const profileFrom = (sheets: MappingProfile["sheets"]) => readProfile(JSON.stringify({ sheets }), "m.yaml");

describe("a mapping that a person has settled", () => {
  it("says what no word and no cell would", () => {
    expect(() => draftsOf(ROWS)).toThrow(/no-header/);
    const { drafts, sheets } = draftsOf(ROWS, { context: { profile: PROFILE } });
    expect(drafts).toMatchObject([
      { name: { display: "Арам Григорян" }, phones: [{ e164: "+37491123456" }], orders: [{ title: "стол" }] },
    ]);
    expect(sheets[0]!.columns.map(({ by, confidence }) => [by, confidence])).toEqual(Array(3).fill(["profile", 1]));
  });

  it("stands above what the words say", () => {
    const rows = [
      ["Клиент", "Телефон", "Дата", "Дата оплаты", "Заказ"],
      ["Арам", "091123456", "01.02.2024", "05.06.2024", "стол"],
    ];
    const profile = profileFrom({ "*": { columns: { "Дата оплаты": "date" } } });
    const [draft] = draftsOf(rows, { context: { profile } }).drafts;
    expect(draft!.orders[0]!.date).toBe("2024-06-05");
  });

  it("leaves the rest to be found, holds for every sheet under *, and leaves a sheet aside", () => {
    const header = ["Клиент", "Телефон", "Цвет"];
    const bases = baseOf(
      sheetOf([header, ["Арам Григорян", "091123456", "стол"]]),
      sheetOf([header, ["Анна Петрова", "093654321", "стул"]], { name: "Старое" }),
    );
    const profile = profileFrom({ "*": { columns: { Цвет: "order" } }, Старое: { skip: true } });
    const { drafts, sheets } = readDrafts(bases, { ...officeContext(), profile });
    expect(drafts).toMatchObject([{ name: { display: "Арам Григорян" }, orders: [{ title: "стол" }] }]);
    expect(sheets.map(({ headerRow }) => headerRow)).toEqual([1, null]);
  });

  it("that leaves every sheet aside is told so", () => {
    const profile = profileFrom({ "*": { skip: true } });
    expect(() => draftsOf(ROWS, { context: { profile } })).toThrow(/"all-skipped","sheet":"База"/);
  });

  it.each<[string, string[], string[], RegExp | null]>([
    ["a slip for a sheet that it does not name", ["Базза"], ["База"], /"sheet":"Базза","meant":"База"/],
    ["such a slip beside others", ["*", "Лист3", "Базза"], ["База", "Лист3"], /"meant":"База"/],
    ["nothing but what is not there", ["Клиенты"], ["База"], /"sheet":"Клиенты","meant":null/],
    ["another year alone", ["2025"], ["2026"], /"meant":null/],
    ["a sheet more than there is", ["База", "Лист3"], ["База", "Лист2"], null],
    ["a sheet that is not there beside any", ["*", "Архив"], ["База"], null],
    ["any sheet", ["*"], ["База"], null],
    ["two sheets that are near each other", ["База", "Базы"], ["База"], null],
    ["nothing", [], ["База"], null],
  ])("with %s among its sheets is refused or holds", (_, names, sheets, refusal) => {
    const check = () => assertSheetsMeant(profileFrom(Object.fromEntries(names.map((name) => [name, {}]))), sheets);
    if (refusal === null) expect(check).not.toThrow();
    else expect(check).toThrow(refusal);
  });

  it("made from what was found reads the same base alike", async () => {
    const { base, read } = await readSample("office-base.xlsx");
    const profile = readProfile(printProfile(profileOf(read.sheets), "ru"), "m.yaml");
    const again = readDrafts(base, { ...officeContext(), profile });
    expect(again.drafts).toEqual(read.drafts);
    expect(again.rejected).toEqual(read.rejected);
  });

  it("finds the header by the titles that it names, wherever it stands", () => {
    const { header: _, ...columns } = PROFILE.sheets.База!;
    const moved = [["обновлено"], [], ...ROWS];
    const { sheets, drafts } = draftsOf(moved, { context: { profile: { sheets: { База: columns } } } });
    expect(sheets[0]!.headerRow).toBe(4);
    expect(drafts).toMatchObject([{ name: { display: "Арам Григорян" } }]);
  });

  it("reads a table without a header by the letters of its columns", () => {
    const profile = profileFrom({ База: { header: 0, columns: { A: "name", B: "phone", C: "order" } } });
    const { drafts } = draftsOf([["Арам Григорян", "091123456", "стол"]], { context: { profile } });
    expect(drafts).toMatchObject([{ name: { display: "Арам Григорян" }, orders: [{ title: "стол" }] }]);
  });

  it.each(["en", "ru", "hy"] as const)("is written with its remarks in %s, and read back as it was", (language) => {
    const profile: MappingProfile = {
      sheets: {
        'Лист "1"\n': { header: 3, dates: "month-first", columns: { "№: п/п #": "id", "- Тел": "phone", "": "other" } },
        пусто: { skip: true },
        "*": {},
      },
    };
    expect(readProfile(printProfile(profile, language), "m.yaml", language)).toEqual(profile);
  });

  it.each<[string, string, string[]]>([
    ["nothing", "", ["m.yaml:1:1"]],
    ["no YAML", "sheets: {", ["m.yaml:1:10"]],
    ["a list", "sheets: []", ["m.yaml:1:9"]],
    ["a sheet that is a word", "sheets:\n  A: skip", ["m.yaml:2:6"]],
    [
      "several mistakes, all at once",
      'sheets:\n  A:\n    header: -1\n    columns:\n      "Имя": nome\n      "Тел": phone\n  B:\n    skip: "yes"\n    colums: {}\n  C:\n    columns: []\n    dates: d/m',
      ["m.yaml:3:13", "m.yaml:5:14", "m.yaml:8:11", "m.yaml:9:5", "m.yaml:11:14", "m.yaml:12:12"],
    ],
  ])("is refused when it holds %s", (_, value, places) => {
    const thrown = (() => {
      try {
        return readProfile(value, "m.yaml");
      } catch (error) {
        return (error as AppError).fields;
      }
    })();
    expect(thrown).toMatchObject({ code: "config", problems: places.map((where) => ({ where })) });
  });

  it("is refused in the user's language, with what was likely meant", () => {
    const text = 'sheets:\n  A:\n    columns: { "Имя": nane }';
    for (const [language, next] of [["ru", "может быть, name?"] as const, ["hy", "գուցե՝ name"] as const])
      expect(() => readProfile(text, "m.yaml", language)).toThrow(next);
  });
});

describe("what a guess leaves to a person", () => {
  const HEAD = ["Клиент", "Телефон", "Дата"];
  const row = (date: string) => ["Арам Григорян", "091123456", date];
  const asked = (rows: string[][], sheet: MappingProfile["sheets"][string] = {}) =>
    draftsOf(rows, { context: { profile: { sheets: { База: sheet } } } }).questions;

  it("is nothing in the sample base", async () => {
    expect((await readSample("office-base.xlsx")).read.questions).toEqual([]);
  });

  it("is the day of 3/11/2026, where nothing in the column decides", () => {
    expect(asked([HEAD, row("3/11/2026"), row("5/5/2026")])).toEqual([
      { kind: "dates", file: "base.xlsx", sheet: "База", column: "C", title: "Дата", samples: ["3/11/2026"] },
    ]);
    expect(asked([HEAD, row("3/11/2026"), row("13/11/2026")])).toEqual([]);
    expect(asked([HEAD, row("3/11/2026"), row("03.11.2026")])).toEqual([]);
    expect(asked([HEAD, row("3/11/2026"), row("11/13/2026"), row("11/14/2026")])).toEqual([]);
    expect(asked([HEAD, row("3/11/2026"), row("11/13/2026"), row("13/11/2026")])).toHaveLength(1);
  });

  it("and its answer holds", () => {
    const rows = [HEAD, row("3/11/2026")];
    for (const [dates, day] of [["day-first", "2026-11-03"] as const, ["month-first", "2026-03-11"] as const]) {
      expect(asked(rows, { dates })).toEqual([]);
      const { drafts } = draftsOf(rows, { context: { profile: { sheets: { База: { dates } } } } });
      expect(JSON.stringify(drafts)).toContain(day);
    }
  });

  it("is a column whose cells half tell what it is, with some of them", () => {
    const names = ["Арам Григорян", "Анна Петрова", "Иван", "Олег", "тел. жены"];
    const rows = names.map((name, index) => [name, `09112345${index}`]);
    const [question] = asked([["Кто там", "Телефон"], ...rows, ["7", "091123459"], ["8", "091123458"]], { header: 1 });
    expect(question).toMatchObject({ kind: "column", column: "A", title: "Кто там", field: "name" });
    expect(question).toHaveProperty("samples", names.slice(0, 4));
  });

  const BARE = [
    ["Арам Григорян", "091123456", "стол", "выполнен"],
    ["Анна Петрова", "093654321", "стул", "отказ"],
    ["Олег Саркисян", "077111222", "шкаф", "в работе"],
    ["Нарек Волков", "094333444", "полка", "выполнен"],
  ];

  it("is whether a sheet without names of columns has none, and the guesses by what they hold are the answer", () => {
    const read = draftsOf(BARE);
    expect(read.questions).toMatchObject([{ kind: "no-header", sheet: "База", samples: BARE[0] }]);
    const answer = answerTo(read.questions);
    expect(answer.sheets.База).toEqual({
      header: 0,
      columns: { A: "name", B: "phone", C: "other", D: "status" },
    });
    const settled = draftsOf(BARE, { context: { profile: answer } });
    expect(settled.questions).toEqual([]);
    expect(settled.sheets).toMatchObject([{ headerRow: 0, rows: 4 }]);
    expect(settled.drafts.map(({ name }) => name.display)).toEqual(BARE.map(([name]) => name));
    // A mapping that says no more than that is enough.
    const bare: MappingProfile = { sheets: { "*": { header: 0 } } };
    expect(draftsOf(BARE, { context: { profile: bare } }).drafts).toEqual(settled.drafts);
    expect(profileOf(read.sheets).sheets.База).toEqual(answer.sheets.База);
  });

  it("is not asked of a sheet in which nobody stands: it has no header, as before", () => {
    expect(() =>
      draftsOf([
        ["просто", "текст"],
        ["ещё", "текст"],
        ["и ещё", "текст"],
      ]),
    ).toThrow();
  });

  it("is a column that the mapping names and the sheet lacks", () => {
    expect(asked([HEAD, row("13.11.2026")], { columns: { Тел: "phone", Цвет: "other" } })).toEqual([
      { kind: "missing-column", file: "base.xlsx", sheet: "База", title: "Тел", field: "phone", titles: HEAD },
    ]);
  });
});
