import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";
import { isTombstone, readClient } from "../client/read-client.ts";
import { isAppError } from "../lib/errors.ts";
import type { MirrorRow } from "../ports.ts";
import { followLabels } from "./follow-labels.ts";
import { keepInTrash, keepReplaced } from "./keep-replaced.ts";
import { now, type Road } from "./road.ts";

export type Pulled = {
  full: boolean;
  /** Contacts that the account named as changed; their content may be what it was. */
  named: number;
  /** Clients that staff deleted since the last pull; they are in the trash. */
  deleted: { resourceName: string; display: string }[];
  labels: number;
};

export type PullOptions = {
  /** The whole list, not only what changed. */
  full?: boolean;
  /** With `full`: the mirror is made again of the list, whatever it held. */
  anew?: boolean;
};

/**
 * Brings the mirror up to the account: the changes since the last list, or the whole list when there was none, when its token expired, or when
 * `full` asks for it. A list is taken over only when it came to its end; a client missing from a complete list is a deletion.
 */
export async function pullChanges(road: Road, options: PullOptions = {}): Promise<Pulled> {
  const before = await road.store.mirror.state();
  const began = road.lock.elapsed();
  const { peopleToken } = before;
  const pulled = peopleToken && !options.full ? await pullDelta(road, peopleToken) : await pullAll(road, options);
  // After the people: a label that is gone from this list can't be one that a contact in that list still carries.
  const labels = await road.account.listLabels();
  road.lock.listed(labels, road.lock.elapsed() - began);
  await road.store.ledger.assertWriter();
  await road.store.mirror.putLabels(pulled.full ? labels : await followLabels(road, labels));
  await noteLatePull(road, before.pulledAt);
  return { ...pulled, labels: labels.filter((label) => !label.system).length };
}

/** Names the pull that came over a day after the one before it: the day of the edits that it brought is a guess. */
export const LATE_PULL = "pull.late";
const DAY_MS = 86_400_000;

async function noteLatePull(road: Road, before: string | null): Promise<void> {
  const { pulledAt } = await road.store.mirror.state();
  if (before === null || pulledAt === null || Date.parse(pulledAt) - Date.parse(before) <= DAY_MS) return;
  await road.store.ledger.putSetting(LATE_PULL, pulledAt);
}

async function pullDelta(road: Road, token: string): Promise<Omit<Pulled, "labels">> {
  const { mirror, ledger } = road.store;
  try {
    const began = now(road);
    await mirror.clearStage();
    const deleted: string[] = [];
    // A client that moved to a new resource name leaves a tombstone under the old one.
    const moved = new Set<string>();
    let named = 0;
    let next: string | null = null;
    for await (const { people, syncToken } of road.account.listPeople(token)) {
      deleted.push(...people.filter(isTombstone).map(({ resourceName }) => resourceName!));
      const clients = await takePage(road, people, began);
      for (const name of clients.flatMap(({ previousResourceNames }) => previousResourceNames)) moved.add(name);
      named += people.length;
      next = syncToken;
      road.progress("pull", named, null);
    }
    const at = now(road);
    const gone = [...(await mirror.getMany(deleted.filter((name) => !moved.has(name)))).values()];
    await keepInTrash(road, gone, at);
    await ledger.assertWriter();
    await mirror.commitDelta({ deleted, peopleToken: next!, at });
    return { full: false, named, deleted: gone.map(nameOf) };
  } catch (error) {
    if (isUselessToken(error)) return pullAll(road);
    throw error;
  }
}

/** Puts a page of a list aside, once what it replaces is kept. One that was stopped for long and has lost its lock leaves the mirror to its successor. */
async function takePage(road: Road, people: Person[], at: string): Promise<Client[]> {
  const clients = people.filter(isLiving).map((person) => readClient(person, road.template.country));
  if (clients.length === 0) return clients;
  await road.store.ledger.assertWriter();
  await keepReplaced(road, clients, at);
  await renameSubjects(road, clients, at);
  await road.store.mirror.stage(clients);
  return clients;
}

/**
 * A token that has expired, or that the account does not take for another reason: it belongs to a list with other parameters, from before an
 * update of the program, or to nobody. Asking with it again and again would never end.
 */
function isUselessToken(error: unknown): boolean {
  return isAppError(error, "sync-token-expired") || (isAppError(error, "account") && error.fields.status === 400);
}

async function pullAll(road: Road, { anew }: PullOptions = {}): Promise<Omit<Pulled, "labels">> {
  const { mirror } = road.store;
  const known = await mirror.count();
  const fullAt = now(road);
  await mirror.clearStage();
  let next: string | null = null;
  let named = 0;
  road.progress("pull", 0, known > 0 ? known : null);
  for await (const page of road.account.listPeople(null)) {
    named += (await takePage(road, page.people, fullAt)).length;
    next = page.syncToken;
    road.progress("pull", named, known > 0 ? Math.max(known, named) : null);
    road.checkpoint();
  }
  const at = now(road);
  const gone = await trulyGone(road, await mirror.missingFromStage(), at);
  await keepInTrash(road, gone, at);
  await road.store.ledger.assertWriter();
  await mirror.commitStage({ peopleToken: next!, fullAt, at, anew });
  return { full: true, named, deleted: gone.map(nameOf) };
}

/**
 * A list may run behind writes, and a whole one does not tell former names: what it lacks is asked for by name before it counts as deleted.
 * What lives joins the list, under the name that it has by now.
 */
async function trulyGone(road: Road, missing: MirrorRow[], at: string): Promise<MirrorRow[]> {
  if (missing.length === 0) return [];
  const people = await road.account.getPeople(missing.map(({ client }) => client.resourceName));
  const living = new Map<string, Client>();
  for (const [name, person] of people)
    if (person && isLiving(person)) living.set(name, readClient(person, road.template.country));
  if (living.size > 0) {
    await renameSubjects(road, [...living.values()], at);
    await road.store.mirror.stage([...living.values()]);
  }
  return withoutMoved(
    road,
    missing.filter(({ client }) => !living.has(client.resourceName)),
  );
}

/**
 * One that is gone, and one alike that nobody knew before: the same client under a new name, which the account did not tell. Only where there
 * is no second one that is alike, and something by which clients are told apart.
 */
async function withoutMoved(road: Road, gone: MirrorRow[]): Promise<MirrorRow[]> {
  if (gone.length === 0) return [];
  const pairs = await road.store.mirror.alikeInStage();
  const telling = new Set(gone.filter(isTelling).map(({ client }) => client.resourceName));
  const moves = pairs.filter(
    (pair) =>
      telling.has(pair.previous) &&
      pairs.every(
        (other) => other === pair || (other.previous !== pair.previous && other.resourceName !== pair.resourceName),
      ),
  );
  await road.store.mirror.noteMoves(moves);
  for (const { previous, resourceName } of moves) await road.store.ledger.renameSubject(previous, resourceName);
  const moved = new Set(moves.map(({ previous }) => previous));
  return gone.filter(({ client }) => !moved.has(client.resourceName));
}

function isTelling({ client: { key, phones, emails, notes } }: MirrorRow): boolean {
  return key !== null || phones.length + emails.length > 0 || notes !== "";
}

function isLiving(person: Person): boolean {
  return !isTombstone(person);
}

/**
 * The account may give a client a new resource name; everything kept under the old one moves along. Where both names were clients of their
 * own, two contacts were merged: the card that went goes to the trash.
 */
async function renameSubjects(road: Road, arrived: Client[], at: string): Promise<void> {
  for (const { resourceName, previousResourceNames } of arrived) {
    if (previousResourceNames.length === 0) continue;
    const rows = await road.store.mirror.getMany([resourceName, ...previousResourceNames]);
    if (rows.has(resourceName))
      await keepInTrash(
        road,
        [...rows.values()].filter(({ client }) => client.resourceName !== resourceName),
        at,
      );
    for (const previous of previousResourceNames) await road.store.ledger.renameSubject(previous, resourceName);
  }
}

function nameOf({ client }: MirrorRow) {
  return { resourceName: client.resourceName, display: client.name.display };
}
