/** An exported office: opened by LibreOffice and openpyxl, edited there, and taken back in with exactly those edits. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import type { Client } from "../../src/client/client.ts";
import { readBase } from "../../src/sheets/index.ts";
import { exportClients, filterOf } from "../../src/use-cases/export-clients.ts";
import { importBase } from "../../src/use-cases/import-base.ts";
import { sync, undo } from "../../src/use-cases/keep-up.ts";
import { contextOf } from "../support/context.ts";
import { needsDebian } from "../support/debian.ts";
import { openOffice, type TestOffice } from "../support/office.ts";
import { LIBREOFFICE, OPENPYXL, python, resave } from "../support/office-programs.ts";

/** Both, for whatever is edited is then saved by the program that people edit it in. */
function needsPrograms(context: TestContext): void {
  needsDebian(context, "python3-openpyxl", OPENPYXL);
  needsDebian(context, "libreoffice-calc", LIBREOFFICE);
}

let office: TestOffice;
let aram: Client;
let formula: Client;
const file = (name: string) => join(office.folder, name);

const EVIL = '=HYPERLINK("http://evil.example","x")';
const note = (value: string) => [{ value, contentType: "TEXT_PLAIN" as const }];

beforeAll(async () => {
  office = await openOffice({ at: "2026-11-22T10:00:00+04:00" });
  aram = await office.addContact({
    names: [{ givenName: "Արամ", familyName: "Գրիգորյան" }],
    phoneNumbers: [
      { value: "+37491123456", type: "mobile" },
      { value: "+37493654321", type: "wife" },
    ],
    emailAddresses: [{ value: "aram@example.am", type: "work" }],
    addresses: [{ formattedValue: "Tumanyan 3\nYerevan" }],
    biographies: note(
      'Order 12: sofa "Milan", 120 000 AMD\n03.11.2026 asked for the price (Anna)\n10.11.2026 prepaid 50 000 (Aram)\n\nOrder 9: 2 chairs, 40 000 AMD – done 14.08.2026 (Anna)\n\n20.11.2026 14:05 incoming call, 3 min\n21.11.2026 called back, wants a table (Anna)\n\nPrefers calls after 18:00.',
    ),
  });
  formula = await office.addContact({
    names: [{ givenName: EVIL }],
    phoneNumbers: [{ value: "+37494111222" }],
    biographies: note("+cmd|' /C calc'!A0\n@SUM(A1)"),
  });
  for (const [index, name] of ["Nina", "Gor", "Lilit"].entries())
    await office.addContact({
      names: [{ givenName: name, familyName: "Sargsyan" }],
      phoneNumbers: [{ value: `+3749400000${index}` }],
      biographies: note(`Order 2${index}: table, ${index + 1}0 000 AMD – done 1${index}.0${index + 1}.2026 (Aram)`),
    });
  office.setTime("2026-11-23T18:00:00+04:00");
  await sync(await contextOf(office), { full: true, force: true });
  office.setTime("2026-11-24T09:00:00+04:00");
});
afterAll(() => office.close());

async function imported(path: string, dryRun = true) {
  const options = { sheet: null, encoding: null, create: true, force: false, dryRun, rejects: file("rejects.xlsx") };
  return importBase(await contextOf(office), [path], options, async () => true);
}

async function exported(name: string, where?: string): Promise<string> {
  const context = await contextOf(office);
  const read = where === undefined ? null : await filterOf(context, where);
  if (read && "problem" in read) throw new Error(JSON.stringify(read.problem));
  await exportClients(context, file(name), read?.where ?? null);
  return file(name);
}

/** Where LibreOffice puts what it saves. */
const saved = () => {
  mkdirSync(file("saved"), { recursive: true });
  return { into: file("saved"), home: file("libreoffice") };
};

const rowsOf = async (path: string, sheet: string) =>
  (await readBase(path, { sheet })).sheets[0]!.rows.map(({ cells }) => cells.map((cell) => cell?.text ?? ""));

describe("an independent reader", () => {
  test("finds every sheet with its frozen header and filter, real days and sums, telephones as text, and links", async (context) => {
    needsPrograms(context);
    type CellSeen = [value: string, type: string, format: string, link: string | null];
    type Seen = {
      sheets: Record<string, [pane: string, filter: string, charts: number, bold: boolean, rows: number]>;
      client: Record<string, CellSeen>;
      order: Record<string, CellSeen>;
      calls: (string | null)[][];
      names: string[];
      types: string[];
      hidden: string[];
    };
    const seen = python<Seen>(
      `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
def cell(c): return [str(c.value), c.data_type, c.number_format, c.hyperlink.target if c.hyperlink else None]
print(json.dumps({
  "sheets": {s.title: [s.freeze_panes, s.auto_filter.ref, len(s._charts), s["A1"].font.b, s.max_row] for s in book},
  "client": {c.value: cell(r) for c, r in zip(book["Clients"][1], next(row for row in book["Clients"].iter_rows(min_row=2) if row[2].value and "91123456" in row[2].value))},
  "order": {c.value: cell(r) for c, r in zip(book["Orders"][1], next(row for row in book["Orders"].iter_rows(min_row=2) if row[0].value == 12))},
  "calls": [[c.value and str(c.value) for c in row] for row in book["Calls"].iter_rows(min_row=2)],
  "names": [row[0].value for row in book["Clients"].iter_rows(min_row=2)],
  "types": sorted({c.data_type for s in book for row in s.iter_rows(min_row=2) for c in row}),
  "hidden": [k for k, d in book["Clients"].column_dimensions.items() if d.hidden],
}))`,
      [await exported("read.xlsx")],
    );
    expect(seen.sheets).toEqual({
      Clients: ["B2", "A1:O1", 0, true, 6],
      Orders: ["C2", "A1:O1", 0, true, 6],
      Steps: ["B2", "A1:K1", 0, true, expect.any(Number)],
      Calls: ["B2", "A1:H1", 0, true, 3],
      Labels: ["B2", "A1:B1", 0, true, expect.any(Number)],
      Findings: ["B2", "A1:E1", 0, true, expect.any(Number)],
      Figures: ["A2", "A1:D1", expect.any(Number), true, expect.any(Number)],
    });
    expect(seen.sheets.Figures![2]).toBeGreaterThanOrEqual(2);
    expect(seen.client).toMatchObject({
      Name: ["Արամ Գրիգորյան", "s", "@", null],
      Phones: ["+37491123456\n+37493654321", "s", "@", null],
      Address: ["Tumanyan 3, Yerevan", "s", "@", null],
      "Open orders": ["1", "n", "General", null],
      "Last touch": ["2026-11-21 00:00:00", "d", "dd.mm.yyyy", null],
      Contact: ["open", "s", "General", `https://contacts.google.com/person/${aram.resourceName.slice(7)}`],
      "clientcard id": [aram.resourceName, "s", "@", null],
    });
    expect(seen.order).toMatchObject({
      Title: ['sofa "Milan"', "s", "@", null],
      Amount: ["120000", "n", "#,##0", null],
      Paid: ["50000", "n", "#,##0", null],
      Opened: ["2026-11-03 00:00:00", "d", "dd.mm.yyyy", null],
    });
    expect(seen.calls.map((row) => row.slice(3, 7))).toEqual([
      ["+37491123456\n+37493654321", "incoming", "3", "incoming call, 3 min"],
      ["+37491123456\n+37493654321", "noted", null, "called back, wants a table"],
    ]);
    // No formula anywhere, whatever a text begins with.
    expect(seen.types).toEqual(["d", "n", "s"]);
    expect(seen.names).toContain(EVIL);
    expect(seen.hidden).toEqual(["N"]);
  });
});

describe("taken in again, an export", () => {
  test("plans nothing, neither as a workbook nor as CSV", async () => {
    for (const name of ["same.xlsx", "same.csv"]) {
      const { plan, items } = await imported(await exported(name));
      expect(plan.changes).toEqual([]);
      expect(items.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => "same"));
    }
  });

  test("plans nothing after LibreOffice has saved it, in its own form too", async (context) => {
    needsPrograms(context);
    for (const form of ["xlsx", "ods"] as const) {
      const { plan, items } = await imported(resave(await exported("quiet.xlsx"), form, saved()));
      expect(items.map((item) => [item.outcome, item.outcome === "conflict" ? item.lines : []])).toEqual(
        Array.from({ length: 5 }, () => ["same", []]),
      );
      expect(plan.changes).toEqual([]);
    }
  });

  test("as business cards or Google's CSV plans nothing that is not there", async () => {
    for (const name of ["cards.vcf", "contacts.google.csv"]) {
      const { plan, items } = await imported(await exported(name));
      const said = items.map((item) => [item.outcome, item.outcome === "conflict" ? item.reason : null]);
      expect([name, said]).toEqual([name, Array.from({ length: 5 }, () => ["same", null])]);
      expect(plan.changes).toEqual([]);
    }
  });
});

describe("a filter", () => {
  const namesFor = async (where: string) =>
    (await rowsOf(await exported("filtered.xlsx", where), "Clients"))
      .slice(1)
      .map(([name]) => name)
      .sort();

  test("means the clients for whom every term holds, in all sheets", async () => {
    expect(await namesFor("state=open")).toEqual(["Արամ Գրիգորյան"]);
    expect(await namesFor("employee=Aram closed>=11.02.2026 closed<2026-03-01")).toEqual(["Gor Sargsyan"]);
    expect(await namesFor('label="new",Returning state=none')).toEqual([EVIL]);
    expect(await rowsOf(await exported("filtered.xlsx", "state=open"), "Orders")).toHaveLength(3);
  });

  test.each([
    ["label=Wholesail", { kind: "value", key: "label", typed: "Wholesail" }],
    ["colour=red", { kind: "key", key: "colour" }],
    ["label<New", { kind: "sign", key: "label" }],
    ["last<soon", { kind: "value", key: "last", typed: "soon" }],
    ["state=open and so", { kind: "term", typed: "and so" }],
  ])("says of %s what is wrong with it, and what would be right", async (text, problem) => {
    const read = await filterOf(await contextOf(office), text);
    expect(read).toMatchObject({ problem });
    expect("problem" in read && read.problem.allowed.length).toBeGreaterThan(0);
  });
});

const EDIT = `
import sys, json, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
for sheet, match, column, value in json.loads(sys.argv[3]):
    page = book[sheet]
    titles = {c.value: c.column for c in page[1]}
    row = next(row for row in page.iter_rows(min_row=2) if match in [str(c.value) for c in row])
    page.cell(row[0].row, titles[column]).value = value
book.save(sys.argv[2])
`;
type Edit = [sheet: string, match: string, column: string, value: string | number | null];

/** Edits cells by openpyxl, as a person does in Excel. */
async function edited(name: string, edits: Edit[]): Promise<string> {
  const path = file(`edited-${name}`);
  python(EDIT, [await exported(name), path, JSON.stringify(edits)]);
  return path;
}

describe("edited cells of an export", () => {
  test("are the plan, and nothing else is", async (context) => {
    needsPrograms(context);
    const path = await edited("edit.xlsx", [
      ["Clients", aram.resourceName, "Name", "Արամ Պետրոսյան"],
      ["Clients", aram.resourceName, "Phones", "+37491123456\n077 123456"],
      ["Clients", aram.resourceName, "Group", "Wholesale"],
      ["Clients", "Lilit Sargsyan", "E-mail", "lilit@example.am"],
      ["Orders", "12", "Amount", 130_000],
      ["Orders", "12", "Title", "sofa Milano"],
    ]);
    const { plan, items } = await imported(resave(path, "xlsx", saved()));
    const updates = plan.changes.flatMap((change) => (change.type === "update" ? [change] : []));
    expect(updates.map(({ display, fields }) => [display, fields])).toEqual(
      expect.arrayContaining([
        ["Արամ Գրիգորյան", ["biographies", "names", "phoneNumbers"]],
        ["Lilit Sargsyan", ["emailAddresses"]],
      ]),
    );
    expect(updates).toHaveLength(2);
    const { after } = updates.find(({ display }) => display.startsWith("Արամ"))!;
    expect(after.names).toEqual([{ givenName: "Արամ", familyName: "Պետրոսյան" }]);
    expect(after.phoneNumbers).toMatchObject([{ value: "+37491123456", type: "mobile" }, { value: "+37477123456" }]);
    const lines = (text: string) => text.split("\n").filter((line) => !/^\w+ · /.test(line));
    const before = lines((await office.read(aram.resourceName))!.notes);
    expect(lines(after.biographies![0]!.value!)).toEqual(
      before.map((line) => (line.startsWith("Order 12") ? "Order 12: sofa Milano, 130 000 AMD" : line)),
    );
    const members = plan.changes.flatMap((change) =>
      change.type === "members" ? [[change.name, change.add, change.remove]] : [],
    );
    expect(members).toEqual(
      [
        ["New", [], [aram.resourceName]],
        ["Wholesale", [aram.resourceName], []],
      ].sort((a, b) => members.findIndex(([name]) => name === a[0]) - members.findIndex(([name]) => name === b[0])),
    );
    expect(items.filter(({ outcome }) => outcome === "conflict")).toEqual([]);
  });

  test("that only tell, or that say nothing, or that the account has changed since, wait for a person", async (context) => {
    needsPrograms(context);
    const path = await edited("odd.xlsx", [
      ["Clients", "Gor Sargsyan", "Done", 7],
      ["Clients", "Nina Sargsyan", "Group", "Wholesail"],
      ["Clients", "Lilit Sargsyan", "Name", "Lilit Petrosyan"],
    ]);
    const { resourceName } = (await office.store.mirror.find("Lilit", 1))[0]!.client;
    const present = (await office.read(resourceName))!;
    await office.staff.updatePeople(
      [{ resourceName, etag: present.etag, names: [{ givenName: "Lilit", familyName: "Simonyan" }] }],
      ["names"],
    );
    office.setTime("2026-11-24T12:00:00+04:00");
    const { plan, items } = await imported(path);
    expect(plan.changes).toEqual([]);
    expect(items.flatMap((item) => (item.outcome === "conflict" ? [[item.reason, item.lines[0]]] : [])).sort()).toEqual(
      [
        ["cell-derived", "Done: 7"],
        ["cell-moved", "Name: Lilit Petrosyan"],
        ["cell-unclear", "Group: Wholesail"],
      ],
    );
  });

  test("can close an order", async (context) => {
    needsPrograms(context);
    const path = await edited("close.xlsx", [
      ["Orders", "12", "State", "lost"],
      ["Orders", "12", "Reason", "too expensive"],
    ]);
    const done = await imported(path, false);
    expect(done.applied).toMatchObject({ updated: 1, created: 0 });
    expect((await office.read(aram.resourceName))!.notes).toContain("24.11.2026 lost: too expensive");
    expect((await imported(path)).plan.changes).toEqual([]);
    office.setTime("2026-11-24T15:00:00+04:00");
    await undo(await contextOf(office), done.applied!.run, { force: true, dryRun: false }, async () => true);
    expect((await office.read(aram.resourceName))!.notes).not.toContain("lost");
  });

  test("beside which a row was added are a new client", async (context) => {
    needsPrograms(context);
    const path = await edited("added.xlsx", []);
    python(
      `
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
page = book["Clients"]
titles = {c.value: c.column for c in page[1]}
for column, value in (("Name", "Mariam Petrosyan"), ("Phones", "077 111222"), ("Group", "Retail"), ("Notes", "asked for a bed")):
    page.cell(page.max_row if column != "Name" else page.max_row + 1, titles[column]).value = value
book.save(sys.argv[1])`,
      [path],
    );
    const { items, plan } = await imported(path);
    expect(items.map(({ outcome }) => outcome).sort()).toEqual(["create", "same", "same", "same", "same", "same"]);
    const [made] = plan.changes.flatMap((change) => (change.type === "create" ? [change] : []));
    expect(made).toMatchObject({ display: "Mariam Petrosyan", person: { phoneNumbers: [{ value: "+37477111222" }] } });
    expect(made!.person.biographies![0]!.value).toContain("asked for a bed");
  });
});

test("an unfinished export leaves no file behind", async () => {
  const context = await contextOf(office);
  await expect(exportClients(context, file("no-such-folder/a.vcf"))).rejects.toMatchObject({
    fields: { code: "disk" },
  });
  expect(existsSync(file("no-such-folder"))).toBe(false);
  expect(readFileSync(await exported("a.vcf"), "utf8")).toMatch(/^BEGIN:VCARD\r\nVERSION:4.0\r\nFN:/);
  expect(formula.resourceName).toMatch(/^people\//);
});
