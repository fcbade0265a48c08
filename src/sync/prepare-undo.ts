import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import { appError } from "../lib/errors.ts";
import { hashOf } from "../lib/hash.ts";
import type { JournalEntry, Run } from "../ports.ts";
import type { Plan, PlanKind } from "../reconcile/plan.ts";
import { type DoneStep, type Undo, type UndoRemark, type UndoView, undoRun } from "../reconcile/undo-run.ts";
import { isUntouched, type LabelWrites, type Write } from "../reconcile/untouched.ts";
import { type Applied, applyPlan } from "./apply.ts";
import { finishPlan } from "./prepare.ts";
import { now, type Road } from "./road.ts";

export type PreparedUndo = {
  plan: Plan;
  remarks: UndoRemark[];
  entries: JournalEntry[];
  puts: Undo["puts"];
  /** The plan as the guard should see it: lines that are accounted for elsewhere stand in the archive of their update. */
  guarded: Plan;
};

/** The plan that puts a run back. To be called after `catchUp`. Throws `not-found` for a run that never was, `usage` for one already undone. */
export async function prepareUndo(road: Road, runId: number): Promise<PreparedUndo> {
  const { ledger } = road.store;
  const run = await ledger.run(runId);
  if (!run) {
    const candidates = (await ledger.runs(5)).map(({ id }) => String(id));
    throw appError({ code: "not-found", what: "run", query: String(runId), candidates });
  }
  const entries = (await ledger.entriesOf(runId)).filter(({ state }) => state === "confirmed");
  if (entries.length === 0) throw appError({ code: "usage", problem: `run ${runId} has nothing left to undo` });
  const { changes, remarks, puts, accounted } = undoRun(road.grammar, entries, await viewOf(road, run, entries));
  const plan = await finishPlan(road, "undo", changes, []);
  return { plan, remarks, entries, puts, guarded: withAccounted(plan, accounted) };
}

function withAccounted(plan: Plan, accounted: Undo["accounted"]): Plan {
  const changes = plan.changes.map((change) => {
    if (change.type !== "update") return change;
    const lines = (accounted.get(change.resourceName) ?? []).map((text) => ({ ...NO_ORDER, text }));
    return { ...change, archive: [...change.archive, ...lines] };
  });
  return { ...plan, changes };
}

const NO_ORDER = { reason: "removed" as const, now: null, order: null, title: null, date: null };

async function viewOf(road: Road, run: Run, entries: JournalEntry[]): Promise<UndoView> {
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

type Turned = { run: Run; state: "confirmed" | "undone" };

/** What the undo of an undo does to the runs before: the one that it had undone is in force again, the one that that had undone is not, and so on. */
async function turned(road: Road, run: Run): Promise<Turned[]> {
  const runs: Turned[] = [];
  for (let last = run; last.kind === "undo"; ) {
    const before = await road.store.ledger.run(Number(/^run (\d+)$/.exec(last.about)?.[1] ?? 0));
    if (!before) break;
    runs.push({ run: before, state: runs.length % 2 === 0 ? "confirmed" : "undone" });
    last = before;
  }
  return runs;
}

/** Applies an undo and marks what it put back; an undo is a run of its own, so it can be undone. */
export async function applyUndo(road: Road, runId: number, { plan, entries, puts }: PreparedUndo): Promise<Applied> {
  const applied = await applyPlan(road, plan, `run ${runId}`);
  const { ledger } = road.store;
  const done = confirmedTokens(await ledger.entriesOf(applied.run));
  const undone = new Set(puts.flatMap(({ step, by }) => (by === null || done.has(by) ? [step] : [])));
  await ledger.settle(
    [...undone].map((id) => ({ id, state: "undone" as const })),
    now(road),
  );
  const run = await ledger.run(runId);
  if (run) await closeRun(road, run);
  const steps = entries.filter(({ id }) => undone.has(id));
  if (run?.kind === "undo") await turnBack(road, run, steps);
  await letRest(road, steps, run?.kind !== "undo");
  return applied;
}

/** The changes of a run that took effect whole, named as `tokenOf` names them. */
function confirmedTokens(entries: JournalEntry[]): Set<string> {
  const made = new Map(
    entries.filter(({ action }) => action === "create-label").map(({ subject, after }) => [subject, roleOf(after)]),
  );
  const named = entries.map((entry) => ({ entry, token: tokensOf(entry, made) }));
  const open = new Set(named.filter(({ entry }) => entry.state !== "confirmed").flatMap(({ token }) => token));
  return new Set(named.flatMap(({ token }) => token).filter((token) => !open.has(token)));
}

/** Members of a label that the run has just made were planned under its role. */
function tokensOf({ action, subject, after }: DoneStep, made: Map<string, string>): string[] {
  switch (action) {
    case "create-label":
      return [`create-label ${roleOf(after)}`];
    case "create":
      return [`create ${(after as Person).clientData?.find(({ key }) => key === CLIENT_KEY)?.value}`];
    case "members":
      return [`members ${made.has(subject) ? `role:${made.get(subject)}` : subject}`];
    default:
      return [`${action} ${subject}`];
  }
}

function roleOf(after: unknown): string {
  return (after as { role: string }).role;
}

/**
 * An undo that is put back leaves the run that it had undone in force again: its lines are in the archive once more, its rows are known, and
 * it can be undone anew.
 */
async function turnBack(road: Road, undo: Run, undone: JournalEntry[]): Promise<void> {
  const { ledger } = road.store;
  // Read again: what was made again has another resource name by now.
  const ids = new Set(undone.map(({ id }) => id));
  const subjects = new Set((await ledger.entriesOf(undo.id)).filter(({ id }) => ids.has(id)).map((e) => e.subject));
  for (const { run, state } of await turned(road, undo)) {
    const other = state === "confirmed" ? "undone" : "confirmed";
    const entries = await ledger.entriesOf(run.id);
    const turning = entries.filter((entry) => entry.state === other && subjects.has(entry.subject));
    await ledger.settle(
      turning.map(({ id }) => ({ id, state })),
      now(road),
    );
    if (turning.length > 0) await closeRun(road, run);
  }
}

/** A run of which nothing is in force any more is undone, any other is done. */
async function closeRun(road: Road, { id, summary, state }: Run): Promise<void> {
  const { ledger } = road.store;
  const inForce = (await ledger.entriesOf(id)).some((entry) => entry.state !== "undone" && entry.state !== "failed");
  const next = inForce ? (state === "undone" ? "done" : state) : "undone";
  if (next !== state) await ledger.endRun(id, next, summary, now(road));
}

/** A text that was put back is what a person wants: the next sync leaves it so until somebody changes it. */
async function letRest({ store, clock }: Road, undone: JournalEntry[], rests: boolean): Promise<void> {
  const subjects = undone.filter(({ action }) => action === "update").map(({ subject }) => subject);
  const rows = [...(await store.mirror.getMany(subjects)).values()];
  await store.ledger.putRests(
    rows.map(({ client }) => ({ subject: client.resourceName, text: rests ? hashOf(client.notes) : null })),
    clock.now().toISOString(),
  );
}
