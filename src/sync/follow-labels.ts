/**
 * Labels whose changes no list of contacts brings: whether giving or taking a label, or deleting it, touches the contacts is not known
 * (people-api reference, 14). The list of labels, which every pull reads, tells how many members each has; where that has changed and is not
 * what the mirror holds, the members are read, at one call for that label. Where nothing has changed nothing is asked.
 */
import type { Label, Person } from "../client/person.ts";
import { isAppError } from "../lib/errors.ts";
import type { JournalEntry } from "../ports.ts";
import { now, type Road } from "./road.ts";

/** Members that a label may have gained since it was listed. */
const MORE = 1_000;

/** Brings the mirror's clients up to `labels`, which were listed after a delta of clients; the labels as they are to be kept. */
export async function followLabels(road: Road, labels: Label[]): Promise<Label[]> {
  const { mirror } = road.store;
  const before = new Map((await mirror.labels()).map((label) => [label.resourceName, label]));
  const live = new Set(labels.map(({ resourceName }) => resourceName));
  for (const { resourceName, system } of before.values())
    if (!system && !live.has(resourceName))
      await mirror.takeInMembers(resourceName, [], await mirror.membersOf(resourceName), now(road));
  const kept: Label[] = [];
  for (const label of labels) {
    const known = before.get(label.resourceName)?.memberCount ?? 0;
    const isSettled = label.system || label.memberCount === known || (await follow(road, label));
    // One that could not be looked at yet is looked at by the next pull.
    kept.push(isSettled ? label : { ...label, memberCount: known });
  }
  return kept;
}

/** `false` where the program itself has changed the label's members so lately that what the account tells may be older. */
async function follow(road: Road, { resourceName, memberCount }: Label): Promise<boolean> {
  const { mirror } = road.store;
  const held = await mirror.membersOf(resourceName);
  if (held.length === memberCount) return true;
  if (await isOurs(road, resourceName)) return false;
  try {
    const members = await road.account.labelMembers(resourceName, Math.max(memberCount, held.length) + MORE);
    const [has, had] = [new Set(members), new Set(held)];
    await road.store.ledger.assertWriter();
    await mirror.takeInMembers(
      resourceName,
      members.filter((name) => !had.has(name)),
      held.filter((name) => !has.has(name)),
      now(road),
    );
  } catch (error) {
    // Deleted since it was listed: the next list of labels lacks it.
    if (!isAppError(error, "not-found")) throw error;
  }
  return true;
}

async function isOurs({ store: { ledger }, clock, lagMs }: Road, label: string): Promise<boolean> {
  const since = clock.now().getTime() - lagMs;
  for (const { id, startedAt, endedAt } of await ledger.runs(50)) {
    if (Date.parse(endedAt ?? startedAt) < since) continue;
    if ((await ledger.entriesOf(id)).some((entry) => changes(entry, label))) return true;
  }
  return false;
}

function changes({ action, subject, before, after }: JournalEntry, label: string): boolean {
  if (action === "members") return subject === label;
  if (action !== "create" && action !== "delete") return false;
  const { memberships } = (action === "create" ? after : before) as Person;
  return memberships?.some((one) => one.contactGroupMembership?.contactGroupResourceName === label) ?? false;
}
