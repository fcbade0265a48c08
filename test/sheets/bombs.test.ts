/** Files made to bring a reader down: each is a message within seconds, and the program with all that it starts stays small. */
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { oleOf, scratch, sheetData, xlsxParts, zipOf } from "./make-files.ts";
import { runMeasured } from "./process-tree.ts";

const { put } = scratch();
const reader = join(import.meta.dirname, "read-one.ts");
/** What the reading process may take, and what two processes of Node take anyway. */
const LIMIT = 400;
const ROOM = 450;

async function read(path: string, limits: object = { megabytes: LIMIT, seconds: 20 }) {
  const { out, code, megabytes, milliseconds } = await runMeasured(process.execPath, [
    reader,
    path,
    JSON.stringify(limits),
  ]);
  expect(code).toBe(0);
  expect(megabytes).toBeGreaterThan(60);
  expect(megabytes).toBeLessThan(LIMIT + ROOM);
  return { ...(JSON.parse(out) as Record<string, unknown>), milliseconds };
}

const HEAD = ["Имя", "Телефон"];
const sheet = (data: string) => zipOf(xlsxParts([{ name: "База", data }]));
const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
const ENTITIES = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${"bcdefghij"
  .split("")
  .map((name, at) => `<!ENTITY ${name} "${`&${"abcdefghij"[at]};`.repeat(10)}">`)
  .join("")}]>`;
const laughs = (text: string) =>
  `<?xml version="1.0"?>${ENTITIES}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>${text}</Data></Cell></Row></Table></Worksheet></Workbook>`;

/** A container whose streams all follow one chain that leads back to itself, and claim four gigabytes each. */
function circle(): Uint8Array {
  const streams = Array.from({ length: 3 }, (_, at) => ({ name: `Workbook${at}`, content: new Uint8Array(4096) }));
  const bytes = Buffer.from(oleOf(streams));
  for (let entry = 1; entry <= 3; entry++) {
    bytes.writeUInt32LE(2, 1024 + entry * 128 + 116);
    bytes.writeUInt32LE(0xfffffff0, 1024 + entry * 128 + 120);
  }
  bytes.writeUInt32LE(2, 512 + 2 * 4);
  return bytes;
}

type Bomb = [what: string, name: string, make: () => string | Uint8Array, reason: string];
const bombs: Bomb[] = [
  [
    "a sheet packed a thousand times",
    "packed.xlsx",
    () => sheet(`<sheetData>${" ".repeat(30_000_000)}</sheetData>`),
    "too-large",
  ],
  [
    "a part that is far larger than it says",
    "lie.xlsx",
    () => {
      const parts = xlsxParts([{ name: "База", data: sheetData([HEAD]) + " ".repeat(40_000_000) }]);
      return zipOf(parts.map((part) => (part.content.length > 1e6 ? { ...part, declared: 5000 } : part)));
    },
    "unsupported",
  ],
  [
    "an archive within an archive",
    "nested.xlsx",
    () => zipOf([{ name: "inner.zip", content: Buffer.from(sheet("")) }]),
    "not-a-spreadsheet",
  ],
  ["a gzip of nothing but zeros", "zeros.csv", () => gzipSync(Buffer.alloc(20_000_000)), "not-a-spreadsheet"],
  [
    "a row of a million columns",
    "wide.csv",
    () => `Имя;Телефон${";x".repeat(1_000_000)}\nАрам;091123456\n`,
    "too-large",
  ],
  [
    "rows of a single cell in the last column each",
    "last-column.xlsx",
    () =>
      sheet(
        `<sheetData>${Array.from({ length: 2_000 }, (_, at) => `<row r="${at + 1}">${cell(`XFD${at + 1}`, "x")}</row>`).join("")}</sheetData>`,
      ),
    "too-large",
  ],
  [
    "merged ranges over all rows",
    "merges.xlsx",
    () =>
      sheet(
        `${sheetData([HEAD, ["Арам", "091123456"]]).replace("</sheetData>", `<row r="1000000">${cell("A1000000", "x")}</row></sheetData>`)}<mergeCells>${'<mergeCell ref="A2:A1000000"/>'.repeat(20_000)}</mergeCells>`,
      ),
    "too-large",
  ],
  ["a container whose chains run in circles", "circle.xls", circle, "truncated"],
];

test.for(bombs)("%s is a message", { timeout: 60_000 }, async ([, name, make, reason]) => {
  expect(await read(put(name, make()))).toMatchObject({ code: "input-file", reason });
});

type Odd = [what: string, name: string, make: () => string | Uint8Array];
const odd: Odd[] = [
  ["entities that expand without end, in a workbook of 2003", "laughs.xml", () => laughs("&j;")],
  [
    "an entity that reads a file",
    "reads.xml",
    () => laughs("&x;").replace("<!ENTITY a", '<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a'),
  ],
  ["tables within tables without end", "deep.xls", () => `<html><body>${"<table><tr><td>".repeat(100_000)}`],
  ["tags that never close", "open.xls", () => `<html><table>${"<tr><td ".repeat(200_000)}`],
  ["quotes that never close", "quotes.csv", () => `Имя;Телефон\n${'"'.repeat(300_000)}`],
  ["cards without an end", "cards.vcf", () => "BEGIN:VCARD\nN:A;B\nTEL:091123456\n".repeat(5_000)],
  ["calls without an end", "calls.xml", () => `<calls>${"<call number=".repeat(100_000)}`],
];

test.for(odd)("%s is no burden", { timeout: 60_000 }, async ([, name, make]) => {
  const came = await read(put(name, make()));
  expect(came).not.toHaveProperty("crash");
  expect(came.milliseconds).toBeLessThan(40_000);
});
