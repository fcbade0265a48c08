import type { Person } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import { appError } from "../lib/errors.ts";
import { hashOf } from "../lib/hash.ts";
import type { JournalEntry, Run } from "../ports.ts";
import { planRisks, type Risk } from "../reconcile/guard.ts";
import type { Plan } from "../reconcile/plan.ts";
import { type DoneStep, type Undo, type UndoRemark, undoRun } from "../reconcile/undo-run.ts";
import type { Applied } from "./applied.ts";
import { applyPlan } from "./apply.ts";
import { finishPlan } from "./prepare.ts";
import { now, type Road } from "./road.ts";
import { turned, viewOfUndo } from "./undo-view.ts";

export type PreparedUndo = {
  plan: Plan;
  remarks: UndoRemark[];
  entries: JournalEntry[];
  puts: Undo["puts"];
  risks: Risk[];
};

/** The plan that puts a run back. To be called after `catchUp`. Throws `not-found` for a run that never was, `refused` for one already undone. */
export async function prepareUndo(road: Road, runId: number): Promise<PreparedUndo> {
  const { ledger } = road.store;
  const run = await ledger.run(runId);
  if (!run) {
    const candidates = (await ledger.runs(5)).map(({ id }) => String(id));
    throw appError({ code: "not-found", what: "run", query: String(runId), candidates });
  }
  if (run.prunedAt !== null) refuse(runId, "too-old");
  const entries = (await ledger.entriesOf(runId)).filter(({ state }) => state === "confirmed");
  if (entries.length === 0) refuse(runId, "nothing-left");
  const { changes, remarks, puts, accounted } = undoRun(road.grammar, entries, await viewOfUndo(road, run, entries));
  const plan = await finishPlan(road, "undo", changes, []);
  const risks = planRisks(withAccounted(plan, accounted), road.template.guard, road.grammar);
  return { plan, remarks, entries, puts, risks };
}

function refuse(run: number, reason: "nothing-left" | "too-old"): never {
  throw appError({ code: "refused", what: "undo", reasons: [{ client: String(run), reason }] });
}

/** The plan as the guard should see it: lines that are accounted for elsewhere stand in the archive of their update. */
function withAccounted(plan: Plan, accounted: Undo["accounted"]): Plan {
  const changes = plan.changes.map((change) => {
    if (change.type !== "update") return change;
    const lines = (accounted.get(change.resourceName) ?? []).map((text) => ({ ...NO_ORDER, text }));
    return { ...change, archive: [...change.archive, ...lines] };
  });
  return { ...plan, changes };
}

const NO_ORDER = { reason: "removed" as const, now: null, order: null, title: null, date: null };

/**
 * Applies an undo and marks what it put back; an undo is a run of its own, so it can be undone. `goesOn`: the run of an undo that had found
 * cards saved meanwhile, which this one brings to its end.
 */
export async function applyUndo(
  road: Road,
  runId: number,
  { plan, entries, puts }: PreparedUndo,
  goesOn: Run | null = null,
): Promise<Applied> {
  const applied = await applyPlan(road, plan, `run ${runId}`, { goesOn });
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
  const named = latest(entries).map((entry) => ({ entry, token: tokensOf(entry, made) }));
  const open = new Set(named.filter(({ entry }) => entry.state !== "confirmed").flatMap(({ token }) => token));
  return new Set(named.flatMap(({ token }) => token).filter((token) => !open.has(token)));
}

/** Of several writes of one card, as where the first met an edit, the last one counts. */
function latest(entries: JournalEntry[]): JournalEntry[] {
  const last = new Map(entries.filter(({ action }) => action === "update").map(({ subject, id }) => [subject, id]));
  return entries.filter(({ action, subject, id }) => action !== "update" || last.get(subject) === id);
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
