/**
 * What a killed run left open is settled before anything new is written. An intent that was never sent is dropped; a write that was sent is
 * looked up. A create is found by its key; it counts as not made only when a complete list that began later than the lag window lacks it,
 * since lists run behind writes (people-api reference, section 5).
 */
import { isSameVersion } from "../client/etag.ts";
import type { Person } from "../client/person.ts";
import type { JournalEntry, Ledger } from "../ports.ts";
import { ROLE_KEY } from "../reconcile/labels.ts";
import { now, type Road } from "./road.ts";

/** Lists may run this long behind writes. */
const LAG_MS = 10 * 60_000;

export type Recovered = { settled: number; inDoubt: { key: string; display: string }[] };

type Fate = Parameters<Ledger["settle"]>[0][number];

/** To be called after a pull. */
export async function recoverRuns(road: Road): Promise<Recovered> {
  const open = await road.store.ledger.openEntries();
  if (open.length === 0) return { settled: 0, inDoubt: [] };
  const fates: Fate[] = open
    .filter(({ state }) => state === "intended")
    .map(({ id }) => ({ id, state: "failed", detail: "never sent" }));
  const sent = Map.groupBy(
    open.filter(({ state }) => state === "sent"),
    ({ action }) => action,
  );
  const creates = await settleCreates(road, sent.get("create") ?? []);
  fates.push(
    ...creates.fates,
    ...(await settleUpdates(road, sent.get("update") ?? [])),
    ...(await settleDeletes(road, sent.get("delete") ?? [])),
    ...(await settleLabels(road, sent.get("create-label") ?? [])),
    // Changes of members and deleted labels are safe to repeat: the next plan asks for what is still wanted.
    ...[...(sent.get("members") ?? []), ...(sent.get("delete-label") ?? [])].map(
      ({ id }): Fate => ({ id, state: "failed", detail: "unanswered" }),
    ),
  );
  await road.store.ledger.settle(fates, now(road));
  for (const run of new Set(open.map((entry) => entry.run))) {
    const about = await road.store.ledger.run(run);
    if (about?.state === "running") await road.store.ledger.endRun(run, "interrupted", about.summary, now(road));
  }
  return { settled: fates.length, inDoubt: creates.inDoubt };
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
    else if (fullAt !== null && Date.parse(fullAt) > sentAt + LAG_MS)
      fates.push({ id: entry.id, state: "failed", detail: "not created" });
    else inDoubt.push({ key: keyOf(entry), display: entry.display });
  }
  return { fates, inDoubt };
}

async function settleUpdates(road: Road, entries: JournalEntry[]): Promise<Fate[]> {
  const people = await road.account.getPeople([...new Set(entries.map(({ subject }) => subject))]);
  const mirrored = await road.store.mirror.getMany(entries.map(({ subject }) => subject));
  return entries.map(({ id, subject, after }): Fate => {
    const present = people.get(subject);
    const known = mirrored.get(subject)?.client.etag;
    const moved = present && !isSameVersion(present.etag, known);
    if (present && "biographies" in (after as Person) && textOf(present) === textOf(after as Person))
      return { id, state: "confirmed", version: textOf(present) };
    return { id, state: "failed", detail: present ? (moved ? "moved on" : "not applied") : "gone" };
  });
}

async function settleDeletes(road: Road, entries: JournalEntry[]): Promise<Fate[]> {
  const people = await road.account.getPeople(entries.map(({ subject }) => subject));
  return entries.map(
    ({ id, subject }): Fate =>
      people.get(subject) ? { id, state: "failed", detail: "not applied" } : { id, state: "confirmed" },
  );
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
