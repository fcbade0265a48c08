import type { Stage } from "../../card/model.ts";
import type { Report } from "../../reports/tables.ts";
import type { Catalogue } from "../text/catalogue.ts";
import type { Look } from "./look.ts";
import { table } from "./table.ts";

type Heads = Catalogue["views"]["heads"];
type Cell = Report["rows"][number][string];

const NUMBERS = new Set(["number", "amount", "paid", "overdueDays", "order", "open", "done", "lost"]);
const DAYS = new Set(["opened", "closed", "due", "lastTouch"]);

/** A report as a table, with headings and values in the reader's language. */
export function reportView({ columns, rows }: Report, look: Look): string {
  const { views } = look.words;
  const heads = views.heads as Record<string, string>;
  const shown = columns.filter((column) => column !== "currency");
  const head = shown.map((column) => ({
    head: heads[column as keyof Heads] ?? column,
    align: NUMBERS.has(column) ? ("right" as const) : ("left" as const),
  }));
  const cells = rows.map((row) => shown.map((column) => cellText(column, row[column] ?? null, row, look.words)));
  return `${table(head, cells, look)}\n\n${views.rows(rows.length)}`;
}

function cellText(column: string, value: Cell, row: Report["rows"][number], { format, views }: Catalogue): string {
  if (value === null) return "";
  if (DAYS.has(column)) return format.day(String(value));
  if (column === "state") return views.states[value as keyof typeof views.states];
  if (column === "stage") return views.stages[value as Stage];
  if (column === "amount") return format.money(Number(value), row.currency === null ? null : String(row.currency));
  if (column === "paid") return value === 0 ? "" : format.number(Number(value));
  if (column === "number" || column === "order") return `#${value}`;
  return typeof value === "number" ? format.number(value) : value;
}
