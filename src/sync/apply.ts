/**
 * The only way to write to Google. Each batch is recorded as an intent, marked as sent, sent, and settled by what the account answered:
 * a killed process finds in the journal what it was about to do. Labels first, then creates, updates, and memberships last, since a
 * change of membership changes the contact's etag.
 */

import { isSameVersion } from "../client/etag.ts";
import type { Label, Person } from "../client/person.ts";
import { readClient } from "../client/read-client.ts";
import { appError, isAppError } from "../lib/errors.ts";
import type { JournalIntent, Run, RunState, Version } from "../ports.ts";
import { ROLE_KEY } from "../reconcile/labels.ts";
import { rememberedLabels } from "../reconcile/marker.ts";
import type {
  ChangeMembers,
  CreateClient,
  CreateLabel,
  DeleteClient,
  DeleteLabel,
  LabelRef,
  Plan,
  UpdateClient,
} from "../reconcile/plan.ts";
import { type Applied, appliedBefore, nothingApplied, summaryOf } from "./applied.ts";
import { reserveNumbers } from "./prepare.ts";
import { now, type Road } from "./road.ts";
import { type Sent, sendInParts } from "./send-in-parts.ts";

const BATCH = 200;
const MEMBERS_BATCH = 1000;
const DELETE_BATCH = 500;

/** `goesOn`: a run that was cut off and that this plan brings to its end, in the place of a new one. */
export async function applyPlan(road: Road, plan: Plan, about: string, goesOn: Run | null = null): Promise<Applied> {
  await reserveNumbers(road, plan);
  const run = goesOn ?? (await road.store.ledger.beginRun(plan.kind, about, now(road)));
  const applied = goesOn ? appliedBefore(goesOn) : nothingApplied(run.id);
  let state: RunState = "failed";
  try {
    await new Application(road, run, plan, applied).perform();
    state = "done";
  } catch (error) {
    state = isAppError(error, "interrupted") ? "interrupted" : "failed";
    throw error;
  } finally {
    await road.store.ledger.endRun(run.id, state, summaryOf(applied), now(road));
  }
  return applied;
}

/** One item of a batch, as the journal knows it; `before` is the note that an update replaces. */
type Written = { id: number; subject: string; display: string; before: string | null };

class Application {
  readonly #road: Road;
  readonly #run: Run;
  readonly #plan: Plan;
  readonly #applied: Applied;
  /** Resource names of the labels that this plan creates, by role reference. */
  readonly #made = new Map<LabelRef, string>();
  /** Deletes that stand in the journal before anything is sent, by the client: a killed merge is brought to its end by them. */
  readonly #announced = new Map<string, number>();
  /** Clients whose update is not confirmed: whoever was to live on in them stays. */
  readonly #unwritten = new Set<string>();

  constructor(road: Road, run: Run, plan: Plan, applied: Applied) {
    this.#road = road;
    this.#run = run;
    this.#plan = plan;
    this.#applied = applied;
  }

  async perform(): Promise<void> {
    const { changes, accounted } = this.#plan;
    const deletes = changes.filter((change) => change.type === "delete");
    await this.#announce(deletes.filter(({ into }) => into !== undefined));
    await this.#createLabels(changes.filter((change) => change.type === "create-label"));
    await this.#create(changes.filter((change) => change.type === "create"));
    await this.#update(changes.filter((change) => change.type === "update"));
    await this.#changeMembers(changes.filter((change) => change.type === "members"));
    await this.#delete(await this.#withoutUnwritten(deletes));
    await this.#deleteLabels(changes.filter((change) => change.type === "delete-label"));
    if (accounted.length > 0) await this.#road.store.ledger.putSources(accounted, now(this.#road));
  }

  // -------------------------------------------------------------------------------------------------------------- labels

  async #createLabels(changes: CreateLabel[]): Promise<void> {
    const { ledger, mirror } = this.#road.store;
    for (const [index, { role, name, formerly }] of changes.entries()) {
      this.#road.checkpoint();
      const intent = this.#intent(role, "create-label", name, beforeOf(formerly), { name, role });
      const [id] = await this.#intend([intent]);
      const label = await this.#createOrFind(name, role);
      await moveAlong(this.#road, intent, label.resourceName);
      await ledger.bindLabelRole(role, label.resourceName);
      await mirror.putLabels([...(await mirror.labels()), label]);
      await ledger.settle([{ id: id!, state: "confirmed", resourceName: label.resourceName }], now(this.#road));
      this.#made.set(`role:${role}`, label.resourceName);
      this.#applied.labels += 1;
      this.#road.progress("create-labels", index + 1, changes.length);
    }
  }

  /** A label whose creation was answered by "exists already" (somebody made it meanwhile, or our answer was lost) is taken as it is. */
  async #createOrFind(name: string, role: string): Promise<Label> {
    try {
      return await this.#road.account.createLabel(name, [{ key: ROLE_KEY, value: role }]);
    } catch (error) {
      if (!isAppError(error, "account") && !isAppError(error, "unavailable")) throw error;
      const found = (await this.#road.account.listLabels()).find((label) => !label.system && label.name === name);
      if (!found) throw error;
      return found;
    }
  }

  // ------------------------------------------------------------------------------------------------------------- creates

  async #create(changes: CreateClient[]): Promise<void> {
    for (let start = 0; start < changes.length; start += BATCH) {
      this.#road.checkpoint();
      const batch = changes.slice(start, start + BATCH);
      const people = batch.map((change) => this.#withLabels(change));
      const ids = await this.#intend(
        batch.map((change, index) => ({
          ...this.#intent(`key:${change.key}`, "create", change.display, beforeOf(change.formerly), people[index]),
          archive: change.archive,
          sources: change.sources,
        })),
      );
      const sent = await sendInParts(people, (part) => this.#road.account.createPeople(part), { reread: null });
      for (const [index, result] of sent.results.entries())
        if (result.ok)
          await moveAlong(this.#road, { before: beforeOf(batch[index]!.formerly) }, result.person.resourceName!);
      await this.#settleWrites(
        batch.map(({ key, display }, index) => ({ id: ids[index]!, subject: `key:${key}`, display, before: null })),
        sent,
      );
      this.#road.progress("create", Math.min(start + BATCH, changes.length), changes.length);
    }
  }

  #withLabels({ person, labels }: CreateClient): Person {
    const groups = ["contactGroups/myContacts", ...labels.map((label) => this.#labelName(label))];
    return {
      ...person,
      memberships: groups.map((name) => ({ contactGroupMembership: { contactGroupResourceName: name } })),
    };
  }

  #labelName(ref: LabelRef): string {
    if (!ref.startsWith("role:")) return ref;
    const made = this.#made.get(ref);
    if (!made) throw appError({ code: "internal", detail: `the plan uses the label ${ref} but does not create it` });
    return made;
  }

  // ------------------------------------------------------------------------------------------------------------- updates

  async #update(changes: UpdateClient[]): Promise<void> {
    const byMask = Map.groupBy(changes, ({ fields }) => fields.join());
    let done = 0;
    for (const group of byMask.values()) {
      for (let start = 0; start < group.length; start += BATCH) {
        this.#road.checkpoint();
        const batch = group.slice(start, start + BATCH);
        await this.#updateBatch(batch);
        done += batch.length;
        this.#road.progress("update", done, changes.length);
      }
    }
  }

  async #updateBatch(batch: UpdateClient[]): Promise<void> {
    const { account } = this.#road;
    const { fields } = batch[0]!;
    const ids = await this.#intend(
      batch.map((change) => ({
        // The etag that is sent tells a later look whether the write took effect.
        ...this.#intent(
          change.resourceName,
          "update",
          change.display,
          { ...change.before, etag: change.etag },
          change.after,
        ),
        archive: change.archive,
        sources: change.sources,
      })),
    );
    const people = batch.map(({ resourceName, etag, after }): Person => ({ resourceName, etag, ...after }));
    const sent = await sendInParts(people, (part) => account.updatePeople(part, fields), {
      reread: (part) => account.getPeople(part.map(({ resourceName }) => resourceName!)),
    });
    await this.#settleWrites(
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
  async #settleWrites(items: Written[], { results, fatal }: Sent): Promise<void> {
    const { ledger, mirror } = this.#road.store;
    const at = now(this.#road);
    const fates: Parameters<typeof ledger.settle>[0] = [];
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
        if (subject.startsWith("key:")) this.#applied.created += 1;
        else this.#applied.updated += 1;
        continue;
      }
      const { error } = result;
      this.#unwritten.add(subject);
      const isCreate = subject.startsWith("key:");
      if (isAppError(error, "unavailable")) this.#applied.inDoubt.push({ subject, display });
      else if (error === fatal) fates.push({ id, state: "failed", detail: error.code });
      else if (!isCreate && (isAppError(error, "stale-etag") || isAppError(error, "not-found"))) {
        stale.push(subject);
        fates.push({ id, state: "failed", detail: error.code });
      } else {
        this.#applied.parked.push({ subject, display, detail: error.message });
        fates.push({ id, state: "failed", detail: error.message });
      }
    }
    // What stood before is a version too: an editor may have been open on it all the while.
    if (replaced.length > 0) await ledger.addVersions(replaced);
    await ledger.settle(fates, at);
    await mirror.settle(await this.#inOrder(arrived, at));
    if (fatal !== null) throw fatal;
    if (stale.length > 0) await this.#readAgain(stale);
  }

  /** Clients as the account answered them: their text is the base from now on. They stay due, so that the next round sees them whole. */
  async #inOrder(arrived: Person[], at: string) {
    const { mirror, ledger } = this.#road.store;
    const clients = arrived.map((person) => readClient(person, this.#road.template.country));
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

  async #readAgain(resourceNames: string[]): Promise<void> {
    const { mirror } = this.#road.store;
    const people = await this.#road.account.getPeople(resourceNames);
    const living = [...people.values()].flatMap((person) =>
      person ? [readClient(person, this.#road.template.country)] : [],
    );
    await mirror.refresh(living, now(this.#road));
    this.#applied.stale.push(...resourceNames);
  }

  // --------------------------------------------------------------------------------------------------------- memberships

  async #changeMembers(changes: ChangeMembers[]): Promise<void> {
    const parts = [
      ...changes.flatMap((change) =>
        chunk(change.add).map((names) => ({ change, add: names, remove: [] as string[] })),
      ),
      ...changes.flatMap((change) =>
        chunk(change.remove).map((names) => ({ change, add: [] as string[], remove: names })),
      ),
    ];
    for (const [index, { change, add, remove }] of parts.entries()) {
      this.#road.checkpoint();
      const label = this.#labelName(change.label);
      const [id] = await this.#intend([
        this.#intent(label, "members", change.name, { add: remove, remove: add }, { add, remove }),
      ]);
      await this.#road.account.modifyMembers(label, add, remove);
      await this.#road.store.ledger.settle([{ id: id!, state: "confirmed" }], now(this.#road));
      await this.#road.store.mirror.changeMembers(label, add, remove);
      this.#applied.membersAdded += add.length;
      this.#applied.membersRemoved += remove.length;
      this.#road.progress("members", index + 1, parts.length);
    }
  }

  // ------------------------------------------------------------------------------------------------------------- deletes

  async #announce(changes: DeleteClient[]): Promise<void> {
    if (changes.length === 0) return;
    const ids = await this.#road.store.ledger.intend(this.#run.id, changes.map(goodbye), now(this.#road));
    for (const [index, { resourceName }] of changes.entries()) this.#announced.set(resourceName, ids[index]!);
  }

  /** A client lives on in another only if that one has all that it should: otherwise both stay, for the next preparation. */
  async #withoutUnwritten(changes: DeleteClient[]): Promise<DeleteClient[]> {
    const { account } = this.#road;
    const survivors = [...new Set(changes.flatMap(({ into }) => into ?? []))];
    const present = survivors.length > 0 ? await account.getPeople(survivors) : new Map<string, Person | null>();
    const isHome = ({ into }: DeleteClient) =>
      into === undefined || (present.get(into) !== null && !this.#unwritten.has(into));
    const waiting = changes.filter((change) => !isHome(change));
    const inDoubt = new Set(this.#applied.inDoubt.map(({ subject }) => subject));
    await this.#failAnnounced(
      waiting.filter(({ into }) => !inDoubt.has(into!)).map(({ resourceName }) => resourceName),
    );
    return changes.filter(isHome);
  }

  async #failAnnounced(names: string[]): Promise<void> {
    const ids = names.flatMap((name) => this.#announced.get(name) ?? []);
    const fates = ids.map((id) => ({ id, state: "failed" as const, detail: "not merged" }));
    if (fates.length > 0) await this.#road.store.ledger.settle(fates, now(this.#road));
  }

  async #delete(changes: DeleteClient[]): Promise<void> {
    for (let start = 0; start < changes.length; start += DELETE_BATCH) {
      this.#road.checkpoint();
      await this.#deleteBatch(changes.slice(start, start + DELETE_BATCH));
      this.#road.progress("undo", Math.min(start + DELETE_BATCH, changes.length), changes.length);
    }
  }

  /** Looks once more at each client: one that somebody has changed (or deleted) since the plan was made is left to the next preparation. */
  async #deleteBatch(batch: DeleteClient[]): Promise<void> {
    const { account, store } = this.#road;
    const people = await account.getPeople(batch.map(({ resourceName }) => resourceName));
    const doomed = batch.flatMap(({ resourceName, display, before }) => {
      const person = people.get(resourceName);
      return person && isSameVersion(person.etag, before.etag) ? [{ resourceName, display, person }] : [];
    });
    const names = doomed.map(({ resourceName }) => resourceName);
    const stale = batch.map(({ resourceName }) => resourceName).filter((name) => !names.includes(name));
    if (stale.length > 0) await this.#readAgain(stale);
    await this.#failAnnounced(stale);
    if (doomed.length === 0) return;
    const deletedAt = now(this.#road);
    await store.ledger.putTrash(doomed.map((item) => ({ ...item, deletedAt, restoredAs: null })));
    const announced = names.flatMap((name) => this.#announced.get(name) ?? []);
    await store.ledger.markSent(announced, deletedAt);
    const others = doomed.filter(({ resourceName }) => !this.#announced.has(resourceName));
    const ids = [
      ...announced,
      ...(await this.#intend(
        others.map(({ resourceName, display, person }) => this.#intent(resourceName, "delete", display, person, null)),
      )),
    ];
    await account.deletePeople(names);
    const settled = now(this.#road);
    await store.ledger.settle(
      ids.map((id) => ({ id, state: "confirmed" as const })),
      settled,
    );
    await store.mirror.remove(names);
    this.#applied.deleted += names.length;
  }

  /** A label that somebody has given to a client since the plan was made stays. */
  async #deleteLabels(changes: DeleteLabel[]): Promise<void> {
    if (changes.length === 0) return;
    const { account, store } = this.#road;
    const members = new Map((await account.listLabels()).map((label) => [label.resourceName, label.memberCount]));
    for (const { label, name, role } of changes) {
      this.#road.checkpoint();
      if ((members.get(label) ?? 0) > 0) {
        this.#applied.stale.push(label);
        continue;
      }
      const [id] = await this.#intend([this.#intent(label, "delete-label", name, { name, role }, { name, role })]);
      await account.deleteLabel(label);
      await store.ledger.unbindLabelRole(role);
      await store.mirror.putLabels((await store.mirror.labels()).filter(({ resourceName }) => resourceName !== label));
      await store.ledger.settle([{ id: id!, state: "confirmed" }], now(this.#road));
    }
  }

  // ------------------------------------------------------------------------------------------------------------- journal

  #intent(
    subject: string,
    action: JournalIntent["action"],
    display: string,
    before: unknown,
    after: unknown,
  ): JournalIntent {
    return { subject, action, display, before, after, archive: [], sources: [] };
  }

  /** Records what is about to be sent, and that it is: from here on the account may have it. */
  async #intend(intents: JournalIntent[]): Promise<number[]> {
    const { ledger } = this.#road.store;
    const ids = await ledger.intend(this.#run.id, intents, now(this.#road));
    await ledger.markSent(ids, now(this.#road));
    return ids;
  }
}

/** The intent of a delete by which a merge ends. */
function goodbye({ resourceName: subject, display, before, into }: DeleteClient): JournalIntent {
  return { subject, action: "delete", display, before, after: null, archive: [], sources: [], into };
}

/** What the journal keeps of a thing that is made again: the name it had. */
function beforeOf(formerly: string | undefined): { resourceName: string } | null {
  return formerly === undefined ? null : { resourceName: formerly };
}

/**
 * What is kept under the name that a made-again thing had (archive, versions, rows of imports, the journal) moves to its new one. Before the
 * create is settled, so that a killed process does it at the next start; doing it twice changes nothing.
 */
export async function moveAlong(
  { store }: Pick<Road, "store">,
  { before }: Pick<JournalIntent, "before">,
  resourceName: string,
): Promise<void> {
  const former = (before as { resourceName?: string } | null)?.resourceName;
  if (former === undefined) return;
  await store.ledger.renameSubject(former, resourceName);
  await store.ledger.markRestored(former, resourceName);
}

function chunk(names: string[]): string[][] {
  const parts: string[][] = [];
  for (let start = 0; start < names.length; start += MEMBERS_BATCH)
    parts.push(names.slice(start, start + MEMBERS_BATCH));
  return parts;
}
