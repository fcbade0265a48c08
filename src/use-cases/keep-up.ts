/** The use-cases that keep the client base in order: sync, plan and apply, check, compact, single steps, undo. */

import type { Card, Finding } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import { type DuplicateCard, duplicateCard, duplicatesAmong } from "../client/duplicates.ts";
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
import { type Prepared, type PrepareOptions, prepareSync, reserveNumbers, type Seen } from "../sync/prepare.ts";
import { applyUndo, type PreparedUndo, prepareUndo } from "../sync/prepare-undo.ts";
import type { Road } from "../sync/road.ts";
import { catchUp, type SyncReport, settleDown, syncOnce } from "../sync/sync-once.ts";
import type { Approve, Context } from "./context.ts";
import { whatMovedOn } from "./moved-on.ts";

const DAY_MS = 86_400_000;

/** A card that is saved under our hands this often is left to the people who work on it. */
const ROUNDS = 4;

/** A plan as it is kept in a file: what would change, and a checksum that shows whether the file is whole. */
export type PlanFile = { plan: Plan; checksum: string };

export type Look = Prepared & { risks: Risk[] };

/** Told of every client that is looked at. */
export type WithLook = Pick<PrepareOptions, "look">;

export function sync(context: Context, options: { full: boolean; force: boolean } & WithLook): Promise<SyncReport> {
  return context.withRoad("sync", (road) => syncOnce(road, options));
}

/** What a sync (or a compaction) would do now; `keep` for a plan that goes to a file. The account is read, and nothing in it changes. */
export function look(context: Context, options: LookOptions): Promise<Look> {
  return context.withRoad("plan", (road) => lookAlong(road, options));
}

export type LookOptions = { compact: boolean; full?: boolean; keep?: boolean } & WithLook;

export async function lookAlong(road: Road, options: LookOptions): Promise<Look> {
  await catchUp(road, { full: options.full ?? false });
  const prepared = await prepareSync(road, { compact: options.compact, look: options.look });
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
    const clients: CheckedClient[] = [];
    const cards: DuplicateCard[] = [];
    const numbers = new NumbersSeen();
    const look = ({ row: { client }, result }: Seen) => {
      cards.push(duplicateCard(client));
      numbers.take(client, result.card);
      clients.push({
        resourceName: client.resourceName,
        name: client.name.display,
        findings: result.findings,
      });
    };
    await prepareSync(road, { all: true, look });
    const names = new Map(clients.map(({ resourceName, name }) => [resourceName, name]));
    const doubles = await doublesOf(road, cards, names);
    const found = clients
      .map((client) => ({ ...client, findings: [...client.findings, ...(doubles.get(client.resourceName) ?? [])] }))
      .filter(({ findings }) => findings.length > 0);
    const { severities } = context.template.card;
    // A warning and no finding: each of the cards is in order by itself.
    const sharedNumbers = severities["order.number-twice"] === "off" ? [] : numbers.shared();
    return { clients: found, fixed, sharedNumbers };
  });
}

/** Whose cards the numbers of orders stand on. */
class NumbersSeen {
  readonly #byNumber = new Map<number, SharedNumber["clients"]>();

  take({ resourceName, name }: Client, { orders }: Card): void {
    for (const number of new Set(orders.flatMap((order) => order.number ?? []))) {
      const clients = this.#byNumber.get(number);
      const client = { resourceName, name: name.display };
      if (clients) clients.push(client);
      else this.#byNumber.set(number, [client]);
    }
  }

  shared(): SharedNumber[] {
    return [...this.#byNumber]
      .filter(([, clients]) => clients.length > 1)
      .sort(([a], [b]) => a - b)
      .map(([number, clients]) => ({ number, clients }));
  }
}

/** Clients who may be kept twice: a finding on each, which names the others. */
async function doublesOf(
  road: Road,
  cards: DuplicateCard[],
  names: Map<string, string>,
): Promise<Map<string, Finding[]>> {
  const others = new Map<string, string[]>();
  const add = (name: string, other: string) => {
    const shown = names.get(other) ? `${names.get(other)} (${other})` : other;
    others.set(name, [...(others.get(name) ?? []), shown]);
  };
  for (const { pairs } of duplicatesAmong(cards, await road.store.ledger.notSame()))
    for (const { one, other } of pairs) {
      add(one, other);
      add(other, one);
    }
  const { card } = road.template;
  return new Map([...others].map(([name, list]) => [name, contactFinding(card, "contact.duplicate", list.join(", "))]));
}

/** Compacts the cards, and lets go of what the ledger has kept long enough: the nightly work. */
export function compact(
  context: Context,
  options: { force: boolean } & WithLook,
): Promise<SyncReport & { pruned: Pruned }> {
  return context.withRoad("compact", async (road) => {
    const report = await syncOnce(road, { compact: true, ...options });
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
    for (let round = 0; round < ROUNDS; round++) {
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
    return { prepared, applied: await undoWhatMoves(road, run, prepared, options) };
  });
}

/** A card that somebody saved meanwhile was read again: what is left of it is put back, in the same run. */
async function undoWhatMoves(
  road: Road,
  run: number,
  prepared: PreparedUndo,
  { force }: { force: boolean },
): Promise<Applied> {
  let applied = await applyUndo(road, run, prepared);
  for (let round = 1; round < ROUNDS && applied.stale.length > 0; round++) {
    const again = await prepareUndo(road, run);
    if (again.plan.changes.length === 0 || (again.risks.length > 0 && !force)) break;
    applied = await applyUndo(road, run, again, await road.store.ledger.run(applied.run));
  }
  return applied;
}
