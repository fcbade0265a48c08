/** Files as people bring them, made for the tests: real containers with real faults. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll } from "vitest";

/** A folder that goes with the suite; `put` writes a file into it and tells its path. */
export function scratch(): { folder: string; put(name: string, content: string | Uint8Array): string } {
  const folder = mkdtempSync(join(tmpdir(), "clientcard-sheets-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    put(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

export type ZipPart = {
  name: string;
  content: Uint8Array;
  /** What the archive says of its unpacked size, where that is a lie. */
  declared?: number;
  encrypted?: boolean;
};

/** A zip archive (APPNOTE 4.3): local headers, contents, the central directory, the end record. */
export function zipOf(parts: ZipPart[]): Uint8Array {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declared = content.length, encrypted = false } of parts) {
    const packed = deflateRawSync(content);
    const title = Buffer.from(name);
    const sizes = [crc32(content), packed.length, declared];
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(encrypted ? 1 : 0, 6);
    local.writeUInt16LE(8, 8);
    sizes.forEach((size, index) => {
      local.writeUInt32LE(size, 14 + index * 4);
    });
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(encrypted ? 1 : 0, 8);
    entry.writeUInt16LE(8, 10);
    sizes.forEach((size, index) => {
      entry.writeUInt32LE(size, 16 + index * 4);
    });
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, title);
    chunks.push(local, title, packed);
    offset += local.length + title.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...chunks, listed, end]);
}

const xml = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
const NS = "http://schemas.openxmlformats.org";

export type SheetXml = { name: string; data: string; hidden?: boolean };

/** The smallest .xlsx that programs open; `data` is what stands in `<worksheet>`. */
export function xlsxParts(sheets: SheetXml[]): ZipPart[] {
  const list = sheets.map(
    ({ name, hidden }, i) =>
      `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"${hidden ? ' state="hidden"' : ""}/>`,
  );
  const links = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${NS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const types = sheets.map(
    (_, i) =>
      `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  return [
    {
      name: "[Content_Types].xml",
      content: xml(
        `<Types xmlns="${NS}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${types.join("")}</Types>`,
      ),
    },
    {
      name: "_rels/.rels",
      content: xml(
        `<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
    },
    {
      name: "xl/workbook.xml",
      content: xml(
        `<workbook xmlns="${NS}/spreadsheetml/2006/main" xmlns:r="${NS}/officeDocument/2006/relationships"><sheets>${list.join("")}</sheets></workbook>`,
      ),
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: xml(`<Relationships xmlns="${NS}/package/2006/relationships">${links.join("")}</Relationships>`),
    },
    ...sheets.map(({ data }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      content: xml(`<worksheet xmlns="${NS}/spreadsheetml/2006/main">${data}</worksheet>`),
    })),
  ];
}

type Value = string | number | null;

/** `<sheetData>` of rows of texts and numbers; an empty row is left out, as spreadsheet programs do. */
export function sheetData(rows: Value[][]): string {
  const cell = (value: Value, row: number, column: number) => {
    const at = `${String.fromCharCode(65 + column)}${row}`;
    if (value === null || value === "") return "";
    if (typeof value === "number") return `<c r="${at}"><v>${value}</v></c>`;
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`;
  };
  const lines = rows.map((values, index) => {
    const cells = values.map((value, column) => cell(value, index + 1, column)).join("");
    return cells === "" ? "" : `<row r="${index + 1}">${cells}</row>`;
  });
  return `<sheetData>${lines.join("")}</sheetData>`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}

export function xlsxOf(rows: Value[][], name = "База"): Uint8Array {
  return zipOf(xlsxParts([{ name, data: sheetData(rows) }]));
}

/** An OLE container with the named streams ([MS-CFB]): a header, one sector of table, one of directory, then the streams. */
export function oleOf(streams: { name: string; content: Uint8Array }[]): Uint8Array {
  const size = 512;
  const table = Buffer.alloc(size, 0xff);
  const directory = Buffer.alloc(size);
  const bodies: Buffer[] = [];
  const entry = (at: number, name: string, kind: number, start: number, length: number) => {
    directory.write(name, at, "utf16le");
    directory.writeUInt16LE((name.length + 1) * 2, at + 64);
    directory.writeUInt8(kind, at + 66);
    directory.writeUInt32LE(start, at + 116);
    directory.writeUInt32LE(length, at + 120);
  };
  table.writeUInt32LE(0xfffffffd, 0);
  table.writeUInt32LE(0xfffffffe, 4);
  entry(0, "Root Entry", 5, 0xfffffffe, 0);
  let sector = 2;
  streams.forEach(({ name, content }, index) => {
    // Shorter streams would belong to the small ones.
    const body = Buffer.alloc(Math.ceil(Math.max(4096, content.length) / size) * size);
    body.set(content);
    entry(128 * (index + 1), name, 2, sector, body.length);
    const last = sector + body.length / size - 1;
    for (; sector <= last; sector++) table.writeUInt32LE(sector === last ? 0xfffffffe : sector + 1, sector * 4);
    bodies.push(body);
  });
  const header = Buffer.alloc(size, 0xff);
  header.fill(0, 0, 76);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(header);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(1, 44);
  header.writeUInt32LE(1, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(0xfffffffe, 60);
  header.writeUInt32LE(0xfffffffe, 68);
  header.writeUInt32LE(0, 76);
  return Buffer.concat([header, table, directory, ...bodies]);
}
