/** What an import tells of the sheets of our own workbook. */
import { isOwnTitle, type OwnTable, type SheetReport, type ToldApart } from "../sheets/index.ts";
import { exportWords } from "./export-words.ts";

/** All columns, those that make the table known again among them. */
export function ownLook({ sheet, header }: OwnTable) {
  const titles = header.cells.flatMap((cell) => cell?.text.trim() || []);
  return { name: sheet, columns: titles.map((title) => ({ title, field: "other" as const })), dayOrder: null };
}

/** Columns of a person's own in a table of ours are told: nothing in them is read. */
export function ownReport(table: OwnTable): SheetReport {
  const { sheet, header, rows, copies, added } = table;
  const counts = { rows: rows.length + copies.length + added.length, skipped: 0 };
  const columns = strangersIn(table).map(({ column, title }) => ({
    column,
    title,
    field: "other" as const,
    confidence: 0,
    by: "none" as const,
    samples: [],
  }));
  return { name: sheet, hidden: false, headerRow: header.row, ...counts, columns, dayOrder: null, content: "own" };
}

function strangersIn({ header, keys }: OwnTable): { column: number; title: string }[] {
  const links = Object.values(exportWords).map(({ columns }) => columns.link);
  return header.cells.flatMap((cell, column) => {
    const title = cell?.text.trim() ?? "";
    const isOurs = title === "" || Object.hasOwn(keys, title) || links.includes(title) || isOwnTitle(title);
    return isOurs ? [] : [{ column, title }];
  });
}

export function figuresReport({ name, hidden }: ToldApart["own"][number]["others"][number]): SheetReport {
  const nothing = { headerRow: null, rows: 0, skipped: 0, columns: [], dayOrder: null };
  return { name, hidden, ...nothing, content: "own-figures" };
}
