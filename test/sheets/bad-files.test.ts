import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AppErrorShape } from "../../src/lib/errors.ts";
import { AppError } from "../../src/lib/errors.ts";
import { type ReadOptions, readBase, readDrafts } from "../../src/sheets/index.ts";
import { oleOf, scratch, sheetData, xlsxOf, xlsxParts, zipOf } from "./make-files.ts";
import { officeContext, samples } from "./read-sample.ts";

const { folder, put } = scratch();
const sample = (name: string) => readFileSync(join(samples, name));

/** The error that reading the file ends in, as far as drafts. */
async function failureOf(path: string, options?: ReadOptions): Promise<AppErrorShape> {
  try {
    readDrafts(await readBase(path, options), officeContext());
  } catch (error) {
    if (error instanceof AppError) return error.fields as AppErrorShape;
    throw error;
  }
  throw new Error("the file was read");
}

const HEAD = ["Имя", "Телефон"];
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");

describe("a file that is no base is told for what it is", () => {
  const files: [what: string, name: string, content: string | Uint8Array, reason: string][] = [
    ["an empty file", "empty.xlsx", "", "empty"],
    ["a text of nothing but blanks", "blank.csv", " \n\n;;;\n", "empty"],
    [
      "a workbook with nothing in its sheets",
      "void.xlsx",
      zipOf(xlsxParts([{ name: "Лист1", data: "<sheetData/>" }])),
      "empty",
    ],
    ["a picture", "photo.xls", PNG, "not-a-spreadsheet"],
    ["a PDF", "bill.xlsx", "%PDF-1.7\n1 0 obj", "not-a-spreadsheet"],
    [
      "a web page without a table",
      "page.xls",
      "<!DOCTYPE html><html><body><p>Not found</p></body></html>",
      "not-a-spreadsheet",
    ],
    ["some XML", "calls.xml", '<?xml version="1.0"?><feed><entry/></feed>', "not-a-spreadsheet"],
    [
      "a program's data",
      "data.xls",
      Buffer.from(Array.from({ length: 900 }, (_, i) => (i * 7) % 256)),
      "not-a-spreadsheet",
    ],
    [
      "a text document",
      "letter.docx",
      zipOf([{ name: "word/document.xml", content: Buffer.from("<w/>") }]),
      "not-a-spreadsheet",
    ],
    ["a plain archive", "photos.zip", zipOf([{ name: "photo.png", content: PNG }]), "not-a-spreadsheet"],
    [
      "an old text document",
      "letter.doc",
      oleOf([{ name: "WordDocument", content: Buffer.alloc(5000) }]),
      "not-a-spreadsheet",
    ],
    [
      "an encrypted .xlsx",
      "secret.xlsx",
      oleOf([{ name: "EncryptedPackage", content: Buffer.alloc(9000, 7) }]),
      "password-protected",
    ],
    [
      "an archive with a password",
      "secret.zip",
      zipOf(xlsxParts([{ name: "A", data: "" }]).map((part) => ({ ...part, encrypted: true }))),
      "password-protected",
    ],
    ["an .xlsx cut short", "half.xlsx", sample("office-base.xlsx").subarray(0, 300_000), "truncated"],
    ["an .xls cut short", "half.xls", sample("office-base.xls").subarray(0, 300_000), "truncated"],
    ["an .xls cut in its header", "start.xls", sample("office-base.xls").subarray(0, 300), "truncated"],
    ["an .ods cut short", "half.ods", sample("office-base.ods").subarray(0, 900_000), "truncated"],
  ];
  it.each(files)("%s", async (_, name, content, reason) => {
    const path = put(name, content);
    expect(await failureOf(path)).toMatchObject({ code: "input-file", reason, file: path });
  });

  it("a file that is not there, also below a file", async () => {
    const path = join(folder, "gone.xlsx");
    expect(await failureOf(path)).toEqual(
      expect.objectContaining({ code: "input-file", reason: "missing", file: path }),
    );
    expect(await failureOf(join(put("a.csv", "x"), "b.csv"))).toMatchObject({ code: "input-file", reason: "missing" });
  });

  it("a folder", async () => {
    mkdirSync(join(folder, "base.xlsx"));
    expect(await failureOf(join(folder, "base.xlsx"))).toMatchObject({ code: "input-file", reason: "directory" });
  });

  it("a device, which would never end", async () => {
    expect(await failureOf("/dev/zero")).toMatchObject({ code: "input-file", reason: "not-a-spreadsheet" });
  });

  it("an .ods whose content is encrypted", async () => {
    const manifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`;
    const path = put(
      "secret.ods",
      zipOf([
        { name: "mimetype", content: Buffer.from("application/vnd.oasis.opendocument.spreadsheet") },
        { name: "content.xml", content: Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 31) % 256)) },
        { name: "META-INF/manifest.xml", content: Buffer.from(manifest) },
      ]),
    );
    expect(await failureOf(path)).toMatchObject({ code: "input-file", reason: "password-protected" });
  });

  it("a part that does not unpack", async () => {
    const bytes = Buffer.from(xlsxOf([HEAD, ["Арам", "091234567"]]));
    const at = bytes.indexOf("xl/worksheets/sheet1.xml") + "xl/worksheets/sheet1.xml".length;
    bytes.fill(0xaa, at, at + 40);
    expect(await failureOf(put("bent.xlsx", bytes))).toMatchObject({ code: "input-file", reason: "unsupported" });
  });
});

describe("a bomb is a message", () => {
  it("when the archive declares absurd sizes: nothing is unpacked", async () => {
    const parts = xlsxParts([{ name: "База", data: sheetData([HEAD]) }]);
    const last = parts.at(-1)!;
    const path = put("declared.xlsx", zipOf([...parts.slice(0, -1), { ...last, declared: 4_000_000_000 }]));
    // Said of the table of contents, before any process is started.
    expect(await failureOf(path)).toMatchObject({ reason: "too-large", detail: "4000 MB unpacked" });
  });

  it("when a part is packed a thousand times", async () => {
    const parts = xlsxParts([{ name: "База", data: `<sheetData>${" ".repeat(21_000_000)}</sheetData>` }]);
    expect(await failureOf(put("packed.xlsx", zipOf(parts)))).toMatchObject({ reason: "too-large" });
  });

  it("when a part is larger than it declares: it is not unpacked further", async () => {
    const parts = xlsxParts([{ name: "База", data: `${sheetData([HEAD])}${" ".repeat(30_000_000)}` }]);
    const last = parts.at(-1)!;
    const path = put("lie.xlsx", zipOf([...parts.slice(0, -1), { ...last, declared: 900 }]));
    expect(await failureOf(path, { limits: { megabytes: 150 } })).toMatchObject({ reason: "unsupported" });
  });

  it("when it takes more memory than it may, whatever it declares", async () => {
    const row = sheetData([HEAD, ...Array.from({ length: 3000 }, (_, i) => [`Имя ${i} ${i * 7919}`, `09${i}`])]);
    const path = put(
      "heavy.xlsx",
      zipOf(xlsxParts(Array.from({ length: 24 }, (_, i) => ({ name: `L${i}`, data: row })))),
    );
    expect(await failureOf(path, { limits: { megabytes: 90 } })).toMatchObject({
      code: "input-file",
      reason: "too-large",
    });
  });

  it("when it takes longer than it may", async () => {
    const path = join(samples, "office-base.ods");
    expect(await failureOf(path, { limits: { seconds: 0.05 } })).toMatchObject({
      code: "input-file",
      reason: "too-large",
    });
  });
});

describe("a base that cannot be understood is told with its sheet", () => {
  it("without a header", async () => {
    const path = put(
      "bare.xlsx",
      xlsxOf(
        [
          ["один", "два"],
          ["три", "четыре"],
        ],
        "Остатки",
      ),
    );
    expect(await failureOf(path)).toMatchObject({ code: "input-file", reason: "no-header", sheet: "Остатки" });
  });

  it("with a header and nothing below it", async () => {
    expect(await failureOf(put("head.xlsx", xlsxOf([["Имя", "Телефон", "Дата"]])))).toMatchObject({
      code: "input-file",
      reason: "no-rows",
    });
  });

  it("without the sheet that was asked for: its sheets are named", async () => {
    const path = join(samples, "office-base.xlsx");
    expect(await failureOf(path, { sheet: "Клиенты" })).toMatchObject({
      code: "input-file",
      reason: "sheet-missing",
      sheet: "Клиенты",
      detail: "База, Հաճախորդներ, Лист3",
    });
  });

  it("in an encoding that nobody knows", async () => {
    expect(await failureOf(put("x.csv", "a;b\n"), { encoding: "klingon" })).toMatchObject({
      code: "input-file",
      reason: "unknown-encoding",
      detail: "klingon",
    });
  });
});

describe("an odd file that is none of these", () => {
  it("with a cell in the last row and column costs no more than its cells", async () => {
    const far = `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Имя</t></is></c><c r="B1" t="inlineStr"><is><t>Телефон</t></is></c></row><row r="1048576"><c r="A1048576" t="inlineStr"><is><t>Арам</t></is></c><c r="XFD1048576"><v>7</v></c></row></sheetData>`;
    const path = put("far.xlsx", zipOf(xlsxParts([{ name: "База", data: `<dimension ref="A1:XFD1048576"/>${far}` }])));
    const { sheets } = await readBase(path, { limits: { megabytes: 300 } });
    expect(sheets[0]!.rows.map(({ row, cells }) => [row, cells.length])).toEqual([
      [1, 2],
      [1_048_576, 16_384],
    ]);
  });

  it("in a folder and with a name of any letters", async () => {
    mkdirSync(join(folder, "папка с базой"));
    const path = put("папка с базой/--բազա 'x\" $(1).xlsx", xlsxOf([HEAD, ["Арам", "091123456"]]));
    expect((await readBase(path)).sheets[0]!.rows).toHaveLength(2);
  });

  it("that is another's than its ending says is read for what it is", async () => {
    const { sheets } = await readBase(put("base.csv", xlsxOf([HEAD, ["Арам", "091123456"]])));
    expect(sheets[0]!.name).toBe("База");
  });
});

describe("a sheet that was asked for", () => {
  it("is read alone, whatever the case of its name", async () => {
    const base = await readBase(join(samples, "office-base.xlsx"), { sheet: "бАЗА" });
    expect(base.sheets.map(({ name }) => name)).toEqual(["База"]);
  });
});
