/** Our own workbooks coming back: which cells were edited, what each edit means, and which cannot be followed. */
import type { RejectedRow } from "../client/draft.ts";
import { foldedName } from "../client/same-name.ts";
import type { SourceRow } from "../client/source-row.ts";
import type { ClientEdits } from "../reconcile/edit-client.ts";
import { viewLabels } from "../reconcile/labels.ts";
import { type ClientView, clientViews } from "../reports/lookup.ts";
import {
  type Cell,
  type CellEdit,
  type CellValue,
  isMarked,
  type OwnRow,
  type OwnTable,
  saysSame,
} from "../sheets/index.ts";
import type { EditedRow } from "../sync/edited-items.ts";
import { clientCells, orderCells } from "./client-cells.ts";
import type { Context } from "./context.ts";
import { officeOf } from "./export-clients.ts";
import { exportWords } from "./export-words.ts";
import { addedRows } from "./own-added.ts";
import { addCardEdit, addOrderEdit, addStepEdit, saidBy } from "./own-card-edits.ts";
import { addClient, type Reader, type Refuse } from "./own-client-edits.ts";

export type OwnBook = { file: string; tables: OwnTable[] };

export type OwnSaid = {
  /** What the books say, by client, in the order of their rows. */
  edits: EditedRow[];
  /** Added rows that say nothing that could be followed. */
  refused: RejectedRow[];
};

/** To be called when the mirror is up to date. */
export async function ownEdits(context: Context, books: OwnBook[]): Promise<OwnSaid> {
  const viewOf = await clientViews(context.store, officeOf(context));
  const { mirror, ledger } = context.store;
  const labels = viewLabels(context.template, await mirror.labels(), await ledger.labelRoles());
  const byClient = new Map<string, EditedRow>();
  const refused: RejectedRow[] = [];
  const ofClient = (subject: string, source: SourceRow, name = ""): EditedRow => {
    const known = byClient.get(subject) ?? { subject, name, rows: [], edited: [], edits: null, refused: [] };
    byClient.set(subject, known);
    known.rows.push(source);
    known.name ||= name;
    return known;
  };
  for (const { file, tables } of books)
    for (const table of tables) {
      const ids = table.rows.map(({ id }) => subjectOf(id));
      const clients = await mirror.getMany([...new Set(ids)]);
      for (const [index, row] of table.rows.entries()) {
        const source = sourceOf(file, table, row);
        const found = clients.get(ids[index]!);
        const known = ofClient(ids[index]!, source, found?.client.name.display);
        if (row.edits.length === 0) continue;
        known.edited.push(source);
        // A client that is not there any more is told of with the edits that have no place.
        if (!found) known.edits ??= {};
        else takeIn({ context, labels }, known, table, row, viewOf(found), source);
      }
      const more = await addedRows(context, file, table, viewOf);
      refused.push(...more.refused);
      for (const { subject, name, source, edit } of more.added) {
        const known = ofClient(subject, source, name);
        if (edit === null) continue;
        known.edited.push(source);
        known.edits ??= {};
        addCardEdit(known.edits, edit);
      }
    }
  return { edits: [...byClient.values()], refused };
}

function subjectOf(id: string): string {
  return id.replace(/[#~!].*$/, "");
}

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
  const refuse: Refuse = (edit, reason) => known.refused.push({ reason, rows: [source], line: saidBy([edit]) });
  const edits: ClientEdits = known.edits ?? {};
  if (table.kind === "steps") addStepEdit(edits, reader.context.grammar, view, row, source, refuse);
  else takeInCells(reader, edits, table, row, view, source, refuse);
  if (Object.keys(edits).length > 0) known.edits = edits;
}

function takeInCells(
  reader: Reader,
  into: ClientEdits,
  table: OwnTable,
  row: OwnRow,
  view: ClientView,
  source: SourceRow,
  refuse: Refuse,
): void {
  const present = presentCells(reader, table, row, view);
  const take = (part: ClientEdits, edits: CellEdit[], toRefuse: Refuse) => {
    if (table.kind !== "orders") return addClient(reader, part, edits, view, toRefuse);
    const number = numberOf(row.id);
    const isOpen = view.card.orders.some((order) => order.number === number && order.state === "open");
    addOrderEdit(part, { number, isOpen }, edits, source, toRefuse);
  };
  const edits: CellEdit[] = [];
  for (const edit of row.edits) {
    const value = present?.[edit.key as keyof typeof present] ?? null;
    if (present !== null && saysSame(edit.cell, value)) continue;
    const isStill = present !== null && isMarked(edit.mark, value);
    if (isStill) edits.push(edit);
    else if (present === null || !meansSame(take, edit, value)) refuse(edit, "cell-moved");
  }
  if (edits.length > 0) take(into, edits, refuse);
}

type Take = (into: ClientEdits, edits: CellEdit[], refuse: Refuse) => void;

/** Whether an edited cell, read as an edit, comes to what the account has by now: `091 99 88 77` to `+37491998877`. */
function meansSame(take: Take, edit: CellEdit, value: CellValue): boolean {
  const [typed, now] = [edit.cell, cellOf(value)].map((cell) => {
    const said: ClientEdits = {};
    let isClear = true;
    take(said, [{ ...edit, cell }], () => {
      isClear = false;
    });
    return isClear ? JSON.stringify(said, meaningOf) : null;
  });
  return typed !== null && typed === now;
}

function cellOf(value: CellValue): Cell | null {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "number"
    ? { kind: "number", text: String(value), value }
    : { kind: "text", text: String(value), value: String(value) };
}

/** Leaves out how a value was typed. */
function meaningOf(key: string, said: unknown): unknown {
  if (key === "line") return undefined;
  if (key === "name") return foldedName((said as { display: string }).display);
  if (key === "phones")
    return (said as { e164: string | null; value: string }[]).map(({ e164, value }) => e164 ?? value);
  return said;
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
