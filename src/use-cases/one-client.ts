/** The use-cases about clients who are kept twice: finding them, telling them apart, making them one. */
import { type DuplicateCard, type DuplicateReason, duplicateCard, duplicatesAmong } from "../client/duplicates.ts";
import { appError, isAppError } from "../lib/errors.ts";
import { assertForced } from "../reconcile/guard.ts";
import { type ClientView, clientViews, findClient } from "../reports/lookup.ts";
import type { Applied } from "../sync/applied.ts";
import { finishMerges } from "../sync/finish-merges.ts";
import { applyMerge, type PreparedMerge, prepareMerge } from "../sync/prepare-merge.ts";
import type { Road } from "../sync/road.ts";
import { catchUp, settleDown } from "../sync/sync-once.ts";
import type { Approve, Context } from "./context.ts";

export type DuplicateProposal = {
  /** The one with the most to tell first: a merge would keep it. */
  clients: ClientView[];
  reasons: DuplicateReason[];
};

/** Contacts that may be one client, from the store. */
export async function duplicates(context: Context): Promise<DuplicateProposal[]> {
  const { store } = context;
  const cards: DuplicateCard[] = [];
  for await (const { client } of store.mirror.all()) cards.push(duplicateCard(client));
  const groups = duplicatesAmong(cards, await store.ledger.notSame());
  const rows = await store.mirror.getMany(groups.flatMap(({ clients }) => clients));
  const viewOf = await clientViews(store, context);
  return groups.map(({ clients, pairs }) => ({
    clients: clients.map((name) => viewOf(rows.get(name)!)).sort(byContent),
    reasons: distinct(pairs.flatMap(({ reasons }) => reasons)),
  }));
}

function byContent(a: ClientView, b: ClientView): number {
  const orders = (view: ClientView) => view.card.orders.length + (view.card.earlier?.done ?? 0);
  return orders(b) - orders(a) || b.notes.length - a.notes.length || (a.resourceName < b.resourceName ? -1 : 1);
}

function distinct(reasons: DuplicateReason[]): DuplicateReason[] {
  return [...new Map(reasons.map((reason) => [`${reason.kind} ${reason.value}`, reason])).values()];
}

/** Remembers that two clients are not the same; they are not proposed again. */
export async function tellApart(
  { store, clock }: Context,
  one: string,
  other: string,
  options: { dryRun: boolean },
): Promise<{ resourceName: string; name: string }[]> {
  const rows = [await findClient(store, one), await findClient(store, other)];
  const [first, second] = rows.map(({ client: { resourceName, name } }) => ({ resourceName, name: name.display }));
  assertDifferent([first!.resourceName, second!.resourceName], other);
  if (!options.dryRun)
    await store.ledger.putNotSame(first!.resourceName, second!.resourceName, clock.now().toISOString());
  return [first!, second!];
}

function assertDifferent(names: string[], query: string): void {
  if (new Set(names).size < names.length)
    throw appError({ code: "refused", what: "merge", reasons: [{ client: query, reason: "named-twice" }] });
}

/** Cards that are saved under our hands this often are left to the people who work on them. */
const ROUNDS = 4;

/** Makes one client of several, once it is approved: the first one named survives. */
export function merge(
  context: Context,
  queries: string[],
  options: { dryRun: boolean; force: boolean },
  approve: Approve<PreparedMerge>,
): Promise<{ prepared: PreparedMerge; applied: Applied | null }> {
  return context.withRoad("merge", async (road) => {
    await catchUp(road);
    // What an earlier merge has begun is brought to its end, if somebody may write now.
    if (!options.dryRun) await finishMerges(road);
    const names: string[] = [];
    for (const query of queries) names.push((await findClient(road.store, query)).client.resourceName);
    assertDifferent(names, queries.at(-1) ?? "");
    const [survivor, ...others] = names;
    const prepared = await prepareMerge(road, survivor!, others);
    if (options.dryRun) return { prepared, applied: null };
    assertForced(prepared.risks, options.force);
    if (!(await approve(prepared))) return { prepared, applied: null };
    const applied = await mergeWhatMoves(road, prepared);
    await settleDown(road, {});
    return { prepared, applied };
  });
}

/** A card that somebody saved meanwhile was read again: what stands there now is merged, in the same run. */
async function mergeWhatMoves(road: Road, prepared: PreparedMerge): Promise<Applied> {
  const { survivor, others } = prepared;
  let applied = await applyMerge(road, prepared);
  for (let round = 1; round < ROUNDS && applied.stale.length > 0; round++) {
    const living = await road.store.mirror.getMany(others.map(({ resourceName }) => resourceName));
    if (living.size === 0) break;
    const again = await prepareUnlessRefused(road, survivor.resourceName, [...living.keys()]);
    if (again === null) break;
    applied = await applyMerge(road, again, await road.store.ledger.run(applied.run));
  }
  return applied;
}

/** `null` when somebody is typing by now: who was not merged yet stays, and the next merge takes only what is new of them. */
async function prepareUnlessRefused(road: Road, survivor: string, others: string[]): Promise<PreparedMerge | null> {
  try {
    return await prepareMerge(road, survivor, others);
  } catch (error) {
    if (isAppError(error, "refused") || isAppError(error, "not-found")) return null;
    throw error;
  }
}
