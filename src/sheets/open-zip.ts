/** The parts of a zip, unpacked one by one when they are asked for, each held to its checksum. Runs in the reading process. */
import { crc32, inflateRawSync } from "node:zlib";
import { lookAtZip, type ZipEntry } from "./zip-look.ts";

/** A container in the form that the library reads; a part's content is unpacked when it is looked at. */
export type OpenZip = {
  FullPaths: string[];
  FileIndex: { name: string; type: 2; size: number; readonly content: Buffer }[];
};

const STORED = 0;
const DEFLATED = 8;
const LOCAL = 0x04034b50;

/**
 * `damage` is told of the first part that does not unpack to what the archive says of it: the library leaves such a sheet out without a word,
 * and a base must not lose a sheet. A part that grows beyond its declared size is stopped there. `change` is what is
 * shown of a part instead of its content. `null` when the archive cannot be listed.
 */
export function openZip(
  bytes: Buffer,
  damage: (part: string) => void,
  change: (part: string, content: Buffer) => Buffer = (_, content) => content,
): OpenZip | null {
  const entries = lookAtZip(bytes);
  if (entries === null) return null;
  return {
    FullPaths: entries.map(({ name }) => name.replace(/^\//, "")),
    FileIndex: entries.map((entry) => {
      let changed: Buffer | null = null;
      return {
        name: entry.name,
        type: 2,
        size: entry.unpacked,
        get content() {
          if (changed !== null) return changed;
          const content = unpack(bytes, entry);
          if (content === null) damage(entry.name);
          const shown = content === null ? Buffer.alloc(0) : change(entry.name, content);
          // The library asks for a part more than once; what is left of a large one is little.
          if (shown !== content) changed = shown;
          return shown;
        },
      };
    }),
  };
}

function unpack(bytes: Buffer, { offset, method, packed, unpacked, crc }: ZipEntry): Buffer | null {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) return null;
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const content = inflated(bytes.subarray(start, start + packed), method, unpacked);
  return content !== null && content.length === unpacked && crc32(content) === crc ? content : null;
}

function inflated(packed: Buffer, method: number, unpacked: number): Buffer | null {
  if (method === STORED) return packed;
  if (method !== DEFLATED) return null;
  try {
    // In one piece, with a byte to spare: pieces would be put together in a copy of them all.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, unpacked), chunkSize: Math.max(64, unpacked + 1) });
  } catch {
    return null;
  }
}
