/** Rejected rows, mended by openpyxl as a person does in Excel, and imported again: they go on where they stopped, and nothing else happens. */
import { copyFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, type TestContext, test } from "vitest";
import { catchUp, settleDown } from "../../src/sync/sync-once.ts";
import { type ImportReport, importBase } from "../../src/use-cases/import-base.ts";
import type { Mapping } from "../../src/use-cases/settle-mapping.ts";
import { contextOf } from "../support/context.ts";
import { needsDebian } from "../support/debian.ts";
import { openOffice, type TestOffice } from "../support/office.ts";
import { LIBREOFFICE, OPENPYXL, python, resave } from "../support/office-programs.ts";

let office: TestOffice;
let hour: number;
beforeEach(async () => {
  hour = 8;
  office = await openOffice({ at: "2026-11-24T07:00:00+04:00" });
});
afterEach(() => office.close());

const file = (name: string) => join(office.folder, name);

async function imported(name: string, mapping: Mapping | null = null): Promise<ImportReport> {
  const options = { sheet: null, encoding: null, create: true, force: false, dryRun: false, rejects: null, mapping };
  const report = await importBase(await contextOf(office), [file(name)], options, async () => true);
  hour += 1;
  office.setTime(`2026-11-24T${String(hour).padStart(2, "0")}:00:00+04:00`);
  return report;
}

/** Sets cells of the first sheet, each found by a text in its row and the title of its column; then LibreOffice saves it in its own way. */
function mend(context: TestContext, name: string, edits: [match: string, column: string, value: string][]): void {
  needsDebian(context, "python3-openpyxl", OPENPYXL);
  needsDebian(context, "libreoffice-calc", LIBREOFFICE);
  python(
    `
import sys, json, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
page = book.worksheets[0]
titles = {c.value: c.column for c in page[1]}
for match, column, value in json.loads(sys.argv[2]):
    row = next(row for row in page.iter_rows(min_row=2) if any(match in str(c.value) for c in row))
    page.cell(row[0].row, titles[column]).value = value
book.save(sys.argv[1])`,
    [file(name), JSON.stringify(edits)],
  );
  copyFileSync(resave(file(name), "xlsx", { into: file("saved"), home: file("libreoffice") }), file(name));
}

const outcomes = ({ items }: ImportReport) => items.map((item) => ("reason" in item ? item.reason : item.outcome));
const reasons = ({ rejected }: ImportReport) => rejected.map(({ reason }) => reason);
async function clientOf(phone: string) {
  const [row] = await office.store.mirror.who(phone);
  return (await office.read(row!.client.resourceName))!;
}
async function markerOf(phone: string): Promise<string | undefined> {
  const { labels } = await clientOf(phone);
  const roles = [...(await office.store.ledger.labelRoles())];
  return roles.find(([role, label]) => role.startsWith("marker:") && labels.includes(label))?.[0];
}

const HEAD = "Клиент;Телефон;Заказ;Сумма;Статус;Дата;Примечание";
const BASE = [
  HEAD,
  "ОПТ;;;;;;",
  "Арам Григорян;091123456;диван;120000;в работе;03.11.2026;не звонить утром",
  "Тест;123;;;;;",
  "Розница;;;;;;",
  "Олег Петров;093654321;стул;40000;выполнен;14.08.2026;",
  ";;стол;50000;в работе;15.08.2026;без имени и телефона",
  "Итого;;;210000;;;",
];

describe("a rejected row that was mended", () => {
  test("is imported, under the group that it stood in; the rest plans nothing, and neither does the base again", async (context) => {
    writeFileSync(file("base.csv"), BASE.join("\n"));
    const first = await imported("base.csv");
    expect(outcomes(first)).toEqual(["create", "create"]);
    const kinds = ["subheader", "phone-invalid-only", "subheader", "no-name-no-phone", "totals"];
    expect(reasons(first)).toEqual(kinds);
    expect(first.rejectsFile).toBe(file("base.rejects.xlsx"));
    mend(context, "base.rejects.xlsx", [
      ["Тест", "Телефон", "094111222"],
      ["без имени", "Клиент", "Мариам Саркисян"],
      ["без имени", "Телефон", "077333444"],
    ]);
    const mended = await imported("base.rejects.xlsx");
    expect(outcomes(mended)).toEqual(["create", "create"]);
    expect(reasons(mended)).toEqual(["subheader", "subheader", "totals"]);
    expect(await markerOf("+37494111222")).toBe("marker:wholesale");
    expect(await markerOf("+37477333444")).toBe("marker:retail");
    expect((await clientOf("+37477333444")).notes).toMatch(/стол, 50.000 AMD/);
    // What is being mended in a file is not overwritten by the next one.
    expect(mended.rejectsFile).toBe(file("base.rejects-2.xlsx"));
    for (const name of ["base.rejects.xlsx", "base.rejects-2.xlsx", "base.csv"]) {
      const again = await imported(name);
      expect([name, again.plan.changes]).toEqual([name, []]);
      expect(again.rejected.map(({ reason }) => reason)).not.toContain("phone-invalid-only");
    }
    // And where nothing was mended since, the file that is there says it all.
    const again = await imported("base.csv");
    expect(again.mended).toBe(2);
    const before = readdirSync(office.folder);
    expect((await imported("base.csv")).rejectsFile).toBe(again.rejectsFile);
    expect(readdirSync(office.folder)).toEqual(before);
  });

  test("is read as its base was, by whatever mapping and contents, however few rows there are", async (context) => {
    const rows = ["Прайс;;;", ";;;", "a;b;c;d", ...BASE.slice(2, 3), "Тест;123;;;;;"];
    writeFileSync(file("base.csv"), rows.join("\n"));
    const columns = { a: "name", b: "phone", c: "order", d: "amount" } as const;
    const mapping: Mapping = { sheets: { "*": { header: 3, columns } } };
    expect(outcomes(await imported("base.csv", mapping))).toEqual(["create"]);
    mend(context, "base.rejects.xlsx", [["Тест", "b", "094111222"]]);
    for (const given of [mapping, null]) {
      const mended = await imported("base.rejects.xlsx", given);
      expect(outcomes(mended)).toEqual([given ? "create" : "same"]);
    }
  });
});

describe("a conflict that was mended", () => {
  test("is told apart by another phone, and its client created once", async (context) => {
    await office.addContact({
      names: [{ givenName: "Сурен", familyName: "Акопян" }],
      phoneNumbers: [{ value: "+37493654321" }],
    });
    writeFileSync(file("base.csv"), BASE.slice(0, 6).join("\n"));
    const first = await imported("base.csv");
    expect(outcomes(first)).toEqual(["create", "shared-contact"]);
    mend(context, "base.rejects.xlsx", [["Олег", "Телефон", "093654322"]]);
    const mended = await imported("base.rejects.xlsx");
    expect(outcomes(mended)).toEqual(["create"]);
    expect(await markerOf("+37493654322")).toBe("marker:retail");
    expect((await imported("base.rejects.xlsx")).plan.changes).toEqual([]);
    const again = await imported("base.csv");
    expect(again.plan.changes).toEqual([]);
    expect(outcomes(again)).toEqual(["same", "same"]);
  });

  test("gives way to what staff have done, or overrules it, and is not told again", async (context) => {
    writeFileSync(file("base.csv"), BASE.slice(0, 6).join("\n"));
    await imported("base.csv");
    const client = await clientOf("+37491123456");
    await office.saveNote(
      client.resourceName,
      client.notes.replace(/(диван, )120.000/, (_, title) => `${title}99 000`),
    );
    office.setTime("2026-11-24T20:00:00+04:00");
    await catchUp(office.road);
    await settleDown(office.road, { force: false });
    hour = 20;
    writeFileSync(file("base.csv"), BASE.slice(0, 6).join("\n").replace("120000", "150000"));
    expect(outcomes(await imported("base.csv"))).toEqual(["row-edited", "same"]);
    const rejects = "base.rejects-2.xlsx";
    expect(existsSync(file(rejects))).toBe(true);
    mend(context, rejects, [["Арам", "Сумма", "99000"]]);
    expect(outcomes(await imported(rejects))).toEqual(["same"]);
    const again = await imported("base.csv");
    expect([outcomes(again), again.plan.changes]).toEqual([["same", "same"], []]);
    expect((await clientOf("+37491123456")).notes).toMatch(/99.000/);
  });
});
