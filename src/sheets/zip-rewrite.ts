/** Adds parts to a finished zip of our own, and puts others in the place of its parts: what stays is copied as it is packed, piece by piece. */
import { type FileHandle, open } from "node:fs/promises";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

export type NewPart = { name: string; content: Buffer };

/** A part as the directory lists it (APPNOTE 4.3.12); `record` is the listing itself. */
type Part = { name: string; offset: number; packed: number; method: number; record: Buffer };

const PIECE = 1 << 20;
const DEFLATED = 8;
const VERSION = 20;
/** 1 January 1980: the clock of the machine is nobody's business. */
const FIRST_DAY = 0x21;

/**
 * `change` reads small parts of the zip at `from` and says which parts are new; one of a name that is there replaces it. The zip has less
 * than 4 GB and no comment, as those have that are written here.
 */
export async function rewriteZip(
  from: string,
  to: string,
  change: (read: (name: string) => Promise<string>) => Promise<NewPart[]>,
): Promise<void> {
  await using source = await open(from, "r");
  const { parts, directory } = await readDirectory(source);
  const added = await change(async (name) => (await readPart(source, parts, name)).toString("utf8"));
  const replaced = new Set(added.map(({ name }) => name));
  const ends = [...parts.map(({ offset }) => offset), directory].sort((a, b) => a - b);
  await using target = await open(to, "w");
  const records: Buffer[] = [];
  let at = 0;
  for (const { name, offset, record } of parts) {
    if (replaced.has(name)) continue;
    record.writeUInt32LE(at, 42);
    records.push(record);
    at = await copy(source, offset, ends.find((end) => end > offset)!, target, at);
  }
  for (const { name, content } of added) {
    const { head, record } = packedPart(name, content, at);
    records.push(record);
    await target.write(head, 0, head.length, at);
    at += head.length;
  }
  const listed = Buffer.concat(records);
  const bytes = Buffer.concat([listed, endRecord(records.length, listed.length, at)]);
  await target.write(bytes, 0, bytes.length, at);
}

const END = 22;

async function readDirectory(source: FileHandle): Promise<{ parts: Part[]; directory: number }> {
  const { size } = await source.stat();
  const end = await readAt(source, size - END, END);
  const directory = end.readUInt32LE(16);
  const bytes = await readAt(source, directory, size - END - directory);
  const parts: Part[] = [];
  for (let at = 0; parts.length < end.readUInt16LE(10); ) {
    const titleLength = bytes.readUInt16LE(at + 28);
    const length = 46 + titleLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    const record = bytes.subarray(at, at + length);
    parts.push({
      name: plain(record.toString("utf8", 46, 46 + titleLength)),
      offset: record.readUInt32LE(42),
      packed: record.readUInt32LE(20),
      method: record.readUInt16LE(10),
      record,
    });
    at += length;
  }
  return { parts, directory };
}

async function readAt(source: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await source.read(bytes, 0, length, at);
  if (bytesRead !== length) throw new RangeError("the workbook ended while it was read");
  return bytes;
}

/** Some writers begin the names of parts with a slash. */
function plain(name: string): string {
  return name.replace(/^\//, "");
}

async function readPart(source: FileHandle, parts: Part[], name: string): Promise<Buffer> {
  const part = parts.find((one) => one.name === name);
  if (part === undefined) throw new RangeError(`the workbook has no part ${name}`);
  const head = await readAt(source, part.offset, 30);
  const packed = await readAt(source, part.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), part.packed);
  return part.method === DEFLATED ? inflateRawSync(packed) : packed;
}

async function copy(source: FileHandle, from: number, end: number, target: FileHandle, at: number): Promise<number> {
  const piece = Buffer.alloc(Math.min(PIECE, end - from));
  let place = at;
  for (let read = from; read < end; ) {
    const { bytesRead } = await source.read(piece, 0, Math.min(piece.length, end - read), read);
    if (bytesRead === 0) throw new RangeError("the workbook ended while it was copied");
    await target.write(piece, 0, bytesRead, place);
    read += bytesRead;
    place += bytesRead;
  }
  return place;
}

/** A part as it stands in the zip (APPNOTE 4.3.7), and its listing. */
function packedPart(name: string, content: Buffer, at: number): { head: Buffer; record: Buffer } {
  const title = Buffer.from(name);
  const packed = deflateRawSync(content);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(VERSION, 0);
  shared.writeUInt16LE(DEFLATED, 4);
  shared.writeUInt16LE(FIRST_DAY, 8);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(title.length, 22);
  const record = Buffer.alloc(46);
  record.writeUInt32LE(0x02014b50, 0);
  record.writeUInt16LE(VERSION, 4);
  shared.copy(record, 6);
  record.writeUInt32LE(at, 42);
  return {
    head: Buffer.concat([Buffer.from("504b0304", "hex"), shared, title, packed]),
    record: Buffer.concat([record, title]),
  };
}

function endRecord(count: number, size: number, at: number): Buffer {
  const end = Buffer.alloc(END);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return end;
}
