import { describe, expect, it } from "vitest";
import { readNameCell } from "../../src/sheets/read-name-cell.ts";
import { draftsOf } from "./raw-sheet.ts";

describe("a cell of names", () => {
  it.each<[string, string, string[], string | null]>([
    ["Арам Григорян 091 12-34-56", "Арам Григорян", ["+37491123456"], null],
    ["Арам Григорян 091 12-34-56 звонить после 18", "Арам Григорян", ["+37491123456"], "звонить после 18"],
    ["093654321 Анна", "Анна", ["+37493654321"], null],
    ["тел 010 52 33 44 магазин на Абовяна", "магазин на Абовяна", ["+37410523344"], null],
    ["Մասիս ՍՊԸ, հեռ. 060 44 55 66", "Մասիս ՍՊԸ", ["+37460445566"], null],
    ["Олег (093 654321)", "Олег", ["+37493654321"], null],
    [
      "Олег (тел. 094-11-12-22, жена Света 077 33 34 44)",
      "Олег",
      ["+37494111222", "+37477333444"],
      "Олег (тел. 094-11-12-22, жена Света 077 33 34 44)",
    ],
    ["???? 055123123", "", ["+37455123123"], null],
  ])("that holds more is taken apart: %s", (text, name, phones, remark) => {
    const read = readNameCell(text, "AM")!;
    expect([read.name, read.phones.map(({ e164 }) => e164), read.remark]).toEqual([name, phones, remark]);
  });

  it("may hold a mail", () => {
    expect(readNameCell("ООО «Дом», Петров С., +7 916 123-45-67, Petrov@dom.ru", "AM")).toMatchObject({
      name: "ООО «Дом», Петров С.",
      phones: [{ e164: "+79161234567" }],
      emails: [{ value: "petrov@dom.ru", valid: true }],
    });
  });

  it.each([
    "Арам Григорян",
    "Магазин 24",
    "ООО «Дом 2010»",
    "Договор 091123456",
    "=1+1",
    "02.10.2026 Анна",
    "ИНН 091123456",
  ])("%s is a name as a whole", (text) => {
    expect(readNameCell(text, "AM")).toBeNull();
  });

  it("of a column in which every client has a telephone stays a name, and is accounted for", () => {
    const cells = ["Арам Григорян 091123456", "Анна Петрова 093654321", "Олег Волков т. 077111222 (сосед)"];
    const read = draftsOf([["Клиент", "Заказ"], ...cells.map((name) => [name, "стол"])]);
    expect(read.drafts.map(({ name, phones, notes }) => [name.display, phones[0]?.e164, notes[0]?.text])).toEqual([
      ["Арам Григорян", "+37491123456", undefined],
      ["Анна Петрова", "+37493654321", undefined],
      ["Олег Волков", "+37477111222", "Клиент: сосед"],
    ]);
    expect(read.explain(4)[0]!.cells[0]!.fates).toEqual([
      { fate: "name", value: "Олег Волков" },
      { fate: "phone", value: "+37477111222" },
      { fate: "note", value: "Клиент: сосед" },
    ]);
  });
});
