/** What the cells of an exported client and order say: the export writes them, and an import knows by them what was edited. Pure. */
import { crc32 } from "node:zlib";
import type { Order } from "../card/model.ts";
import { addressLine } from "../client/address-line.ts";
import type { StepSaid } from "../reconcile/edit-step.ts";
import type { ClientView, HistoryLine } from "../reports/lookup.ts";
import type { CellValue, SheetColumn } from "../sheets/index.ts";
import type { ExportWords } from "./export-words.ts";

export type Column = { key: keyof ExportWords["columns"]; width: number; kind?: SheetColumn["kind"] };

export const CLIENT_COLUMNS = [
  { key: "name", width: 28 },
  { key: "group", width: 12 },
  { key: "phones", width: 18 },
  { key: "emails", width: 30 },
  { key: "address", width: 28 },
  { key: "open", width: 11, kind: "number" },
  { key: "done", width: 12, kind: "number" },
  { key: "lost", width: 9, kind: "number" },
  { key: "lastTouch", width: 12, kind: "date" },
  { key: "due", width: 12, kind: "date" },
  { key: "labels", width: 22 },
  { key: "notes", width: 60 },
] as const satisfies Column[];

export const ORDER_COLUMNS = [
  { key: "number", width: 8, kind: "number" },
  { key: "client", width: 28 },
  { key: "title", width: 32 },
  { key: "state", width: 11 },
  { key: "stage", width: 11 },
  { key: "amount", width: 14, kind: "money" },
  { key: "currency", width: 9 },
  { key: "paid", width: 14, kind: "money" },
  { key: "opened", width: 12, kind: "date" },
  { key: "closed", width: 12, kind: "date" },
  { key: "reason", width: 32 },
  { key: "employee", width: 14 },
] as const satisfies Column[];

export const STEP_COLUMNS = [
  { key: "date", width: 12, kind: "date" },
  { key: "time", width: 8 },
  { key: "client", width: 28 },
  { key: "number", width: 8, kind: "number" },
  { key: "title", width: 28 },
  { key: "text", width: 56 },
  { key: "employee", width: 14 },
  { key: "kind", width: 11 },
  { key: "from", width: 11 },
] as const satisfies Column[];

export type ClientKey = (typeof CLIENT_COLUMNS)[number]["key"];
export type OrderKey = (typeof ORDER_COLUMNS)[number]["key"];
export type StepKey = (typeof STEP_COLUMNS)[number]["key"];

export function clientCells(view: ClientView): Record<ClientKey, CellValue> {
  const { orders, earlier } = view.card;
  const count = (state: Order["state"]) => orders.filter((order) => order.state === state).length;
  return {
    name: view.name,
    group: view.marker,
    phones: view.phones.join("\n"),
    emails: view.emails.join("\n"),
    address: view.addresses.map(addressLine).join("\n"),
    open: count("open"),
    done: count("done") + (earlier?.done ?? 0),
    lost: count("lost") + (earlier?.lost ?? 0),
    lastTouch: view.lastTouch,
    due: view.due[0]?.day ?? null,
    labels: view.labels.join(", "),
    notes: view.notes,
  };
}

export function orderCells(name: string, order: Order, words: ExportWords): Record<OrderKey, CellValue> {
  const { number, title, state, stage, amount, currency, paid, opened, closed, reason } = order;
  return {
    number,
    client: name,
    title,
    state: words.values[state],
    stage: stage === null ? null : words.values[stage],
    amount,
    currency,
    paid: paid > 0 ? paid : null,
    opened,
    closed,
    reason,
    employee: order.employee ?? order.steps.findLast((step) => step.employee)?.employee ?? null,
  };
}

/** Names an order in the hidden column; `""` for one that has no number yet, which nothing can be told of again. */
export function orderId(resourceName: string, number: number | null): string {
  return number === null ? "" : `${resourceName}#${number}`;
}

export function stepCells(name: string, line: HistoryLine, words: ExportWords): Record<StepKey, CellValue> {
  const { date, time, order, title, text, employee, kind, from } = line;
  const say = (value: string) => words.values[value] ?? value;
  return {
    date,
    time,
    client: name,
    number: order,
    title,
    // A closed line says its outcome by its stable name.
    text: kind === "closed" ? text.replace(/^\w+/, say) : text,
    employee,
    kind: say(kind === "closed" ? "outcome" : kind),
    from: say(from),
  };
}

/** Names a line of a card by all that it says; the lines of the archive, and those that tell what an order says of itself, cannot be edited. */
export function stepId(resourceName: string, line: HistoryLine): string {
  if (line.from === "archive") return `${resourceName}!archive`;
  if (line.kind === "closed") return `${resourceName}!closed`;
  return `${resourceName}~${stepMark(line.order, line)}`;
}

export function stepMark(order: number | null, { date, time, text, employee }: StepSaid): string {
  return crc32(JSON.stringify([order, date, time, text, employee])).toString(36);
}
