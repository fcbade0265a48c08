/** What the steps of one application share: where it stands, and how it writes into the journal. */
import { readClient } from "../client/read-client.ts";
import { appError, isAppError } from "../lib/errors.ts";
import type { JournalIntent, Ledger, Run } from "../ports.ts";
import type { LabelRef } from "../reconcile/plan.ts";
import type { Applied } from "./applied.ts";
import { keepReplaced } from "./keep-replaced.ts";
import { now, type Road } from "./road.ts";

export type Fate = Parameters<Ledger["settle"]>[0][number];

/** One application of one plan. */
export type Work = {
  road: Road;
  run: Run;
  applied: Applied;
  /** Resource names of the labels that this plan creates, by role reference. */
  made: Map<LabelRef, string>;
  /** Deletes that stand in the journal before anything is sent, by the client: a killed merge is brought to its end by them. */
  announced: Map<string, number>;
  /** Clients whose update is not confirmed: whoever was to live on in them stays. */
  unwritten: Set<string>;
};

export function beginWork(road: Road, run: Run, applied: Applied): Work {
  return { road, run, applied, made: new Map(), announced: new Map(), unwritten: new Set() };
}

export function labelName(work: Work, ref: LabelRef): string {
  if (!ref.startsWith("role:")) return ref;
  const made = work.made.get(ref);
  if (!made) throw appError({ code: "internal", detail: `the plan uses the label ${ref} but does not create it` });
  return made;
}

/** Reads clients in again that had moved on: they are due for the next preparation. */
export async function readAgain({ road, applied }: Work, resourceNames: string[]): Promise<void> {
  const people = await road.account.getPeople(resourceNames);
  const living = [...people.values()].flatMap((person) => (person ? [readClient(person, road.template.country)] : []));
  const at = now(road);
  await keepReplaced(road, living, at);
  await road.store.mirror.refresh(living, at);
  applied.stale.push(...resourceNames);
}

/** The labels that the account has by now, where it says that one which a plan uses is gone. */
export async function readLabels(road: Road): Promise<Set<string>> {
  const labels = await road.account.listLabels();
  await road.store.ledger.assertWriter();
  await road.store.mirror.putLabels(labels);
  return new Set(labels.map(({ resourceName }) => resourceName));
}

export function intentOf(
  subject: string,
  action: JournalIntent["action"],
  display: string,
  before: unknown,
  after: unknown,
): JournalIntent {
  return { subject, action, display, before, after, archive: [], sources: [] };
}

/** Records what is about to be sent, and that it is: from here on the account may have it. */
export async function intend({ road, run }: Work, intents: JournalIntent[]): Promise<number[]> {
  const { ledger } = road.store;
  const ids = await ledger.intend(run.id, intents, now(road));
  await ledger.markSent(ids, now(road));
  return ids;
}

/** Between batches: where a run may be stopped, and sees whether it is still the writer before it writes down what comes next. */
export async function safePoint({ road }: Work): Promise<void> {
  road.checkpoint();
  await road.lock.check();
}

/** Whether the mirror is still this process's to keep. */
export async function isWriter({ road }: Work): Promise<boolean> {
  try {
    await road.store.ledger.assertWriter();
    return true;
  } catch (error) {
    if (isAppError(error, "locked")) return false;
    throw error;
  }
}

/** What the account has answered is true whoever is the writer by now; but then the mirror is another's to keep. */
export async function settle({ road }: Work, fates: Fate[], at: string = now(road)): Promise<void> {
  await road.store.ledger.settle(fates, at);
  await road.store.ledger.assertWriter();
}

/** What the journal keeps of a thing that is made again: the name it had. */
export function beforeOf(formerly: string | undefined): { resourceName: string } | null {
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
