/**
 * An undo that was cut off, or that met a write of which nobody knew whether it had arrived, is brought to its end by the next sync: what of its
 * run is still in force is put back. Only the last undo: after another one nobody knows any more what a person wants.
 */
import { isAppError } from "../lib/errors.ts";
import type { Run } from "../ports.ts";
import type { Applied } from "./applied.ts";
import { applyUndo, type PreparedUndo, prepareUndo } from "./prepare-undo.ts";
import type { Road } from "./road.ts";
import { undoneBy } from "./undo-view.ts";

/** As many runs are looked through for an undo that was not finished. */
const LATEST = 20;

/** To be called after `catchUp`, where writing is allowed. What the guard would ask about waits for a person, who gives the undo again. */
export async function finishUndos(road: Road): Promise<Applied[]> {
  const { ledger } = road.store;
  const last = (await ledger.runs(LATEST)).find(({ kind }) => kind === "undo");
  const run = last ? undoneBy(last) : null;
  if (!last || run === null || !isUnfinished(last)) return [];
  if ((await ledger.openEntries()).some((entry) => entry.run === last.id)) return [];
  const prepared = await preparedUnlessRefused(road, run);
  if (prepared === null || prepared.risks.length > 0) return [];
  const applied = await applyUndo(road, run, prepared, last);
  return prepared.plan.changes.length > 0 ? [applied] : [];
}

function isUnfinished({ state, summary }: Run): boolean {
  if (state === "interrupted" || state === "failed") return true;
  return state === "done" && (summary.stale ?? 0) + (summary.inDoubt ?? 0) > 0;
}

/** `null` when nothing of it is left to be put back. */
async function preparedUnlessRefused(road: Road, run: number): Promise<PreparedUndo | null> {
  try {
    return await prepareUndo(road, run);
  } catch (error) {
    if (isAppError(error, "refused") || isAppError(error, "not-found")) return null;
    throw error;
  }
}
