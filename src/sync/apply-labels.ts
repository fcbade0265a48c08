/** The labels of a plan: made before anything else, changed in their members after the contents, deleted in the end. */
import type { Label } from "../client/person.ts";
import { isAppError } from "../lib/errors.ts";
import { ROLE_KEY } from "../reconcile/labels.ts";
import type { ChangeMembers, CreateLabel, DeleteLabel } from "../reconcile/plan.ts";
import {
  beforeOf,
  intend,
  intentOf,
  labelName,
  moveAlong,
  readLabels,
  safePoint,
  settle,
  type Work,
} from "./apply-work.ts";

const MEMBERS_BATCH = 1000;

export async function createLabels(work: Work, changes: CreateLabel[]): Promise<void> {
  const { ledger, mirror } = work.road.store;
  for (const [index, { role, name, formerly }] of changes.entries()) {
    await safePoint(work);
    const intent = intentOf(role, "create-label", name, beforeOf(formerly), { name, role });
    const [id] = await intend(work, [intent]);
    const label = await createOrFind(work, name, role);
    await moveAlong(work.road, intent, label.resourceName);
    await ledger.bindLabelRole(role, label.resourceName);
    await mirror.putLabels([...(await mirror.labels()), label]);
    await settle(work, [{ id: id!, state: "confirmed", resourceName: label.resourceName }]);
    work.made.set(`role:${role}`, label.resourceName);
    work.applied.labels += 1;
    work.road.progress("create-labels", index + 1, changes.length);
  }
}

/** A label whose creation was answered by "exists already" (somebody made it meanwhile, or our answer was lost) is taken as it is. */
async function createOrFind(work: Work, name: string, role: string): Promise<Label> {
  try {
    return await work.road.account.createLabel(name, [{ key: ROLE_KEY, value: role }]);
  } catch (error) {
    if (!isAppError(error, "account") && !isAppError(error, "unavailable")) throw error;
    const found = (await work.road.account.listLabels()).find((label) => !label.system && label.name === name);
    if (!found) throw error;
    return found;
  }
}

export async function changeMembers(work: Work, changes: ChangeMembers[]): Promise<void> {
  const parts = [
    ...changes.flatMap((change) => chunk(change.add).map((names) => ({ change, add: names, remove: [] as string[] }))),
    ...changes.flatMap((change) =>
      chunk(change.remove).map((names) => ({ change, add: [] as string[], remove: names })),
    ),
  ];
  const total = parts.reduce((sum, { add, remove }) => sum + add.length + remove.length, 0);
  let done = 0;
  if (total > 0) work.road.progress("members", done, total);
  const gone = new Set<string>();
  for (const { change, add, remove } of parts) {
    await safePoint(work);
    const label = labelName(work, change.label);
    if (!gone.has(label) && !(await changePart(work, { label, name: change.name, add, remove }))) gone.add(label);
    done += add.length + remove.length;
    work.road.progress("members", done, total);
  }
  // The next preparation sees that they have vanished.
  if (gone.size > 0) await readLabels(work.road);
}

type Part = { label: string; name: string; add: string[]; remove: string[] };

/** `false`: somebody has deleted the label since the plan was made. A change that the account refuses stops no other one. */
async function changePart(work: Work, { label, name, add, remove }: Part): Promise<boolean> {
  const [id] = await intend(work, [intentOf(label, "members", name, { add: remove, remove: add }, { add, remove })]);
  try {
    await work.road.account.modifyMembers(label, add, remove);
  } catch (error) {
    if (isAppError(error, "account")) {
      const { detail } = error.fields;
      await settle(work, [{ id: id!, state: "failed", detail }]);
      work.applied.parked.push({ subject: label, display: name, detail });
      return true;
    }
    if (!isAppError(error, "not-found")) throw error;
    await settle(work, [{ id: id!, state: "failed", detail: "label gone" }]);
    work.applied.stale.push(label);
    return false;
  }
  await settle(work, [{ id: id!, state: "confirmed" }]);
  await work.road.store.mirror.changeMembers(label, add, remove);
  work.applied.membersAdded += add.length;
  work.applied.membersRemoved += remove.length;
  return true;
}

/** A label that somebody has given to a client since the plan was made stays. */
export async function deleteLabels(work: Work, changes: DeleteLabel[]): Promise<void> {
  if (changes.length === 0) return;
  const { account, store } = work.road;
  const members = new Map((await account.listLabels()).map((label) => [label.resourceName, label.memberCount]));
  for (const { label, name, role } of changes) {
    await safePoint(work);
    if ((members.get(label) ?? 0) > 0) {
      work.applied.stale.push(label);
      continue;
    }
    const [id] = await intend(work, [intentOf(label, "delete-label", name, { name, role }, { name, role })]);
    await account.deleteLabel(label).catch((error) => {
      // Somebody was quicker.
      if (!isAppError(error, "not-found")) throw error;
    });
    await store.ledger.unbindLabelRole(role);
    await store.mirror.putLabels((await store.mirror.labels()).filter(({ resourceName }) => resourceName !== label));
    await settle(work, [{ id: id!, state: "confirmed" }]);
  }
}

function chunk(names: string[]): string[][] {
  const parts: string[][] = [];
  for (let start = 0; start < names.length; start += MEMBERS_BATCH)
    parts.push(names.slice(start, start + MEMBERS_BATCH));
  return parts;
}
