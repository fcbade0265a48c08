/** What an office calls the columns of its bases is known to the import from the template. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTemplate } from "../../src/template/read.ts";
import { type ImportProposal, importBase } from "../../src/use-cases/import-base.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

const shipped = readFileSync(new URL("../../templates/office.en.yaml", import.meta.url), "utf8");
const own = shipped.replace(
  /^columns:$/m,
  "columns:\n  name: [кто звонил]\n  phone: [связь]\n  order: [хотелка]\n  employee: [вёл*]",
);
const BASE = "Кто звонил;Связь;Хотелка;Вёл сделку\nАни Саркисян;091 23-45-67;Стеллаж дубовый;Арам\n";

let office: TestOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await office.close();
});

async function propose(template: string): Promise<ImportProposal> {
  const file = join(office.folder, "base.csv");
  writeFileSync(file, BASE);
  office.road.template = readTemplate(template, "office.yaml");
  const options = { sheet: null, encoding: null, create: true, force: false, dryRun: true, rejects: null };
  return importBase(await contextOf(office), [file], options, async () => false);
}

test("columns are known by the template's words", async () => {
  const { drafts, sheets } = await propose(own);
  expect(sheets[0]!.columns.map(({ field }) => field)).toEqual(["name", "phone", "order", "employee"]);
  expect(drafts).toMatchObject([
    {
      name: { display: "Ани Саркисян" },
      phones: [{ e164: "+37491234567" }],
      orders: [{ title: "Стеллаж дубовый", employee: "Арам" }],
    },
  ]);
});

test("and without them the same base is refused, for nobody can tell what its columns mean", async () => {
  await expect(propose(shipped)).rejects.toMatchObject({ fields: { code: "input-file", reason: "no-header" } });
});
