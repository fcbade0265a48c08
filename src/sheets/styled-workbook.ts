/** The one place that knows the library which writes workbooks. It is loaded when the first one is written. */
import { type EventEmitter, once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import type { Style, Workbook, Worksheet } from "exceljs";
import { appError } from "../lib/errors.ts";
import { fromCommonJs } from "../lib/from-common-js.ts";
import { columnLetter } from "./cell.ts";
import type { Chart } from "./chart-parts.ts";
import { drawCharts } from "./draw-charts.ts";
import { type CellValue, type ColumnKind, valueFor } from "./value-out.ts";
import { type WaitingSheet, waitingSheet } from "./waiting-sheet.ts";

export type SheetColumn = {
  title: string;
  /** In characters. */
  width: number;
  kind: ColumnKind;
  /** Of what a program needs and nobody reads. */
  hidden?: boolean;
};
export type SheetOut = {
  /** Writes a row; wait for it, so that no more is held than is being written. */
  row(values: readonly CellValue[]): Promise<void>;
  /** Draws what stands in rows that are written. */
  chart(chart: Chart): void;
};
export type SheetLook = {
  columns: SheetColumn[];
  /** Columns from the left that stay in sight; the header always does. */
  frozen?: number;
  filter?: boolean;
};
export type WorkbookOut = {
  /** Sheets stand in this order, and may be filled at the same time: rows of all but the first wait beside the file until `save`. */
  addSheet(name: string, look: SheetLook): SheetOut;
  /** Puts the finished file in its place; until then nothing stands there. `told` hears which share of the waiting rows is written. */
  save(told?: (share: number) => void): Promise<void>;
  /** Gives up and leaves nothing behind. */
  discard(): Promise<void>;
};

const FORMATS: Record<ColumnKind, string | undefined> = {
  // Text stays text when it is edited, whatever sign it begins with.
  text: "@",
  number: undefined,
  money: "#,##0",
  date: "dd.mm.yyyy",
  link: "General",
};
/** A single format for both would show `184,000.` with a lone point. */
const FRACTIONS = "#,##0.00";
const HEADER = { argb: "FF1F4E79" };
/** Every other row, by a rule of the sheet: so it holds after sorting as well, and costs nothing a cell. */
const BAND = { argb: "FFF3F6FA" };
const LINE = { style: "thin", color: { argb: "FFD0D7DE" } } as const;
/** Excel refuses a sheet with more links (specification and limits of Excel); further ones are plain addresses. */
const MOST_LINKS = 65_000;
/** That of every other cell, which a font of one's own does not inherit. */
const FONT = { name: "Calibri", size: 11, family: 2 };
const LINK_FONT = { ...FONT, color: { argb: "FF0563C1" }, underline: true };
const ROWS_AT_ONCE = 250;
/** In points, for the usual 11-point letters. */
const LINE_HEIGHT = 15;
/** A row is no taller than this many lines, however long the note in it: the table stays a table. */
const TALLEST = 4;

/** Throws `disk` when the file cannot be written. `created` stands in the file's properties. */
export async function openWorkbook(path: string, created: Date): Promise<WorkbookOut> {
  const { stream } = fromCommonJs(await import("exceljs"));
  const draft = `${path}.${process.pid}.part`;
  const withCharts = `${path}.${process.pid}.charts.part`;
  const file = createWriteStream(draft);
  let failure: Error | null = null;
  const failed = new Promise<never>((_, reject) => {
    file.once("error", (error) => {
      failure = error;
      reject(error);
    });
  });
  const broken = failed.catch(() => {});
  const book = new stream.xlsx.WorkbookWriter({ stream: file, useStyles: true, useSharedStrings: false });
  Object.assign(book, { creator: "clientcard", lastModifiedBy: "clientcard", created, modified: created });
  const names = new Set<string>();
  const sheets: OpenSheet[] = [];
  const waiting: WaitingSheet[] = [];
  const alive = () => {
    if (failure) throw diskError(path, failure);
  };
  const discard = async () => {
    // A file that is still being opened would come into being after it was removed.
    if (!file.closed) await new Promise<void>((resolve) => file.destroy().once("close", resolve));
    rmSync(draft, { force: true });
    for (const sheet of waiting) await sheet.discard();
  };
  return {
    addSheet(wanted, look) {
      const name = nameFor(wanted, names);
      const open = () => {
        const sheet = openSheet(book as unknown as Workbook, name, look, { alive, broken });
        sheets.push(sheet);
        return sheet;
      };
      if (names.size === 1) return open();
      const sheet = waitingSheet(`${path}.${process.pid}.rows-${names.size}.part`, open, (error) =>
        diskError(path, error),
      );
      waiting.push(sheet);
      return sheet;
    },
    async save(told = () => {}) {
      try {
        const rows = waiting.reduce((sum, sheet) => sum + sheet.count(), 0);
        let written = 0;
        const step = () => {
          written += 1;
          if (written % ROWS_AT_ONCE === 0 || written === rows) told(written / rows);
        };
        sheets[0]?.end();
        for (const sheet of waiting) await sheet.write(step);
        await Promise.race([book.commit(), failed]);
        if (sheets.some(({ charts }) => charts.length > 0)) {
          await drawCharts(draft, withCharts, sheets);
          await rename(withCharts, path);
          rmSync(draft);
        } else await rename(draft, path);
      } catch (error) {
        rmSync(withCharts, { force: true });
        await discard();
        throw diskError(path, error);
      }
    },
    discard,
  };
}

function diskError(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === "ENOSPC" || code === "EDQUOT" ? "full" : code === "EROFS" ? "read-only" : "denied";
  return code === undefined ? error : appError({ code: "disk", path, reason, detail: code }, error);
}

/** Names of sheets have at most 31 characters, none of `[]:*?/\`, and differ in any case. */
function nameFor(wanted: string, taken: Set<string>): string {
  const plain =
    wanted
      .replace(/[[\]:*?/\\]/g, " ")
      .replace(/^'+|'+$/g, "")
      .trim()
      .slice(0, 31) || "Sheet";
  let name = plain;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${plain.slice(0, 27)} (${count})`;
  taken.add(name.toLowerCase());
  return name;
}

export type OpenSheet = SheetOut & { name: string; charts: Chart[]; end(): void };

function openSheet(
  book: Workbook,
  name: string,
  { columns, frozen = 0, filter = true }: SheetLook,
  { alive, broken }: { alive: () => void; broken: Promise<void> },
): OpenSheet {
  const sheet = book.addWorksheet(name, {
    views: [{ state: "frozen", xSplit: frozen, ySplit: 1 }],
    properties: { defaultRowHeight: 15 },
    // A4, for those who print it.
    pageSetup: {
      paperSize: 9,
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: "1:1",
    },
  });
  sheet.columns = columns.map(({ width, kind, hidden = false }) => ({
    width,
    hidden,
    style: styleOf(kind),
  }));
  if (filter) sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  writeHeader(sheet, columns);
  const styles = columns.map(({ kind }) => stylesOf(kind));
  const charts: Chart[] = [];
  let written = 0;
  let links = 0;
  let ended = false;
  return {
    name,
    charts,
    chart(chart) {
      // A sheet's links stand in the part that its drawing is added to.
      if (links > 0) throw new TypeError("a sheet has links or charts");
      charts.push(chart);
    },
    async row(values) {
      alive();
      if (ended) throw new TypeError(`the sheet ${name} is written already`);
      const row = sheet.getRow(written + 2);
      values.forEach((value, index) => {
        const kind = columns[index]?.kind ?? "text";
        const isLink = typeof value === "object" && value !== null;
        if (isLink) links += 1;
        const filled = valueFor(isLink && links > MOST_LINKS ? value.link : value, kind);
        if (filled === null) return;
        const { plain, link, fraction } = styles[index] ?? stylesOf(kind);
        const isFraction = kind === "money" && typeof filled === "number" && !Number.isInteger(filled);
        const cell = row.getCell(index + 1);
        cell.value = filled;
        cell.style = typeof filled === "object" && "hyperlink" in filled ? link : isFraction ? fraction : plain;
      });
      row.height = LINE_HEIGHT * linesOf(values, columns);
      row.commit();
      written += 1;
      if (written % ROWS_AT_ONCE === 0) await Promise.race([takenIn(sheet), broken]);
    },
    end() {
      if (!ended && written > 1) addBands(sheet, columns.length, written);
      ended = true;
      sheet.commit();
    },
  };
}

/** Resolves when the zip has room for more. The library writes on and on, and what is not packed yet would wait in memory. */
async function takenIn(sheet: Worksheet): Promise<void> {
  const { stream } = sheet as unknown as { stream: { pipes: Draining[] } };
  for (const pipe of stream.pipes) if (pipe._writableState.needDrain) await once(pipe, "drain");
}

/** Of the streams that the library brings along. */
type Draining = EventEmitter & { _writableState: { needDrain: boolean } };

function addBands(sheet: Worksheet, columns: number, rows: number): void {
  const fill = { type: "pattern", pattern: "solid", bgColor: BAND } as const;
  const rule = { type: "expression" as const, priority: 1, formulae: ["MOD(ROW(),2)=1"], style: { fill } };
  sheet.addConditionalFormatting({ ref: `A2:${columnLetter(columns - 1)}${rows + 1}`, rules: [rule] });
}

/** How many lines a row needs: a streamed sheet cannot have its rows fitted afterwards. */
function linesOf(values: readonly CellValue[], columns: SheetColumn[]): number {
  const lines = values.map((value, index) => {
    const { width = 10, hidden = false } = columns[index] ?? {};
    if (hidden || typeof value !== "string" || (value.length <= width && !value.includes("\n"))) return 1;
    return value.split("\n", TALLEST).reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
  });
  return Math.min(TALLEST, Math.max(1, ...lines));
}

function styleOf(kind: ColumnKind): Partial<Style> {
  return { numFmt: FORMATS[kind] ?? "General", alignment: alignmentOf(kind) };
}

/** The very same object for all cells of a column: the library writes a style out whenever it meets one that it has not seen. */
function stylesOf(kind: ColumnKind) {
  const plain = styleOf(kind);
  return { plain, link: { ...plain, font: LINK_FONT }, fraction: { ...plain, numFmt: FRACTIONS } };
}

function alignmentOf(kind: ColumnKind) {
  return {
    vertical: "top" as const,
    wrapText: kind === "text",
    // A step away from the text of the next column.
    ...(kind === "money" || kind === "number" || kind === "date" ? { horizontal: "right" as const, indent: 1 } : {}),
  };
}

function writeHeader(sheet: Worksheet, columns: SheetColumn[]): void {
  const row = sheet.getRow(1);
  const lines = columns.map(({ title, width, hidden }) => (hidden ? 1 : Math.ceil((title.length * 1.2) / width)));
  row.height = 8 + LINE_HEIGHT * Math.min(3, Math.max(1, ...lines));
  columns.forEach(({ title }, index) => {
    const cell = row.getCell(index + 1);
    cell.value = title;
    cell.style = {
      font: { ...FONT, bold: true, color: { argb: "FFFFFFFF" } },
      fill: { type: "pattern", pattern: "solid", fgColor: HEADER },
      alignment: { vertical: "middle", wrapText: true },
      border: { bottom: LINE },
    };
  });
  row.commit();
}
