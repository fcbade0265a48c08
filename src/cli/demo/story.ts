/**
 * The whole story on the embedded account: a messy base comes in, the cards are brought in order, staff work for a day, finished orders are
 * compacted, and the figures come out. A second run on the same folder imports and syncs again and finds nothing to do.
 */
import { join } from "node:path";
import type { App } from "../../app.ts";
import { outlineOf } from "../../reconcile/plan-outline.ts";
import { type Figures, figures } from "../../reports/figures.ts";
import { historyOf } from "../../reports/lookup.ts";
import { withSeen } from "../../sync/looks.ts";
import type { Seen } from "../../sync/prepare.ts";
import type { SyncReport } from "../../sync/sync-once.ts";
import type { Context } from "../../use-cases/context.ts";
import { exportClients } from "../../use-cases/export-clients.ts";
import { type ImportReport, importBase } from "../../use-cases/import-base.ts";
import { check, compact, sync } from "../../use-cases/keep-up.ts";
import { minimumOfPlan, minimumOfPull } from "../../use-cases/minimum-calls.ts";
import { sumText } from "../render/figures-view.ts";
import type { Catalogue } from "../text/catalogue.ts";
import { playDay, type SeenSync, type StaffEdit } from "./play-day.ts";
import { byNameAndPhone } from "./staff-day.ts";
import type { Teller } from "./teller.ts";

export type Stage = {
  app: App;
  context: Context;
  teller: Teller;
  words: Catalogue;
  /** The sample base. */
  base: string;
  /** Where the files of the story go. */
  folder: string;
  /** Moves the account's clock to a time of the story's day, `HH:MM`. */
  setTime: (time: string) => void;
};

/** Kept in the ledger once the day has been played: a second run must not play it again. */
const PLAYED = "demo.day-played";

/** What the story came to, for `--json`. */
export type StorySummary = {
  again: boolean;
  clients: number;
  orders: { open: number; done: number; lost: number };
  calls: number;
  minimumCalls: number;
  creates: number | null;
  updates: number | null;
};

export async function tellStory(stage: Stage): Promise<StorySummary> {
  const { context, teller } = stage;
  const { emulator, account } = await stage.app.account();
  const again = (await context.store.ledger.getSetting(PLAYED)) !== null;
  const before = { ...account.calls() };
  const ledgerStart = emulator?.calls().length ?? 0;
  let minimum = 0;

  teller.chapter("An office account");
  teller.say(
    `A People API server runs on this machine: ${emulator?.url ?? "another process's"}. Its contacts are kept in ${context.settings.home}.`,
  );
  teller.say("The program talks to it as it would to Google; only the address and the token differ.");
  if (again)
    teller.say("This folder has been through the story before: the staged day is skipped, import and sync run again.");

  stage.setTime("07:30");
  minimum += await tellImport(stage);
  minimum += await tellOrder(stage);
  if (!again) {
    minimum += await tellDay(stage);
    await context.store.ledger.putSetting(PLAYED, context.today);
    minimum += await tellCompaction(stage);
  }
  const { clients, orders } = await tellFigures(stage);
  const writes = emulator ? countWrites(emulator.calls().slice(ledgerStart)) : null;
  const calls = tellCalls(stage, difference(account.calls(), before), minimum, writes);
  teller.say("To edit these contacts by hand beside the running program, see docs/try-by-hand.md.");
  return {
    again,
    clients,
    orders,
    calls,
    minimumCalls: minimum,
    creates: writes?.creates ?? null,
    updates: writes?.updates ?? null,
  };
}

// ---------------------------------------------------------------------------------------------------------------- the base

async function tellImport(stage: Stage): Promise<number> {
  const { context, teller, base, folder } = stage;
  teller.chapter("The legacy base comes in");
  const rejects = join(folder, "rejects.xlsx");
  const options = { sheet: null, encoding: null, create: true, force: false, dryRun: false, rejects };
  const clients = await context.store.mirror.count();
  const report = await importBase(context, [base], options, async () => true);
  for (const sheet of report.sheets) {
    if (sheet.headerRow === null) teller.say(`Sheet “${sheet.name}”: nothing to read.`);
    else {
      const columns = sheet.columns.map(({ title, field }) => `${title} → ${field}`).join(", ");
      teller.say(`Sheet “${sheet.name}”: header found in row ${sheet.headerRow}, ${sheet.rows} rows. ${columns}`);
    }
  }
  teller.say(`${report.rows} rows are ${report.drafts.length} clients. The plan:`);
  teller.rows(planRows(report));
  for (const { source, reason, detail } of report.rejected)
    teller.say(`Rejected: ${source.sheet} row ${source.row}: ${reason}${detail ? ` (${detail})` : ""}`);
  if (report.rejectsFile) teller.file("Rejected rows, with the reason beside each", report.rejectsFile);
  if (report.applied)
    teller.say(
      `Applied as run ${report.applied.run}: ${report.applied.created} created, ${report.applied.updated} updated, ${report.applied.labels} labels made.`,
    );
  return minimumOfPull(clients, clients === 0) + minimumOfPlan(outlineOf(report.plan));
}

function planRows({ items, rejected, rows }: ImportReport): (string | number)[][] {
  const count = (outcome: string) => items.filter((item) => item.outcome === outcome).length;
  return [
    ["create", count("create")],
    ["update", count("update")],
    ["same", count("same")],
    ["conflict", count("conflict")],
    ["rejected rows", rejected.length, `of ${rows}`],
  ];
}

async function tellOrder(stage: Stage): Promise<number> {
  const { context, teller } = stage;
  teller.chapter("The cards are brought in order");
  const report = await sync(context, { full: false, force: false });
  const { clients } = await check(context, { fix: false });
  const labels = (await context.store.mirror.labels()).filter(({ system }) => !system);
  teller.say(
    `Labels of the office: ${labels.map(({ name, memberCount }) => `${name}${memberCount ? ` (${memberCount})` : ""}`).join(", ")}.`,
  );
  const updated = report.runs.reduce((sum, run) => sum + run.updated, 0);
  teller.say(`${updated} cards needed a change after the import; every client carries one marker.`);
  const byRule = new Map<string, number>();
  for (const { findings } of clients) for (const { rule } of findings) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  teller.say(byRule.size === 0 ? "No findings." : "Findings, for a person to look at:");
  teller.rows([...byRule].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([rule, count]) => [rule, count]));
  return 2 + 2 + minimumOfRuns(report);
}

// ------------------------------------------------------------------------------------------------------------------ the day

async function tellDay(stage: Stage): Promise<number> {
  const { teller } = stage;
  teller.chapter("A day in the office");
  const reports = await playDay(stage);
  for (const edit of reports.edits) tellEdit(teller, edit, reports[edit.sync]);
  const { noon, evening } = reports;
  const named = noon.pulled.named + evening.pulled.named;
  teller.say(
    `Two syncs took it in, one at noon and one in the evening: the account named ${named} contacts, and only those were looked at.`,
  );
  return [noon, evening].reduce((sum, report) => sum + 2 + minimumOfRuns(report), 0);
}

function tellEdit(teller: Teller, edit: StaffEdit, report: SeenSync): void {
  teller.say(`${edit.time}  ${edit.told}`);
  const seen = report.seen.find(({ row }) => row.client.resourceName === edit.resourceName);
  if (!seen || edit.typed.length === 0) {
    teller.say(`       ${edit.outcome}`);
    teller.say("");
    return;
  }
  teller.say(`       typed:   ${edit.typed.join(" / ")}`);
  for (const line of newLines(seen, edit)) teller.say(`       becomes: ${line}`);
  teller.say(`       on top:  ${seen.result.notes.split("\n")[0]}`);
  for (const { message } of seen.result.findings) teller.say(`       remark:  ${message}`);
  teller.say("");
}

/** The lines of the card that were not there before the edit, the state line apart. */
function newLines({ result }: Seen, edit: StaffEdit): string[] {
  const before = new Set(edit.before.split("\n").map((line) => line.trim()));
  return result.notes
    .split("\n")
    .slice(1)
    .filter((line) => line.trim() !== "" && !before.has(line.trim()));
}

// ------------------------------------------------------------------------------------------------- compaction and figures

async function tellCompaction(stage: Stage): Promise<number> {
  const { context, teller } = stage;
  teller.chapter("Finished orders are compacted");
  const report = await withSeen((look) => compact(context, { force: false, look }));
  const changed = report.seen.filter(({ change }) => change !== null);
  const longest = changed.toSorted(
    (a, b) => linesSaved(b) - linesSaved(a) || byNameAndPhone(a.row.client, b.row.client),
  )[0];
  const lines = changed.reduce((sum, { result }) => sum + result.archive.length, 0);
  teller.say(`${changed.length} cards are shorter now; ${lines} lines went to the archive.`);
  if (longest) {
    const { client } = longest.row;
    teller.note(`${client.name.display}, before:`, client.notes);
    teller.note("after:", longest.result.notes);
    const office = { template: context.template, grammar: context.grammar, today: context.today };
    const { resourceName } = client;
    const life = { resourceName, notes: longest.result.notes, kind: office.template.defaultKind };
    const history = await historyOf(context.store, office, life);
    teller.say("The whole life, from the card and the archive (clientcard history):");
    teller.rows(
      history.map(({ date, title, text, employee, from }) => [
        date ?? "",
        title ?? "",
        employee ? `${text} (${employee})` : text,
        from,
      ]),
    );
  }
  return 2 + minimumOfRuns(report);
}

function linesSaved({ row, result }: Seen): number {
  return row.client.notes.split("\n").length - result.notes.split("\n").length;
}

async function tellFigures(stage: Stage): Promise<Figures> {
  const { context, teller, folder, words } = stage;
  teller.chapter("Figures and the workbook");
  const { template, grammar, today } = context;
  const total = await figures(context.store, { template, grammar, today });
  teller.rows([
    ["clients", total.clients],
    ["orders open", total.orders.open, sumText(total.openSum, words)],
    ["orders done", total.orders.done, sumText(total.doneSum, words)],
    ["orders lost", total.orders.lost, sumText(total.lostSum, words)],
    ["call-backs due", total.callBacksDue],
  ]);
  const workbook = join(folder, "clients.xlsx");
  await exportClients(context, workbook);
  teller.file("Everything as a workbook", workbook);
  return total;
}

function tellCalls(
  { teller }: Stage,
  calls: Record<string, number>,
  minimum: number,
  writes: { creates: number; updates: number } | null,
): number {
  const total = Object.values(calls).reduce((sum, count) => sum + count, 0);
  teller.chapter("What it cost");
  teller.rows(
    Object.entries(calls)
      .sort()
      .map(([method, count]) => [method, count]),
  );
  teller.say(`${total} calls of the People API in all; the same work takes ${minimum} at the least.`);
  if (writes) teller.say(`By the account's own ledger of calls: ${writes.creates} creates, ${writes.updates} updates.`);
  return total;
}

function minimumOfRuns(report: SyncReport): number {
  return report.plans.reduce((sum, plan) => sum + minimumOfPlan(plan), 0);
}

function countWrites(calls: { method: string }[]): { creates: number; updates: number } {
  const count = (pattern: RegExp) => calls.filter(({ method }) => pattern.test(method)).length;
  return {
    creates: count(/createContact|batchCreate|contactGroups\.create/),
    updates: count(/updateContact|batchUpdate|members\.modify/i),
  };
}

function difference(now: Record<string, number>, before: Record<string, number>): Record<string, number> {
  const pairs = Object.entries(now).map(([method, count]) => [method, count - (before[method] ?? 0)] as const);
  return Object.fromEntries(pairs.filter(([, count]) => count > 0));
}
