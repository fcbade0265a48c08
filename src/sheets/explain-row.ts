/** What became of each cell of a row, told by the very readings that made the draft. Pure. */
import type { Draft } from "../client/draft.ts";
import { type Cell, columnLetter } from "./cell.ts";
import type { Field } from "./column-words.ts";
import type { MappedColumn } from "./map-sheet.ts";
import { readDay } from "./read-day.ts";
import { readMoney } from "./read-money.ts";
import { tidy } from "./read-name.ts";
import { readNameCell } from "./read-name-cell.ts";
import { readNotes } from "./read-notes.ts";
import { type ContactsRead, readEmails, readPhones } from "./read-phones.ts";
import type { RowFacts, RowReader } from "./read-row.ts";
import { fold } from "./words.ts";

export type FateKind =
  | "name"
  | "variant"
  | "group-variant"
  | "organization"
  | "phone"
  | "phone-as-typed"
  | "email"
  | "email-as-typed"
  | "address"
  | "group"
  | "kind"
  | "own-label"
  | "order"
  | "amount"
  | "order-text"
  | "status"
  | "date"
  | "log-date"
  | "employee"
  | "order-note"
  | "note"
  | "row-id"
  | "left-aside"
  | "rejects"
  | "not-read"
  | "call"
  | "own-edited"
  | "own-as-written";

/** `value`: what it is now, where it is not as it was typed. */
export type CellFate = { fate: FateKind; value: string };
export type ExplainedCell = {
  column: string;
  title: string;
  text: string;
  /** `null` where nothing was mapped. */
  field: Field | null;
  fates: CellFate[];
  /** Stands in a column that the spreadsheet program does not show. */
  hidden?: true;
};

/** Cells of one fate: those that are not read, or go as a whole. */
export function cellsAlike(
  cells: (Cell | null)[],
  columns: Pick<MappedColumn, "title" | "field">[],
  fate: FateKind,
): ExplainedCell[] {
  return cells.flatMap((cell, column) => {
    if (cell === null) return [];
    const { title = "", field = null } = columns[column] ?? {};
    return [{ column: columnLetter(column), title, text: cell.text, field, fates: [{ fate, value: "" }] }];
  });
}

/** `draft` is the client that the row was joined to. */
export function explainCells(
  reader: RowReader,
  cells: (Cell | null)[],
  facts: RowFacts,
  draft: Draft,
): ExplainedCell[] {
  return cells.flatMap((cell, column) => {
    if (cell === null) return [];
    const { title, field, hidden } = reader.mapping.columns[column]!;
    const fates = fatesOf(reader, { cell, title, field }, facts, draft);
    return [{ column: columnLetter(column), title, text: cell.text, field, fates, ...(hidden ? { hidden } : {}) }];
  });
}

type Named = { cell: Cell; title: string; field: Field };

function fatesOf(reader: RowReader, { cell, title, field }: Named, facts: RowFacts, draft: Draft): CellFate[] {
  switch (field) {
    case "name": {
      const named = readNameCell(cell.text, reader.country);
      if (named === null) return nameFates(tidy(cell.text), draft);
      return [
        ...(named.name === "" ? [] : nameFates(named.name, draft)),
        ...named.phones.map(({ e164 }): CellFate => ({ fate: "phone", value: e164! })),
        ...named.emails.map(({ value }): CellFate => ({ fate: "email", value })),
        ...(named.remark === null ? [] : [note(`${title}: ${named.remark}`)]),
      ];
    }
    case "family":
    case "given":
    case "middle":
      return nameFates(tidy(cell.text), draft);
    case "organization": {
      const typed = tidy(cell.text);
      const isShown = (draft.organization ?? "").toLowerCase() === typed.toLowerCase();
      return [isShown ? { fate: "organization", value: draft.organization! } : { fate: "variant", value: typed }];
    }
    case "phone":
      return contactFates(readPhones(cell, reader.country), title);
    case "email":
      return contactFates(readEmails(cell, reader.country), title);
    case "address":
      return [{ fate: "address", value: tidy(cell.text) }];
    case "group":
      return groupFates(reader, cell, title, draft);
    case "notes":
      return readNotes(cell.text).map((value): CellFate => ({ fate: facts.order ? "order-note" : "note", value }));
    case "id":
      return [{ fate: "row-id", value: tidy(cell.text) }];
    case "reason":
      return [{ fate: "left-aside", value: "" }];
    case "other":
      return readNotes(cell.text).map((remark) => note(`${title}: ${remark}`));
    default:
      return [orderFate(reader, cell, field, facts)];
  }
}

function note(remark: string): CellFate {
  return { fate: "note", value: remark };
}

function contactFates({ phones, emails, remarks }: ContactsRead, title: string): CellFate[] {
  return [
    ...phones.map(({ e164, value, type }): CellFate => {
      const kind = type === null ? "" : ` (${type})`;
      return e164 === null ? { fate: "phone-as-typed", value } : { fate: "phone", value: e164 + kind };
    }),
    ...emails.map(({ value, valid }): CellFate => ({ fate: valid ? "email" : "email-as-typed", value })),
    ...remarks.map((remark) => note(`${title}: ${remark}`)),
  ];
}

function nameFates(typed: string, draft: Draft): CellFate[] {
  const { display } = draft.name;
  const isPart = fold(display).includes(fold(typed));
  const isKept = draft.variants.name?.some((variant) => variant.includes(typed)) ?? false;
  return [
    ...(isPart ? [{ fate: "name" as const, value: display }] : []),
    ...(isKept && !display.includes(typed) ? [{ fate: "variant" as const, value: typed }] : []),
  ];
}

function groupFates(reader: RowReader, cell: Cell, title: string, draft: Draft): CellFate[] {
  const { marker, kind, ungrouped } = reader.readGroups(cell.text);
  const fates: CellFate[] = [];
  if (marker)
    fates.push(
      marker.id === draft.marker ? { fate: "group", value: marker.id } : { fate: "group-variant", value: marker.typed },
    );
  if (kind)
    fates.push(
      kind.id === draft.kind ? { fate: "kind", value: kind.id } : { fate: "group-variant", value: kind.typed },
    );
  const others = ungrouped.map((typed): CellFate => {
    const isOwn = reader.ownLabels.has(fold(typed));
    return isOwn ? { fate: "own-label", value: typed } : { fate: "note", value: `${title}: ${typed}` };
  });
  return [...fates, ...others];
}

/** A day and an employee without an order stand in a line of the log. */
function orderFate(reader: RowReader, cell: Cell, field: Field, { order }: RowFacts): CellFate {
  const typed = tidy(cell.text);
  switch (field) {
    case "amount": {
      const money = readMoney(cell);
      if (money?.amount == null) return { fate: "order-text", value: typed };
      return { fate: "amount", value: `${money.amount} ${order?.currency ?? reader.currency}` };
    }
    case "status":
      return { fate: "status", value: [order?.status?.state, order?.status?.stage].filter(Boolean).join(", ") };
    case "date": {
      const day = readDay(cell, reader.dayOrder)?.day;
      if (order === null) return { fate: "log-date", value: day ?? typed };
      return day == null ? { fate: "order-text", value: typed } : { fate: "date", value: day };
    }
    case "employee":
      return { fate: "employee", value: typed };
    default:
      return { fate: "order", value: typed };
  }
}
