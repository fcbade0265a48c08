/** Clients as text: CSV for spreadsheets, Google's own CSV, business cards, JSON. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { appError } from "../lib/errors.ts";
import { historyOf, keptValues } from "../reports/lookup.ts";
import {
  type CellValue,
  googleHeader,
  googleRow,
  marksOf,
  NARROWEST,
  ownTitles,
  vcardOf,
  widthsWith,
} from "../sheets/index.ts";
import { CLIENT_COLUMNS, clientCells } from "./client-cells.ts";
import type { Context } from "./context.ts";
import { type Chosen, officeOf } from "./export-clients.ts";
import { exportWords } from "./export-words.ts";

export async function writeCsv(context: Context, file: string, chosen: Chosen): Promise<number> {
  const words = exportWords[context.template.card.language];
  const columns = CLIENT_COLUMNS.map(({ key }) => ({ key, title: words.columns[key] }));
  const titles = [...columns.map(({ title }) => title), words.columns.link, ...ownTitles("clients", columns)];
  // The byte order mark tells Excel that the file is UTF-8.
  return writePieces(file, { before: `\uFEFF${csvLine(titles.map(guarded))}`, after: "" }, async function* () {
    for await (const { view } of chosen()) {
      const cells = clientCells(view);
      const values = CLIENT_COLUMNS.map(({ key }) => guarded(cells[key]));
      yield csvLine([...values, view.link, view.resourceName, marksOf(values)]);
    }
  });
}

/** Text that a spreadsheet would take for a formula gets an apostrophe, except a phone's plus (OWASP, CSV injection). */
function guarded(value: CellValue): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /^[=@\t\r]|^[+-](?![\d ()+\n-]*$)/.test(text) ? `'${text}` : text;
}

/** As RFC 4180 has it. */
function csvLine(fields: string[]): string {
  return `${fields.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(",")}\r\n`;
}

export async function writeGoogleCsv(_context: Context, file: string, chosen: Chosen): Promise<number> {
  let widths = NARROWEST;
  for await (const { client } of chosen()) widths = widthsWith(widths, client);
  return writePieces(file, { before: csvLine(googleHeader(widths)), after: "" }, async function* () {
    for await (const { client, view } of chosen()) yield csvLine(googleRow(client, labelsOf(view), widths));
  });
}

export async function writeVcards(_context: Context, file: string, chosen: Chosen): Promise<number> {
  return writePieces(file, { before: "", after: "" }, async function* () {
    for await (const { client, view } of chosen()) yield vcardOf(client, { labels: labelsOf(view), link: view.link });
  });
}

function labelsOf({ marker, labels }: { marker: string | null; labels: string[] }): string[] {
  return marker === null ? labels : [marker, ...labels];
}

export async function writeJson(context: Context, file: string, chosen: Chosen): Promise<number> {
  let between = "";
  return writePieces(file, { before: "[\n", after: "\n]\n" }, async function* () {
    for await (const { view } of chosen()) {
      const kept = await keptValues(context.store, view.resourceName);
      const history = [...kept, ...(await historyOf(context.store, officeOf(context), view))];
      yield between + JSON.stringify({ ...view, history });
      between = ",\n";
    }
  });
}

/** Writes piece by piece beside the file, and puts it in its place when it is whole. Returns how many pieces there were. */
async function writePieces(
  file: string,
  { before, after }: { before: string; after: string },
  pieces: () => AsyncGenerator<string>,
): Promise<number> {
  const draft = `${file}.${process.pid}.part`;
  let count = 0;
  const counted = async function* () {
    if (before !== "") yield before;
    for await (const piece of pieces()) {
      count += 1;
      yield piece;
    }
    if (after !== "") yield after;
  };
  try {
    await pipeline(counted, createWriteStream(draft));
    await rename(draft, file);
    return count;
  } catch (error) {
    await rm(draft, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof TypeError) throw error;
    const reason = code === "ENOSPC" || code === "EDQUOT" ? "full" : code === "EROFS" ? "read-only" : "denied";
    throw appError({ code: "disk", path: file, reason, detail: code }, error);
  }
}
