import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import type { JournalEntry, Run } from "../ports.ts";
import type { PlanKind } from "../reconcile/plan.ts";
import type { UndoView } from "../reconcile/undo-run.ts";
import { isUntouched, type LabelWrites, type Write } from "../reconcile/untouched.ts";
import type { Road } from "./road.ts";

/** What an undo of these entries has to know of the account and the journal. */
export async function viewOfUndo(road: Road, run: Run, entries: JournalEntry[]): Promise<UndoView> {
  const { mirror, ledger } = road.store;
  const touched = entries.flatMap(({ subject, action, after }) =>
    action === "members" ? Object.values(after as { add: string[]; remove: string[] }).flat() : [subject],
  );
  const present = new Map<string, Client>();
  for (const [name, { client }] of await mirror.getMany([...new Set(touched)])) present.set(name, client);
  for (const [name, client] of await madeAgain(road, entries)) present.set(name, client);
  const labels = new Set((await mirror.labels()).map(({ resourceName }) => resourceName));
  const bound = [...(await ledger.labelRoles())].filter(([, label]) => labels.has(label));
  const writes = await writesAbout(road, entries);
  const mergedInto = await mergesOf(road, entries);
  const labelWrites = await labelWritesOf(road, entries);
  const before = await turned(road, run);
  return {
    // The undo of an undo writes what the first run wrote.
    kind: before.length % 2 === 0 ? (before.at(-1)?.run ?? run).kind : run.kind,
    present,
    deleted: new Set(
      [...writes].flatMap(([subject, later]) =>
        later.some(({ action, standing }) => action === "delete" && standing) ? [subject] : [],
      ),
    ),
    labels,
    byRole: new Map(bound),
    carriers: await carriersOf(road, entries),
    isUntouched: ({ subject }, client) => isUntouched(client, writes.get(subject) ?? [], labelWrites),
    returning: await returningTo(road, before),
    mergedInto,
  };
}

/** Deleted clients that somebody has made again, by the key that they carry. */
async function madeAgain({ store }: Road, entries: JournalEntry[]): Promise<Map<string, Client>> {
  const keys = new Map(
    entries.flatMap(({ action, subject, before }) => {
      const key = action === "delete" && (before as Person).clientData?.find((data) => data.key === CLIENT_KEY)?.value;
      return key ? [[subject, key] as const] : [];
    }),
  );
  const found = await store.mirror.byKeys([...keys.values()]);
  const rows = await store.mirror.getMany([...found.values()]);
  return new Map(
    [...keys].flatMap(([subject, key]) => {
      const row = rows.get(found.get(key) ?? "");
      return row ? [[subject, row.client] as const] : [];
    }),
  );
}

/** What was written about every client that the run created, from its creation on. */
async function writesAbout(road: Road, entries: JournalEntry[]): Promise<Map<string, Write[]>> {
  const { ledger } = road.store;
  const kinds = new Map<number, PlanKind>();
  const kindOf = async (id: number) => {
    const kind = kinds.get(id) ?? (await ledger.run(id))!.kind;
    kinds.set(id, kind);
    return kind;
  };
  const writes = new Map<string, Write[]>();
  for (const { id: from, subject } of entries.filter(({ action }) => action === "create")) {
    const about: Write[] = [];
    for (const { id, action, before, after, run, state } of await ledger.entriesAbout(subject)) {
      if (id < from || (state !== "confirmed" && state !== "undone")) continue;
      about.push({ id, action, before, after, kind: await kindOf(run), standing: state === "confirmed" });
    }
    writes.set(subject, about);
  }
  return writes;
}

/** In whom clients that the run made again had been merged. */
async function mergesOf({ store }: Road, entries: JournalEntry[]): Promise<Map<string, string>> {
  const merges = new Map<string, string>();
  for (const { subject } of entries.filter(({ action }) => action === "create"))
    for (const { into } of await store.ledger.entriesAbout(subject)) if (into !== undefined) merges.set(subject, into);
  return merges;
}

/** The last membership that the program gave or took, of every label but its status labels. */
async function labelWritesOf(road: Road, entries: JournalEntry[]): Promise<LabelWrites> {
  const { mirror, ledger } = road.store;
  const last: LabelWrites["last"] = new Map();
  const own = new Set<string>();
  if (!entries.some(({ action }) => action === "create")) return { own, last };
  const status = new Set(
    [...(await ledger.labelRoles())].flatMap(([role, l]) => (role.startsWith("status:") ? l : [])),
  );
  for (const { resourceName, system } of await mirror.labels()) {
    if (system || status.has(resourceName)) continue;
    own.add(resourceName);
    const members = new Map<string, { id: number; member: boolean }>();
    for (const { id, action, after, state } of await ledger.entriesAbout(resourceName)) {
      if (action !== "members" || (state !== "confirmed" && state !== "undone")) continue;
      const { add, remove } = after as { add: string[]; remove: string[] };
      for (const name of add) members.set(name, { id, member: true });
      for (const name of remove) members.set(name, { id, member: false });
    }
    last.set(resourceName, members);
  }
  return { own, last };
}

/** Who carries the labels that the run made. */
async function carriersOf(road: Road, entries: JournalEntry[]): Promise<Map<string, string[]>> {
  const made = entries.filter(({ action }) => action === "create-label").map(({ subject }) => subject);
  const carriers = new Map(made.map((label) => [label, [] as string[]]));
  if (made.length === 0) return carriers;
  for await (const { client } of road.store.mirror.all())
    for (const label of client.labels) carriers.get(label)?.push(client.resourceName);
  return carriers;
}

/** Archive lines that count again once this run is put back: those of the runs that come into force by it. */
async function returningTo(road: Road, before: Turned[]): Promise<Map<string, string[]>> {
  const lines: { subject: string; text: string }[] = [];
  for (const {
    run: { id },
    state,
  } of before) {
    if (state === "undone") continue;
    for (const { subject, archive, state: now } of await road.store.ledger.entriesOf(id))
      if (now === "undone")
        lines.push(...archive.flatMap(({ text }) => text.split("\n").map((line) => ({ subject, text: line }))));
  }
  const bySubject = Map.groupBy(lines, ({ subject }) => subject);
  return new Map([...bySubject].map(([subject, group]) => [subject, group.map(({ text }) => text)]));
}

/** The run that an undo puts back. */
export function undoneBy({ about }: Run): number | null {
  const number = /^run (\d+)$/.exec(about)?.[1];
  return number === undefined ? null : Number(number);
}

/** A run, and the state that its entries come into. */
export type Turned = { run: Run; state: "confirmed" | "undone" };

/** What the undo of an undo does to the runs before: the one that it had undone is in force again, the one that that had undone is not, and so on. */
export async function turned(road: Road, run: Run): Promise<Turned[]> {
  const runs: Turned[] = [];
  for (let last = run; last.kind === "undo"; ) {
    const before = await road.store.ledger.run(undoneBy(last) ?? 0);
    if (!before) break;
    runs.push({ run: before, state: runs.length % 2 === 0 ? "confirmed" : "undone" });
    last = before;
  }
  return runs;
}
