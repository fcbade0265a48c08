/** Orders and lines that people edit, add and copy in an exported workbook: each is that edit of the card, or is told with its reason. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, type TestContext, test } from "vitest";
import type { Client } from "../../src/client/client.ts";
import { exportClients } from "../../src/use-cases/export-clients.ts";
import { type ImportReport, importBase } from "../../src/use-cases/import-base.ts";
import { sync } from "../../src/use-cases/keep-up.ts";
import { contextOf } from "../support/context.ts";
import { needsDebian } from "../support/debian.ts";
import { openOffice, type TestOffice } from "../support/office.ts";
import { LIBREOFFICE, OPENPYXL, python, resave } from "../support/office-programs.ts";

let office: TestOffice;
let aram: Client;
let hour: number;
const file = (name: string) => join(office.folder, name);
const note = (value: string) => [{ value, contentType: "TEXT_PLAIN" as const }];

beforeEach(async () => {
  hour = 9;
  office = await openOffice({ at: "2026-11-22T10:00:00+04:00" });
  aram = await office.addContact({
    names: [{ givenName: "Արամ", familyName: "Գրիգորյան" }],
    phoneNumbers: [{ value: "+37491123456" }],
    biographies: note(
      "Order 12: sofa, 120 000 AMD\n03.11.2026 asked for the price (Anna)\n10.11.2026 offer sent (Aram)\n\nOrder 9: 2 chairs, 40 000 AMD – done 14.08.2026 (Anna)\n\n21.11.2026 called back, wants a table (Anna)\n\nPrefers calls after 18:00.",
    ),
  });
  for (const phone of ["+37494000001", "+37494000002"])
    await office.addContact({ names: [{ givenName: "Nina" }], phoneNumbers: [{ value: phone }] });
  office.setTime("2026-11-23T18:00:00+04:00");
  await sync(await contextOf(office), { full: true, force: true });
  office.setTime("2026-11-24T09:00:00+04:00");
});
afterEach(() => office.close());

async function imported(path: string): Promise<ImportReport> {
  const options = { sheet: null, encoding: null, create: true, force: false, dryRun: false, rejects: null };
  const report = await importBase(await contextOf(office), [path], options, async () => true);
  hour += 1;
  office.setTime(`2026-11-24T${String(hour).padStart(2, "0")}:00:00+04:00`);
  return report;
}

type Cell = string | number | null;
/** `set`: the row in which a text stands, a column, a value; `add`: a row below; `copy`: the row of a text once more, with other cells. */
type Edits = {
  set?: [sheet: string, match: string, column: string, value: Cell][];
  add?: [sheet: string, cells: Record<string, Cell>][];
  copy?: [sheet: string, match: string, cells: Record<string, Cell>][];
};

/** Edited by openpyxl as in Excel; with `resaved`, then saved once more by LibreOffice. */
async function edited(context: TestContext, name: string, edits: Edits & { resaved?: true }): Promise<string> {
  needsDebian(context, "python3-openpyxl", OPENPYXL);
  await exportClients(await contextOf(office), file(name));
  python(
    `
import sys, json, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
edits = json.loads(sys.argv[2])
def titles(page): return {c.value: c.column for c in page[1]}
def find(page, match): return next(row for row in page.iter_rows(min_row=2) if any(c.value is not None and match == str(c.value) for c in row))
for sheet, match, column, value in edits.get("set", []):
    page = book[sheet]
    page.cell(find(page, match)[0].row, titles(page)[column]).value = value
for sheet, cells in edits.get("add", []):
    page = book[sheet]
    at = page.max_row + 1
    for column, value in cells.items(): page.cell(at, titles(page)[column]).value = value
for sheet, match, cells in edits.get("copy", []):
    page = book[sheet]
    values = [c.value for c in find(page, match)]
    at = page.max_row + 1
    for index, value in enumerate(values): page.cell(at, index + 1).value = value
    for column, value in cells.items(): page.cell(at, titles(page)[column]).value = value
book.save(sys.argv[1])`,
    [file(name), JSON.stringify(edits)],
  );
  if (!edits.resaved) return file(name);
  needsDebian(context, "libreoffice-calc", LIBREOFFICE);
  mkdirSync(file("saved"), { recursive: true });
  return resave(file(name), "xlsx", { into: file("saved"), home: file("libreoffice") });
}

const told = ({ items, rejected }: ImportReport) => [
  ...items.flatMap((item) => (item.outcome === "conflict" ? [[item.reason, item.lines.join()]] : [])),
  ...rejected.map(({ reason, detail }) => [reason, detail]),
];
const notes = async () => (await office.read(aram.resourceName))!.notes;
/** The lines that an import has added and taken away. */
async function changed(work: () => Promise<unknown>): Promise<{ added: string[]; gone: string[] }> {
  const before = (await notes()).split("\n");
  await work();
  const after = (await notes()).split("\n");
  return {
    added: after.filter((line) => !before.includes(line) && !line.includes(" · ")),
    gone: before.filter((line) => !after.includes(line) && !line.includes(" · ")),
  };
}

/** Imports the file, and again: nothing is left to do. */
async function once(path: string, expected: string[][] = []): Promise<{ added: string[]; gone: string[] }> {
  const lines = await changed(async () => expect(told(await imported(path))).toEqual(expected));
  const again = await imported(path);
  expect([again.plan.changes, told(again)]).toEqual([[], expected]);
  return lines;
}

describe("cells that are spelled otherwise than the program writes them", () => {
  test("are edits once, and say nothing new afterwards", async (context) => {
    const phone = aram.phones[0]!.e164!;
    const path = await edited(context, "spelled.xlsx", {
      set: [
        ["Clients", phone, "Name", "Саргсян Армен"],
        ["Clients", phone, "Group", "WHOLESALE"],
        ["Clients", phone, "E-mail", "Aram@X.am"],
        ["Orders", "12", "Amount", "60 000"],
        ["Clients", phone, "Phones", "091 99 88 77"],
      ],
    });
    const first = await imported(path);
    expect(told(first)).toEqual([]);
    const client = (await office.read(aram.resourceName))!;
    expect(client.phones.map(({ e164 }) => e164)).toEqual(["+37491998877"]);
    expect(client.emails).toEqual(["aram@x.am"]);
    expect(client.notes).toMatch(/60.000/);
    const again = await imported(path);
    expect([again.plan.changes, told(again)]).toEqual([[], []]);
  });
});

describe("an order in the exported workbook", () => {
  test("comes to another stage, today", async (context) => {
    const path = await edited(context, "stage.xlsx", {
      set: [["Orders", "12", "Stage", "delivered"]],
      resaved: true,
    });
    const options = { sheet: null, encoding: null, create: true, force: false, dryRun: true, rejects: null };
    const { explained } = await importBase(
      await contextOf(office),
      [path],
      { ...options, explain: 2 },
      async () => true,
    );
    const ofOrder = explained.find(({ sheet }) => sheet === "Orders")!;
    expect(ofOrder.cells.flatMap(({ title, fates }) => (fates[0]!.fate === "own-edited" ? [title] : []))).toEqual([
      "Stage",
    ]);
    expect(await once(path)).toEqual({ added: ["24.11.2026 delivered"], gone: [] });
    python(
      `
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
book["Orders"].cell(1, book["Orders"].max_column + 1).value = "My remark"
book.save(sys.argv[1])`,
      [path],
    );
    const { sheets } = await imported(path);
    expect(sheets.map(({ name, content, columns }) => [name, content, columns.map(({ title }) => title)])).toEqual([
      ["Clients", "own", []],
      ["Orders", "own", ["My remark"]],
      ["Steps", "own", []],
      ["Calls", "own-figures", []],
      ["Labels", "own-figures", []],
      ["Findings", "own-figures", []],
      ["Figures", "own-figures", []],
    ]);
  });

  test("that is done gets another day, reason and employee, and may be opened again", async (context) => {
    const path = await edited(context, "ended.xlsx", {
      set: [
        ["Orders", "9", "State", "lost"],
        ["Orders", "9", "Closed", "15.08.2026"],
        ["Orders", "9", "Reason", "too dear"],
        ["Orders", "9", "Employee", "Aram"],
      ],
    });
    expect(await once(path)).toEqual({
      added: ["Order 9: 2 chairs, 40 000 AMD – lost 15.08.2026: too dear (Aram)"],
      gone: ["Order 9: 2 chairs, 40 000 AMD – done 14.08.2026 (Anna)"],
    });
    const open = await edited(context, "open.xlsx", { set: [["Orders", "9", "State", "open"]] });
    const { added } = await once(open);
    expect(added).toContain("24.11.2026 reopened");
  });

  test("tells of each cell that it works out of the card's lines, or that cannot be", async (context) => {
    const path = await edited(context, "odd.xlsx", {
      set: [
        ["Orders", "12", "Paid", 50_000],
        ["Orders", "12", "Opened", "01.11.2026"],
        ["Orders", "12", "Client", "Nina"],
        ["Orders", "12", "Amount", "a lot"],
        ["Orders", "12", "State", "soon"],
        ["Orders", "9", "Closed", "31.02.2026"],
      ],
    });
    expect(
      await once(path, [
        ["cell-derived", "Client: Nina"],
        ["cell-unclear", "State: soon"],
        ["cell-unclear", "Amount: a lot"],
        ["cell-derived", "Paid: 50000"],
        ["cell-derived", "Opened: 01.11.2026"],
        ["cell-unclear", "Closed: 31.02.2026"],
      ]),
    ).toEqual({ added: [], gone: [] });
  });

  test("that a person adds below is one more order of its client, once, whatever becomes of it afterwards", async (context) => {
    const path = await edited(context, "added.xlsx", {
      resaved: true,
      add: [
        [
          "Orders",
          { Client: "Արամ Գրիգորյան", Title: "table", Amount: 80_000, Opened: "20.11.2026", Employee: "Anna" },
        ],
        [
          "Orders",
          {
            Client: "091 12-34-56",
            Title: "shelf",
            Amount: 15_000,
            Currency: "USD",
            State: "done",
            Closed: "01.10.2026",
          },
        ],
        [
          "Orders",
          { Client: "+37494000001", Title: "lamp", Amount: 9000, Stage: "prepaid", Paid: 5000, Opened: "22.11.2026" },
        ],
      ],
    });
    const { added } = await once(path);
    const [row] = await office.store.mirror.who("+37494000001");
    const other = (await office.read(row!.client.resourceName))!.notes;
    // Whose order comes first is for the names that the account has given to say.
    const numbers = [...added.join("\n").matchAll(/Order (\d+)/g), ...other.matchAll(/Order (\d+): lamp/g)];
    expect(numbers.map(([, number]) => number).sort()).toEqual(["13", "14", "15"]);
    const unnumbered = (text: string) => text.replace(/^Order \d+/gm, "Order");
    expect(added.map(unnumbered)).toEqual([
      "Order: table, 80 000 AMD",
      "20.11.2026 ordered (Anna)",
      "Order: shelf, 15 000 USD – done 01.10.2026",
    ]);
    expect(unnumbered(other)).toContain("Order: lamp, 9 000 AMD\n22.11.2026 prepaid 5 000 AMD");
    await office.saveNote(aram.resourceName, (await notes()).replace("table, 80 000", "large table, 95 000"));
    office.setTime("2026-11-24T20:00:00+04:00");
    await sync(await contextOf(office), { full: true, force: true });
    expect((await imported(path)).plan.changes).toEqual([]);
  });

  test("that a person adds is told where nobody knows whose it is, or what it says", async (context) => {
    const path = await edited(context, "unknown.xlsx", {
      add: [
        ["Orders", { Client: "Nina", Title: "table" }],
        ["Orders", { Client: "Nobody Here", Title: "table" }],
        ["Orders", { Title: "table", Amount: 5000 }],
        ["Orders", { Client: "Արամ Գրիգորյան", Title: "table", Opened: "soon" }],
        ["Orders", { Client: "Արամ Գրիգորյան", Order: 77, Title: "table" }],
        ["Orders", { Client: "Արամ Գրիգորյան", Title: "table", Employee: "Nobody", Opened: "20.11.2026" }],
      ],
    });
    expect(
      await once(path, [
        ["cell-unclear", "Արամ Գրիգորյան | table | 20.11.2026 | Nobody"],
        ["client-unknown", "Nina"],
        ["client-unknown", "Nobody Here"],
        ["client-unknown", ""],
        ["conflict-cell-unclear", "Արամ Գրիգորյան | table | soon"],
        ["conflict-cell-unclear", "77 | Արամ Գրիգորյան | table"],
      ]),
    ).toEqual({ added: [], gone: [] });
  });

  test("that was copied with its hidden id is a new one if its number was cleared, else it is told", async (context) => {
    const path = await edited(context, "copied.xlsx", {
      copy: [
        ["Orders", "12", { Order: null, Title: "second sofa", Stage: null, Employee: null }],
        ["Orders", "12", { Title: "third sofa" }],
        ["Clients", "+37491123456", { Name: "Somebody Else" }],
      ],
    });
    const { added, gone } = await once(path, [
      ["conflict-row-copied", ""],
      ["conflict-row-copied", ""],
    ]);
    expect(added).toEqual(["Order 13: second sofa, 120 000 AMD", "03.11.2026 ordered"]);
    expect(gone).toEqual([]);
    expect((await office.read(aram.resourceName))!.name.display).toBe("Արամ Գրիգորյան");
  });
});

describe("a line in the exported workbook", () => {
  test("is edited where it stands, under its order or in the log", async (context) => {
    const path = await edited(context, "steps.xlsx", {
      resaved: true,
      set: [
        ["Steps", "offer sent", "Text", "offer sent by mail"],
        ["Steps", "asked for the price", "Date", "04.11.2026"],
        ["Steps", "called back, wants a table", "Employee", "Aram"],
        ["Steps", "called back, wants a table", "Time", "14:05"],
      ],
    });
    expect(await once(path)).toEqual({
      added: [
        "04.11.2026 asked for the price (Anna)",
        "10.11.2026 offer sent by mail (Aram)",
        "21.11.2026 14:05 called back, wants a table (Aram)",
      ],
      gone: [
        "03.11.2026 asked for the price (Anna)",
        "10.11.2026 offer sent (Aram)",
        "21.11.2026 called back, wants a table (Anna)",
      ],
    });
  });

  test("is added under the order whose number stands beside it, or to the log of its client", async (context) => {
    const path = await edited(context, "more.xlsx", {
      add: [
        ["Steps", { Date: "22.11.2026", Client: "Արամ Գրիգորյան", Order: 12, Text: "measured", Employee: "Anna" }],
        ["Steps", { Date: "23.11.2026", Time: "9:30", Client: "091123456", Text: "called" }],
      ],
      copy: [["Steps", "offer sent", { Date: "12.11.2026", Text: "offer accepted" }]],
    });
    const { added, gone } = await once(path);
    expect(added).toEqual([
      "12.11.2026 offer accepted (Aram)",
      "22.11.2026 measured (Anna)",
      "23.11.2026 09:30 called",
    ]);
    expect(gone).toEqual([]);
  });

  test("is told where it cannot be followed", async (context) => {
    const path = await edited(context, "refused.xlsx", {
      set: [
        ["Steps", "offer sent", "Order", 9],
        ["Steps", "asked for the price", "Date", "never"],
        ["Steps", "called back, wants a table", "Text", null],
        ["Steps", "done", "Text", "lost"],
      ],
      add: [
        ["Steps", { Date: "22.11.2026", Client: "Արամ Գրիգորյան", Order: 99, Text: "measured" }],
        ["Steps", { Client: "Արամ Գրիգորյան", Text: "some day" }],
      ],
    });
    expect(
      (
        await once(path, [
          ["cell-derived", "Text: lost"],
          ["cell-unclear", "Date: never"],
          ["cell-derived", "Order: 9"],
          ["cell-unclear", "Text: "],
          ["conflict-cell-unclear", "22.11.2026 | Արամ Գրիգորյան | 99 | measured"],
          ["conflict-cell-unclear", "Արամ Գրիգորյան | some day"],
        ])
      ).added,
    ).toEqual([]);
  });

  test("that the account has changed since is left as it is, and told", async (context) => {
    const path = await edited(context, "moved.xlsx", { set: [["Steps", "offer sent", "Text", "offer sent by mail"]] });
    await office.saveNote(aram.resourceName, (await notes()).replace("offer sent", "offer declined"));
    office.setTime("2026-11-24T14:00:00+04:00");
    hour = 14;
    expect(told(await imported(path))).toEqual([["cell-moved", "Text: offer sent by mail"]]);
    expect(await notes()).toContain("offer declined");
  });
});

test("refused edits come back by the workbook of rejected rows, once they are mended there", async (context) => {
  const path = await edited(context, "again.xlsx", {
    set: [
      ["Orders", "12", "Amount", "a lot"],
      ["Orders", "12", "Title", "sofa Milano"],
      ["Steps", "offer sent", "Date", "never"],
    ],
    add: [["Orders", { Client: "Nobody", Title: "table", Amount: 80_000, Opened: "20.11.2026" }]],
  });
  const { rejectsFile } = await imported(path);
  python(
    `
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
for sheet, match, column, value in (("Orders", "sofa Milano", "Amount", 130000), ("Orders", "table", "Client", "+37491123456"), ("Steps", "offer sent", "Date", "11.11.2026")):
    page = book[sheet]
    titles = {c.value: c.column for c in page[1]}
    row = next(row for row in page.iter_rows(min_row=2) if match in [c.value for c in row])
    page.cell(row[0].row, titles[column]).value = value
book.save(sys.argv[1])`,
    [rejectsFile!],
  );
  const { added } = await once(rejectsFile!);
  expect(added).toEqual([
    "Order 13: table, 80 000 AMD",
    "20.11.2026 ordered",
    "Order 12: sofa Milano, 130 000 AMD",
    "11.11.2026 offer sent (Aram)",
  ]);
  expect((await imported(path)).plan.changes).toEqual([]);
});
