/** Groups of a base: subheaders that are moved or edited in a later version, and the kinds of contacts that they name. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { catchUp, settleDown } from "../../src/sync/sync-once.ts";
import { type ImportReport, importBase } from "../../src/use-cases/import-base.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
let hour: number;
beforeEach(async () => {
  hour = 8;
  office = await openOffice({ at: "2026-11-24T07:00:00+04:00" });
});
afterEach(() => office.close());

async function importRows(rows: string[]): Promise<ImportReport> {
  const file = join(office.folder, "base.csv");
  writeFileSync(file, rows.join("\n"));
  const rejects = join(office.folder, "rejects.xlsx");
  const options = { sheet: null, encoding: null, create: true, force: false, dryRun: false, rejects };
  const report = await importBase(await contextOf(office), [file], options, async () => true);
  hour += 1;
  office.setTime(`2026-11-24T${String(hour).padStart(2, "0")}:00:00+04:00`);
  return report;
}

const outcomes = ({ items }: ImportReport) => items.map((item) => ("reason" in item ? item.reason : item.outcome));
async function clientOf(phone: string) {
  const [row] = await office.store.mirror.who(phone);
  return (await office.read(row!.client.resourceName))!;
}
async function rolesOf(phone: string): Promise<string[]> {
  const { labels } = await clientOf(phone);
  const roles = [...(await office.store.ledger.labelRoles())];
  return roles.flatMap(([role, label]) => (labels.includes(label) && !role.startsWith("status:") ? [role] : [])).sort();
}
const planned = ({ plan }: ImportReport) =>
  plan.changes.map((change) =>
    change.type === "members" ? [change.name, change.add.length, change.remove.length] : [change.type],
  );

describe("subheaders that name the groups", () => {
  const HEAD = "Клиент;Телефон;Заказ;Сумма";
  const [ARAM, OLEG, ANNA, NAREK] = [
    "Арам Григорян;091123456;диван;120000",
    "Олег Петров;093654321;стул;40000",
    "Анна Волкова;077111222;стол;50000",
    "Нарек Саркисян;094333444;;",
  ];
  const FIRST = [HEAD, "ОПТ;;;", ARAM!, OLEG!, "Розница;;;", ANNA!, NAREK!];

  beforeEach(async () => {
    expect(outcomes(await importRows(FIRST))).toEqual(["create", "create", "create", "create"]);
    expect(await rolesOf("+37493654321")).toEqual(["marker:wholesale"]);
    expect(await rolesOf("+37477111222")).toEqual(["marker:retail"]);
  });

  test("plan nothing where they stand as they stood", async () => {
    expect((await importRows(FIRST)).plan.changes).toEqual([]);
  });

  test("plan the group of the rows that are under another one now, and nothing else", async () => {
    const before = await clientOf("+37493654321");
    const report = await importRows([HEAD, "ОПТ;;;", ARAM!, "Розница;;;", OLEG!, ANNA!, NAREK!]);
    expect(outcomes(report)).toEqual(["same", "update", "same", "same"]);
    expect(await rolesOf("+37493654321")).toEqual(["marker:retail"]);
    const { notes, ...rest } = await clientOf("+37493654321");
    expect(rest.person.phoneNumbers).toEqual(before.person.phoneNumbers);
    // The first line tells the group; everything else of the card stays.
    expect(notes.split("\n").slice(1)).toEqual(before.notes.split("\n").slice(1));
    expect((await importRows([HEAD, "ОПТ;;;", ARAM!, "Розница;;;", OLEG!, ANNA!, NAREK!])).plan.changes).toEqual([]);
  });

  test("edited, change the group of all their rows", async () => {
    const report = await importRows(FIRST.map((row) => row.replace("Розница", "Постоянные")));
    expect(outcomes(report)).toEqual(["same", "same", "update", "update"]);
    expect(planned(report)).toEqual(
      expect.arrayContaining([
        ["Returning", 2, 0],
        ["Retail", 0, 2],
      ]),
    );
    expect(await rolesOf("+37494333444")).toEqual(["marker:returning"]);
  });

  test("leave the group that staff have given since, and tell", async () => {
    const client = await clientOf("+37493654321");
    const roles = await office.store.ledger.labelRoles();
    await office.staff.modifyMembers(roles.get("marker:wholesale")!, [], [client.resourceName]);
    await office.staff.modifyMembers(roles.get("marker:new")!, [client.resourceName], []);
    await catchUp(office.road);
    await settleDown(office.road, { force: false });
    const report = await importRows([HEAD, "ОПТ;;;", ARAM!, "Розница;;;", OLEG!, ANNA!, NAREK!]);
    expect(outcomes(report)).toEqual(["same", "row-edited", "same", "same"]);
    expect(await rolesOf("+37493654321")).toEqual(["marker:new"]);
  });

  test("taken away, take no group away", async () => {
    const report = await importRows([HEAD, ARAM!, OLEG!, ANNA!, NAREK!]);
    expect(report.plan.changes).toEqual([]);
    expect(await rolesOf("+37493654321")).toEqual(["marker:wholesale"]);
    expect((await importRows([HEAD, ARAM!, OLEG!, ANNA!, NAREK!])).plan.changes).toEqual([]);
  });
});

describe("kinds of contacts", () => {
  const HEAD = "Клиент;Телефон;Группа;Заказ;Сумма;Статус;Дата";
  const ROWS = [
    "Арам Григорян;091123456;опт;диван;120000;в работе;03.11.2026",
    "Склад фурнитуры;093654321;Поставщик;петли;40000;выполнен;14.08.2026",
    "Анна Волкова;077111222;сотрудник;;;;",
    "Ваан Дизайн;094333444;Партнёры, дизайн;;;;",
  ];

  test("come by the words of the group column, each with its label and in the words of its kind", async () => {
    expect(outcomes(await importRows([HEAD, ...ROWS]))).toEqual(["create", "create", "create", "create"]);
    expect(await rolesOf("+37491123456")).toEqual(["marker:wholesale"]);
    expect(await rolesOf("+37493654321")).toEqual(["kind:supplier"]);
    expect(await rolesOf("+37477111222")).toEqual(["kind:employee"]);
    expect(await rolesOf("+37494333444")).toEqual(["kind:partner"]);
    const { notes } = await clientOf("+37493654321");
    expect(notes).toMatch(/^Supplier/);
    expect(notes).toMatch(/Purchase \d+: петли, 40.000 AMD – done 14\.08\.2026/);
    expect((await clientOf("+37494333444")).notes).toContain("Группа: Партнёры, дизайн");
    expect((await importRows([HEAD, ...ROWS])).plan.changes).toEqual([]);
  });

  test("come by subheaders, and end with the next one", async () => {
    const plain = ROWS.map((row) => row.split(";").with(2, "").join(";"));
    const [aram, store, anna, vahan] = plain;
    await importRows([HEAD, "ПОСТАВЩИКИ;;;;;;", store!, "— Клиенты —;;;;;;", aram!, "Персонал;;;;;;", anna!, vahan!]);
    expect(await rolesOf("+37493654321")).toEqual(["kind:supplier"]);
    expect(await rolesOf("+37491123456")).toEqual(["marker:new"]);
    expect(await rolesOf("+37494333444")).toEqual(["kind:employee"]);
  });

  test("edited in a later version, change what the contact is, and nothing else", async () => {
    await importRows([HEAD, ...ROWS]);
    const later = ROWS.map((row) => row.replace("Поставщик", "партнер"));
    const report = await importRows([HEAD, ...later]);
    expect(outcomes(report)).toEqual(["same", "update", "same", "same"]);
    expect(await rolesOf("+37493654321")).toEqual(["kind:partner"]);
    expect((await importRows([HEAD, ...later])).plan.changes).toEqual([]);
  });
});
