/** The workbook of an export: a sheet for each kind of thing that an office asks about, and the figures with their charts. */
import { callsAmong } from "../reports/calls.ts";
import { figuresOf } from "../reports/figures.ts";
import { type ClientView, type HistoryLine, historyOf } from "../reports/lookup.ts";
import {
  type CellValue,
  marksOf,
  type OwnKind,
  openWorkbook,
  ownTitles,
  type SheetColumn,
  type SheetOut,
  type WorkbookOut,
} from "../sheets/index.ts";
import {
  CLIENT_COLUMNS,
  type Column,
  clientCells,
  ORDER_COLUMNS,
  orderCells,
  orderId,
  STEP_COLUMNS,
  stepCells,
  stepId,
} from "./client-cells.ts";
import type { Context } from "./context.ts";
import { type Chosen, officeOf } from "./export-clients.ts";
import { FIGURE_COLUMNS, writeFigures } from "./export-figures.ts";
import { type ExportWords, exportWords } from "./export-words.ts";

const CALLS: Column[] = [
  { key: "date", width: 12, kind: "date" },
  { key: "time", width: 8 },
  { key: "client", width: 28 },
  { key: "phones", width: 18 },
  { key: "call", width: 14 },
  { key: "minutes", width: 10, kind: "number" },
  { key: "text", width: 56 },
  { key: "employee", width: 14 },
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
  { key: "link", width: 12, kind: "link" },
];

/** `told` hears which share of the sheets behind the first is written. */
export async function writeWorkbook(
  context: Context,
  file: string,
  chosen: Chosen,
  told: (share: number) => void,
): Promise<number> {
  const words = exportWords[context.template.card.language];
  const book = await openWorkbook(file, context.clock.now());
  try {
    const sheets = addSheets(book, words);
    const labels = new Map<string, number>();
    let clients = 0;
    // One look at each client serves all sheets, and what is counted besides: each look at the cards reads them anew.
    const written = async function* () {
      for await (const { view, client } of chosen()) {
        clients += 1;
        for (const label of client.labels) labels.set(label, (labels.get(label) ?? 0) + 1);
        await writeClient(context, view, words, sheets);
        yield view;
      }
    };
    const total = await figuresOf(written(), officeOf(context));
    await writeLabels(context, labels, sheets.labels);
    await writeFigures(total, words, sheets.figures);
    await book.save(told);
    return clients;
  } catch (error) {
    await book.discard();
    throw error;
  }
}

type Sheets = Record<OwnKind, OwnSheet> & Record<"calls" | "labels" | "findings" | "figures", SheetOut>;

/** In the order of the workbook. */
function addSheets(book: WorkbookOut, words: ExportWords): Sheets {
  const sheet = (name: keyof ExportWords["sheets"], columns: Column[], frozen = 1) =>
    book.addSheet(words.sheets[name], { columns: columns.map((column) => shown(column, words)), frozen });
  return {
    clients: addOwnSheet(book, words, "clients", CLIENT_COLUMNS, 1),
    orders: addOwnSheet(book, words, "orders", ORDER_COLUMNS, 2),
    steps: addOwnSheet(book, words, "steps", STEP_COLUMNS, 1),
    calls: sheet("calls", CALLS),
    labels: sheet("labels", LABELS),
    findings: sheet("findings", FINDINGS),
    figures: sheet("figures", FIGURE_COLUMNS, 0),
  };
}

function shown({ key, width, kind = "text" }: Column, words: ExportWords): SheetColumn {
  return { title: words.columns[key], width, kind };
}

type OwnSheet = { row(id: string, values: CellValue[], link: string | null): Promise<void> };

/** A sheet that an import reads back: behind its columns stand the hidden ones that tell it whose a row is and what was edited. */
function addOwnSheet(
  book: WorkbookOut,
  words: ExportWords,
  kind: OwnKind,
  columns: readonly Column[],
  frozen: number,
): OwnSheet {
  const titled = columns.map(({ key }) => ({ key, title: words.columns[key] }));
  const hidden = ownTitles(kind, titled).map(
    (title): SheetColumn => ({ title, width: 12, kind: "text", hidden: true }),
  );
  // A line of a card leads nowhere; a column of links would be the widest thing in the largest sheet.
  const links = kind === "steps" ? [] : [shown({ key: "link", width: 12, kind: "link" }, words)];
  const look = { columns: [...columns.map((column) => shown(column, words)), ...links, ...hidden], frozen };
  const sheet = book.addSheet(words.sheets[kind], look);
  return {
    row: (id, values, url) =>
      sheet.row([
        ...values,
        ...(url === null ? [] : [{ text: words.values.inContacts!, link: url }]),
        id,
        marksOf(values),
      ]),
  };
}

async function writeClient(context: Context, view: ClientView, words: ExportWords, sheets: Sheets): Promise<void> {
  const cells = clientCells(view);
  await sheets.clients.row(
    view.resourceName,
    CLIENT_COLUMNS.map(({ key }) => cells[key]),
    view.link,
  );
  for (const order of view.card.orders) {
    const cells = orderCells(view.name, order, words);
    await sheets.orders.row(
      orderId(view.resourceName, order.number),
      ORDER_COLUMNS.map(({ key }) => cells[key]),
      view.link,
    );
  }
  const history = await historyOf(context.store, officeOf(context), view);
  for (const line of history) {
    const cells = stepCells(view.name, line, words);
    await sheets.steps.row(
      stepId(view.resourceName, line),
      STEP_COLUMNS.map(({ key }) => cells[key]),
      null,
    );
  }
  await writeCalls(view, history, words, sheets.calls);
  await writeFindings(view, words, sheets.findings);
}

async function writeCalls(view: ClientView, history: HistoryLine[], words: ExportWords, sheet: SheetOut) {
  const phones = view.phones.join("\n");
  for (const { date, time, call, minutes, text, employee } of callsAmong(history))
    await sheet.row([date, time, view.name, phones, words.values[call], minutes, text, employee]);
}

async function writeFindings(view: ClientView, words: ExportWords, sheet: SheetOut): Promise<void> {
  const link = { text: words.values.inContacts!, link: view.link };
  for (const { rule, line, message } of view.card.findings)
    await sheet.row([view.name, rule, line === null ? null : line + 1, message, link]);
}

async function writeLabels(context: Context, counts: Map<string, number>, sheet: SheetOut): Promise<void> {
  for (const { name, resourceName, system } of await context.store.mirror.labels())
    if (!system) await sheet.row([name, counts.get(resourceName) ?? 0]);
}
