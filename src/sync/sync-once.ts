import { assertPlanSafe } from "../reconcile/guard.ts";
import { roleRef } from "../reconcile/labels.ts";
import type { Plan } from "../reconcile/plan.ts";
import type { Applied } from "./applied.ts";
import { applyPlan } from "./apply.ts";
import { finishMerges } from "./finish-merges.ts";
import { type Parked, park, withoutParked } from "./parking.ts";
import { type Prepared, prepareSync, type Seen } from "./prepare.ts";
import { type Pulled, type PullOptions, pullChanges } from "./pull.ts";
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
  /** Labels that vanished from the account: they are made again, with their members, when a person says so (`--force`). */
  held: { name: string; clients: number }[];
  /** Clients whose update the account has refused before, unchanged since: it was not sent again. */
  parked: Parked[];
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
  options: PullOptions = {},
): Promise<{ pulled: Pulled; recovered: Recovered }> {
  const pulled = await pullChanges(road, options);
  const recovered = await recoverRuns(road);
  if (pulled.full || !recovered.inDoubt.some(({ overdue }) => overdue)) return { pulled, recovered };
  // Only a whole list that began after the lag window can tell that a create in doubt was never made.
  const whole = await pullChanges(road, { full: true });
  return { pulled: { ...whole, deleted: [...pulled.deleted, ...whole.deleted] }, recovered: await recoverRuns(road) };
}

/** Reconciles and applies until a round finds nothing to do: level-triggered, so each round looks at what is there now. */
export async function settleDown(
  road: Road,
  options: SyncOptions,
): Promise<Pick<SyncReport, "seen" | "runs" | "plans" | "held" | "parked">> {
  const seen = new Map<string, Seen>();
  const runs: Applied[] = await finishMerges(road);
  const plans: Plan[] = [];
  let held: SyncReport["held"] = [];
  let known: Parked[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const prepared: Prepared = await prepareSync(road, { compact: round === 0 && options.compact });
    for (const look of prepared.seen) {
      const { resourceName } = look.row.client;
      if (!seen.has(resourceName) || look.change) seen.set(resourceName, look);
    }
    const allowed = options.force ? { plan: prepared.plan, waiting: [] } : withoutVanished(prepared);
    const { plan, parked } = await withoutParked(road, allowed.plan);
    held = allowed.waiting;
    if (round === 0) known = parked;
    if (plan.changes.length === 0) break;
    assertPlanSafe(plan, road.template.guard, road.grammar, options.force ?? false);
    const applied = await applyPlan(road, plan, plan.kind);
    runs.push(applied);
    plans.push(plan);
    await park(road, plan, applied);
    if (applied.parked.length > 0) road.log.warn({ parked: applied.parked.length }, "the account refuses some clients");
  }
  return { seen: [...seen.values()], runs, plans, held, parked: known };
}

/** Leaves out what would make vanished labels again: somebody may have deleted them on purpose. */
function withoutVanished({ plan, vanished }: Prepared): { plan: Plan; waiting: SyncReport["held"] } {
  const refs = new Map(vanished.map(({ role, name }) => [roleRef(role), { role, name }]));
  const members = (ref: string) =>
    plan.changes.flatMap((change) => (change.type === "members" && change.label === ref ? change.add : []));
  const changes = plan.changes.filter((change) => {
    if (change.type === "create-label") return !refs.has(roleRef(change.role));
    return change.type !== "members" || !refs.has(change.label);
  });
  const waiting = [...refs].map(([ref, { name }]) => ({ name, clients: members(ref).length }));
  return { plan: { ...plan, changes }, waiting };
}
