/** The workbook of rejected rows: every sheet's own columns, with the reason beside each row, so that it can be mended and imported again. */
import type { Language } from "../card/settings.ts";
import type { RejectedRow } from "../client/draft.ts";
import { type BaseLook, rejectedPlace, rejectsTitle } from "./rejects-sheet.ts";
import { openWorkbook, type SheetColumn } from "./styled-workbook.ts";
import { rejectTexts } from "./texts.ts";

export type RejectOptions = {
  language: Language;
  /** All columns of the sheets, so that empty ones are there to be filled in, and how they were read; else those that the rows have. */
  sheets?: ({ name: string } & BaseLook)[];
  /** Stands in the file's properties. */
  created?: Date;
};

/** Rows in their order, each once, whatever speaks against it. Throws `disk` when the file cannot be written. */
export async function writeRejects(path: string, rejected: RejectedRow[], options: RejectOptions): Promise<void> {
  const texts = rejectTexts[options.language];
  const book = await openWorkbook(path, options.created ?? new Date());
  const parts = Map.groupBy(rejected, ({ source }) => JSON.stringify([source.file, source.sheet]));
  for (const part of parts.values()) {
    const { sheet: name } = part[0]!.source;
    const known = options.sheets?.find((sheet) => sheet.name === name);
    const titles = titlesOf(part, known?.columns.map(({ title }) => title) ?? []);
    const sheet = book.addSheet(name, {
      columns: [
        ...titles.map((title) => columnOf(title, part)),
        { title: texts.reason, width: 60, kind: "text" },
        { title: rejectsTitle(known), width: 12, kind: "text", hidden: true },
      ],
    });
    const rows = [...Map.groupBy(part, ({ source }) => source.row)].sort(([a], [b]) => a - b);
    for (const [row, reasons] of rows) {
      const { source } = reasons[0]!;
      const why = reasons.map(({ reason, detail }) => texts.reasons[reason] + (detail === "" ? "" : ` (${detail})`));
      const cells = titles.map((title) => source.cells[title]);
      await sheet.row([...cells, `${texts.row(row)}: ${[...new Set(why)].join("; ")}`, rejectedPlace(source)]);
    }
  }
  await book.save();
}

/** Columns in the order of the sheet: each unknown one stands behind the one that it follows in its row. */
function titlesOf(rows: RejectedRow[], known: string[]): string[] {
  const titles = [...known];
  for (const { source } of rows) {
    let at = 0;
    for (const title of Object.keys(source.cells)) {
      const index = titles.indexOf(title);
      if (index === -1) titles.splice(at, 0, title);
      at = (index === -1 ? at : index) + 1;
    }
  }
  return titles;
}

function columnOf(title: string, rows: RejectedRow[]): SheetColumn {
  const longest = Math.max(title.length, ...rows.map(({ source }) => source.cells[title]?.length ?? 0));
  return { title, width: Math.min(50, Math.max(8, longest + 2)), kind: "text" };
}
