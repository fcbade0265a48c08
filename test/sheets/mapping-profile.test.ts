import { describe, expect, it } from "vitest";
import type { AppError } from "../../src/lib/errors.ts";
import { type MappingProfile, profileOf, readDrafts, readProfile } from "../../src/sheets/index.ts";
import { baseOf, draftsOf, sheetOf } from "./raw-sheet.ts";
import { officeContext, readSample } from "./read-sample.ts";

const ROWS = [["перечень"], ["Кто", "Куда звонить", "Прочее"], ["Арам Григорян", "091123456", "стол"]];
const PROFILE: MappingProfile = {
  sheets: { База: { header: 2, columns: { Кто: "name", "Куда звонить": "phone", Прочее: "order" } } },
};

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
    const profile = readProfile({ sheets: { "*": { columns: { "Дата оплаты": "date" } } } });
    const [draft] = draftsOf(rows, { context: { profile } }).drafts;
    expect(draft!.orders[0]!.date).toBe("2024-06-05");
  });

  it("leaves the rest to be found, holds for every sheet under *, and leaves a sheet aside", () => {
    const header = ["Клиент", "Телефон", "Цвет"];
    const bases = baseOf(
      sheetOf([header, ["Арам Григорян", "091123456", "стол"]]),
      sheetOf([header, ["Анна Петрова", "093654321", "стул"]], { name: "Старое" }),
    );
    const profile = readProfile({ sheets: { "*": { columns: { Цвет: "order" } }, Старое: { skip: true } } });
    const { drafts, sheets } = readDrafts(bases, { ...officeContext(), profile });
    expect(drafts).toMatchObject([{ name: { display: "Арам Григорян" }, orders: [{ title: "стол" }] }]);
    expect(sheets.map(({ headerRow }) => headerRow)).toEqual([1, null]);
  });

  it("made from what was found reads the same base alike", async () => {
    const { base, read } = await readSample("office-base.xlsx");
    const profile = readProfile(JSON.parse(JSON.stringify(profileOf(read.sheets))));
    const again = readDrafts(base, { ...officeContext(), profile });
    expect(again.drafts).toEqual(read.drafts);
    expect(again.rejected).toEqual(read.rejected);
  });

  it.each<[string, unknown, string[]]>([
    ["nothing", null, ["sheets"]],
    ["a list", { sheets: [] }, ["sheets"]],
    ["a sheet that is a word", { sheets: { A: "skip" } }, ["sheets.A"]],
    [
      "several mistakes, all at once",
      {
        sheets: {
          A: { header: 0, columns: { Имя: "nome", Тел: "phone" } },
          B: { skip: "yes", colums: {} },
          C: { columns: [] },
        },
      },
      ["sheets.A.header", "sheets.A.columns.Имя", "sheets.B.colums", "sheets.B.skip", "sheets.C.columns"],
    ],
  ])("is refused when it holds %s", (_, value, places) => {
    const thrown = (() => {
      try {
        return readProfile(value);
      } catch (error) {
        return (error as AppError).fields;
      }
    })();
    expect(thrown).toMatchObject({ code: "config", problems: places.map((where) => ({ where })) });
  });
});
