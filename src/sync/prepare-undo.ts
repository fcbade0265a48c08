import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import { appError } from "../lib/errors.ts";
import type { JournalEntry, Run } from "../ports.ts";
import type { Plan } from "../reconcile/plan.ts";
import { type UndoRemark, undoRun } from "../reconcile/undo-run.ts";
import { type Applied, applyPlan } from "./apply.ts";
import { finishPlan } from "./prepare.ts";
import { now, type Road } from "./road.ts";

export type PreparedUndo = { plan: Plan; remarks: UndoRemark[]; entries: JournalEntry[] };

/** The plan that puts a run back. To be called after `catchUp`. Throws `not-found` for a run that never was, `usage` for one already undone. */
export async function prepareUndo(road: Road, runId: number): Promise<PreparedUndo> {
  const { ledger, mirror } = road.store;
  const run = await ledger.run(runId);
  if (!run) {
    const candidates = (await ledger.runs(5)).map(({ id }) => String(id));
    throw appError({ code: "not-found", what: "run", query: String(runId), candidates });
  }
  const entries = (await ledger.entriesOf(runId)).filter(({ state }) => state === "confirmed");
  if (entries.length === 0) throw appError({ code: "usage", problem: `run ${runId} has nothing left to undo` });
  const present = new Map<string, Client>();
  const touched = entries.flatMap(({ subject, action, after }) =>
    action === "members" ? Object.values(after as { add: string[]; remove: string[] }).flat() : [subject],
  );
  for (const [name, { client }] of await mirror.getMany([...new Set(touched)])) present.set(name, client);
  for (const [name, client] of await madeAgain(road, entries)) present.set(name, client);
  const labels = new Set((await mirror.labels()).map(({ resourceName }) => resourceName));
  const { changes, remarks } = undoRun(road.grammar, entries, present, labels);
  return { plan: await finishPlan(road, "undo", changes, []), remarks, entries };
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

/** Applies an undo and marks what it put back; an undo is a run of its own, so it can be undone. */
export async function applyUndo(road: Road, runId: number, { plan, remarks, entries }: PreparedUndo): Promise<Applied> {
  const applied = await applyPlan(road, plan, `run ${runId}`);
  const kept = new Set([
    ...remarks.filter(({ remark }) => remark === "edited-since").map(({ subject }) => subject),
    ...applied.stale,
  ]);
  const undone = entries.filter(({ subject }) => !kept.has(subject));
  const { ledger } = road.store;
  await ledger.settle(
    undone.map(({ id }) => ({ id, state: "undone" as const })),
    now(road),
  );
  const run = await ledger.run(runId);
  if (run) await ledger.endRun(runId, "undone", run.summary, now(road));
  if (run?.kind === "undo") await redo(road, run, undone);
  return applied;
}

/**
 * An undo that is put back leaves the run that it had undone in force again: its lines are in the archive once more, its rows are known, and
 * it can be undone anew.
 */
async function redo(road: Road, undo: Run, undone: JournalEntry[]): Promise<void> {
  const { ledger } = road.store;
  const run = await ledger.run(Number(/^run (\d+)$/.exec(undo.about)?.[1] ?? 0));
  if (!run) return;
  // Read again: what was made again has another resource name by now.
  const ids = new Set(undone.map(({ id }) => id));
  const subjects = new Set((await ledger.entriesOf(undo.id)).filter(({ id }) => ids.has(id)).map((e) => e.subject));
  const again = (await ledger.entriesOf(run.id)).filter(
    ({ state, subject }) => state === "undone" && subjects.has(subject),
  );
  if (again.length === 0) return;
  await ledger.settle(
    again.map(({ id }) => ({ id, state: "confirmed" as const })),
    now(road),
  );
  await ledger.endRun(run.id, "done", run.summary, now(road));
}
