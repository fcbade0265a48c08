/**
 * A merge that was cut off after the survivor's update is brought to its end: labels, and the delete of the others. One that was cut off before
 * it is taken back by doing nothing, and both clients stay as they were.
 */
import { isAppError } from "../lib/errors.ts";
import type { JournalEntry } from "../ports.ts";
import type { Applied } from "./applied.ts";
import { announced } from "./in-doubt.ts";
import { applyMerge, prepareMerge } from "./prepare-merge.ts";
import { now, type Road } from "./road.ts";

/** To be called after `catchUp`, where writing is allowed. */
export async function finishMerges(road: Road): Promise<Applied[]> {
  const finished: Applied[] = [];
  const waiting = Map.groupBy(await announced(road), ({ run, into }) => `${run} ${into}`);
  for (const entries of waiting.values()) {
    const applied = await finish(road, entries);
    if (applied) finished.push(applied);
  }
  return finished;
}

async function finish(road: Road, entries: JournalEntry[]): Promise<Applied | null> {
  const { ledger, mirror } = road.store;
  const { run: id, into } = entries[0]!;
  const about = (await ledger.entriesOf(id)).filter(({ action, subject }) => action === "update" && subject === into);
  if (about.some(({ state }) => state === "sent")) return null;
  const living = await mirror.getMany([into!, ...entries.map(({ subject }) => subject)]);
  const isWritten = about.some(({ state }) => state === "confirmed") && living.has(into!);
  if (!isWritten) {
    await settle(road, entries, "failed", "not merged");
    return null;
  }
  const gone = entries.filter(({ subject }) => !living.has(subject));
  await settle(road, gone, "confirmed", "deleted meanwhile");
  const others = [...new Set(entries.flatMap(({ subject }) => (living.has(subject) ? [subject] : [])))];
  if (others.length === 0) return null;
  try {
    return await applyMerge(road, await prepareMerge(road, into!, others), await ledger.run(id));
  } catch (error) {
    // Somebody is typing, or a write is undecided: the next sync looks again.
    if (isAppError(error, "refused")) return null;
    throw error;
  }
}

async function settle(road: Road, entries: JournalEntry[], state: "failed" | "confirmed", detail: string) {
  await road.store.ledger.settle(
    entries.map(({ id }) => ({ id, state, detail })),
    now(road),
  );
}
