import type { Applied } from "../sync/applied.ts";
import { applyPlan } from "../sync/apply.ts";
import { type PreparedRestore, prepareRestore } from "../sync/prepare-restore.ts";
import { catchUp, settleDown } from "../sync/sync-once.ts";
import { type MirrorDifference, verifyMirror } from "../sync/verify-mirror.ts";
import type { Context } from "./context.ts";

/** Makes a client again whom staff deleted, from the trash. */
export function restoreClient(
  context: Context,
  query: string,
  options: { dryRun: boolean; force: boolean },
): Promise<{ prepared: PreparedRestore; applied: Applied | null }> {
  return context.withRoad("restore-client", async (road) => {
    await catchUp(road);
    const prepared = await prepareRestore(road, query, options);
    if (options.dryRun) return { prepared, applied: null };
    const { resourceName, display } = prepared.client;
    const applied = await applyPlan(road, prepared.plan, display || resourceName);
    await settleDown(road, {});
    return { prepared, applied };
  });
}

/** Reads the mirror anew from the account; the ledger is left as it is. */
export function rebuild(context: Context): Promise<{ clients: number }> {
  return context.withRoad("rebuild", async (road) => {
    await catchUp(road, { full: true, anew: true });
    return { clients: await road.store.mirror.count() };
  });
}

/** Compares the mirror with the account. */
export function verify(context: Context): Promise<{ clients: number; differences: MirrorDifference[] }> {
  return context.withRoad("rebuild --verify", verifyMirror);
}
