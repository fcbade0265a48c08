/**
 * Rejected rows coming back, mended or not. A hidden column says how the base was read, for a few rows tell less than the whole base, and of each
 * row where it stood: so a mended row is known as what it was. Pure.
 */
import type { SourceRow } from "../client/source-row.ts";
import type { RawRow, RawSheet } from "./cell.ts";
import { FIELDS, type Field, fieldOfHeader } from "./column-words.ts";
import type { SheetProfile } from "./mapping-profile.ts";
import type { DayOrder } from "./read-day.ts";

const TITLE = "clientcard rejects";

/** How a base was read. */
export type BaseLook = { columns: { title: string; field: Field }[]; dayOrder: DayOrder | null };

/** Where a row stood. */
export type RejectedPlace = NonNullable<SourceRow["mends"]> & { section: string | null };

/** The title of the hidden column. */
export function rejectsTitle(look: BaseLook | undefined): string {
  const fields = Object.fromEntries(look?.columns.map(({ title, field }) => [title, field]) ?? []);
  return `${TITLE} ${JSON.stringify({ ...(look?.dayOrder ? { dates: look.dayOrder } : {}), columns: fields })}`;
}

/** What stands in it; of a row that was mended once already, still the row of the base. */
export function rejectedPlace({ row, hash, section, mends }: SourceRow): string {
  return JSON.stringify({ ...(mends ?? { row, hash }), section: section ?? null });
}

export type RejectsSheet = { sheet: RawSheet; profile: SheetProfile; places: Map<number, RejectedPlace> };

/** The rows as they stood in their base, without what the program wrote beside them; `null` for any other sheet. */
export function readRejects(sheet: RawSheet): RejectsSheet | null {
  const [header] = sheet.rows;
  const titles = header?.cells.map((cell) => cell?.text.trim() ?? "") ?? [];
  const at = titles.findIndex((title) => title.startsWith(`${TITLE} {`));
  const profile = at === -1 ? null : profileFrom(titles[at]!.slice(TITLE.length));
  if (!header || profile === null) return null;
  const reason = titles.findIndex((title) => fieldOfHeader(title, {})?.field === "reason");
  const plain = (row: RawRow): RawRow => ({
    row: row.row,
    cells: row.cells.map((cell, column) => (column === at || column === reason ? null : cell)),
  });
  const rows = sheet.rows.map(plain).filter(({ cells }) => cells.some((cell) => cell !== null));
  const places = sheet.rows.flatMap(({ row, cells }) => {
    const place = row === header.row ? null : placeFrom(cells[at]?.text ?? "");
    return place ? [[row, place] as const] : [];
  });
  return { sheet: { ...sheet, rows }, profile: { header: header.row, ...profile }, places: new Map(places) };
}

function profileFrom(json: string): SheetProfile | null {
  const said = parsed(json);
  if (!isRecord(said) || !isRecord(said.columns)) return null;
  const fields = Object.entries(said.columns).filter(([, field]) => (FIELDS as readonly unknown[]).includes(field));
  const { dates } = said;
  return {
    ...(dates === "day-first" || dates === "month-first" ? { dates } : {}),
    columns: Object.fromEntries(fields) as Record<string, Field>,
  };
}

function placeFrom(json: string): RejectedPlace | null {
  const said = parsed(json);
  if (!isRecord(said) || typeof said.row !== "number" || typeof said.hash !== "string") return null;
  const { row, hash, section } = said;
  return { row, hash, section: typeof section === "string" && /^(marker|kind):./.test(section) ? section : null };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
