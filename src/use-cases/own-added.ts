/** Orders and lines that a person has added to our own workbook. */
import type { Grammar } from "../card/index.ts";
import type { RejectedRow } from "../client/draft.ts";
import type { SourceRow } from "../client/source-row.ts";
import { hashOf } from "../lib/hash.ts";
import type { MirrorRow } from "../ports.ts";
import type { CardEdit } from "../reconcile/edit-card.ts";
import { foldName } from "../reconcile/labels.ts";
import type { NewOrder } from "../reconcile/new-order.ts";
import type { ClientView } from "../reports/lookup.ts";
import { type OwnRow, type OwnTable, readDay, readMoney } from "../sheets/index.ts";
import type { Context } from "./context.ts";
import { namedIn, readStep, STAGES, STATES } from "./own-card-edits.ts";

export type AddedRow = { subject: string; name: string; source: SourceRow; edit: CardEdit | null };
type Refusal = RejectedRow["reason"];

/** What the added rows of a table say, by client, and those that say nothing that could be followed. A row that was taken in before has no edit. */
export async function addedRows(
  context: Context,
  file: string,
  table: OwnTable,
  viewOf: (row: MirrorRow) => ClientView,
): Promise<{ added: AddedRow[]; refused: RejectedRow[] }> {
  const rows = [...table.copies, ...(table.kind === "clients" ? [] : table.added)];
  const added: AddedRow[] = [];
  const refused: RejectedRow[] = [];
  if (rows.length === 0) return { added, refused };
  const known = new Set((await context.store.ledger.sourceRows()).map(({ row }) => row.hash));
  for (const row of rows) {
    const source: SourceRow = { file, sheet: table.sheet, row: row.row, id: null, hash: "", cells: row.cells };
    const refuse = (reason: Refusal, detail = "") => refused.push({ source, reason, detail });
    if (table.kind === "clients" || (row.id !== "" && table.kind === "orders" && row.at("number") !== null)) {
      refuse("conflict-row-copied");
      continue;
    }
    const client = await clientOf(context, row);
    if (client === null) {
      refuse("client-unknown", row.at("client")?.text ?? "");
      continue;
    }
    const view = viewOf(client);
    const subject = view.resourceName;
    source.hash = hashOf([subject, table.kind, said(table, row)]);
    const what = table.kind === "orders" ? newOrder(row) : newStep(context.grammar, row, view);
    if (known.has(source.hash)) added.push({ subject, name: view.name, source, edit: null });
    else if (what === null) refuse("conflict-cell-unclear", lineOf(table, row));
    else {
      const line = lineOf(table, row);
      added.push({ subject, name: view.name, source, edit: { source, line, what } });
    }
  }
  return { added, refused };
}

/** The columns that people see. */
function said({ keys }: OwnTable, { cells }: OwnRow): Record<string, string> {
  return Object.fromEntries(Object.entries(cells).filter(([title]) => Object.hasOwn(keys, title)));
}

function lineOf({ keys }: OwnTable, { at }: OwnRow): string {
  return Object.values(keys)
    .flatMap((key) => at(key)?.text ?? [])
    .join(" | ");
}

/**
 * The client of the row that it was copied from, or of the order whose number stands in it, or the only one of the account that goes by exactly
 * that name or telephone. The names in the workbook are those of the account; two of one name are told apart by a telephone.
 */
async function clientOf({ store: { mirror } }: Context, row: OwnRow): Promise<MirrorRow | null> {
  const copied = row.id.replace(/[#~!].*$/, "");
  if (copied !== "") return mirror.get(copied);
  const typed = row.at("client")?.text.trim() ?? "";
  if (typed === "") return null;
  const isPhone = /^[+\d][\d\s()./-]{5,}$/.test(typed);
  const found = isPhone ? await mirror.who(typed) : await mirror.find(typed, NAMESAKES);
  const fitting = isPhone ? found : found.filter(({ client }) => foldName(client.name.display) === foldName(typed));
  const [only, ...others] = fitting;
  return only && others.length === 0 ? only : null;
}

/** Clients looked through for others of the same name. */
const NAMESAKES = 1000;

/** The program gives the number. */
function newOrder({ at, id }: OwnRow): CardEdit["what"] | null {
  const text = (key: string) => at(key)?.text.trim() ?? "";
  // `undefined`: something stands there, but no day, or no amount.
  const day = (key: string) => (at(key) === null ? null : (readDay(at(key))?.day ?? undefined));
  const money = (key: string) => (at(key) === null ? null : (readMoney(at(key))?.amount ?? undefined));
  const [opened, closed, amount, paid] = [day("opened"), day("closed"), money("amount"), money("paid")];
  const state = text("state") === "" ? "open" : namedIn(text("state"), STATES);
  const stage = text("stage") === "" ? null : namedIn(text("stage"), STAGES);
  if (text("title") === "" || state === null || (text("stage") !== "" && stage === null)) return null;
  if (opened === undefined || closed === undefined || amount === undefined || paid === undefined) return null;
  if (id === "" && at("number") !== null) return null;
  const order: NewOrder = {
    title: text("title"),
    amount,
    currency: text("currency") || null,
    paid,
    state,
    stage,
    opened,
    closed,
    reason: text("reason") || null,
    employee: text("employee") || null,
  };
  return state === "open" && (order.closed !== null || order.reason !== null) ? null : { kind: "new-order", order };
}

/** Under the order whose number stands in the row, which is the client's; without one, in the log. */
function newStep(grammar: Grammar, row: OwnRow, { card }: ClientView): CardEdit["what"] | null {
  const typed = row.at("number")?.text.trim() ?? "";
  const order = typed === "" ? null : Number(typed);
  const step = readStep(grammar, row);
  if (step === null || step.date === null) return null;
  if (order !== null && !card.orders.some(({ number }) => number === order)) return null;
  return { kind: "new-step", order, said: step };
}
