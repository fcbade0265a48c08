/** Our own workbooks coming back: which cells were edited, what each edit means, and which cannot be followed. */
import type { RejectedRow } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import type { ClientEdits } from "../reconcile/edit-client.ts";
import type { OrderEdit } from "../reconcile/edit-order.ts";
import { foldName, type LabelView, viewLabels } from "../reconcile/labels.ts";
import { type ClientView, clientViews } from "../reports/lookup.ts";
import {
  type CellEdit,
  isMarked,
  type OwnClientCells,
  type OwnRow,
  type OwnTable,
  readDay,
  readOwnClient,
  saysSame,
} from "../sheets/index.ts";
import type { EditedRow } from "../sync/edited-items.ts";
import { clientCells, orderCells } from "./client-cells.ts";
import type { Context } from "./context.ts";
import { officeOf } from "./export-clients.ts";
import { exportWords } from "./export-words.ts";

export type OwnBook = { file: string; tables: OwnTable[] };

/** What the books say, by client, in the order of their rows. To be called when the mirror is up to date. */
export async function ownEdits(context: Context, books: OwnBook[]): Promise<EditedRow[]> {
  const viewOf = await clientViews(context.store, officeOf(context));
  const { mirror, ledger } = context.store;
  const labels = viewLabels(context.template, await mirror.labels(), await ledger.labelRoles());
  const rows = new Map<string, EditedRow>();
  const reader: Reader = { context, labels };
  for (const { file, tables } of books)
    for (const table of tables) {
      const ids = table.rows.map(({ id }) => id.replace(/#.*$/, ""));
      const clients = await mirror.getMany([...new Set(ids)]);
      for (const [index, row] of table.rows.entries()) {
        const subject = ids[index]!;
        const found = clients.get(subject);
        const source = sourceOf(file, table, row);
        const known = rows.get(subject) ?? { subject, name: "", rows: [], edits: null, refused: [] };
        rows.set(subject, known);
        known.rows.push(source);
        // A client that is not there any more is told of with the edits that have no place.
        if (!found) known.edits ??= row.edits.length > 0 ? {} : null;
        else takeIn(reader, known, table, row, viewOf(found), source);
      }
    }
  return [...rows.values()];
}

/** Rows that a person has added to the sheet of orders: an order is typed in the notes of its client. */
export function addedOrders({ file, tables }: OwnBook): RejectedRow[] {
  return tables
    .filter(({ kind }) => kind === "orders")
    .flatMap((table) =>
      table.added.map(({ row, cells }) => {
        const texts = table.header.cells.map(
          (title, column) => [title?.text ?? "", cells[column]?.text ?? ""] as const,
        );
        const filled = Object.fromEntries(texts.filter(([title, text]) => title !== "" && text !== ""));
        const source = { file, sheet: table.sheet, row, id: null, hash: "", cells: filled };
        return { source, reason: "unreadable" as const, detail: "" };
      }),
    );
}

type Reader = { context: Context; labels: LabelView };

function sourceOf(file: string, { sheet }: OwnTable, { row, cells }: OwnRow): SourceRow {
  return { file, sheet, row, id: null, hash: "", cells };
}

function takeIn(
  reader: Reader,
  known: EditedRow,
  table: OwnTable,
  row: OwnRow,
  view: ClientView,
  source: SourceRow,
): void {
  known.name ||= view.name;
  const refuse = (edit: CellEdit, reason: EditedRow["refused"][number]["reason"]) =>
    known.refused.push({ reason, rows: [source], line: `${edit.title}: ${edit.cell?.text ?? ""}` });
  const present = presentCells(reader, table, row, view);
  const edits: CellEdit[] = [];
  for (const edit of row.edits) {
    const value = present?.[edit.key as keyof typeof present] ?? null;
    if (present !== null && saysSame(edit.cell, value)) continue;
    if (present === null || !isMarked(edit.mark, value)) refuse(edit, "cell-moved");
    else edits.push(edit);
  }
  if (edits.length === 0) return;
  known.edits ??= {};
  if (table.kind === "orders") addOrder(reader, known.edits, row, edits, refuse);
  else addClient(reader, known.edits, edits, view, refuse);
  if (Object.keys(known.edits).length === 0) known.edits = null;
}

/** What the cells of the row would say now; `null` when the order is not on the card any more. */
function presentCells({ context }: Reader, { kind }: OwnTable, { id }: OwnRow, view: ClientView) {
  if (kind === "clients") return clientCells(view);
  const number = numberOf(id);
  const order = view.card.orders.find((one) => one.number === number);
  return order ? orderCells(view.name, order, exportWords[context.template.card.language]) : null;
}

function numberOf(id: string): number {
  return Number(/#(\d+)$/.exec(id)?.[1]);
}

type Refuse = (edit: CellEdit, reason: "cell-derived" | "cell-unclear") => void;

// ---------------------------------------------------------------------------------------------------------------- a client

function addClient(
  { context, labels }: Reader,
  into: ClientEdits,
  edits: CellEdit[],
  view: ClientView,
  refuse: Refuse,
): void {
  const { cells, unreadable } = readOwnClient(edits, context.template.country);
  for (const { edit, reason } of unreadable) refuse(edit, reason);
  const { group, labels: names, ...plain } = cells;
  Object.assign(into, plain satisfies OwnClientCells);
  const editOf = (key: string) => edits.find((edit) => edit.key === key)!;
  if (group !== undefined) {
    const marker = group === "" ? null : markerNamed(context, labels, group);
    if (marker === undefined) refuse(editOf("group"), "cell-unclear");
    else into.marker = marker;
  }
  if (names !== undefined) {
    const changes = labelChanges(labels, view.labels, names);
    if (typeof changes === "string") refuse(editOf("labels"), changes);
    else Object.assign(into, changes);
  }
}

function markerNamed({ template }: Context, { byRole, nameOf }: LabelView, typed: string): string | undefined {
  const wanted = foldName(typed);
  for (const { id, label, aliases } of template.markers) {
    const ref = byRole.get(`marker:${id}`);
    const names = [label, ...aliases, ...(ref === undefined ? [] : [nameOf.get(ref) ?? ""])];
    if (ref !== undefined && names.some((name) => foldName(name) === wanted)) return ref;
  }
  return undefined;
}

/** Labels of the program's own come and go by what the cards say. */
function labelChanges(labels: LabelView, present: string[], typed: string[]) {
  const refs = new Map([...labels.live].map((ref) => [foldName(labels.nameOf.get(ref) ?? ""), ref]));
  const [before, after] = [present, typed].map((names) => new Set(names.map(foldName)));
  const added = [...after!].filter((name) => !before!.has(name)).map((name) => refs.get(name));
  const removed = [...before!].filter((name) => !after!.has(name)).map((name) => refs.get(name));
  const changed = [...added, ...removed];
  if (changed.includes(undefined)) return "cell-unclear";
  const isOwn = (ref: string | undefined) => /^(status|marker):/.test(labels.roleOf.get(ref ?? "") ?? "");
  if (changed.some(isOwn)) return "cell-derived";
  return { addLabels: added as string[], removeLabels: removed as string[] };
}

// --------------------------------------------------------------------------------------------------------------- an order

/** Title, amount and currency, and the state of an open order that is closed, with the day and the reason beside it. */
function addOrder({ context }: Reader, into: ClientEdits, { id }: OwnRow, edits: CellEdit[], refuse: Refuse): void {
  const edit: OrderEdit = {};
  const byKey = new Map(edits.map((one) => [one.key, one]));
  const text = (key: string) => byKey.get(key)?.cell?.text.trim() ?? "";
  const state = byKey.get("state");
  for (const one of edits) {
    const { key, cell } = one;
    const typed = cell?.text.trim() ?? "";
    if (key === "title" && typed !== "") edit.title = typed;
    else if (key === "amount" && (cell === null || typeof cell.value === "number"))
      edit.amount = cell === null ? null : (cell.value as number);
    else if (key === "currency" && /^[A-Z]{3}$/.test(typed)) edit.currency = typed;
    else if (key === "state") {
      const outcome = stateNamed(typed);
      const day = byKey.has("closed") ? (readDay(byKey.get("closed")!.cell)?.day ?? null) : context.today;
      if ((outcome === "done" || outcome === "lost") && day !== null)
        edit.close = { outcome, date: day, reason: text("reason") || null };
      else refuse(one, "cell-unclear");
    } else if (!(state && (key === "closed" || key === "reason"))) refuse(one, "cell-derived");
  }
  if (Object.keys(edit).length > 0) into.orders = [...(into.orders ?? []), { number: numberOf(id), edit }];
}

/** In any of the languages: the workbook may have been written in another. */
function stateNamed(typed: string): string | null {
  for (const { values } of Object.values(exportWords))
    for (const state of ["open", "done", "lost"]) if (values[state] === typed.toLowerCase()) return state;
  return null;
}
