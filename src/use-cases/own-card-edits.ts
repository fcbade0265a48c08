/** Edited cells of an order or of a line of a card in our own workbook, as edits of the card. */
import { type Grammar, readEmployee } from "../card/index.ts";
import type { OrderState, Stage } from "../card/model.ts";
import type { SourceRow } from "../client/source-row.ts";
import type { CardEdit } from "../reconcile/edit-card.ts";
import type { ClientEdits } from "../reconcile/edit-client.ts";
import type { OrderEdit } from "../reconcile/edit-order.ts";
import { hasStep, type StepSaid, stepsOf } from "../reconcile/edit-step.ts";
import type { ClientView } from "../reports/lookup.ts";
import { type CellEdit, type OwnRow, readDay, readMoney } from "../sheets/index.ts";
import { stepMark } from "./client-cells.ts";
import { exportWords } from "./export-words.ts";
import type { Refuse } from "./own-client-edits.ts";

export function addCardEdit(into: ClientEdits, edit: CardEdit): void {
  into.card = [...(into.card ?? []), edit];
}

/** The cells as a person reads them, for whoever has to decide. */
export function saidBy(edits: CellEdit[]): string {
  return edits.map(({ title, cell }) => `${title}: ${cell?.text ?? ""}`).join(", ");
}

// --------------------------------------------------------------------------------------------------------------- an order

/** Title, amount, currency; how it ended, and when, why and by whom; the stage that an open one has come to. The rest is worked out of its lines. */
export function addOrderEdit(
  into: ClientEdits,
  { number, isOpen }: { number: number; isOpen: boolean },
  edits: CellEdit[],
  source: SourceRow,
  refuse: Refuse,
): void {
  const edit: OrderEdit = {};
  const taken: CellEdit[] = [];
  const state = edits.find(({ key }) => key === "state");
  const isClosed = state ? namedIn(state.cell?.text ?? "", STATES) !== "open" : !isOpen;
  for (const one of edits) {
    const reason = readInto(edit, one, isClosed);
    if (reason === null) taken.push(one);
    else refuse(one, reason);
  }
  if (taken.length > 0) addCardEdit(into, { source, line: saidBy(taken), what: { kind: "order", number, edit } });
}

/** Why a cell cannot be followed, `null` when it was taken in. */
function readInto(edit: OrderEdit, { key, cell }: CellEdit, isClosed: boolean): "cell-derived" | "cell-unclear" | null {
  const typed = cell?.text.trim() ?? "";
  const close = (part: OrderEdit["close"]) => {
    if (!isClosed) return "cell-derived" as const;
    edit.close = { ...edit.close, ...part };
    return null;
  };
  switch (key) {
    case "title":
      if (typed === "") return "cell-unclear";
      edit.title = typed;
      return null;
    case "amount": {
      const amount = cell === null ? null : (readMoney(cell)?.amount ?? undefined);
      if (amount === undefined) return "cell-unclear";
      edit.amount = amount;
      return null;
    }
    case "currency":
      if (!/^[A-Z]{3}$/.test(typed)) return "cell-unclear";
      edit.currency = typed;
      return null;
    case "state": {
      const state = namedIn(typed, STATES);
      if (state === null) return "cell-unclear";
      if (state !== "open") return close({ outcome: state });
      edit.reopen = true;
      return null;
    }
    case "stage": {
      const stage = namedIn(typed, STAGES);
      if (stage === null) return typed === "" ? "cell-derived" : "cell-unclear";
      if (isClosed) return "cell-derived";
      edit.stage = stage;
      return null;
    }
    case "closed": {
      const day = readDay(cell)?.day ?? null;
      // Beside an order that is opened again, the day of its end goes with it.
      if (day === null) return cell === null && edit.reopen ? null : "cell-unclear";
      return close({ date: day });
    }
    case "reason":
      return typed === "" && edit.reopen ? null : close({ reason: typed || null });
    case "employee":
      return close({ employee: typed || null });
    default:
      return "cell-derived";
  }
}

export const STATES = ["open", "done", "lost"] as const satisfies OrderState[];
export const STAGES = ["enquiry", "offer", "ordered", "prepaid", "paid", "delivered"] as const satisfies Stage[];

/** In any of the languages: the workbook may have been written in another. */
export function namedIn<T extends string>(typed: string, names: readonly T[]): T | null {
  const wanted = typed.trim().toLowerCase();
  for (const { values } of Object.values(exportWords))
    for (const name of names) if (values[name] === wanted || name === wanted) return name;
  return null;
}

// ---------------------------------------------------------------------------------------------------------------- a line

/** Day, time, words and employee of a line that stands on the card; one that says already what it should is left alone. */
export function addStepEdit(
  into: ClientEdits,
  grammar: Grammar,
  view: ClientView,
  row: OwnRow,
  source: SourceRow,
  refuse: Refuse,
): void {
  const [, kept] = /!(archive|closed)$/.exec(row.id) ?? [];
  const said = readStep(grammar, row);
  const mark = /~(\w+)$/.exec(row.id)?.[1];
  const found = stepsOf(view.card).find(({ step, order }) => stepMark(order?.number ?? null, step) === mark);
  const isReadable = (edit: CellEdit) => (EDITABLE as readonly string[]).includes(edit.key);
  const isTold = kept === undefined && said !== null && hasStep(view.card, said);
  for (const edit of row.edits) {
    if (isTold && isReadable(edit)) continue;
    if (kept !== undefined) refuse(edit, kept === "archive" ? "line-archived" : "cell-derived");
    else if (!isReadable(edit)) refuse(edit, "cell-derived");
    else if (!found) refuse(edit, "cell-moved");
    else if (said === null) refuse(edit, "cell-unclear");
  }
  const edits = row.edits.filter(isReadable);
  if (isTold || !found || said === null || edits.length === 0) return;
  const { step, order } = found;
  const place = { ...step, order: order?.number ?? null };
  const edit = Object.fromEntries(edits.map(({ key }) => [key, said[key as keyof StepSaid]]));
  addCardEdit(into, { source, line: saidBy(edits), what: { kind: "step", place, edit } });
}

const EDITABLE = ["date", "time", "text", "employee"] as const satisfies (keyof StepSaid)[];

/** What the row of a line says; `null` where that is no day, no time, or nothing. */
export function readStep(grammar: Grammar, { at }: Pick<OwnRow, "at">): StepSaid | null {
  const typed = (key: string) => at(key)?.text.replace(/\r\n?/g, "\n").trim() ?? "";
  const day = readDay(at("date"));
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(typed("time")) ?? [];
  if (typed("text") === "" || (day !== null && day.day === null)) return null;
  if (typed("time") !== "" && !(Number(hours) < 24 && Number(minutes) < 60)) return null;
  return {
    date: day?.day ?? null,
    time: minutes === undefined ? null : `${hours!.padStart(2, "0")}:${minutes}`,
    text: typed("text"),
    employee: readEmployee(grammar, typed("employee")) ?? (typed("employee") || null),
  };
}
