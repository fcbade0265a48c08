/**
 * What a killed run left open is settled before anything new is written. An intent that was never sent is dropped; a write that was sent is
 * looked up. A create is found by its key; it counts as not made only when a complete list that began later than the lag window lacks it,
 * since lists run behind writes (people-api reference, section 5).
 */

import type { Client } from "../client/client.ts";
import { isSameVersion } from "../client/etag.ts";
import type { Person } from "../client/person.ts";
import { readClient } from "../client/read-client.ts";
import { stableJson } from "../lib/stable-json.ts";
import type { JournalEntry, Ledger } from "../ports.ts";
import { ROLE_KEY } from "../reconcile/labels.ts";
import { moveAlong } from "./apply-work.ts";
import { keepReplaced } from "./keep-replaced.ts";
import { now, type Road } from "./road.ts";
import { carries } from "./send-in-parts.ts";

export type Recovered = {
  settled: number;
  /** Creates whose fate is still unknown; `overdue`: only a whole list can tell now. */
  inDoubt: { key: string; display: string; overdue: boolean }[];
};

type Fate = Parameters<Ledger["settle"]>[0][number];

/** To be called after a pull. */
export async function recoverRuns(road: Road): Promise<Recovered> {
  await endDeadRuns(road);
  const open = await road.store.ledger.openEntries();
  if (open.length === 0) return { settled: 0, inDoubt: [] };
  const fates: Fate[] = open
    // What a merge announced is brought to its end, or taken back, when nothing is in doubt any more: see finish-merges.ts.
    .filter(({ state, into }) => state === "intended" && into === undefined)
    .map(({ id }) => ({ id, state: "failed", detail: "never sent" }));
  const sent = Map.groupBy(
    open.filter(({ state }) => state === "sent"),
    ({ action }) => action,
  );
  const creates = await settleCreates(road, sent.get("create") ?? []);
  const labels = await settleLabels(road, sent.get("create-label") ?? []);
  await moveMadeAgain(road, open, [...creates.fates, ...labels]);
  fates.push(
    ...creates.fates,
    ...(await settleUpdates(road, sent.get("update") ?? [])),
    ...(await settleDeletes(road, sent.get("delete") ?? [])),
    ...labels,
    ...(await settleMembers(road, sent.get("members") ?? [])),
    // Deleting a label is safe to repeat: the next plan asks for what is still wanted.
    ...(sent.get("delete-label") ?? []).map(({ id }): Fate => ({ id, state: "failed", detail: "unanswered" })),
  );
  await road.store.ledger.settle(fates, now(road));
  return { settled: fates.length, inDoubt: creates.inDoubt };
}

/** Under the writer's lock nobody else runs: what still says so was killed. */
async function endDeadRuns(road: Road): Promise<void> {
  const { ledger } = road.store;
  for (const { id, state, summary } of await ledger.runs(20))
    if (state === "running") await ledger.endRun(id, "interrupted", summary, now(road));
}

/** What an undo has made again takes along what is kept under its former name. */
async function moveMadeAgain(road: Road, open: JournalEntry[], fates: Fate[]): Promise<void> {
  const names = new Map(fates.map(({ id, resourceName }) => [id, resourceName]));
  for (const entry of open) {
    const resourceName = names.get(entry.id);
    if (resourceName) await moveAlong(road, entry, resourceName);
  }
}

async function settleCreates(
  road: Road,
  entries: JournalEntry[],
): Promise<{ fates: Fate[]; inDoubt: Recovered["inDoubt"] }> {
  if (entries.length === 0) return { fates: [], inDoubt: [] };
  const found = await road.store.mirror.byKeys(entries.map(keyOf));
  const { fullAt } = await road.store.mirror.state();
  const fates: Fate[] = [];
  const inDoubt: Recovered["inDoubt"] = [];
  for (const entry of entries) {
    const resourceName = found.get(keyOf(entry));
    const sentAt = Date.parse(entry.sentAt ?? entry.at);
    if (resourceName)
      fates.push({ id: entry.id, state: "confirmed", resourceName, version: textOf(entry.after as Person) });
    else if (fullAt !== null && Date.parse(fullAt) > sentAt + road.lagMs)
      fates.push({ id: entry.id, state: "failed", detail: "not created" });
    else inDoubt.push({ key: keyOf(entry), display: entry.display, overdue: isPastLag(road, entry) });
  }
  return { fates, inDoubt };
}

/**
 * An update that was sent is known by its values, or by the lines that it brought. Where the etag has moved on and they do not stand there, it
 * counts as not arrived: whoever was to live on in the client stays. What it would have taken to the archive is kept there all the same: a
 * line told twice does no harm, one that is lost does. An unchanged etag says nothing before the lag window has passed.
 */
async function settleUpdates(road: Road, entries: JournalEntry[]): Promise<Fate[]> {
  if (entries.length === 0) return [];
  const people = await road.account.getPeople([...new Set(entries.map(({ subject }) => subject))]);
  await takeIn(road, [...people.values()]);
  const fates: Fate[] = [];
  for (const entry of entries) {
    const { id, subject } = entry;
    const present = people.get(subject);
    const fate = (state: Fate["state"], detail: string): Fate => ({ id, state, detail });
    if (!present) fates.push(fate("failed", "gone"));
    else if (await isRepeated(road, entry)) fates.push(fate("failed", "repeated"));
    else if (carries(present, entry.after as Person) || stands(entry, present)) {
      fates.push({ ...fate("confirmed", "looked up"), version: textOf(entry.after as Person) });
      await takeAsBase(road, entry);
    } else if (!isSameVersion(present.etag, etagOf(entry))) {
      fates.push(fate("failed", "edited since"));
      await road.store.ledger.putArchive(subject, entry.archive, entry.at, now(road));
    } else if (isPastLag(road, entry)) fates.push(fate("failed", "not applied"));
  }
  return fates;
}

/** What the account says by name is newer than what its lists have brought: a merge or a sync of this very run goes on from it. */
async function takeIn(road: Road, people: (Person | null)[]): Promise<void> {
  const present = people.flatMap((person) => (person ? [readClient(person, road.template.country)] : []));
  const rows = await road.store.mirror.getMany(present.map(({ resourceName }) => resourceName));
  const isOlder = (client: Client) => {
    const known = rows.get(client.resourceName)?.client.updateTime;
    return known != null && client.updateTime !== null && Date.parse(client.updateTime) < Date.parse(known);
  };
  const newer = present.filter((client) => !isOlder(client));
  const at = now(road);
  await keepReplaced(road, newer, at);
  await road.store.mirror.refresh(newer, at);
}

/** A later write of the same values about the same client was confirmed: this one did not take effect. */
async function isRepeated(road: Road, { id, subject, after }: JournalEntry): Promise<boolean> {
  const others = await road.store.ledger.entriesAbout(subject);
  return others.some(
    (other) => other.id > id && other.state === "confirmed" && stableJson(other.after) === stableJson(after),
  );
}

/** Whether half of the lines stand there that only this write can have brought; somebody may have gone on with the others. */
function stands({ before, after }: JournalEntry, present: Person): boolean {
  const was = new Set(textOf((before ?? {}) as Person).split("\n"));
  const is = new Set(textOf(present).split("\n"));
  const brought = textOf(after as Person)
    .split("\n")
    .filter((line) => line !== "" && !was.has(line));
  return brought.length > 0 && brought.filter((line) => is.has(line)).length * 2 >= brought.length;
}

/** What the program wrote is what the next edit is compared with. */
async function takeAsBase(road: Road, { subject, after }: JournalEntry): Promise<void> {
  const row = await road.store.mirror.get(subject);
  if (!row || !("biographies" in (after as Person))) return;
  const base = { notes: textOf(after as Person), labels: row.client.labels };
  await road.store.mirror.settle([{ resourceName: subject, base, reconciled: null, at: now(road) }]);
}

function etagOf({ before }: JournalEntry): string | undefined {
  return (before as { etag?: string } | null)?.etag;
}

function isPastLag(road: Road, { sentAt, at }: JournalEntry): boolean {
  return road.clock.now().getTime() > Date.parse(sentAt ?? at) + road.lagMs;
}

/** A change of members that took effect whole is known by the labels that its contacts carry; otherwise it is planned again. */
async function settleMembers(road: Road, entries: JournalEntry[]): Promise<Fate[]> {
  const fates: Fate[] = [];
  for (const { id, subject, after } of entries) {
    const { add, remove } = after as { add: string[]; remove: string[] };
    const people = await road.account.getPeople([...new Set([...add, ...remove])]);
    const has = (name: string) => {
      const person = people.get(name);
      return person ? readClient(person, road.template.country).labels.includes(subject) : null;
    };
    const took = add.every((name) => has(name) !== false) && remove.every((name) => has(name) !== true);
    fates.push({ id, state: took ? "confirmed" : "failed", detail: took ? "looked up" : "not applied" });
  }
  return fates;
}

async function settleDeletes(road: Road, entries: JournalEntry[]): Promise<Fate[]> {
  const people = await road.account.getPeople(entries.map(({ subject }) => subject));
  return entries.map(({ id, subject, into }): Fate => {
    if (!people.get(subject)) return { id, state: "confirmed" };
    return { id, state: into === undefined ? "failed" : "intended", detail: "not applied" };
  });
}

async function settleLabels(road: Road, entries: JournalEntry[]): Promise<Fate[]> {
  const labels = await road.store.mirror.labels();
  return entries.map(({ id, after }): Fate => {
    const { role, name } = after as { role: string; name: string };
    const tagged = labels.find((label) =>
      label.clientData.some((data) => data.key === ROLE_KEY && data.value === role),
    );
    const label = tagged ?? labels.find((candidate) => !candidate.system && candidate.name === name);
    return label
      ? { id, state: "confirmed", resourceName: label.resourceName }
      : { id, state: "failed", detail: "not created" };
  });
}

function keyOf({ subject }: JournalEntry): string {
  return subject.replace(/^key:/, "");
}

function textOf(person: Person): string {
  return person.biographies?.[0]?.value ?? "";
}
