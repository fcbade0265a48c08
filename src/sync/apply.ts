/**
 * The only way to write to Google. Each batch is recorded as an intent, marked as sent, sent, and settled by what the account answered:
 * a killed process finds in the journal what it was about to do. Labels first, then creates, updates, and memberships last, since a
 * change of membership changes the contact's etag.
 */
import { isAppError } from "../lib/errors.ts";
import type { Run, RunState } from "../ports.ts";
import type { Plan } from "../reconcile/plan.ts";
import { type Applied, appliedBefore, nothingApplied, summaryOf } from "./applied.ts";
import { createClients, updateClients } from "./apply-clients.ts";
import { announce, deleteClients, withoutUnwritten } from "./apply-deletes.ts";
import { changeMembers, createLabels, deleteLabels } from "./apply-labels.ts";
import { beginWork, type Work } from "./apply-work.ts";
import { keepAccounted } from "./keep-accounted.ts";
import { reserveNumbers } from "./prepare.ts";
import { now, type Road } from "./road.ts";
import { type Updates, updatesIn } from "./updates.ts";

type ApplyOptions = {
  /** A run that was cut off and that this plan brings to its end, in the place of a new one. */
  goesOn?: Run | null;
  /** The plan's updates, where it does not hold them itself. */
  updates?: Updates;
};

export async function applyPlan(
  road: Road,
  plan: Plan,
  about: string,
  { goesOn = null, updates = updatesIn(plan) }: ApplyOptions = {},
): Promise<Applied> {
  if (plan.changes.length + updates.size > 0) await road.lock.hold(plan.changes.some(({ type }) => type === "create"));
  await reserveNumbers(road, plan);
  const run = goesOn ?? (await road.store.ledger.beginRun(plan.kind, about, now(road)));
  const applied = goesOn ? appliedBefore(goesOn) : nothingApplied(run.id);
  let state: RunState = "failed";
  try {
    await perform(beginWork(road, run, applied), plan, updates);
    state = "done";
  } catch (error) {
    state = isAppError(error, "interrupted") || isAppError(error, "locked") ? "interrupted" : "failed";
    throw error;
  } finally {
    await road.store.ledger.endRun(run.id, state, summaryOf(applied), now(road));
  }
  return applied;
}

async function perform(work: Work, { changes, accounted }: Plan, updates: Updates): Promise<void> {
  const deletes = changes.filter((change) => change.type === "delete");
  await announce(
    work,
    deletes.filter(({ into }) => into !== undefined),
  );
  await createLabels(
    work,
    changes.filter((change) => change.type === "create-label"),
  );
  await createClients(
    work,
    changes.filter((change) => change.type === "create"),
  );
  await updateClients(work, updates);
  await changeMembers(
    work,
    changes.filter((change) => change.type === "members"),
  );
  await deleteClients(work, await withoutUnwritten(work, deletes));
  await deleteLabels(
    work,
    changes.filter((change) => change.type === "delete-label"),
  );
  if (accounted.length > 0) await keepAccounted(work.road, accounted, now(work.road));
}
