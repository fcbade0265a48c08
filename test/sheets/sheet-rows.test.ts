import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utils, write } from "xlsx";
import { openZip } from "../../src/sheets/open-zip.ts";
import { scanRows } from "../../src/sheets/sheet-rows.ts";
import { openWorkbook } from "../../src/sheets/styled-workbook.ts";
import { readWorkbook } from "../../src/sheets/workbook-file.ts";
import { scratch, sheetData, xlsxParts, zipOf } from "./make-files.ts";

const { folder } = scratch();

async function everything(bytes: Buffer) {
  const sheets = [];
  let rows: unknown[] = [];
  for (const piece of await readWorkbook({ bytes })) {
    if (Array.isArray(piece)) rows.push(piece);
    if ("sheet" in piece) sheets.push({ ...piece.sheet, rows });
    if (!Array.isArray(piece)) rows = [];
  }
  return sheets;
}

/** The same workbook with a comment before its rows: with that it is the library alone that reads them. */
function forTheLibrary(bytes: Buffer): Buffer {
  const zip = openZip(bytes, (part) => expect.unreachable(part))!;
  const parts = zip.FullPaths.map((name, index) => {
    const { content } = zip.FileIndex[index]!;
    const isSheet = name.startsWith("xl/worksheets/") && name.endsWith(".xml");
    return {
      name,
      content: isSheet
        ? Buffer.from(content.toString("utf8").replace("<sheetData>", "<!-- as it is --><sheetData>"))
        : content,
    };
  });
  return Buffer.from(zipOf(parts));
}

async function expectAsTheLibraryReads(bytes: Buffer) {
  const read = await everything(bytes);
  expect(read).toEqual(await everything(forTheLibrary(bytes)));
  return read;
}

/** Rows as texts by their type and style, as far as they are understood. */
function scanned(xml: string) {
  const scan = scanRows(Buffer.from(xml), {
    string: (index) => ["a", "b"][index],
    cell: (type, value, style) => `${type}${style ?? ""}:${value}`,
  });
  const rows = [];
  for (let next = scan.next(); ; next = scan.next()) {
    if (next.done) return next.value === null ? null : { rows, height: next.value };
    rows.push(next.value);
  }
}

const texts = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom("Дом & Сад", "<b>", "a &amp; b", "&lt;", "&#65;", "_x0041_", "\r\n", " ", "  край  ", "Լիլիթ", "\"'"),
);
const formats = fc.constantFrom("General", "@", "dd.mm.yyyy", "m/d/yy h:mm", "#,##0.00", "000000", "0%", '#,##0 "др."');
const cells = fc.oneof(
  { weight: 5, arbitrary: texts.map((v) => ({ t: "s", v })) },
  {
    weight: 5,
    arbitrary: fc.record({ t: fc.constant("n"), v: fc.double({ noNaN: true, min: -1e9, max: 1e9 }), z: formats }),
  },
  { weight: 3, arbitrary: fc.record({ t: fc.constant("n"), v: fc.integer({ min: 0, max: 60_000 }), z: formats }) },
  { weight: 1, arbitrary: fc.boolean().map((v) => ({ t: "b", v })) },
  { weight: 1, arbitrary: fc.constant({ t: "n", v: 3, f: "1+2" }) },
  { weight: 5, arbitrary: fc.constant(null) },
);
const rare = fc.constantFrom({ t: "e", v: 0 }, { t: "e", v: 7 }, { t: "e", v: 42 });
const sheets = fc.array(fc.array(cells, { maxLength: 5 }), { minLength: 1, maxLength: 6 });

describe("rows of an .xlsx sheet", () => {
  it.each([false, true])("are read as the library reads them, with shared strings (%s)", async (bookSST) => {
    await fc.assert(
      fc.asyncProperty(sheets, fc.option(rare), fc.boolean(), fc.boolean(), async (rows, error, date1904, merged) => {
        const data = error ? [...rows, [error]] : rows;
        const sheet = {
          ...utils.aoa_to_sheet(data as unknown[][], { sheetStubs: false }),
          ...(merged ? { "!merges": [{ s: { r: 0, c: 0 }, e: { r: 9, c: 1 } }] } : {}),
        };
        const book = { SheetNames: ["База"], Sheets: { База: sheet }, Workbook: { WBProps: { date1904 } } };
        await expectAsTheLibraryReads(write(book, { type: "buffer", bookType: "xlsx", bookSST }) as Buffer);
      }),
      { numRuns: 60 },
    );
  });

  it("of the sample and of our own workbooks are understood, and as the library reads them", async () => {
    const path = join(folder, "own.xlsx");
    const book = await openWorkbook(path, new Date(0));
    const columns = (["text", "number", "money", "date", "link"] as const).map((kind) => ({
      title: kind,
      width: 9,
      kind,
    }));
    const sheet = book.addSheet("Наша", { columns });
    await sheet.row([
      "Дом & Сад <1>\nдва",
      5,
      1234.5,
      "2024-05-06",
      { text: "в контактах", link: "https://a.example/?b&c" },
    ]);
    await sheet.row(["", null, 7, "31.02.2024", null]);
    await book.save();
    for (const file of [path, join(import.meta.dirname, "../../samples/office-base.xlsx")]) {
      const bytes = readFileSync(file);
      const read = await expectAsTheLibraryReads(bytes);
      expect(read.flatMap(({ rows }) => rows).length).toBeGreaterThan(2);
    }
  });

  it("of a part that two sheets name are the rows of both", async () => {
    const parts = xlsxParts([
      { name: "A", data: sheetData([["Имя", "Телефон"]]) },
      { name: "B", data: sheetData([["x"]]) },
    ]).map(({ name, content }) => ({
      name,
      content: name.endsWith("workbook.xml.rels")
        ? Buffer.from(Buffer.from(content).toString().replace("sheet2.xml", "sheet1.xml"))
        : content,
    }));
    const [a, b] = await expectAsTheLibraryReads(Buffer.from(zipOf(parts)));
    expect(b?.rows).toEqual(a?.rows);
  });

  it("keep type, style, gaps and order", () => {
    expect(
      scanned(
        '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B1" t="e"><v>#ERROR!</v></c></row>' +
          '<row r="2" spans="1:4"><c r="A2" s="1" t="s"><v>1</v></c><c r="C2" t="str"><f>A1</f><v>x &amp; y</v></c><c r="D2" t="str"><v></v></c></row>' +
          '<row r="3" ht="15"/><row r="5"><c r="AA5" s="3"><v>-1.5E3</v></c><c r="AB5" s="1"/></row><row r="7"/>',
      ),
    ).toEqual({
      rows: [
        [1, ["e:#DIV/0!", "e:#ERROR!"]],
        [2, ["s1:b", null, "s:x & y", "s:"]],
        [5, [...Array<null>(26).fill(null), "n3:-1500"]],
      ],
      height: 5,
    });
  });

  it.each([
    ["rows out of order", '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'],
    [
      "an empty row out of order",
      '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"/><row r="3"><c r="A3"><v>1</v></c></row>',
    ],
    ["cells out of order", '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>'],
    ["a cell of another row", '<row r="1"><c r="A2"><v>1</v></c></row>'],
    ["a cell without an address", '<row r="1"><c><v>1</v></c></row>'],
    ["a prefix", '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'],
    ["blanks between elements", '<row r="1"> <c r="A1"><v>1</v></c></row>'],
    ["an error that is none", '<row r="1"><c r="A1" t="e"><v>42</v></c></row>'],
    ["a date as text", '<row r="1"><c r="A1" t="d"><v>2024-01-01</v></c></row>'],
    ["rich text", '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c></row>'],
    ["a character by its number", '<row r="1"><c r="A1" t="str"><v>&#65;</v></c></row>'],
    ["a character as Excel hides it", '<row r="1"><c r="A1" t="str"><v>_x000D_</v></c></row>'],
    ["a shared string that is not there", '<row r="1"><c r="A1" t="s"><v>2</v></c></row>'],
    ["a number that is empty", '<row r="1"><c r="A1"><v></v></c></row>'],
    ["what is no number", '<row r="1"><c r="A1"><v>12abc</v></c></row>'],
    ["a row that does not end", '<row r="1"><c r="A1"><v>1</v></c>'],
  ])("with %s are left to the library", (_, xml) => {
    expect(scanned(xml)).toBeNull();
  });
});
