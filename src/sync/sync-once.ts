import { assertPlanSafe } from "../reconcile/guard.ts";
import type { Plan } from "../reconcile/plan.ts";
import { type Applied, applyPlan } from "./apply.ts";
import { type Prepared, prepareSync, type Seen } from "./prepare.ts";
import { type Pulled, pullChanges } from "./pull.ts";
import { type Recovered, recoverRuns } from "./recover.ts";
import type { Road } from "./road.ts";

export type SyncOptions = { full?: boolean; compact?: boolean; force?: boolean };

export type SyncReport = {
  pulled: Pulled;
  recovered: Recovered;
  /** What was made of every client that was looked at, as first seen. */
  seen: Seen[];
  runs: Applied[];
  /** The plans of these runs. */
  plans: Plan[];
};

/** Rounds after which a plan that is still not empty is left for the next sync: contacts that keep moving on under our hands. */
const ROUNDS = 4;

/** Pull, reconcile, apply, until nothing is left to do. */
export async function syncOnce(road: Road, options: SyncOptions = {}): Promise<SyncReport> {
  const { pulled, recovered } = await catchUp(road, options);
  return { pulled, recovered, ...(await settleDown(road, options)) };
}

/** Brings the mirror up to the account and settles what a killed run left open. */
export async function catchUp(
  road: Road,
  options: { full?: boolean } = {},
): Promise<{ pulled: Pulled; recovered: Recovered }> {
  const pulled = await pullChanges(road, options);
  const recovered = await recoverRuns(road);
  return { pulled, recovered };
}

/** Reconciles and applies until a round finds nothing to do: level-triggered, so each round looks at what is there now. */
export async function settleDown(
  road: Road,
  options: SyncOptions,
): Promise<Pick<SyncReport, "seen" | "runs" | "plans">> {
  const seen = new Map<string, Seen>();
  const runs: Applied[] = [];
  const plans: Plan[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const prepared: Prepared = await prepareSync(road, { compact: round === 0 && options.compact });
    for (const look of prepared.seen) {
      const { resourceName } = look.row.client;
      if (!seen.has(resourceName) || look.change) seen.set(resourceName, look);
    }
    if (prepared.plan.changes.length === 0) break;
    assertPlanSafe(prepared.plan, road.template.guard, road.grammar, options.force ?? false);
    const applied = await applyPlan(road, prepared.plan, prepared.plan.kind);
    runs.push(applied);
    plans.push(prepared.plan);
    if (applied.parked.length > 0) road.log.warn({ parked: applied.parked.length }, "the account refuses some clients");
  }
  return { seen: [...seen.values()], runs, plans };
}
