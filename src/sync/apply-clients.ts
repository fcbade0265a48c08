/** The contents of clients: creates, whose labels go in the body, and updates. Each batch is settled item by item, whatever becomes of it. */
import type { Person } from "../client/person.ts";
import { readClient } from "../client/read-client.ts";
import { isAppError } from "../lib/errors.ts";
import type { ItemResult, Version } from "../ports.ts";
import { rememberedLabels } from "../reconcile/marker.ts";
import type { CreateClient, UpdateClient } from "../reconcile/plan.ts";
import {
  beforeOf,
  type Fate,
  intend,
  intentOf,
  isWriter,
  labelName,
  moveAlong,
  readAgain,
  readLabels,
  safePoint,
  settle,
  type Work,
} from "./apply-work.ts";
import { createsInDoubt } from "./in-doubt.ts";
import { now } from "./road.ts";
import { type Sent, sendInParts } from "./send-in-parts.ts";
import type { Updates } from "./updates.ts";

const BATCH = 200;

/** One item of a batch, as the journal knows it; `before` is the note that an update replaces. */
type Written = { id: number; subject: string; display: string; before: string | null };

export async function createClients(work: Work, wanted: CreateClient[]): Promise<void> {
  const changes = await withoutInDoubt(work, wanted);
  if (changes.length > 0) work.road.progress("create", 0, changes.length);
  for (let start = 0; start < changes.length; start += BATCH) {
    await safePoint(work);
    const batch = changes.slice(start, start + BATCH);
    const people = batch.map((change) => withLabels(work, change));
    const ids = await intend(
      work,
      batch.map((change, index) => ({
        ...intentOf(`key:${change.key}`, "create", change.display, beforeOf(change.formerly), people[index]),
        archive: change.archive,
        sources: change.sources,
      })),
    );
    const sent = await sendInParts(people, (part) => createOnLiveLabels(work, part), { reread: null });
    for (const [index, result] of sent.results.entries())
      if (result.ok)
        await moveAlong(work.road, { before: beforeOf(batch[index]!.formerly) }, result.person.resourceName!);
    await settleWrites(
      work,
      batch.map(({ key, display }, index) => ({ id: ids[index]!, subject: `key:${key}`, display, before: null })),
      sent,
    );
    work.road.progress("create", Math.min(start + BATCH, changes.length), changes.length);
  }
}

/** Whatever made the plan: what was sent before under the same key, and may have arrived, is not sent again. */
async function withoutInDoubt(work: Work, changes: CreateClient[]): Promise<CreateClient[]> {
  if (changes.length === 0) return [];
  const open = new Set((await createsInDoubt(work.road)).map(({ subject }) => subject));
  return changes.filter(({ key, display }) => {
    const subject = `key:${key}`;
    if (!open.has(subject)) return true;
    work.unwritten.add(subject);
    work.applied.inDoubt.push({ subject, display });
    return false;
  });
}

/** A label that somebody has deleted since the plan was made is no reason not to make its clients: they come without it. */
async function createOnLiveLabels({ road }: Work, people: Person[]): Promise<ItemResult[]> {
  const { account } = road;
  const again = async (some: Person[]): Promise<ItemResult[] | null> => {
    const live = await readLabels(road);
    const without = some.map((person) => onlyIn(person, live));
    return without.every((person, index) => person === some[index]) ? null : account.createPeople(without);
  };
  let results: ItemResult[];
  try {
    results = await account.createPeople(people);
  } catch (error) {
    const retried = isAppError(error, "not-found") ? await again(people) : null;
    if (!retried) throw error;
    return retried;
  }
  // An account that answers for each item: nothing else of a new client can be missing.
  const refused = people.filter((_, index) => isMissing(results[index]!));
  const retried = refused.length > 0 ? await again(refused) : null;
  const next = retried?.values();
  return next ? results.map((result) => (isMissing(result) ? next.next().value! : result)) : results;
}

function isMissing(result: ItemResult): boolean {
  return !result.ok && isAppError(result.error, "not-found");
}

function onlyIn(person: Person, live: Set<string>): Person {
  const memberships = person.memberships?.filter(({ contactGroupMembership: group }) =>
    live.has(group?.contactGroupResourceName ?? ""),
  );
  return memberships?.length === person.memberships?.length ? person : { ...person, memberships };
}

function withLabels(work: Work, { person, labels }: CreateClient): Person {
  const groups = ["contactGroups/myContacts", ...labels.map((label) => labelName(work, label))];
  return {
    ...person,
    memberships: groups.map((name) => ({ contactGroupMembership: { contactGroupResourceName: name } })),
  };
}

export async function updateClients(work: Work, updates: Updates): Promise<void> {
  const { size } = updates;
  let done = 0;
  if (size > 0) work.road.progress("update", done, size);
  for await (const batch of updates.parts(BATCH)) {
    await safePoint(work);
    await updateBatch(work, batch);
    done += batch.length;
    work.road.progress("update", done, size);
  }
}

async function updateBatch(work: Work, batch: UpdateClient[]): Promise<void> {
  const { account } = work.road;
  const { fields } = batch[0]!;
  const ids = await intend(
    work,
    batch.map((change) => ({
      // The etag that is sent tells a later look whether the write took effect.
      ...intentOf(change.resourceName, "update", change.display, { ...change.before, etag: change.etag }, change.after),
      archive: change.archive,
      sources: change.sources,
    })),
  );
  const people = batch.map(({ resourceName, etag, after }): Person => ({ resourceName, etag, ...after }));
  const sent = await sendInParts(people, (part) => account.updatePeople(part, fields), {
    reread: (part) => account.getPeople(part.map(({ resourceName }) => resourceName!)),
  });
  await settleWrites(
    work,
    batch.map(({ resourceName, display, before }, index) => ({
      id: ids[index]!,
      subject: resourceName,
      display,
      before: before.biographies?.[0]?.value ?? null,
    })),
    sent,
  );
}

/** Settles a batch: the answers are the new base, the stale are read in again, the refused are parked, the unanswered stay in doubt. */
async function settleWrites(work: Work, items: Written[], { results, fatal }: Sent): Promise<void> {
  const { ledger, mirror } = work.road.store;
  const at = now(work.road);
  const fates: Fate[] = [];
  const arrived: Person[] = [];
  const replaced: Version[] = [];
  const stale: string[] = [];
  for (const [index, { id, subject, display, before }] of items.entries()) {
    const result = results[index]!;
    if (result.ok) {
      const { person } = result;
      arrived.push(person);
      if (before !== null) replaced.push({ subject, notes: before, at, by: "staff" });
      fates.push({
        id,
        state: "confirmed",
        resourceName: person.resourceName,
        version: person.biographies?.[0]?.value ?? "",
      });
      if (subject.startsWith("key:")) work.applied.created += 1;
      else work.applied.updated += 1;
      continue;
    }
    const { error } = result;
    work.unwritten.add(subject);
    const isCreate = subject.startsWith("key:");
    if (isAppError(error, "unavailable")) work.applied.inDoubt.push({ subject, display });
    else if (error === fatal) fates.push({ id, state: "failed", detail: error.code });
    else if (!isCreate && (isAppError(error, "stale-etag") || isAppError(error, "not-found"))) {
      stale.push(subject);
      fates.push({ id, state: "failed", detail: error.code });
    } else {
      const detail = isAppError(error, "account") ? error.fields.detail : error.message;
      work.applied.parked.push({ subject, display, detail });
      fates.push({ id, state: "failed", detail });
    }
  }
  // What stood before is a version too: an editor may have been open on it all the while.
  if (replaced.length > 0) await ledger.addVersions(replaced);
  // The mirror comes first: what the journal knows as confirmed is not looked up again by whoever comes after a killed process.
  const written = await inOrder(work, arrived, at);
  if (await isWriter(work)) await mirror.settle(written);
  await settle(work, fates, at);
  if (fatal !== null) throw fatal;
  if (stale.length > 0) await readAgain(work, stale);
}

/** Clients as the account answered them: their text is the base from now on. They stay due, so that the next round sees them whole. */
async function inOrder(work: Work, arrived: Person[], at: string) {
  const { mirror, ledger } = work.road.store;
  const clients = arrived.map((person) => readClient(person, work.road.template.country));
  const before = await mirror.getMany(clients.map(({ resourceName }) => resourceName));
  const live = new Set((await mirror.labels()).map(({ resourceName }) => resourceName));
  const roleOf = new Map([...(await ledger.labelRoles())].map(([role, label]) => [label, role]));
  return clients.map((client) => {
    // A label that vanished from the account is remembered until it has been restored.
    const former = before.get(client.resourceName)?.base?.labels ?? [];
    const vanished = former.filter((label) => !live.has(label));
    const labels = [...new Set([...rememberedLabels(roleOf, client.labels, former), ...vanished])].sort();
    return { resourceName: client.resourceName, client, base: { notes: client.notes, labels }, reconciled: null, at };
  });
}
