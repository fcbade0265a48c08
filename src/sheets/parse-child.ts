/**
 * The reading process: `node parse-child.js PATH FORM ENCODING MEGABYTES` writes what the file holds to stdout, a JSON line at a time
 * (`WireLine`), and ends. It may be ended at any moment; a bomb or a malformed file ends it, never the program.
 */
import { readFileSync, writeSync } from "node:fs";
import { basename, extname } from "node:path";
import { Worker } from "node:worker_threads";
import { parseCalls } from "./call-log.ts";
import type { WireCell, WireLine, WireSheet } from "./cell.ts";
import { delimiterOf, parseCsv } from "./csv.ts";
import { decodeText, sampleOf } from "./decode-text.ts";
import type { FileForm } from "./file-form.ts";
import { isVcard, parseVcards } from "./vcard.ts";
import { readWorkbook, type WorkbookPiece } from "./workbook-file.ts";

const ROWS_A_LINE = 500;
const CELLS_A_LINE = 50_000;

/** Typed arrays are outside every limit of V8's heap, so the process watches its own resident memory, beside the thread that parses. */
const WATCH = `
  const { workerData } = require("node:worker_threads");
  setInterval(() => {
    if (process.memoryUsage.rss() < workerData) return;
    require("node:fs").writeSync(2, "over the memory limit\\n");
    process.kill(process.pid, "SIGKILL");
  }, 20);
`;

function say(line: WireLine): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let sent = 0; sent < bytes.length; ) sent += write(bytes, sent);
}

/** A pipe that is full answers EAGAIN. */
function write(bytes: Buffer, from: number): number {
  try {
    return writeSync(1, bytes, from);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    return 0;
  }
}

/** More than any office's base has, and less than the process that takes them in can hold. */
const MOST_CELLS = 6_000_000;
const MOST_LETTERS = 300_000_000;
/** The last column of Excel (specification and limits of Excel). */
const MOST_COLUMNS = 16_384;

class TooMuch extends Error {}

let cells = 0;
let letters = 0;

/** Empty cells count up to the last filled one of a row: they take room as well. */
function count(row: WireCell[]): void {
  if (row.length > MOST_COLUMNS) throw new TooMuch(`${row.length} columns`);
  cells += row.length;
  if (cells > MOST_CELLS) throw new TooMuch(`${MOST_CELLS / 1e6} million cells`);
  for (const cell of row) if (typeof cell === "string") letters += cell.length;
  if (letters > MOST_LETTERS) throw new TooMuch(`${MOST_LETTERS / 1e6} million letters`);
}

/** A batch is sent when it has many rows or wide ones, so that no line is a load of its own. */
class Batch {
  #rows: [number, WireCell[]][] = [];
  #size = 0;

  add(row: [number, WireCell[]]): void {
    count(row[1]);
    this.#rows.push(row);
    this.#size += row[1].length;
    if (this.#rows.length >= ROWS_A_LINE || this.#size >= CELLS_A_LINE) this.send();
  }

  send(): void {
    if (this.#rows.length > 0) say({ rows: this.#rows });
    this.#rows = [];
    this.#size = 0;
  }
}

function sayPieces(pieces: Iterable<WorkbookPiece>): void {
  const batch = new Batch();
  let before = { cells, letters };
  for (const piece of pieces) {
    if (Array.isArray(piece)) {
      batch.add(piece);
      continue;
    }
    batch.send();
    if ("begin" in piece) before = { cells, letters };
    if ("anew" in piece) ({ cells, letters } = before);
    if ("sheet" in piece) countMerges(piece.sheet);
    say(piece);
  }
}

function* piecesOf(sheet: WireSheet, rows: Iterable<[row: number, cells: WireCell[]]>): Iterable<WorkbookPiece> {
  yield { begin: sheet.name };
  yield* rows;
  yield { sheet };
}

/** Merged ranges never overlap; those of a crafted file may say more rows than there are. */
function countMerges({ merges }: WireSheet): void {
  for (const { top, bottom } of merges) cells += bottom - top;
  if (merges.length > MOST_CELLS / 10 || cells > MOST_CELLS) throw new TooMuch(`${merges.length} merged ranges`);
}

function* filled(records: Iterable<{ row: number; fields: string[] }>): Iterable<[number, WireCell[]]> {
  for (const { row, fields } of records)
    if (fields.some((field) => field.trim() !== "")) yield [row, fields.map((field) => (field === "" ? null : field))];
}

function* numbered(records: Iterable<string[]>): Iterable<{ row: number; fields: string[] }> {
  let row = 0;
  for (const fields of records) {
    row += 1;
    yield { row, fields };
  }
}

async function readFile(path: string, form: FileForm, encoding: string | null): Promise<void> {
  const bytes = readFileSync(path);
  if (form === "workbook") {
    sayPieces(await readWorkbook({ bytes }));
    say({ end: { text: null } });
    return;
  }
  const { text, encoding: found } = decodeText(bytes, encoding);
  const plain = { name: basename(path, extname(path)), hidden: false, merges: [] };
  let delimiter: string | null = null;
  if (form === "markup") {
    if (!/<table|<(\w+:)?workbook/i.test(text)) throw new Error("not a spreadsheet");
    sayPieces(await readWorkbook({ text }));
  } else if (form === "calls") {
    // Each backup has a name of its own; its calls are the same as in the one before.
    sayPieces(piecesOf({ ...plain, name: "calls", content: "calls" }, filled(numbered(parseCalls(text)))));
  } else if (isVcard(text)) {
    sayPieces(piecesOf({ ...plain, content: "cards" }, filled(numbered(parseVcards(text)))));
  } else {
    delimiter = delimiterOf(text);
    sayPieces(piecesOf(plain, filled(parseCsv(text, delimiter))));
  }
  say({ end: { text: { encoding: found, delimiter, sample: sampleOf(text) } } });
}

/** The library's failures are texts; what they mean for the person is one of a few. */
function failureOf(error: unknown): WireLine {
  const detail = error instanceof Error ? error.message : String(error);
  if (/password|encrypt/i.test(detail)) return { error: { reason: "password-protected", detail } };
  if (/unsupported|not a spreadsheet|cannot read/i.test(detail))
    return { error: { reason: "not-a-spreadsheet", detail } };
  if (error instanceof TooMuch) return { error: { reason: "too-large", detail } };
  if (/string longer/i.test(detail) || (error instanceof RangeError && /length|allocation|memory/i.test(detail)))
    return { error: { reason: "too-large", detail } };
  return { error: { reason: "unsupported", detail: "" } };
}

const [path = "", form = "text", encoding = "", megabytes = "1024"] = process.argv.slice(2);
new Worker(WATCH, { eval: true, workerData: Number(megabytes) * 2 ** 20 }).unref();
try {
  await readFile(path, form as FileForm, encoding === "" ? null : encoding);
} catch (error) {
  say(failureOf(error));
}
