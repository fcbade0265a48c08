import { parseNotes } from "../card/index.ts";
import type { ArchivedLine } from "../card/model.ts";
import { hashOf } from "../lib/hash.ts";
import type { MirrorRow } from "../ports.ts";
import { kindReader } from "../reconcile/kinds.ts";
import { viewLabels } from "../reconcile/labels.ts";
import { rememberedLabels } from "../reconcile/marker.ts";
import { raisedBy } from "../reconcile/order-numbers.ts";
import type { Change, LabelRef, Plan, PlanKind, UpdateClient } from "../reconcile/plan.ts";
import { clientChange, labelCreations, memberChanges, sortChanges } from "../reconcile/plan-changes.ts";
import { type Office, type Reconciled, reconcileClient, type Sight } from "../reconcile/reconcile-client.ts";
import { announced } from "./in-doubt.ts";
import { LATE_PULL } from "./pull.ts";
import { now, officeTime, type Road, reconciledMark } from "./road.ts";

/** One client of a preparation, with what was made of it. */
export type Seen = { row: MirrorRow; result: Reconciled; change: UpdateClient | null };

/** A plan with what it was made from, for the story that is told of it. Only `plan` goes to `applyPlan`. */
export type Prepared = {
  plan: Plan;
  seen: Seen[];
  /** Labels that the office had and the account has lost: making them again waits for a person's word. */
  vanished: { role: string; name: string }[];
};

/** Looks at every client that is due and says what should change. Nothing is written but the mark of clients that are in order. */
export async function prepareSync(road: Road, options: { compact?: boolean; all?: boolean } = {}): Promise<Prepared> {
  const compact = options.compact ?? false;
  const rows = await dueRows(road, compact || (options.all ?? false));
  const numbers = await openNumbers(road, rows);
  const office = await openOffice(road, numbers.next, compact);
  const lately = compact ? await putBackLately(road) : new Set<string>();
  const isResting = await restsAsPutBack(road, compact);
  const seen: Seen[] = [];
  for (const row of rows) {
    const mayCompact = compact && !lately.has(row.client.resourceName);
    const sight = {
      ...(await sightOf(road, row)),
      resting: isResting(row),
      folded: await foldedOf(road, row, mayCompact),
    };
    const result = reconcileClient({ ...office, compact: mayCompact }, sight);
    const change = clientChange(row.client, result, [compact ? "compaction" : "card"]);
    seen.push({ row, result, change });
    if (seen.length % 100 === 0 || seen.length === rows.length) road.progress("reconcile", seen.length, rows.length);
  }
  await settleInOrder(road, seen, office.labels.roleOf);
  const members = seen.map(({ row, result }) => ({ resourceName: row.client.resourceName, ...result }));
  const changes: Change[] = [
    ...labelCreations(office.labels),
    ...seen.flatMap(({ change }) => (change ? [change] : [])),
    ...memberChanges(office.labels, members),
  ];
  const vanished = office.labels.vanished.map(({ label: { role, name } }) => ({ role, name }));
  return { plan: await finishPlan(road, compact ? "compact" : "sync", changes, numbers.given), seen, vanished };
}

async function dueRows(road: Road, all: boolean): Promise<MirrorRow[]> {
  const rows: MirrorRow[] = [];
  // Who is about to go on in another client keeps the card of which that one has taken a copy.
  const leaving = new Set((await announced(road)).map(({ subject }) => subject));
  for await (const row of all ? road.store.mirror.all() : road.store.mirror.due(reconciledMark(road)))
    if (!leaving.has(row.client.resourceName)) rows.push(row);
  return rows;
}

/** What a compaction has to know of the client's archive: the orders that the summary tells of. */
async function foldedOf(road: Road, { client }: MirrorRow, compact: boolean): Promise<ArchivedLine[]> {
  if (!compact || client.notes === "") return [];
  return (await road.store.ledger.archiveOf(client.resourceName)).filter(({ reason }) => reason === "folded");
}

/** What was put back into a card rests the days of grace anew. */
function putBackLately(road: Road): Promise<Set<string>> {
  return road.store.ledger.putBackSince(graceBegin(road));
}

function graceBegin({ template, clock }: Road): string {
  return new Date(clock.now().getTime() - template.card.compaction.graceDays * 86_400_000).toISOString();
}

/** Tells texts that an undo has put back and nobody has changed since: no sync does again what was undone. They may be compacted after the days of grace. */
async function restsAsPutBack(road: Road, compact: boolean): Promise<(row: MirrorRow) => boolean> {
  const rests = await road.store.ledger.rests();
  const since = compact ? graceBegin(road) : "";
  return ({ client }) => {
    const rest = rests.get(client.resourceName);
    return rest !== undefined && rest.at >= since && rest.text === hashOf(client.notes);
  };
}

export type Numbers = { next: () => number; given: number[] };

/** Set once the numbers of all cards have been taken into the ledger: a ledger that is new may know less than the cards. */
const NUMBERS_TAKEN_IN = "numbers.taken-in";
/** Typed numbers far above the sequence (a slip of the finger, an old book): they don't move it, and are passed over when it gets there. */
const NUMBERS_AHEAD = "numbers.ahead";

/** The sequence of order numbers, above everything given before and everything that people have typed. */
export async function openNumbers(road: Road, rows: Iterable<MirrorRow>): Promise<Numbers> {
  const { ledger, mirror } = road.store;
  const typed = [...typedNumbers(road, rows)];
  if ((await ledger.getSetting(NUMBERS_TAKEN_IN)) === null) {
    for await (const row of mirror.all()) typed.push(...typedNumbers(road, [row]));
    await ledger.putSetting(NUMBERS_TAKEN_IN, now(road));
  }
  const kept = await ledger.getSetting(NUMBERS_AHEAD);
  const known = [...new Set([...typed, ...((kept === null ? [] : JSON.parse(kept)) as number[])])];
  let last = raisedBy(await ledger.lastNumber(), known);
  await ledger.raiseNumbers(last);
  const ahead = known.filter((number) => number > last).sort((a, b) => a - b);
  if (JSON.stringify(ahead) !== (kept ?? "[]")) await ledger.putSetting(NUMBERS_AHEAD, JSON.stringify(ahead));
  const taken = new Set(ahead);
  const given: number[] = [];
  const next = () => {
    do last += 1;
    while (taken.has(last));
    given.push(last);
    return last;
  };
  return { next, given };
}

function* typedNumbers(road: Road, rows: Iterable<MirrorRow>): Generator<number> {
  for (const { client } of rows) {
    if (client.notes === "") continue;
    for (const { number } of parseNotes(road.grammar, client.notes, { today: null }).card.orders)
      if (number !== null) yield number;
  }
}

/** The office as every client of one plan sees it. */
export async function openOffice(road: Road, nextNumber: () => number, compact: boolean): Promise<Office> {
  const { mirror, ledger } = road.store;
  const { template, grammar } = road;
  const labels = viewLabels(template, await mirror.labels(), await ledger.labelRoles(), await ledger.formerLabels());
  for (const { role, resourceName } of labels.found) await ledger.bindLabelRole(role, resourceName);
  return {
    template,
    grammar,
    kindOf: kindReader(template, labels, grammar),
    labels,
    today: officeTime(road).day,
    now: road.clock.now().getTime(),
    nextNumber,
    compact,
  };
}

/** A client with its past: the versions that a stale save may come from are looked up only for a card that was edited. */
export async function sightOf(road: Road, row: MirrorRow): Promise<Sight> {
  const { client, base, seenAt } = row;
  const edited = base !== null && base.notes !== client.notes;
  const versions = edited ? await road.store.ledger.versionsOf(client.resourceName, 8) : [];
  // What was seen since then and left alone (somebody was typing) is no version that the card has moved on from: taken for the origin of a
  // stale save, its new lines would look like lines that somebody took away.
  const inOrder = versions.findIndex(({ notes }) => notes === base?.notes);
  // Each version was kept when the next one arrived: so long has that next one been there.
  const sightings = versions
    .slice(0, Math.max(inOrder, 0))
    .map(({ notes }, index) => ({ text: notes, day: officeTime(road, versions[index + 1]!.at).day }))
    .reverse();
  return {
    client,
    base,
    sightings,
    recent: inOrder < 0 ? [] : versions.slice(inOrder + 1).map(({ notes }) => notes),
    edited: officeTime(road, seenAt).day,
    late: edited && (await road.store.ledger.getSetting(LATE_PULL)) === seenAt,
  };
}

/** Closes a plan. Its order numbers are not reserved yet: see `reserveNumbers`. */
export async function finishPlan(road: Road, kind: PlanKind, changes: Change[], given: number[]): Promise<Plan> {
  const { mirror } = road.store;
  const members = changes.flatMap((change) => (change.type === "members" ? [...change.add, ...change.remove] : []));
  const rows = await mirror.getMany([...new Set(members)].sort());
  const seen = Object.fromEntries([...rows].map(([name, { client }]) => [name, client.etag]));
  const plan = { version: 1 as const, kind, at: now(road), changes: sortChanges(changes), numbers: given };
  return { ...plan, accounted: [], clients: await mirror.count(), seen };
}

/** Reserves the order numbers of a plan durably, so that no other plan ever gives them: before it is applied or kept in a file. */
export async function reserveNumbers(road: Road, { numbers }: Plan): Promise<void> {
  const [first] = numbers;
  const last = numbers.at(-1);
  if (first === undefined || last === undefined || first <= (await road.store.ledger.lastNumber())) return;
  // Those that were passed over are reserved with them.
  await road.store.ledger.reserveNumbers(last - first + 1, first - 1);
}

/** A client in order is remembered as such, so that the next difference is taken from here. */
async function settleInOrder(road: Road, seen: Seen[], roleOf: Map<LabelRef, string>): Promise<void> {
  const at = now(road);
  for (const look of seen) {
    // What a person has taken out of a card that needs no write is kept before the difference is forgotten.
    const { archive } = look.result;
    if (isInOrder(look) && archive.length > 0)
      await road.store.ledger.putArchive(look.row.client.resourceName, archive, look.row.seenAt, at);
  }
  const reconciled = reconciledMark(road);
  const rows = seen.filter(isInOrder).map(({ row: { client, base } }) => ({
    resourceName: client.resourceName,
    base: { notes: client.notes, labels: rememberedLabels(roleOf, client.labels, base?.labels ?? []) },
    reconciled,
    at,
  }));
  if (rows.length > 0) await road.store.mirror.settle(rows);
}

function isInOrder({ result, change }: Seen): boolean {
  return !result.untouched && !change && result.addLabels.length === 0 && result.removeLabels.length === 0;
}
