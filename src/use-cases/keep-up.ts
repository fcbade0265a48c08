/** The use-cases that keep the client base in order: sync, plan and apply, check, compact, single steps, undo. */

import type { Finding } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import { findDuplicates } from "../client/duplicates.ts";
import { appError } from "../lib/errors.ts";
import { hashOf } from "../lib/hash.ts";
import type { Pruned } from "../ports.ts";
import { contactFinding } from "../reconcile/contact-findings.ts";
import { assertForced, assertPlanSafe, planRisks, type Risk } from "../reconcile/guard.ts";
import type { Plan } from "../reconcile/plan.ts";
import { findClient } from "../reports/lookup.ts";
import type { NewStep } from "../sync/add-step.ts";
import { prepareStep } from "../sync/add-step.ts";
import type { Applied } from "../sync/applied.ts";
import { applyPlan } from "../sync/apply.ts";
import { type Prepared, prepareSync, reserveNumbers } from "../sync/prepare.ts";
import { applyUndo, type PreparedUndo, prepareUndo } from "../sync/prepare-undo.ts";
import type { Road } from "../sync/road.ts";
import { catchUp, type SyncReport, settleDown, syncOnce } from "../sync/sync-once.ts";
import type { Approve, Context } from "./context.ts";
import { whatMovedOn } from "./moved-on.ts";

const DAY_MS = 86_400_000;

/** A card that is saved under our hands this often is left to the people who work on it. */
const LOG_ROUNDS = 4;

/** A plan as it is kept in a file: what would change, and a checksum that shows whether the file is whole. */
export type PlanFile = { plan: Plan; checksum: string };

export type Look = Prepared & { risks: Risk[] };

export function sync(context: Context, options: { full: boolean; force: boolean }): Promise<SyncReport> {
  return context.withRoad("sync", (road) => syncOnce(road, options));
}

/** What a sync (or a compaction) would do now; `keep` for a plan that goes to a file. The account is read, and nothing in it changes. */
export function look(context: Context, options: { compact: boolean; full?: boolean; keep?: boolean }): Promise<Look> {
  return context.withRoad("plan", (road) => lookAlong(road, options));
}

export async function lookAlong(
  road: Road,
  options: { compact: boolean; full?: boolean; keep?: boolean },
): Promise<Look> {
  await catchUp(road, { full: options.full ?? false });
  const prepared = await prepareSync(road, { compact: options.compact });
  if (options.keep) await reserveNumbers(road, prepared.plan);
  return { ...prepared, risks: planRisks(prepared.plan, road.template.guard, road.grammar) };
}

export function sealPlan(plan: Plan): PlanFile {
  return { plan, checksum: hashOf(plan) };
}

/**
 * Applies a kept plan, unless the file is damaged or the account has moved on; then it names the clients and does nothing. A dry run stops
 * where the first write would be, with `null`.
 */
export function applyKept(
  context: Context,
  { plan, checksum }: PlanFile,
  options: { force: boolean; dryRun?: boolean },
): Promise<Applied | null> {
  if (hashOf(plan) !== checksum)
    throw appError({ code: "input-file", file: "", reason: "not-a-plan", detail: "checksum" });
  return context.withRoad("apply", async (road) => {
    await catchUp(road);
    const reasons = await whatMovedOn(road, plan);
    if (reasons.length > 0) throw appError({ code: "plan-refused", reasons });
    assertPlanSafe(plan, context.template.guard, context.grammar, options.force);
    if (options.dryRun) return null;
    const applied = await applyPlan(road, plan, "plan file");
    await settleDown(road, { force: options.force });
    return applied;
  });
}

/** An order number that stands on the cards of several clients. */
export type SharedNumber = { number: number; clients: { resourceName: string; name: string }[] };

export type CheckedClient = { resourceName: string; name: string; findings: Finding[] };

/** The findings of every client, and the order numbers that stand on two cards. Reads the account, changes nothing unless `fix`. */
export async function check(
  context: Context,
  options: { fix: boolean },
): Promise<{ clients: CheckedClient[]; fixed: Applied[]; sharedNumbers: SharedNumber[] }> {
  return context.withRoad("check", async (road) => {
    await catchUp(road);
    const fixed = options.fix ? (await settleDown(road, {})).runs : [];
    const { seen } = await prepareSync(road, { all: true });
    const doubles = await doublesOf(
      road,
      seen.map(({ row }) => row.client),
    );
    const clients = seen
      .map(({ row: { client }, result }) => ({
        resourceName: client.resourceName,
        name: client.name.display,
        findings: [...result.findings, ...(doubles.get(client.resourceName) ?? [])],
      }))
      .filter(({ findings }) => findings.length > 0);
    return { clients, fixed, sharedNumbers: sharedNumbers(seen, context.template.card.severities) };
  });
}

/** A warning and no finding: each of the cards is in order by itself. */
function sharedNumbers(seen: Prepared["seen"], severities: Record<string, string>): SharedNumber[] {
  if (severities["order.number-twice"] === "off") return [];
  const byNumber = new Map<number, Map<string, string>>();
  for (const { row, result } of seen) {
    for (const { number } of result.card.orders) {
      if (number === null) continue;
      const clients = byNumber.get(number) ?? new Map<string, string>();
      byNumber.set(number, clients.set(row.client.resourceName, row.client.name.display));
    }
  }
  return [...byNumber]
    .filter(([, clients]) => clients.size > 1)
    .sort(([a], [b]) => a - b)
    .map(([number, clients]) => ({
      number,
      clients: [...clients].map(([resourceName, name]) => ({ resourceName, name })),
    }));
}

/** Clients who may be kept twice: a finding on each, which names the others. */
async function doublesOf(road: Road, clients: Client[]): Promise<Map<string, Finding[]>> {
  const names = new Map(clients.map(({ resourceName, name }) => [resourceName, name.display]));
  const others = new Map<string, string[]>();
  const add = (name: string, other: string) => {
    const shown = names.get(other) ? `${names.get(other)} (${other})` : other;
    others.set(name, [...(others.get(name) ?? []), shown]);
  };
  for (const { pairs } of findDuplicates(clients, await road.store.ledger.notSame()))
    for (const { one, other } of pairs) {
      add(one, other);
      add(other, one);
    }
  const { card } = road.template;
  return new Map([...others].map(([name, list]) => [name, contactFinding(card, "contact.duplicate", list.join(", "))]));
}

/** Compacts the cards, and lets go of what the ledger has kept long enough: the nightly work. */
export function compact(context: Context, options: { force: boolean }): Promise<SyncReport & { pruned: Pruned }> {
  return context.withRoad("compact", async (road) => {
    const report = await syncOnce(road, { compact: true, force: options.force });
    return { ...report, pruned: await letGo(context) };
  });
}

function letGo({ store, clock, settings }: Context): Promise<Pruned> {
  const now = clock.now().getTime();
  const daysAgo = (days: number) => new Date(now - days * DAY_MS).toISOString();
  const { journalDays, archiveDays } = settings.retention;
  const archive = archiveDays === null ? null : daysAgo(archiveDays);
  return store.ledger.prune({ journal: daysAgo(journalDays), archive }, new Date(now).toISOString());
}

/** Adds one line to one client's card, through the road as everything else. */
export function addStep(
  context: Context,
  query: string,
  step: NewStep,
  options: { dryRun?: boolean } = {},
): Promise<{ name: string; plan: Plan; applied: Applied | null }> {
  return context.withRoad("log", async (road) => {
    await catchUp(road);
    const { client } = await findClient(road.store, query);
    const name = client.name.display;
    for (let round = 0; round < LOG_ROUNDS; round++) {
      const row = await road.store.mirror.get(client.resourceName);
      if (!row) throw appError({ code: "not-found", what: "client", query });
      const plan = await prepareStep(road, row, step);
      if (options.dryRun) return { name, plan, applied: null };
      const applied = await applyPlan(road, plan, name || client.resourceName);
      // Somebody saved the card meanwhile: it was read again, and the line goes into what stands there now.
      if (applied.stale.length > 0) continue;
      await settleDown(road, {});
      return { name, plan, applied };
    }
    throw appError({
      code: "plan-refused",
      reasons: [{ client: name, reason: `edited again and again; not added: ${step.text}` }],
    });
  });
}

/** Puts a run back, once it is approved. */
export function undo(
  context: Context,
  run: number,
  options: { dryRun: boolean; force: boolean },
  approve: Approve<PreparedUndo>,
): Promise<{ prepared: PreparedUndo; applied: Applied | null }> {
  return context.withRoad(`undo ${run}`, async (road) => {
    await catchUp(road);
    const prepared = await prepareUndo(road, run);
    if (options.dryRun) return { prepared, applied: null };
    assertForced(prepared.risks, options.force);
    if (!(await approve(prepared))) return { prepared, applied: null };
    return { prepared, applied: await applyUndo(road, run, prepared) };
  });
}
