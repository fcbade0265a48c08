/** The table of contents of a zip: what it declares, before anything of it is unpacked (APPNOTE 4.3.12, 4.3.16). Pure. */

export type ZipEntry = {
  name: string;
  packed: number;
  unpacked: number;
  encrypted: boolean;
  /** 0 stored, 8 deflated. */
  method: number;
  crc: number;
  /** Where its local header stands. */
  offset: number;
};

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const WIDE_EXTRA = 0x0001;
const FULL = 0xffffffff;

/** Entries of the archive, or `null` when its end is missing or leads nowhere: the file was cut short. */
export function lookAtZip(file: Uint8Array): ZipEntry[] | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = findEnd(view);
  if (end === null) return null;
  const { offset, size, count } = directoryOf(view, end);
  if (offset + size > end) return null;
  const entries: ZipEntry[] = [];
  let at = offset;
  while (entries.length < count) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) return null;
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(file.subarray(at + 46, at + 46 + nameLength));
    const wide = wideSizes(view, at, at + 46 + nameLength, extraLength);
    entries.push({
      name,
      ...wide,
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

/** The end record stands last, before a comment of at most 64 kB. */
function findEnd(view: DataView): number | null {
  const least = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= least; at--) if (view.getUint32(at, true) === END) return at;
  return null;
}

function directoryOf(view: DataView, end: number): { offset: number; size: number; count: number } {
  const plain = {
    count: view.getUint16(end + 10, true),
    size: view.getUint32(end + 12, true),
    offset: view.getUint32(end + 16, true),
  };
  const locator = end - 20;
  if (plain.offset !== FULL || locator < 0 || view.getUint32(locator, true) !== 0x07064b50) return plain;
  const record = Number(view.getBigUint64(locator + 8, true));
  if (record + 56 > view.byteLength) return plain;
  return {
    count: Number(view.getBigUint64(record + 32, true)),
    size: Number(view.getBigUint64(record + 40, true)),
    offset: Number(view.getBigUint64(record + 48, true)),
  };
}

/** Sizes of an entry; those of 4 GB and more stand in the zip64 extra field, unpacked first. */
function wideSizes(view: DataView, entry: number, extra: number, length: number): { packed: number; unpacked: number } {
  const packed = view.getUint32(entry + 20, true);
  const unpacked = view.getUint32(entry + 24, true);
  if (packed !== FULL && unpacked !== FULL) return { packed, unpacked };
  for (let at = extra; at + 4 <= extra + length && at + 4 <= view.byteLength; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== WIDE_EXTRA || at + 12 > view.byteLength) continue;
    return { packed, unpacked: Number(view.getBigUint64(at + 4, true)) };
  }
  return { packed, unpacked };
}

export type ZipLimits = { unpackedBytes: number; entryBytes: number; entries: number; ratio: number };

/** Real sheets pack to a tenth or a thirtieth; a bomb to a thousandth. One entry must fit in a string of V8 (half a gigabyte). */
export const ZIP_LIMITS: ZipLimits = {
  unpackedBytes: 1_500_000_000,
  entryBytes: 500_000_000,
  entries: 10_000,
  ratio: 300,
};
/** Below this many bytes no ratio matters. */
const SMALL = 20_000_000;

/** What is absurd about the declared sizes, or `null`. */
export function absurdityOf(entries: ZipEntry[], limits: ZipLimits): string | null {
  if (entries.length > limits.entries) return `${entries.length} parts`;
  const total = entries.reduce((sum, { unpacked }) => sum + unpacked, 0);
  if (total > limits.unpackedBytes) return `${Math.round(total / 1e6)} MB unpacked`;
  for (const { packed, unpacked } of entries) {
    if (unpacked > limits.entryBytes) return `${Math.round(unpacked / 1e6)} MB in one part`;
    if (unpacked > SMALL && unpacked > packed * limits.ratio)
      return `packed ${Math.round(unpacked / Math.max(1, packed))} times`;
  }
  return null;
}

/** What a zip holds, by the parts that every file of its kind has. */
export function zipKind(entries: ZipEntry[]): "spreadsheet" | "encrypted" | "other" {
  if (entries.some(({ encrypted }) => encrypted)) return "encrypted";
  const names = new Set(entries.map(({ name }) => name.replaceAll("\\", "/").toLowerCase()));
  const has = (pattern: RegExp) => [...names].some((name) => pattern.test(name));
  if (has(/^xl\/workbook\.(xml|bin)$/) || has(/^xl\/worksheets\//)) return "spreadsheet";
  if (has(/^word\/|^ppt\//)) return "other";
  return names.has("content.xml") || has(/^index\/.*\.iwa$|^index\.zip$/) ? "spreadsheet" : "other";
}
