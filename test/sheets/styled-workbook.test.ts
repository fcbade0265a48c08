import { mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CellValue, openWorkbook, readBase, type SheetColumn } from "../../src/sheets/index.ts";
import { lookAtZip } from "../../src/sheets/zip-look.ts";
import { scratch } from "./make-files.ts";

const { folder } = scratch();
const created = new Date("2026-11-23T14:00:00Z");
const column = (title: string, kind: SheetColumn["kind"]): SheetColumn => ({ title, width: 20, kind });
const ALL = [
  column("Name", "text"),
  column("Count", "number"),
  column("Sum", "money"),
  column("Day", "date"),
  column("Page", "link"),
];
let files = 0;

async function written(columns: SheetColumn[], rows: CellValue[][], frozen = 1): Promise<string> {
  const path = join(folder, `out-${files++}.xlsx`);
  const book = await openWorkbook(path, created);
  const sheet = book.addSheet("Clients", { columns, frozen });
  for (const row of rows) await sheet.row(row);
  await book.save();
  return path;
}

/** Files that this process holds open, as Linux names them. */
function filesInUse(): string[] {
  return readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return [];
    }
  });
}

/** The text of a part, by an unzipper of the test's own. */
function partOf(path: string, name: string): string {
  const bytes = readFileSync(path);
  const entry = lookAtZip(bytes)!.find((one) => one.name.replace(/^\//, "") === name)!;
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
  return inflateRawSync(bytes.subarray(start, start + entry.packed)).toString("utf8");
}

const cellsOf = async (path: string) => (await readBase(path)).sheets[0]!.rows.slice(1).map(({ cells }) => cells);

describe("a workbook that the program writes", () => {
  it("has real numbers, sums and days, and phones as text", async () => {
    const path = await written(
      [...ALL, column("Phone", "text")],
      [["Արամ", 3, 184_000.5, "2024-02-29", null, "+37491123456"]],
    );
    const [row] = await cellsOf(path);
    expect(row).toMatchObject([
      { kind: "text", value: "Արամ" },
      { kind: "number", value: 3 },
      { kind: "number", value: 184_000.5, text: "184,000.50" },
      { kind: "date", value: "2024-02-29" },
      null,
      { kind: "text", value: "+37491123456" },
    ]);
  });

  it("has a frozen header, a filter over all columns, and their widths", async () => {
    const xml = partOf(
      await written(ALL, [["a", 1, 2, "2024-01-01", "https://x.example/"]], 2),
      "xl/worksheets/sheet1.xml",
    );
    expect(xml).toMatch(/<pane [^>]*xSplit="2"[^>]*ySplit="1"[^>]*state="frozen"/);
    expect(xml).toContain('<autoFilter ref="A1:E1"/>');
    expect(xml.match(/<col [^>]*width="20"/g)).toHaveLength(5);
    expect(xml).toMatch(/<hyperlink [^>]*ref="E2"/);
  });

  it.each(["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://evil.example","x")'])(
    "keeps %s as text, also when it is edited",
    async (formula) => {
      const path = await written([column("Name", "text")], [[formula]]);
      const [[cell] = []] = await cellsOf(path);
      expect(cell).toMatchObject({ kind: "text", value: formula });
      const xml = partOf(path, "xl/worksheets/sheet1.xml");
      expect(xml).not.toContain("<f>");
      const style = Number(/<c r="A2" s="(\d+)"/.exec(xml)![1]);
      const formats = partOf(path, "xl/styles.xml")
        .match(/<cellXfs.*<\/cellXfs>/s)![0]
        .match(/<xf [^>]*/g)!;
      // Number format 49 is text (ECMA-376 part 1, 18.8.30).
      expect(formats[style]).toContain('numFmtId="49"');
    },
  );

  it("gives back every text as it was put in, as far as XML can hold it", async () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((one) => one.trim() !== "");
    const texts = fc.sample(text, { numRuns: 300, seed: 23 });
    const cells = await cellsOf(
      await written(
        [column("Name", "text")],
        texts.map((one) => [one]),
      ),
    );
    const expected = texts.map((one) => one.replace(/[^\P{Cc}\n\t]|[\ufffe\uffff]/gu, "\ufffd"));
    expect(cells.map(([cell]) => cell?.text)).toEqual(expected);
  });

  it("holds texts that are longer than a cell may be, cut with a mark, and letters that XML lacks", async () => {
    const [[long] = [], [odd] = []] = await cellsOf(
      await written([column("Name", "text")], [["д".repeat(40_000)], ["a\0b\ud800c\r\nd"]]),
    );
    expect(long!.text).toHaveLength(32_767);
    expect(long!.text.endsWith("д…")).toBe(true);
    expect(odd!.text).toBe("a\ufffdb\ufffdc\nd");
  });

  it("writes what is no day, no number or no link of its column as it stands", async () => {
    const [row] = await cellsOf(await written(ALL, [["a", "two", "сто тысяч", "31.02.2024", "javascript:alert(1)"]]));
    expect(row!.map((cell) => cell!.text)).toEqual(["a", "two", "сто тысяч", "31.02.2024", "javascript:alert(1)"]);
  });

  it("has sheets of any name, each its own", async () => {
    const path = join(folder, "names.xlsx");
    const book = await openWorkbook(path, created);
    for (const name of ["A/B", "a:b", "", "x".repeat(40), "x".repeat(40)])
      await book.addSheet(name, { columns: ALL }).row(["1"]);
    await book.save();
    expect((await readBase(path)).sheets.map(({ name }) => name)).toEqual([
      "A B",
      "a b (2)",
      "Sheet",
      "x".repeat(31),
      `${"x".repeat(27)} (2)`,
    ]);
  });

  it("takes rows of several sheets at once, and keeps them in order, few or many", async () => {
    const path = join(folder, "together.xlsx");
    const book = await openWorkbook(path, created);
    const sheets = ["A", "B", "C", "D"].map((name) => book.addSheet(name, { columns: ALL }));
    const odd = 'a\n\u2028\ud800\r\n"'.repeat(15);
    const rows = Array.from({ length: 4_000 }, (_, row): CellValue[] => [`${row} ${odd}`, row, row / 3, "2024-02-29"]);
    const shares: number[] = [];
    for (const [row, values] of rows.entries()) {
      for (const sheet of sheets.slice(0, 2)) await sheet.row(values);
      if (row < 3) await sheets[2]!.row(values);
    }
    // What waits has no name: a killed process leaves none of it behind.
    expect(filesInUse().filter((name) => name.includes("together.xlsx") && name.endsWith(" (deleted)"))).toHaveLength(
      1,
    );
    expect(readdirSync(folder).filter((name) => name.includes("rows-"))).toEqual([]);
    await book.save((share) => shares.push(share));
    const read = (await readBase(path)).sheets;
    expect(read.map(({ name, rows }) => [name, rows.length])).toEqual([
      ["A", 4_001],
      ["B", 4_001],
      ["C", 4],
      ["D", 1],
    ]);
    expect(read[1]!.rows).toEqual(read[0]!.rows);
    expect(read[2]!.rows).toEqual(read[0]!.rows.slice(0, 4));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("takes no row once it is saved", async () => {
    const book = await openWorkbook(join(folder, "late.xlsx"), created);
    const sheets = ["A", "B"].map((name) => book.addSheet(name, { columns: ALL }));
    await book.save();
    for (const sheet of sheets) await expect(sheet.row(["late"])).rejects.toThrow(TypeError);
  });
});

describe("a workbook that cannot be written", () => {
  it("is told with its path, and leaves nothing behind", async () => {
    const missing = join(folder, "no-such-folder", "x.xlsx");
    const book = await openWorkbook(missing, created);
    const sheet = book.addSheet("A", { columns: ALL });
    const writing = async () => {
      for (let row = 0; row < 2000; row++) await sheet.row(["a", row]);
      await book.save();
    };
    await expect(writing()).rejects.toMatchObject({ fields: { code: "disk", path: missing } });
  });

  it("leaves a folder that stands in its place as it is", async () => {
    const taken = join(folder, "taken.xlsx");
    mkdirSync(taken);
    const book = await openWorkbook(taken, created);
    book.addSheet("A", { columns: ALL });
    await expect(book.save()).rejects.toMatchObject({ fields: { code: "disk", path: taken } });
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("can be given up", async () => {
    const path = join(folder, "given-up.xlsx");
    const book = await openWorkbook(path, created);
    await book.addSheet("A", { columns: ALL }).row(["a"]);
    const second = book.addSheet("B", { columns: ALL });
    for (let row = 0; row < 5_000; row++) await second.row(["x".repeat(100)]);
    await book.discard();
    expect(readdirSync(folder).filter((name) => name.startsWith("given-up"))).toEqual([]);
  });
});
