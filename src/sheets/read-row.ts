/** One row of a base, understood cell by cell. Pure. */
import type { DraftOrder, DraftPhone, RejectReason } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import { remembered } from "../lib/remembered.ts";
import type { Cell } from "./cell.ts";
import type { SheetMapping } from "./map-sheet.ts";
import { type DayOrder, readDay } from "./read-day.ts";
import type { GroupReader } from "./read-group.ts";
import { readMoney } from "./read-money.ts";
import { tidy } from "./read-name.ts";
import { readNameCell } from "./read-name-cell.ts";
import { readNotes } from "./read-notes.ts";
import { readEmails, readPhones } from "./read-phones.ts";
import { readStatus } from "./read-status.ts";
import { cellAt, cellTexts, type FieldOnce, type RowPlan, rowText } from "./row-plan.ts";
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
  plan: RowPlan;
  dayOrder: DayOrder;
  readGroup: GroupReader;
  /** The groups of a whole cell. */
  readGroups: (text: string) => GroupsRead;
  /** Labels that the program gives by itself, folded: they say nothing that it does not know. */
  ownLabels: ReadonlySet<string>;
  hash: (value: unknown) => string;
  /** What an order is called that has a sum, a status or a date, but no title. */
  untitled: string;
};

export type RowRead = { facts: RowFacts } | { source: SourceRow; reason: RejectReason };

export function readRow(reader: RowReader, row: DataRow): RowRead {
  const { plan, country, readGroups, ownLabels } = reader;
  const { cells, section } = row;
  const { once, titles } = plan;
  const source = sourceOf(reader, row);
  const remarks: string[] = [];
  let phones: DraftPhone[] = [];
  let emails: RowFacts["emails"] = [];
  let address: string[] = [];

  const name = cellAt(cells, once.name);
  const named = name === null ? null : readNameCell(name.text, country);
  if (named !== null && named.remark !== null) remarks.push(`${titles[once.name]}: ${named.remark}`);
  for (const column of plan.phone) {
    const cell = cells[column];
    if (!cell) continue;
    const read = readPhones(cell, country);
    phones = joined(phones, read.phones);
    emails = joined(emails, read.emails);
    for (const remark of read.remarks) remarks.push(`${titles[column]}: ${remark}`);
  }
  for (const column of plan.email) {
    const cell = cells[column];
    if (!cell) continue;
    const read = readEmails(cell, country);
    phones = joined(phones, read.phones);
    emails = joined(emails, read.emails);
    for (const remark of read.remarks) remarks.push(`${titles[column]}: ${remark}`);
  }
  if (named !== null) {
    phones = joined(phones, named.phones);
    emails = joined(emails, named.emails);
  }
  const groups = readGroups(cellAt(cells, once.group)?.text ?? "");
  for (const typed of groups.ungrouped)
    if (!ownLabels.has(fold(typed))) remarks.push(`${titles[once.group]}: ${typed}`);
  for (const { column, remarksIn } of plan.other) {
    const cell = cells[column];
    if (cell) for (const remark of remarksIn(cell.text)) remarks.push(remark);
  }
  for (const column of plan.address) {
    const cell = cells[column];
    if (cell) address = joined(address, [tidyText(cell.text)]);
  }
  const text = (field: FieldOnce) => {
    const cell = cellAt(cells, once[field]);
    return cell === null ? "" : tidyText(cell.text);
  };
  const read = readOrder(reader, cells, source, text);
  const facts: RowFacts = {
    source,
    name: { typed: named?.name ?? text("name"), given: text("given"), family: text("family"), middle: text("middle") },
    organization: text("organization") || null,
    phones,
    emails,
    address,
    marker: groups.marker ?? namedAbove(section, "marker"),
    kind: groups.kind ?? namedAbove(section, "kind"),
    order: read.order,
    notes: joined(read.notes, remarks),
  };
  const reason = reasonAgainst(facts);
  return reason === null ? { facts } : { source, reason };
}

/** Most rows have but one of the two; so an array is seldom made anew. */
function joined<T>(some: T[], others: T[]): T[] {
  if (others.length === 0) return some;
  return some.length === 0 ? others : some.concat(others);
}

/** Columns say the same few things again and again. */
const tidyText = remembered(tidy);

function sourceOf({ file, plan, hash }: RowReader, { row, cells, section, mends }: DataRow): SourceRow {
  const text = rowText(plan, cells);
  const source: SourceRow = {
    file,
    sheet: plan.sheet,
    row,
    id: tidy(cellAt(cells, plan.once.id)?.text ?? "") || null,
    hash: hash(section === null ? text : `${text}\u001c${section}`),
    cells: cellTexts(plan, cells),
  };
  if (section !== null) source.section = section;
  if (mends) source.mends = mends;
  return source;
}

export type GroupsRead = { marker: Named | null; kind: Named | null; ungrouped: string[] };

/** Of several groups, one a line, the first marker and the first kind; the others are remarks, and so is what tells more than a group. */
export function groupsIn(text: string, readGroup: GroupReader): GroupsRead {
  const found: GroupsRead = { marker: null, kind: null, ungrouped: [] };
  for (const line of text.split("\n")) {
    const typed = tidy(line);
    if (typed === "") continue;
    const named = readGroup(typed);
    const isFirst = named !== null && found[named.set] === null;
    if (isFirst) found[named.set] = { typed, id: named.id };
    if (!isFirst || named.tellsMore) found.ungrouped.push(typed);
  }
  return found;
}

/** What the subheader above a row names: `marker:wholesale`. */
function namedAbove(section: string | null, set: "marker" | "kind"): Named | null {
  if (section === null || !section.startsWith(`${set}:`)) return null;
  const [, id = ""] = section.split(":");
  return { typed: id, id };
}

/** An order stands in a row with a title, a sum or a status; a day with nothing but a remark is a line of the log. */
function readOrder(
  { plan, dayOrder, untitled, currency }: RowReader,
  cells: (Cell | null)[],
  { row, hash }: SourceRow,
  text: (field: FieldOnce) => string,
): { order: DraftOrder | null; notes: string[] } {
  const { once } = plan;
  let notes: string[] = [];
  for (const column of plan.notes) {
    const cell = cells[column];
    if (cell) notes = joined(notes, readNotes(cell.text));
  }
  const title = text("order");
  const money = readMoney(cellAt(cells, once.amount));
  const status = readStatus(cellAt(cells, once.status)?.text ?? "");
  const day = readDay(cellAt(cells, once.date), dayOrder);
  const employee = text("employee") || null;
  if (title === "" && money === null && status === null) return { order: null, notes: logLines(notes, day, employee) };
  const order: DraftOrder = {
    title: title || untitled,
    amount: money?.amount ?? null,
    amountTyped: money?.typed ?? null,
    currency: money?.amount == null ? null : (money.currency ?? currency),
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
