/** A later version of a base: only its edits are planned, brought together with what staff have done since. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applyUndo, prepareUndo } from "../../src/sync/prepare-undo.ts";
import { catchUp, settleDown } from "../../src/sync/sync-once.ts";
import { type ImportReport, importBase } from "../../src/use-cases/import-base.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice({ at: "2026-11-23T18:00:00+04:00" });
});
afterEach(() => office.close());

const HEAD = "Клиент;Телефон;Почта;Группа;Заказ;Сумма;Статус;Дата;Примечание";
const ARAM = "Арам Григорян;091123456;aram@example.com;опт;диван;120000;в работе;03.11.2026;не звонить утром";
const OLEG = "Олег Петров;093654321;;новый;стул;40000;выполнен;14.08.2026;";
const ANNA = "Анна Волкова;077111222;;;;;;;спрашивала про стол";
let later = 0;

async function importRows(rows: string[], name = "base.csv"): Promise<ImportReport> {
  const file = join(office.folder, name);
  writeFileSync(file, [HEAD, ...rows].join("\n"));
  const rejects = join(office.folder, "rejects.xlsx");
  const options = { sheet: null, encoding: null, create: true, force: false, dryRun: false, rejects };
  const report = await importBase(await contextOf(office), [file], options, async () => true);
  later += 1;
  office.setTime(`2026-11-24T${String(8 + (later % 12)).padStart(2, "0")}:00:00+04:00`);
  return report;
}

const outcomes = ({ items }: ImportReport) => items.map((item) => ("reason" in item ? item.reason : item.outcome));
async function clientOf(phone: string) {
  const [row] = await office.store.mirror.who(phone);
  return (await office.read(row!.client.resourceName))!;
}
async function synced() {
  office.setTime("2026-11-24T07:00:00+04:00");
  await catchUp(office.road);
  await settleDown(office.road, { force: false });
}

describe("a later version of a base", () => {
  beforeEach(async () => {
    later = 0;
    expect(outcomes(await importRows([ARAM, OLEG, ANNA]))).toEqual(["create", "create", "create"]);
  });

  test("that says the same plans nothing, in another order or under another name", async () => {
    expect((await importRows([ARAM, OLEG, ANNA])).plan.changes).toEqual([]);
    expect((await importRows([ANNA, ARAM, OLEG], "base-december.csv")).plan.changes).toEqual([]);
  });

  test("plans an edited sum, outcome and remark as edits of that client alone, once, and undone it is as it was", async () => {
    const before = await clientOf("+37491123456");
    const edited = ARAM.replace("120000", "150000").replace("в работе", "выполнен").replace("утром", "до обеда");
    const report = await importRows([edited, OLEG, ANNA]);
    expect(outcomes(report)).toEqual(["update", "same", "same"]);
    expect(report.plan.changes.filter(({ type }) => type === "create" || type === "update")).toHaveLength(1);
    const { notes } = await clientOf("+37491123456");
    expect(notes).toMatch(/Order 1: диван, 150.000 AMD – done 03\.11\.2026/);
    expect(notes).toContain("не звонить до обеда");
    expect(notes).not.toContain("утром");
    expect(notes.match(/диван/g)).toHaveLength(1);
    expect((await importRows([edited, OLEG, ANNA])).plan.changes).toEqual([]);
    const { run } = report.applied!;
    await catchUp(office.road);
    await applyUndo(office.road, run, await prepareUndo(office.road, run));
    expect((await clientOf("+37491123456")).notes).toContain("диван, 120");
    expect(before.notes).toContain("утром");
  });

  test("changed back, is changed back", async () => {
    await importRows([ARAM.replace("120000", "150000"), OLEG, ANNA]);
    expect((await clientOf("+37491123456")).notes).toMatch(/150.000/);
    expect(outcomes(await importRows([ARAM, OLEG, ANNA]))).toEqual(["update", "same", "same"]);
    expect((await clientOf("+37491123456")).notes).toMatch(/120.000/);
  });

  test("follows a phone, a mail and a name to the client, and makes no double", async () => {
    const moved = ARAM.replace("091123456", "095777888")
      .replace("aram@", "aram.g@")
      .replace("Арам Григорян", "Арам Саркисян");
    expect(outcomes(await importRows([moved, OLEG, ANNA]))).toEqual(["update", "same", "same"]);
    const client = await clientOf("+37495777888");
    expect(client.phones.map(({ e164 }) => e164)).toEqual(["+37495777888"]);
    expect(client.emails).toEqual(["aram.g@example.com"]);
    expect(client.name.display).toContain("Саркисян");
    const kept = (await office.store.ledger.archiveOf(client.resourceName)).map(({ text }) => text);
    expect(kept.toSorted()).toEqual(["email: aram@example.com", "name: Арам Григорян", "phone: 091123456"]);
    expect(await office.store.mirror.who("+37491123456")).toEqual([]);
  });

  test("moves the group, where staff have not", async () => {
    const labelled = async (role: string, phone = "+37491123456") => {
      const roles = await office.store.ledger.labelRoles();
      return (await clientOf(phone)).labels.includes(roles.get(role) ?? "");
    };
    expect(await labelled("marker:wholesale")).toBe(true);
    expect(outcomes(await importRows([ARAM.replace("опт", "розница"), OLEG, ANNA]))[0]).toBe("update");
    expect([await labelled("marker:wholesale"), await labelled("marker:retail")]).toEqual([false, true]);
    // What the program gives to those of whom the base says nothing is nobody's word.
    const grouped = ANNA.replace("077111222;;;", "077111222;;опт;");
    expect(outcomes(await importRows([ARAM.replace("опт", "розница"), OLEG, grouped]))[2]).toBe("update");
    expect(await labelled("marker:wholesale", "+37477111222")).toBe(true);
  });

  test("leaves what staff have done since: their step stays, the sum of the base comes", async () => {
    const client = await clientOf("+37491123456");
    await office.saveNote(
      client.resourceName,
      client.notes.replace(/(Order 1:.*)/, "$1\n20.11.2026 замер сделан (Aram)"),
    );
    await synced();
    expect(outcomes(await importRows([ARAM.replace("120000", "150000"), OLEG, ANNA]))).toEqual([
      "update",
      "same",
      "same",
    ]);
    const { notes } = await clientOf("+37491123456");
    expect(notes).toMatch(/150.000/);
    expect(notes).toContain("замер сделан");
  });

  test("tells what both have changed, overwrites nothing, and keeps telling until one gives way", async () => {
    const client = await clientOf("+37491123456");
    await office.saveNote(
      client.resourceName,
      client.notes.replace(/(диван, )120.000/, (_, title) => `${title}99 000`),
    );
    await synced();
    const report = await importRows([ARAM.replace("120000", "150000"), OLEG, ANNA]);
    expect(outcomes(report)).toEqual(["row-edited", "same", "same"]);
    expect(report.items[0]).toMatchObject({ lines: ["диван"], rows: [{ row: 2 }] });
    expect((await clientOf("+37491123456")).notes).toMatch(/99.000/);
    expect(outcomes(await importRows([ARAM.replace("120000", "150000"), OLEG, ANNA]))[0]).toBe("row-edited");
    expect(outcomes(await importRows([ARAM.replace("120000", "99000"), OLEG, ANNA]))).toEqual(["same", "same", "same"]);
  });

  test("with a new row of a known client adds its order, and a row that is gone takes nothing away", async () => {
    const second = "Арам Григорян;091123456;aram@example.com;опт;кровать;300000;новый;20.11.2026;";
    expect(outcomes(await importRows([ARAM, second, ANNA]))).toEqual(["update", "same"]);
    const { notes } = await clientOf("+37491123456");
    expect(notes).toContain("диван");
    expect(notes).toContain("кровать");
    expect((await clientOf("+37493654321")).notes).toContain("стул");
  });
});

describe("a row of a client whom the account has under another name and in another group", () => {
  const fatesOf = async (rows: string[], name: string) => {
    const file = join(office.folder, name);
    writeFileSync(file, [HEAD, ...rows].join("\n"));
    const options = {
      sheet: null,
      encoding: null,
      create: true,
      force: false,
      dryRun: true,
      rejects: null,
      explain: 2,
    };
    const { explained } = await importBase(await contextOf(office), [file], options, async () => true);
    return Object.fromEntries(explained[0]!.cells.map(({ title, fates }) => [title, fates.map(({ fate }) => fate)]));
  };

  test("is told as it is, before it is imported and after: both go to the archive", async () => {
    await importRows([ARAM]);
    const other = ["Арам Г.;091123456;;розница;;;;;ждёт шкаф"];
    const fates = { Клиент: ["variant"], Группа: ["group-variant"], Телефон: ["phone"], Примечание: ["note"] };
    expect(await fatesOf(other, "second.csv")).toEqual(fates);
    await importRows(other, "second.csv");
    expect(await fatesOf(other, "second.csv")).toEqual(fates);
    const [row] = await office.store.mirror.who("+37491123456");
    const kept = (await office.store.ledger.archiveOf(row!.client.resourceName)).map(({ text }) => text);
    expect(kept).toEqual(["name: Арам Г.", "group: Retail"]);
  });

  test("is told as the same name where only the order of its words is another", async () => {
    await importRows([ARAM]);
    const turned = ["Григорян Арам;091123456;;опт;;;;;ждёт шкаф"];
    expect(await fatesOf(turned, "second.csv")).toMatchObject({ Клиент: ["name"], Группа: ["group"] });
    await importRows(turned, "second.csv");
    // A label is the same one under another name.
    const wholesale = (await office.store.ledger.labelRoles()).get("marker:wholesale")!;
    await office.staff.renameLabel(wholesale, "Wholesale 2026");
    expect(await fatesOf(turned, "second.csv")).toMatchObject({ Клиент: ["name"], Группа: ["group"] });
    const [row] = await office.store.mirror.who("+37491123456");
    expect(await office.store.ledger.archiveOf(row!.client.resourceName)).toEqual([]);
  });

  test("tells a remark of an order as a line of it only where it has a day", async () => {
    const fates = await fatesOf([ARAM.replace("не звонить утром", "05.11.2026 замер; этаж 2")], "base.csv");
    expect(fates.Примечание).toEqual(["order-note"]);
    expect((await fatesOf([ARAM], "base.csv")).Примечание).toEqual(["note"]);
  });
});
