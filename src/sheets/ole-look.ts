/** A look at an OLE container ([MS-CFB]): whether all of it is there, and which streams it names. Pure. */

const FREE = 0xffffffff;
const END_OF_CHAIN = 0xfffffffe;
const ENTRY = 128;
const STREAM = 2;
const ROOT = 5;

export type OleLook =
  /** The file ends before its last sector, or its chains lead nowhere. */
  { whole: false } | { whole: true; streams: string[] };

export function lookAtOle(file: Uint8Array): OleLook {
  if (file.byteLength < 512) return { whole: false };
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return { whole: false };
  const size = 1 << shift;
  const table = readTable(view, size);
  const entries = table && readEntries(view, size, table);
  if (!entries) return { whole: false };
  // Sectors belong to one stream each. Without this, chains that run in circles would be followed for hours.
  const told = entries.reduce((sum, { length }) => sum + length, 0);
  if (told > view.byteLength * 2) return { whole: false };
  const smallest = view.getUint32(56, true);
  const whole = entries.every(
    ({ start, length, kind }) =>
      length === 0 || (kind === STREAM && length < smallest) || isThere(view, size, table, start, length),
  );
  return whole ? { whole, streams: entries.filter(({ kind }) => kind === STREAM).map(({ name }) => name) } : { whole };
}

/** Whether the file reaches as far as the chain of a stream. Entries of the table itself prove nothing: some writers fill up the rest of it. */
function isThere(view: DataView, size: number, table: number[], start: number, length: number): boolean {
  let sector = start;
  for (let left = length; left > 0; left -= size) {
    // The last sector may be left unfilled.
    if (sector >= END_OF_CHAIN || (sector + 1) * size + Math.min(left, size) > view.byteLength) return false;
    sector = table[sector] ?? FREE;
  }
  return true;
}

/** The allocation table: its first 109 sectors are named in the header, further ones in a chain of sectors. */
function readTable(view: DataView, size: number): number[] | null {
  const count = view.getUint32(44, true);
  if (count > view.byteLength / size) return null;
  const sectors: number[] = [];
  for (let index = 0; index < Math.min(109, count); index++) sectors.push(view.getUint32(76 + index * 4, true));
  let further = view.getUint32(68, true);
  while (sectors.length < count) {
    const at = (further + 1) * size;
    if (further >= END_OF_CHAIN || at + size > view.byteLength) return null;
    for (let index = 0; index < size / 4 - 1 && sectors.length < count; index++)
      sectors.push(view.getUint32(at + index * 4, true));
    further = view.getUint32(at + size - 4, true);
  }
  const table: number[] = [];
  for (const sector of sectors) {
    const at = (sector + 1) * size;
    if (at + size > view.byteLength) return null;
    for (let index = 0; index < size / 4; index++) table.push(view.getUint32(at + index * 4, true));
  }
  return table;
}

type Entry = { name: string; kind: number; start: number; length: number };

/** The directory: the streams, and the root, which holds the small ones. */
function readEntries(view: DataView, size: number, table: number[]): Entry[] | null {
  const entries: Entry[] = [];
  let sector = view.getUint32(48, true);
  for (let seen = 0; sector < END_OF_CHAIN; seen++) {
    const first = (sector + 1) * size;
    if (first + size > view.byteLength || seen > table.length) return null;
    for (let at = first; at < first + size; at += ENTRY) {
      const kind = view.getUint8(at + 66);
      if (kind === STREAM || kind === ROOT)
        entries.push({
          name: nameAt(view, at),
          kind,
          start: view.getUint32(at + 116, true),
          length: view.getUint32(at + 120, true),
        });
    }
    sector = table[sector] ?? FREE;
  }
  return entries;
}

function nameAt(view: DataView, at: number): string {
  const length = Math.min(64, view.getUint16(at + 64, true));
  let name = "";
  for (let letter = 0; letter < length / 2 - 1; letter++)
    name += String.fromCharCode(view.getUint16(at + letter * 2, true));
  return name;
}

/** What the container holds, by the streams that every file of its kind has ([MS-XLS] 2.1.2, [MS-OFFCRYPTO] 1.3.3). */
export function oleKind(streams: string[]): "spreadsheet" | "encrypted" | "other" {
  const names = new Set(streams.map((name) => name.toLowerCase()));
  if (names.has("encryptedpackage")) return "encrypted";
  return names.has("workbook") || names.has("book") ? "spreadsheet" : "other";
}
