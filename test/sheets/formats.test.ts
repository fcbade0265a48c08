import { beforeAll, describe, expect, it } from "vitest";
import { type BookType, utils, write } from "xlsx";
import type { Draft } from "../../src/client/draft.ts";
import { type ReadOptions, readBase, readDrafts } from "../../src/sheets/index.ts";
import { openZip } from "../../src/sheets/open-zip.ts";
import { scratch, zipOf } from "./make-files.ts";
import { officeContext, readSample } from "./read-sample.ts";

const { put } = scratch();

/** Rows of the sample's first sheet, as values; days as texts, for not every format has them. */
let rows: (string | number | null)[][];
let expected: ReturnType<typeof essence>;

const essence = (drafts: Draft[]) =>
  drafts.map(({ name, phones, emails, addresses, marker, orders, notes }) => ({
    name,
    phones,
    emails,
    addresses,
    marker,
    orders: orders.map((order) => ({ ...order, source: null })),
    notes: notes.map(({ text }) => text),
  }));

beforeAll(async () => {
  const { base } = await readSample("office-base.xlsx");
  rows = [];
  for (const { row, cells } of base.sheets[0]!.rows.filter((one) => one.row <= 80))
    rows[row - 1] = cells.map((cell) => (cell?.kind === "number" ? (cell.value as number) : (cell?.text ?? null)));
  rows = Array.from(rows, (row) => row ?? []);
  expected = essence((await read("office.xlsx", book("xlsx"))).drafts);
});

function book(type: BookType, options: object = {}): Buffer {
  const sheets = utils.book_new();
  utils.book_append_sheet(sheets, utils.aoa_to_sheet(rows), "База");
  return write(sheets, { type: "buffer", bookType: type, ...options }) as Buffer;
}

async function read(name: string, content: string | Uint8Array, options?: ReadOptions) {
  const base = await readBase(put(name, content), options);
  return { encoding: base.text?.encoding, drafts: readDrafts(base, officeContext()).drafts };
}

const csvOf = (by: string) =>
  rows
    .map((row) =>
      row
        .map((value) =>
          /["\n\r;,\t]/.test(String(value ?? "")) ? `"${String(value).replaceAll('"', '""')}"` : (value ?? ""),
        )
        .join(by),
    )
    .join("\r\n");

/** Single-byte encodings, by asking the decoder what each byte is. */
function encode(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const));
  return Buffer.from(Array.from(text, (letter) => bytes.get(letter) ?? 63));
}

describe("a formula that has failed", () => {
  it.each<BookType>(["xlsx", "xlsb", "biff8", "xlml"])(
    "says in %s what the spreadsheet program shows, in a remark as well",
    async (type) => {
      const errors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"];
      const codes = [0x00, 0x07, 0x0f, 0x17, 0x1d, 0x24, 0x2a];
      const sheet = utils.aoa_to_sheet([
        ["Клиент", "Телефон", "Примечание"],
        ...codes.map((v, row) => ["Арам Григорян", `09112345${row}`, { t: "e", v }]),
      ]);
      const content = write({ SheetNames: ["База"], Sheets: { База: sheet } }, { type: "buffer", bookType: type });
      const base = await readBase(put(`errors-${type}`, content as Buffer));
      const [, ...below] = base.sheets[0]!.rows;
      expect(below.map(({ cells }) => cells[2])).toEqual(errors.map((text) => ({ kind: "error", text, value: text })));
      const notes = readDrafts(base, officeContext()).drafts.flatMap((draft) => draft.notes.map(({ text }) => text));
      expect(notes.join("\n")).toContain("#N/A");
    },
  );
});

describe("one base in every format gives the same clients", () => {
  it.each<[BookType, string]>([
    ["xlsb", "office.xlsb"],
    ["biff8", "office.xls"],
    ["ods", "office.ods"],
    ["fods", "office.fods"],
    ["xlml", "office-2003.xml"],
  ])("%s", async (type, name) => {
    expect(essence((await read(name, book(type))).drafts)).toEqual(expected);
  });

  it("a web page saved as .xls, as older programs export", async () => {
    const cell = (value: string | number | null) => {
      const text = String(value ?? "")
        .replace(/&/g, "&amp;")
        .replace(/</g, "&lt;");
      return `<td>${text.replaceAll("\n", "<br>")}</td>`;
    };
    const lines = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`);
    const page = `<html><head><meta charset="windows-1251"></head><body><table border=1>${lines.join("\n")}</table></body></html>`;
    expect(essence((await read("saved-page.xls", page)).drafts)).toEqual(expected);
  });

  it.each([";", ",", "\t", "|"])("text with %j between its fields", async (by) => {
    expect(essence((await read("office.csv", csvOf(by))).drafts)).toEqual(expected);
  });

  it("text whose first line tells the delimiter", async () => {
    const told = await read("office.csv", `sep=|\r\n${csvOf("|")}`);
    expect(told.drafts).toHaveLength(expected.length);
  });

  it("text in UTF-8 with a mark and in UTF-16 of both kinds, with a mark and without", async () => {
    const text = csvOf(";");
    const little = Buffer.from(text, "utf16le");
    const big = Buffer.from(little).swap16();
    const files: [string, Uint8Array][] = [
      ["utf-8", Buffer.from(`\ufeff${text}`)],
      ["utf-16le", Buffer.concat([Buffer.of(0xff, 0xfe), little])],
      ["utf-16be", Buffer.concat([Buffer.of(0xfe, 0xff), big])],
      ["utf-16le", Buffer.from("Name;Phone\r\nAram;091123456\r\n", "utf16le")],
    ];
    for (const [encoding, bytes] of files.slice(0, 3)) {
      const { encoding: found, drafts } = await read("office.csv", bytes);
      expect(found).toBe(encoding);
      expect(essence(drafts)).toEqual(expected);
    }
    const [encoding, bytes] = files[3]!;
    expect((await read("plain.csv", bytes)).encoding).toBe(encoding);
  });
});

describe("an .xls of Excel 5", () => {
  it("is read in the code page that it names", async () => {
    const sheets = utils.book_new();
    const cells = [
      ["Клиент", "Телефон", "Заказ"],
      ["Петров Игорь", "091123456", "диван"],
    ];
    utils.book_append_sheet(sheets, utils.aoa_to_sheet(cells), "A");
    const bytes = write(sheets, { type: "buffer", bookType: "biff5" }) as Buffer;
    // The writer knows no code pages: it puts a line where a letter would stand, and names the Latin one (1252) in its CODEPAGE record.
    const record = bytes.indexOf(Buffer.from("42000200e404", "hex"));
    bytes.writeUInt16LE(1251, record + 4);
    for (const text of cells.flat()) {
      const at = bytes.indexOf(text.replace(/\p{L}/gu, "_"), record);
      encode(text, "windows-1251").copy(bytes, at);
    }
    expect((await read("old.xls", bytes)).drafts).toMatchObject([
      { name: { display: "Петров Игорь" }, phones: [{ e164: "+37491123456" }], orders: [{ title: "диван" }] },
    ]);
  });
});

describe("old encodings are found", () => {
  const sample =
    "Клиент;Телефон;Примечание\r\nПетров Игорь;091123456;просил перезвонить после обеда\r\nИванова Марина;093654321;ждёт предоплату\r\n";

  it.each(["windows-1251", "koi8-r", "ibm866"])("%s", async (encoding) => {
    const { encoding: found, drafts } = await read("old.csv", encode(sample, encoding));
    expect(found).toBe(encoding);
    expect(drafts.map(({ name, notes }) => [name.display, notes.map(({ text }) => text)])).toEqual([
      ["Петров Игорь", ["просил перезвонить после обеда"]],
      ["Иванова Марина", ["ждёт предоплату"]],
    ]);
  });

  it("ArmSCII-8", async () => {
    const letters = "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ";
    const armscii = (text: string) =>
      Buffer.from(
        Array.from(text, (letter) => {
          const at = letters.indexOf(letter.toUpperCase());
          if (at === -1) return letter === "և" ? 0xa2 : letter.charCodeAt(0);
          return 0xb2 + at * 2 + (letter === letters[at] ? 0 : 1);
        }),
      );
    const text =
      "Անուն;Հեռախոս;Նշում\nԱրամ Գրիգորյան;091123456;զանգել երեկոյան\nԳևորգ Սարգսյան;093654321;հետաքրքրվել է սեղանով\n";
    const { encoding, drafts } = await read("hy.csv", armscii(text));
    expect(encoding).toBe("armscii-8");
    expect(drafts.map(({ name, notes }) => [name.display, notes[0]?.text])).toEqual([
      ["Արամ Գրիգորյան", "զանգել երեկոյան"],
      ["Գևորգ Սարգսյան", "հետաքրքրվել է սեղանով"],
    ]);
  });

  it("unless one is named", async () => {
    const { encoding, drafts } = await read("named.csv", encode(sample, "koi8-r"), { encoding: "KOI8-R" });
    expect(encoding).toBe("koi8-r");
    expect(drafts[0]!.name.display).toBe("Петров Игорь");
  });
});

describe("what the spreadsheet program does not show", () => {
  it("is marked in a workbook of LibreOffice, whose sheets have the names that people see", async () => {
    const rows = [
      ["Клиент", "Телефон", "Группа", "Заметка"],
      ["Арам Григорян", "091123456", "опт", "x"],
    ];
    const workbook = utils.book_new();
    for (const name of ["Другая", "База & Ко"]) utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows), name);
    const zip = openZip(write(workbook, { type: "buffer", bookType: "ods" }) as Buffer, () => {})!;
    const column = (said = "") => `<table:table-column table:style-name="co1"${said}/>`;
    const columns = `${column()}${column(' table:visibility="collapse" table:number-columns-repeated="2"')}${column()}`;
    const parts = zip.FullPaths.map((name, index) => {
      const content = zip.FileIndex[index]!.content.toString("utf8");
      return { name, content: Buffer.from(content.replace(/<table:table table:name="База[^>]*>/, `$&${columns}`)) };
    });
    const { sheets } = await readBase(put("hidden.ods", Buffer.from(zipOf(parts))));
    expect(sheets.map(({ name, hiddenColumns }) => [name, hiddenColumns])).toEqual([
      ["Другая", undefined],
      ["База & Ко", [1, 2]],
    ]);
    expect(sheets[1]!.rows[1]!.cells.map((cell) => cell?.text)).toEqual(rows[1]);
  });

  it.each(["xlsx", "biff8", "xlsb"] as const)("is read all the same, and marked (%s)", async (type) => {
    const sheet = utils.aoa_to_sheet([
      ["Клиент", "Телефон", "Группа"],
      ["Арам Григорян", "091123456", "опт"],
      ["Анна Петрова", "093654321", 'розница hidden="1"'],
    ]);
    sheet["!cols"] = [{ wch: 20 }, { wch: 20 }, { wch: 20, hidden: true }];
    sheet["!rows"] = [{}, { hidden: true }];
    const workbook = utils.book_new();
    utils.book_append_sheet(workbook, sheet, "База");
    utils.book_append_sheet(
      workbook,
      utils.aoa_to_sheet([
        ["Клиент", "Телефон"],
        ["Олег Волков", "094111222"],
      ]),
      "Старое",
    );
    workbook.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
    const base = await readBase(put(`hidden.${type}`, write(workbook, { type: "buffer", bookType: type }) as Buffer));
    const { drafts, sheets } = readDrafts(base, officeContext());
    expect(drafts.map(({ name, marker }) => [name.display, marker])).toEqual([
      ["Арам Григорян", "wholesale"],
      ["Анна Петрова", "retail"],
      ["Олег Волков", null],
    ]);
    expect(sheets.map(({ hidden, columns }) => [hidden, columns.map((column) => column.hidden ?? false)])).toEqual([
      [false, [false, false, true]],
      [true, [false, false]],
    ]);
    // The library tells nothing of the rows of an .xls.
    expect(sheets[0]!.hiddenRows).toBe(type === "biff8" ? undefined : 1);
  });
});
