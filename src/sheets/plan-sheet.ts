/** How a sheet is to be read: where its table stands and what is settled of it before anything is guessed, then how each of its rows is. Pure. */
import { remembered } from "../lib/remembered.ts";
import { plainBook } from "./address-book.ts";
import type { RawSheet } from "./cell.ts";
import type { Office } from "./column-contents.ts";
import type { SheetMapping } from "./map-sheet.ts";
import type { SheetProfile } from "./mapping-profile.ts";
import type { DayOrder } from "./read-day.ts";
import type { DraftContext } from "./read-drafts.ts";
import { groupReader } from "./read-group.ts";
import { groupsIn, type RowReader } from "./read-row.ts";
import { type RejectedPlace, readRejects } from "./rejects-sheet.ts";
import { planRows } from "./row-plan.ts";
import { cardColumns } from "./vcard.ts";
import { fold } from "./words.ts";

export type SheetPlan = {
  table: RawSheet;
  profile: SheetProfile;
  /** Where rows stood that were rejected before. */
  places: Map<number, RejectedPlace> | null;
  /** Of a known make: nothing is guessed. */
  isKnown: boolean;
};

/** `profile`: what a person has settled. The sheet has rows. */
export function planSheet(sheet: RawSheet, profile: SheetProfile): SheetPlan {
  const rejects = readRejects(sheet);
  const known = rejects ? null : knownTable(sheet);
  const table = rejects?.sheet ?? known?.sheet ?? sheet;
  const own: SheetProfile = rejects?.profile ?? (known ? { header: table.rows[0]!.row, columns: known.columns } : {});
  const columns = { ...own.columns, ...profile.columns };
  // Whatever the base's header stood under, that of the rejected rows stands on top.
  const settled = { ...own, ...profile, ...(rejects ? { header: own.header } : {}), columns };
  return { table, profile: settled, places: rejects?.places ?? null, isKnown: known !== null };
}

/** Tables of a known make, of which nothing has to be guessed. */
function knownTable(sheet: RawSheet): ReturnType<typeof plainBook> {
  if (sheet.content !== "cards") return plainBook(sheet);
  return { sheet, columns: cardColumns(sheet.rows[0]!.cells.map((cell) => cell?.text ?? "")) };
}

export function officeOf({ country, markers, kinds }: DraftContext): Office {
  return { country, readGroup: groupReader(markers, kinds) };
}

export function readerOf(
  { file, mapping, dayOrder }: { file: string; mapping: SheetMapping; dayOrder: DayOrder },
  { country, currency, hash, ownLabels }: DraftContext,
  { readGroup }: Office,
): RowReader {
  return {
    file,
    country,
    currency,
    mapping,
    plan: planRows(mapping),
    dayOrder,
    readGroup,
    readGroups: remembered((text) => groupsIn(text, readGroup)),
    ownLabels: new Set(ownLabels?.map(fold)),
    hash,
    untitled: untitledIn(mapping),
  };
}

/** In the language of the sheet's own header. */
function untitledIn({ columns }: SheetMapping): string {
  const titles = columns.map(({ title }) => title).join(" ");
  if (/\p{Script=Armenian}/u.test(titles)) return "անանուն";
  return /\p{Script=Cyrillic}/u.test(titles) ? "без названия" : "untitled";
}
