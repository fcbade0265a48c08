/** Deletes of clients: by an undo, and by a merge, which announces them in the journal before its first write. */
import { isSameVersion } from "../client/etag.ts";
import type { Person } from "../client/person.ts";
import type { JournalIntent } from "../ports.ts";
import type { DeleteClient } from "../reconcile/plan.ts";
import { intend, intentOf, readAgain, safePoint, settle, type Work } from "./apply-work.ts";
import { announced } from "./in-doubt.ts";
import { now } from "./road.ts";

const DELETE_BATCH = 500;

export async function announce(work: Work, changes: DeleteClient[]): Promise<void> {
  if (changes.length === 0) return;
  const { ledger } = work.road.store;
  const before = await announced(work.road);
  const ids = await ledger.intend(work.run.id, changes.map(goodbye), now(work.road));
  for (const [index, { resourceName }] of changes.entries()) work.announced.set(resourceName, ids[index]!);
  // Only now: in between a killed process would leave a merge that nobody brings to its end.
  const repeated = before.filter(({ subject }) => work.announced.has(subject));
  await ledger.settle(
    repeated.map(({ id }) => ({ id, state: "failed" as const, detail: "repeated" })),
    now(work.road),
  );
}

/** A client lives on in another only if that one has all that it should: otherwise both stay, for the next preparation. */
export async function withoutUnwritten(work: Work, changes: DeleteClient[]): Promise<DeleteClient[]> {
  const { account } = work.road;
  const survivors = [...new Set(changes.flatMap(({ into }) => into ?? []))];
  const present = survivors.length > 0 ? await account.getPeople(survivors) : new Map<string, Person | null>();
  const isHome = ({ into }: DeleteClient) =>
    into === undefined || (present.get(into) !== null && !work.unwritten.has(into));
  const waiting = changes.filter((change) => !isHome(change));
  const inDoubt = new Set(work.applied.inDoubt.map(({ subject }) => subject));
  await failAnnounced(
    work,
    waiting.filter(({ into }) => !inDoubt.has(into!)).map(({ resourceName }) => resourceName),
  );
  return changes.filter(isHome);
}

async function failAnnounced(work: Work, names: string[]): Promise<void> {
  const ids = names.flatMap((name) => work.announced.get(name) ?? []);
  const fates = ids.map((id) => ({ id, state: "failed" as const, detail: "not merged" }));
  if (fates.length > 0) await settle(work, fates);
}

export async function deleteClients(work: Work, changes: DeleteClient[]): Promise<void> {
  if (changes.length > 0) work.road.progress("undo", 0, changes.length);
  for (let start = 0; start < changes.length; start += DELETE_BATCH) {
    await safePoint(work);
    await deleteBatch(work, changes.slice(start, start + DELETE_BATCH));
    work.road.progress("undo", Math.min(start + DELETE_BATCH, changes.length), changes.length);
  }
}

/**
 * Looks once more at each client: one that somebody has changed (or deleted) since the plan was made is left to the next preparation; what a
 * merge has announced of it stays open, since the survivor has its card already: the next sync brings the merge to its end.
 */
async function deleteBatch(work: Work, batch: DeleteClient[]): Promise<void> {
  const { account, store } = work.road;
  const people = await account.getPeople(batch.map(({ resourceName }) => resourceName));
  const doomed = batch.flatMap(({ resourceName, display, before }) => {
    const person = people.get(resourceName);
    return person && isSameVersion(person.etag, before.etag) ? [{ resourceName, display, person }] : [];
  });
  const names = doomed.map(({ resourceName }) => resourceName);
  const stale = batch.map(({ resourceName }) => resourceName).filter((name) => !names.includes(name));
  if (stale.length > 0) await readAgain(work, stale);
  if (doomed.length === 0) return;
  const deletedAt = now(work.road);
  await store.ledger.putTrash(doomed.map((item) => ({ ...item, deletedAt, restoredAs: null })));
  const announced = names.flatMap((name) => work.announced.get(name) ?? []);
  await store.ledger.markSent(announced, deletedAt);
  const others = doomed.filter(({ resourceName }) => !work.announced.has(resourceName));
  const ids = [
    ...announced,
    ...(await intend(
      work,
      others.map(({ resourceName, display, person }) => intentOf(resourceName, "delete", display, person, null)),
    )),
  ];
  await account.deletePeople(names);
  const settled = now(work.road);
  await settle(
    work,
    ids.map((id) => ({ id, state: "confirmed" as const })),
    settled,
  );
  await store.mirror.remove(names);
  work.applied.deleted += names.length;
}

/** The intent of a delete by which a merge ends. */
function goodbye({ resourceName: subject, display, before, into }: DeleteClient): JournalIntent {
  return { subject, action: "delete", display, before, after: null, archive: [], sources: [], into };
}
