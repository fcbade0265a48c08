/** What a file is by its first bytes, whatever its name says. Pure. */

import { isCallLog } from "./call-log.ts";
import { wideEncoding } from "./decode-text.ts";

/** How the reading process takes a file: by the library, as a text that holds a workbook (SpreadsheetML 2003, HTML), as a
 * telephone's calls, as delimited text or cards. */
export type FileForm = "workbook" | "markup" | "calls" | "text";

export type FileLook = { container: "zip" | "ole" | "none"; form: FileForm } | { container: "foreign"; what: string };

/** Signatures of what people rename to .xls by mistake. */
const FOREIGN: [signature: string, what: string][] = [
  ["\x89PNG", "PNG"],
  ["\xff\xd8\xff", "JPEG"],
  ["GIF8", "GIF"],
  ["BM", "BMP"],
  ["%PDF", "PDF"],
  ["{\\rtf", "RTF"],
  ["Rar!", "RAR"],
  ["7z\xbc\xaf", "7z"],
  ["\x1f\x8b", "gzip"],
  ["BZh", "bzip2"],
  ["\x7fELF", "ELF"],
  ["MZ", "EXE"],
  ["SQLite format 3", "SQLite"],
  ["ID3", "MP3"],
];

const OLE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/** `head` is the beginning of the file, at least 4 kB if it has as many. */
export function lookAtFile(head: Uint8Array): FileLook {
  const bytes = latin1(head.subarray(0, 64));
  if (bytes.startsWith("PK\x03\x04") || bytes.startsWith("PK\x05\x06")) return { container: "zip", form: "workbook" };
  if (bytes.startsWith(OLE)) return { container: "ole", form: "workbook" };
  if (isBareWorkbook(head)) return { container: "none", form: "workbook" };
  const foreign = FOREIGN.find(([signature]) => bytes.startsWith(signature) && !isShortText(signature, head));
  if (foreign) return { container: "foreign", what: foreign[1] };
  const text = latin1(head).replace(/\0/g, "");
  if (
    /^(\xff\xfe|\xfe\xff|\xef\xbb\xbf)?\s*(<\?xml|<!doctype html|<html|<table|<meta|<head|<body|<calls|<!--)/i.test(
      text,
    )
  )
    return markup(text);
  if (isBinary(head)) return { container: "foreign", what: "binary" };
  return { container: "none", form: "text" };
}

/** A workbook of Excel 2 … 5 without a container begins with a BOF record: its type, then a length of 4 … 16 bytes ([MS-XLS] 2.4.21). */
function isBareWorkbook([type, version, length = 0, high]: Uint8Array): boolean {
  return type === 9 && [0, 2, 4, 8].includes(version ?? -1) && length >= 4 && length <= 16 && high === 0;
}

/** Two letters are a signature only in front of something that no text holds. */
function isShortText(signature: string, head: Uint8Array): boolean {
  return signature.length < 4 && /^[\x20-\x7e]+$/.test(signature) && !isBinary(head);
}

function markup(text: string): FileLook {
  if (isCallLog(text)) return { container: "none", form: "calls" };
  if (/<(\w+:)?workbook\b/i.test(text)) return { container: "none", form: "markup" };
  if (/<(!doctype )?html|<table|<body|<head/i.test(text)) return { container: "none", form: "markup" };
  return { container: "foreign", what: "XML" };
}

/** Zero bytes, or more control characters than a stray one, that no text has. */
function isBinary(head: Uint8Array): boolean {
  if (wideEncoding(head) !== null) return false;
  const controls = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  return controls > head.length * 0.01 || head.includes(0);
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
