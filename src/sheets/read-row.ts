/** One row of a base, understood cell by cell. Pure. */
import type { DraftOrder, DraftPhone, RejectReason } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import type { Cell } from "./cell.ts";
import type { Field } from "./column-words.ts";
import type { MappedColumn, SheetMapping } from "./map-sheet.ts";
import { type DayOrder, readDay } from "./read-day.ts";
import type { GroupReader } from "./read-group.ts";
import { readMoney } from "./read-money.ts";
import { tidy } from "./read-name.ts";
import { type NameCell, readNameCell } from "./read-name-cell.ts";
import { readNotes } from "./read-notes.ts";
import { readEmails, readPhones } from "./read-phones.ts";
import { readStatus } from "./read-status.ts";
import type { DataRow } from "./sort-rows.ts";
import { fold } from "./words.ts";

/** A marker or kind by its id, and what it was typed as. */
type Named = { typed: string; id: string };

export type RowFacts = {
  source: SourceRow;
  /** The name as typed; its parts where the base has columns for them. */
  name: { typed: string; given: string; family: string; middle: string };
  /** In a row of calls: what the telephone calls the number, `""` for nothing. It names a client only when nothing else does. */
  caller?: string;
  organization: string | null;
  phones: DraftPhone[];
  emails: { value: string; valid: boolean }[];
  address: string[];
  /** By the group cell, else by the subheader above. */
  marker: Named | null;
  kind: Named | null;
  order: DraftOrder | null;
  /** Remarks that belong to the client: the notes of a row without an order, and every cell that is no field of a client. */
  notes: string[];
};

export type RowReader = {
  file: string;
  country: string;
  currency: string;
  mapping: SheetMapping;
  columns: Map<Field, MappedColumn[]>;
  dayOrder: DayOrder;
  readGroup: GroupReader;
  /** Labels that the program gives by itself, folded: they say nothing that it does not know. */
  ownLabels: ReadonlySet<string>;
  hash: (value: unknown) => string;
  /** What an order is called that has a sum, a status or a date, but no title. */
  untitled: string;
};

export type RowRead = { facts: RowFacts } | { source: SourceRow; reason: RejectReason };

export function readRow(reader: RowReader, row: DataRow): RowRead {
  const { columns, country, readGroup } = reader;
  const source = sourceOf(reader, row);
  const cellOf = (field: Field): Cell | null => row.cells[columns.get(field)?.[0]?.column ?? -1] ?? null;
  const cellsOf = (field: Field): { cell: Cell; title: string }[] =>
    (columns.get(field) ?? []).flatMap(({ column, title }) =>
      row.cells[column] ? [{ cell: row.cells[column], title }] : [],
    );
  const text = (field: Field) => tidy(cellOf(field)?.text ?? "");

  const named = nameCell(cellOf("name"), country);
  const phones = cellsOf("phone").map(({ cell, title }) => ({ title, ...readPhones(cell, country) }));
  const emails = cellsOf("email").map(({ cell, title }) => ({ title, ...readEmails(cell) }));
  const { marker, kind, ungrouped } = groupsIn(cellOf("group"), row.section, readGroup);
  const remarks = [
    ...(named?.remark == null ? [] : [`${columns.get("name")![0]!.title}: ${named.remark}`]),
    ...[...phones, ...emails].flatMap(({ title, remarks }) => remarks.map((remark) => `${title}: ${remark}`)),
    ...ungrouped
      .filter((typed) => !reader.ownLabels.has(fold(typed)))
      .map((typed) => `${columns.get("group")![0]!.title}: ${typed}`),
    ...cellsOf("other").flatMap(({ cell, title }) => readNotes(cell.text).map((remark) => `${title}: ${remark}`)),
  ];
  const notes = cellsOf("notes").flatMap(({ cell }) => readNotes(cell.text));
  const read = readOrder(reader, source, cellOf, notes);
  const facts: RowFacts = {
    source,
    name: { typed: named?.name ?? text("name"), given: text("given"), family: text("family"), middle: text("middle") },
    organization: text("organization") || null,
    phones: [...phones.flatMap((one) => one.phones), ...(named?.phones ?? [])],
    emails: [...emails.flatMap((one) => one.emails), ...(named?.emails ?? [])],
    address: cellsOf("address").map(({ cell }) => tidy(cell.text)),
    marker,
    kind,
    order: read.order,
    notes: [...read.notes, ...remarks],
  };
  const reason = reasonAgainst(facts);
  return reason === null ? { facts } : { source, reason };
}

function nameCell(cell: Cell | null, country: string): NameCell | null {
  return cell === null ? null : readNameCell(cell.text, country);
}

export function byField(columns: MappedColumn[]): Map<Field, MappedColumn[]> {
  return Map.groupBy(columns, ({ field }) => field);
}

function sourceOf({ file, mapping, hash }: RowReader, row: DataRow): SourceRow {
  const cells = cellTexts(row.cells, mapping);
  const id = mapping.columns.find(({ field }) => field === "id");
  const typed = id ? tidy(row.cells[id.column]?.text ?? "") : "";
  const text = rowText(mapping, cells);
  return {
    file,
    sheet: mapping.sheet,
    row: row.row,
    id: typed || null,
    hash: hash(row.section === null ? text : `${text}\u001c${row.section}`),
    cells,
    ...(row.section === null ? {} : { section: row.section }),
    ...(row.mends ? { mends: row.mends } : {}),
  };
}

/** What the hash of a row is made of: its cells by title, so that moved columns leave it as it is. */
export function rowText(mapping: SheetMapping, cells: Record<string, string>): string {
  let text = mapping.sheet;
  for (const title of sortedTitles(mapping))
    if (Object.hasOwn(cells, title)) text += `\u001e${title}\u001f${cells[title]}`;
  return text;
}

function sortedTitles(mapping: SheetMapping): string[] {
  const known = sorted.get(mapping) ?? mapping.columns.map(({ title }) => title).sort();
  sorted.set(mapping, known);
  return known;
}

const sorted = new WeakMap<SheetMapping, string[]>();

/** Every non-empty cell of a row as shown, by the title of its column. */
export function cellTexts(cells: (Cell | null)[], mapping: SheetMapping): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [column, cell] of cells.entries()) if (cell) texts[mapping.columns[column]!.title] = cell.text;
  return texts;
}

/** Of several groups, one a line, the first marker and the first kind; the others are remarks, and so is what tells more than a group. */
export function groupsIn(
  cell: Cell | null,
  section: string | null,
  readGroup: GroupReader,
): { marker: Named | null; kind: Named | null; ungrouped: string[] } {
  const [set, above] = section?.split(":") ?? [];
  const found: Record<"marker" | "kind", Named | null> = { marker: null, kind: null };
  const ungrouped: string[] = [];
  for (const line of cell?.text.split("\n") ?? []) {
    const typed = tidy(line);
    if (typed === "") continue;
    const named = readGroup(typed);
    const isFirst = named !== null && found[named.set] === null;
    if (isFirst) found[named.set] = { typed, id: named.id };
    if (!isFirst || named.tellsMore) ungrouped.push(typed);
  }
  if (above !== undefined) found[set as "marker" | "kind"] ??= { typed: above, id: above };
  return { ...found, ungrouped };
}

/** An order stands in a row with a title, a sum or a status; a day with nothing but a remark is a line of the log. */
function readOrder(
  reader: RowReader,
  { row, hash }: SourceRow,
  cellOf: (field: Field) => Cell | null,
  notes: string[],
): { order: DraftOrder | null; notes: string[] } {
  const title = tidy(cellOf("order")?.text ?? "");
  const money = readMoney(cellOf("amount"));
  const status = readStatus(cellOf("status")?.text ?? "");
  const day = readDay(cellOf("date"), reader.dayOrder);
  const employee = tidy(cellOf("employee")?.text ?? "") || null;
  if (title === "" && money === null && status === null) return { order: null, notes: logLines(notes, day, employee) };
  const order: DraftOrder = {
    title: title || reader.untitled,
    amount: money?.amount ?? null,
    amountTyped: money?.typed ?? null,
    currency: money?.amount == null ? null : (money.currency ?? reader.currency),
    status,
    date: day?.day ?? null,
    dateTyped: day?.typed ?? null,
    employee,
    notes,
    row,
    source: hash,
  };
  return { order, notes: [] };
}

/** A row of calls: its day stands before its first remark, its employee behind it, as a line of the card is written. */
function logLines(notes: string[], day: ReturnType<typeof readDay>, employee: string | null): string[] {
  if (day === null && employee === null) return notes;
  const [first = "", ...rest] = notes;
  const said = [day?.day ?? day?.typed, first, employee === null ? null : `(${employee})`];
  return [said.filter((part) => part != null && part !== "").join(" "), ...rest];
}

function reasonAgainst({ name, organization, phones, emails, order, notes, address }: RowFacts): RejectReason | null {
  const named = name.typed !== "" || name.given !== "" || name.family !== "" || organization !== null;
  if (!named && phones.length === 0 && emails.length === 0) return "no-name-no-phone";
  const reachable = phones.some(({ e164 }) => e164 !== null) || emails.length > 0;
  const bare = order === null && notes.length === 0 && address.length === 0;
  return phones.length > 0 && !reachable && bare ? "phone-invalid-only" : null;
}
