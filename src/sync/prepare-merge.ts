import type { ArchivedLine } from "../card/model.ts";
import type { Person } from "../client/person.ts";
import { appError } from "../lib/errors.ts";
import type { JournalEntry, MirrorRow, Run } from "../ports.ts";
import { planRisks, type Risk } from "../reconcile/guard.ts";
import { mergeClients } from "../reconcile/merge-clients.ts";
import type { Plan } from "../reconcile/plan.ts";
import type { Applied } from "./applied.ts";
import { applyPlan } from "./apply.ts";
import { announced } from "./in-doubt.ts";
import { finishPlan, openNumbers, openOffice, sightOf } from "./prepare.ts";
import { now, type Road } from "./road.ts";

export type PreparedMerge = {
  plan: Plan;
  survivor: { resourceName: string; display: string };
  others: { resourceName: string; display: string }[];
  risks: Risk[];
  asides: { resourceName: string; lines: ArchivedLine[]; seenAt: string }[];
};

/**
 * The plan by which clients become one. To be called after `catchUp`. Throws `refused` for a card that is being edited, a formatted
 * note, or a client about whom a write is undecided; `not-found` for one who is gone.
 */
export async function prepareMerge(road: Road, survivor: string, others: string[]): Promise<PreparedMerge> {
  const names = [survivor, ...others];
  const found = await road.store.mirror.getMany(names);
  const rows = names.map((name) => found.get(name) ?? gone(name));
  await assertDecided(road, rows);
  const [first, ...rest] = rows;
  const numbers = await openNumbers(road, rows);
  const office = await openOffice(road, numbers.next, false);
  const merging = [];
  for (const row of rest)
    merging.push({ sight: await sightOf(road, row), taken: await takenBefore(road, survivor, row) });
  const { changes, refusals, asides } = mergeClients(office, await sightOf(road, first!), merging);
  if (refusals.length > 0) throw appError({ code: "refused", what: "merge", reasons: refusals });
  const plan = await finishPlan(road, "merge", changes, numbers.given);
  return {
    plan,
    survivor: nameOf(first!),
    others: rest.map(nameOf),
    risks: planRisks(plan, road.template.guard, road.grammar),
    asides: rest.flatMap(({ client: { resourceName }, seenAt }) => {
      const lines = asides.get(resourceName) ?? [];
      return lines.length > 0 ? [{ resourceName, lines, seenAt }] : [];
    }),
  };
}

/** Applies a merge; what was announced of it by a run that was cut off is settled by this one. */
export async function applyMerge(road: Road, merge: PreparedMerge, goesOn: Run | null = null): Promise<Applied> {
  const { ledger } = road.store;
  const { survivor, others, asides, plan } = merge;
  for (const { resourceName, lines, seenAt } of asides) await ledger.putArchive(resourceName, lines, seenAt, now(road));
  const about = [survivor, ...others].map(({ display, resourceName }) => display || resourceName).join(" + ");
  return applyPlan(road, plan, about, { goesOn });
}

function gone(query: string): never {
  throw appError({ code: "not-found", what: "client", query });
}

function nameOf({ client: { resourceName, name } }: MirrorRow) {
  return { resourceName, display: name.display };
}

/** A write whose fate is unknown may have changed a card in a way that nobody has seen yet. */
async function assertDecided(road: Road, rows: MirrorRow[]): Promise<void> {
  const merging = await announced(road);
  const waiting = new Set(merging.map(({ id }) => id));
  const open = (await road.store.ledger.openEntries()).filter(({ id }) => !waiting.has(id));
  // One that another merge is still to join, or to take in, has to wait for its end: its card stands in two places.
  const names = new Set(rows.map(({ client }) => client.resourceName));
  const unended = merging.flatMap(({ subject, into }) =>
    names.has(subject) && into === rows[0]!.client.resourceName ? [] : [subject, into!],
  );
  const touched = new Set([...open.flatMap(subjectsOf), ...unended]);
  const reasons = rows.flatMap(({ client: { resourceName, name } }) =>
    touched.has(resourceName) ? [{ client: name.display || resourceName, reason: "write-undecided" as const }] : [],
  );
  if (reasons.length > 0) throw appError({ code: "refused", what: "merge", reasons });
}

function subjectsOf({ action, subject, after }: JournalEntry): string[] {
  if (action !== "members") return [subject];
  const { add, remove } = after as { add: string[]; remove: string[] };
  return [...add, ...remove];
}

/** The note of a client as the survivor has it already: a merge was cut off between the survivor's update and this one's delete. */
async function takenBefore(road: Road, survivor: string, { client }: MirrorRow): Promise<string | null> {
  const { ledger } = road.store;
  const about = await ledger.entriesAbout(client.resourceName);
  const left = about.filter(
    ({ into, state, before }) => into === survivor && state !== "confirmed" && state !== "undone" && before !== null,
  );
  const written = (await ledger.entriesAbout(survivor)).filter(
    ({ action, state }) => action === "update" && state === "confirmed",
  );
  // What was announced before the survivor's update stands in it, unless it was announced anew before that.
  const isWritten = ({ id, run }: JournalEntry) => {
    const next = about.find((other) => other.id > id && other.run === run && other.into === survivor)?.id;
    return written.some((entry) => entry.run === run && entry.id > id && (next === undefined || entry.id < next));
  };
  const taken = left.findLast(isWritten);
  return taken ? ((taken.before as Person).biographies?.[0]?.value ?? "") : null;
}
