/**
 * Updates that the account refuses. One is sent again only when the client, the office's settings or the day have changed: what was refused a
 * minute ago is refused now, and costs calls and a run in the journal each time. Until then every sync tells of it.
 */
import { hashOf } from "../lib/hash.ts";
import type { Plan, UpdateClient } from "../reconcile/plan.ts";
import type { Applied } from "./applied.ts";
import { type Road, reconciledMark } from "./road.ts";

export type Parked = Applied["parked"][number];

const PARKED = "updates.parked";

type Kept = Parked & { mark: string };

/** Splits off the updates that are known to be refused. */
export async function withoutParked(road: Road, plan: Plan): Promise<{ plan: Plan; parked: Parked[] }> {
  const kept = await keptOf(road);
  if (kept.size === 0) return { plan, parked: [] };
  const isParked = (change: UpdateClient) => kept.get(change.resourceName)?.mark === markOf(road, change);
  const changes = plan.changes.filter((change) => change.type !== "update" || !isParked(change));
  const parked = plan.changes.flatMap((change): Parked[] => {
    if (change.type !== "update" || !isParked(change)) return [];
    const { subject, display, detail } = kept.get(change.resourceName)!;
    return [{ subject, display, detail }];
  });
  return { plan: { ...plan, changes }, parked };
}

/** Remembers what this application of the plan could not write. */
export async function park(road: Road, plan: Plan, { parked }: Pick<Applied, "parked">): Promise<void> {
  const before = await keptOf(road);
  const refused = new Map(parked.map((item) => [item.subject, item]));
  const kept = new Map(before);
  for (const change of plan.changes) {
    if (change.type !== "update") continue;
    kept.delete(change.resourceName);
    const item = refused.get(change.resourceName);
    if (item) kept.set(change.resourceName, { ...item, mark: markOf(road, change) });
  }
  if (before.size + kept.size > 0) await road.store.ledger.putSetting(PARKED, JSON.stringify([...kept.values()]));
}

async function keptOf({ store }: Road): Promise<Map<string, Kept>> {
  const kept = JSON.parse((await store.ledger.getSetting(PARKED)) ?? "[]") as Kept[];
  return new Map(kept.map((item) => [item.subject, item]));
}

/** Not the text: a number that it would give out is another one each time. */
function markOf(road: Road, { etag, fields, why }: UpdateClient): string {
  return hashOf({ etag, fields, why, mark: reconciledMark(road) });
}
