import { assertForced, risksBeside } from "../reconcile/guard.ts";
import { roleRef } from "../reconcile/labels.ts";
import type { Plan } from "../reconcile/plan.ts";
import { outlineOf, type PlanOutline } from "../reconcile/plan-outline.ts";
import type { Applied } from "./applied.ts";
import { applyPlan } from "./apply.ts";
import { finishMerges } from "./finish-merges.ts";
import { finishUndos } from "./finish-undos.ts";
import { type Parked, Parking } from "./parking.ts";
import { type Prepared, prepareInParts, type Seen } from "./prepare.ts";
import { type Pulled, type PullOptions, pullChanges } from "./pull.ts";
import { type Recovered, recoverRuns } from "./recover.ts";
import type { Road } from "./road.ts";

export type SyncOptions = {
  full?: boolean;
  compact?: boolean;
  force?: boolean;
  /** Told of every client that is looked at: of those that are written once more, when they are looked at again. */
  look?: (seen: Seen) => void;
};

export type SyncReport = {
  pulled: Pulled;
  recovered: Recovered;
  runs: Applied[];
  /** The plans of these runs, in figures. */
  plans: PlanOutline[];
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
): Promise<Pick<SyncReport, "runs" | "plans" | "held" | "parked">> {
  const report: Awaited<ReturnType<typeof settleDown>> = {
    runs: [...(await finishMerges(road)), ...(await finishUndos(road))],
    plans: [],
    held: [],
    parked: [],
  };
  for (let round = 0; round < ROUNDS; round++) {
    const { look, force = false } = options;
    const parking = await Parking.open(road);
    const compact = round === 0 && options.compact === true;
    const prepared = await prepareInParts(road, { compact, look }, (change) => parking.leavesOut(change));
    try {
      const { pile, losses } = prepared;
      const { plan, waiting } = force ? { plan: prepared.plan, waiting: [] } : withoutVanished(prepared);
      report.held = waiting;
      if (round === 0) report.parked = parking.parked;
      if (plan.changes.length + pile.size === 0) break;
      assertForced(risksBeside(plan, losses, road.template.guard), force);
      report.plans.push(outlineOf(plan, pile.size));
      const applied = await applyPlan(road, plan, plan.kind, { updates: pile });
      report.runs.push(applied);
      await parking.keep(pile, applied);
      if (applied.parked.length > 0)
        road.log.warn({ parked: applied.parked.length }, "the account refuses some changes");
      // What was refused just now is refused again: the next sync tries it once more.
      if (isFruitless(applied)) break;
    } finally {
      await prepared.pile.close();
    }
  }
  return report;
}

function isFruitless({ labels, created, updated, deleted, membersAdded, membersRemoved, stale }: Applied): boolean {
  return labels + created + updated + deleted + membersAdded + membersRemoved + stale.length === 0;
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
