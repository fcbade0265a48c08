/** Everything that the office holds, as a workbook that one opens, as CSV or as JSON. Read from the store: nothing is asked of Google. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { appError } from "../lib/errors.ts";
import { type Figures, figures } from "../reports/figures.ts";
import { type ClientView, clientViews, historyOf, type Office } from "../reports/lookup.ts";
import { type CellValue, openWorkbook, type SheetColumn, type SheetOut, type WorkbookOut } from "../sheets/index.ts";
import type { Context } from "./context.ts";
import { type ExportWords, exportWords } from "./export-words.ts";

export const EXPORT_FORMS = [".xlsx", ".csv", ".json"] as const;

export type Exported = { file: string; clients: number };

/** Throws `usage` for an ending that names no form, `disk` when the file cannot be written; an unfinished file never stands there. */
export async function exportClients(context: Context, file: string): Promise<Exported> {
  const form = EXPORT_FORMS.find((ending) => file.toLowerCase().endsWith(ending));
  if (!form)
    throw appError({ code: "usage", problem: `“${file}” names no form of export`, next: EXPORT_FORMS.join(", ") });
  const clients = await { ".xlsx": writeWorkbook, ".csv": writeCsv, ".json": writeJson }[form](context, file);
  return { file, clients };
}

async function* views(context: Context): AsyncGenerator<ClientView> {
  const viewOf = await clientViews(context.store, officeOf(context));
  for await (const row of context.store.mirror.all()) yield viewOf(row);
}

function officeOf({ template, grammar, today }: Context): Office {
  return { template, grammar, today };
}

// -------------------------------------------------------------------------------------------------------------- workbook

type Column = { key: keyof ExportWords["columns"]; width: number; kind?: SheetColumn["kind"] };

const CLIENTS: Column[] = [
  { key: "name", width: 28 },
  { key: "group", width: 12 },
  { key: "phones", width: 18 },
  { key: "emails", width: 24 },
  { key: "address", width: 28 },
  { key: "open", width: 9, kind: "number" },
  { key: "done", width: 9, kind: "number" },
  { key: "lost", width: 9, kind: "number" },
  { key: "lastTouch", width: 12, kind: "date" },
  { key: "due", width: 12, kind: "date" },
  { key: "labels", width: 22 },
  { key: "notes", width: 60 },
  { key: "link", width: 44, kind: "link" },
];
const ORDERS: Column[] = [
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
];
const STEPS: Column[] = [
  { key: "date", width: 12, kind: "date" },
  { key: "time", width: 8 },
  { key: "client", width: 28 },
  { key: "number", width: 8, kind: "number" },
  { key: "title", width: 28 },
  { key: "text", width: 56 },
  { key: "employee", width: 14 },
  { key: "kind", width: 11 },
  { key: "from", width: 11 },
];
const LABELS: Column[] = [
  { key: "label", width: 28 },
  { key: "count", width: 10, kind: "number" },
];
const FINDINGS: Column[] = [
  { key: "client", width: 28 },
  { key: "rule", width: 24 },
  { key: "line", width: 8, kind: "number" },
  { key: "message", width: 72 },
];
const FIGURES: Column[] = [
  { key: "figure", width: 36 },
  { key: "value", width: 18, kind: "money" },
  { key: "currency", width: 10 },
];

async function writeWorkbook(context: Context, file: string): Promise<number> {
  const words = exportWords[context.template.card.language];
  const book = await openWorkbook(file, context.clock.now());
  try {
    const sheet = (name: keyof ExportWords["sheets"], columns: Column[], frozen = 1) =>
      addSheet(book, words, name, columns, frozen);
    const clients = await writeClients(context, sheet("clients", CLIENTS));
    await writeOrders(context, words, sheet("orders", ORDERS, 2));
    await writeSteps(context, words, sheet("steps", STEPS));
    await writeLabels(context, sheet("labels", LABELS));
    await writeFindings(context, sheet("findings", FINDINGS));
    await writeFigures(await figures(context.store, officeOf(context)), words, sheet("figures", FIGURES));
    await book.save();
    return clients;
  } catch (error) {
    await book.discard();
    throw error;
  }
}

function addSheet(
  book: WorkbookOut,
  words: ExportWords,
  name: keyof ExportWords["sheets"],
  columns: Column[],
  frozen: number,
): SheetOut {
  const look = columns.map(({ key, width, kind }) => ({ title: words.columns[key], width, kind: kind ?? "text" }));
  return book.addSheet(words.sheets[name], { columns: look, frozen });
}

async function writeClients(context: Context, sheet: SheetOut): Promise<number> {
  let count = 0;
  for await (const view of views(context)) {
    await sheet.row(clientRow(view));
    count += 1;
  }
  return count;
}

function clientRow(view: ClientView): CellValue[] {
  const count = (state: string) => view.card.orders.filter((order) => order.state === state).length;
  return [
    view.name,
    view.marker,
    view.phones.join("\n"),
    view.emails.join("\n"),
    view.addresses.join("\n"),
    count("open"),
    count("done") + (view.card.earlier?.done ?? 0),
    count("lost") + (view.card.earlier?.lost ?? 0),
    view.lastTouch,
    view.due[0]?.day ?? null,
    view.labels.join(", "),
    view.notes,
    view.link,
  ];
}

async function writeOrders(context: Context, words: ExportWords, sheet: SheetOut): Promise<void> {
  for await (const { name, card } of views(context)) {
    for (const order of card.orders) {
      const employee = order.employee ?? order.steps.findLast((step) => step.employee)?.employee;
      const { number, title, state, stage, amount, currency, paid, opened, closed, reason } = order;
      const spent = paid > 0 ? paid : null;
      await sheet.row([
        number,
        name,
        title,
        words.values[state],
        stage,
        amount,
        currency,
        spent,
        opened,
        closed,
        reason,
        employee,
      ]);
    }
  }
}

async function writeSteps(context: Context, words: ExportWords, sheet: SheetOut): Promise<void> {
  const say = (value: string) => words.values[value] ?? value;
  for await (const view of views(context)) {
    const { name } = view;
    for (const line of await historyOf(context.store, officeOf(context), view)) {
      const { date, time, order, title, text, employee, kind, from } = line;
      await sheet.row([
        date,
        time,
        name,
        order,
        title,
        text,
        employee,
        say(kind === "closed" ? "outcome" : kind),
        say(from),
      ]);
    }
  }
}

async function writeLabels(context: Context, sheet: SheetOut): Promise<void> {
  const counts = new Map<string, number>();
  for await (const { client } of context.store.mirror.all())
    for (const label of client.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  for (const { name, resourceName, system } of await context.store.mirror.labels())
    if (!system) await sheet.row([name, counts.get(resourceName) ?? 0]);
}

async function writeFindings(context: Context, sheet: SheetOut): Promise<void> {
  for await (const { name, card } of views(context))
    for (const { rule, line, message } of card.findings)
      await sheet.row([name, rule, line === null ? null : line + 1, message]);
}

async function writeFigures(total: Figures, { figures: say }: ExportWords, sheet: SheetOut): Promise<void> {
  const sums = (title: string, amounts: Figures["doneSum"]) =>
    Object.entries(amounts).map(([currency, sum]) => [title, sum, currency]);
  const rows: CellValue[][] = [
    [say.clients, total.clients],
    ...Object.entries(total.byMarker).map(([marker, count]) => [`${say.clients}: ${marker}`, count]),
    [say.open, total.orders.open],
    [say.done, total.orders.done],
    [say.lost, total.orders.lost],
    ...sums(say.openSum, total.openSum),
    ...sums(say.doneSum, total.doneSum),
    [say.callBacks, total.callBacksDue],
    ...Object.entries(total.byEmployee).map(([employee, { done }]) => [`${say.employee} ${employee}`, done]),
  ];
  for (const row of rows) await sheet.row(row);
}

// ---------------------------------------------------------------------------------------------------------- CSV and JSON

async function writeCsv(context: Context, file: string): Promise<number> {
  const words = exportWords[context.template.card.language];
  // The byte order mark tells Excel that the file is UTF-8.
  return writeLines(file, async function* () {
    yield `\uFEFF${CLIENTS.map(({ key }) => csvField(words.columns[key])).join(",")}\r\n`;
    for await (const view of views(context)) yield `${clientRow(view).map(csvField).join(",")}\r\n`;
  });
}

/** A field as RFC 4180 has it. Text that a spreadsheet would take for a formula gets an apostrophe, except a phone's plus (OWASP, CSV injection). */
function csvField(value: CellValue): string {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=@\t\r]|^[+-](?![\d ()+\n-]*$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

async function writeJson(context: Context, file: string): Promise<number> {
  return writeLines(file, async function* () {
    let before = "[\n";
    for await (const view of views(context)) {
      const history = await historyOf(context.store, officeOf(context), view);
      yield `${before}${JSON.stringify({ ...view, history })}`;
      before = ",\n";
    }
    yield before === "[\n" ? "[]\n" : "\n]\n";
  });
}

/** Writes text piece by piece beside the file, and puts it in its place when it is whole. Returns how many clients were written. */
async function writeLines(file: string, pieces: () => AsyncGenerator<string>): Promise<number> {
  const draft = `${file}.${process.pid}.part`;
  let count = -1;
  const counted = async function* () {
    for await (const piece of pieces()) {
      count += 1;
      yield piece;
    }
  };
  try {
    await pipeline(counted, createWriteStream(draft));
    await rename(draft, file);
    return count;
  } catch (error) {
    await rm(draft, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof TypeError) throw error;
    const reason = code === "ENOSPC" || code === "EDQUOT" ? "full" : code === "EROFS" ? "read-only" : "denied";
    throw appError({ code: "disk", path: file, reason, detail: code }, error);
  }
}
