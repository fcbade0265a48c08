import type { Client } from "../client/client.ts";
import { appError } from "../lib/errors.ts";
import type { JournalEntry } from "../ports.ts";
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
  const { changes, remarks } = undoRun(road.grammar, entries, present);
  return { plan: await finishPlan(road, "undo", changes, []), remarks, entries };
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
  return applied;
}
