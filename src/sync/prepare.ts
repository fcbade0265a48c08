import { parseNotes } from "../card/index.ts";
import type { ArchivedLine } from "../card/model.ts";
import { hashOf } from "../lib/hash.ts";
import type { MirrorRow, Pile } from "../ports.ts";
import { type Loss, lossOf } from "../reconcile/guard.ts";
import { kindReader } from "../reconcile/kinds.ts";
import { viewLabels } from "../reconcile/labels.ts";
import { rememberedLabels } from "../reconcile/marker.ts";
import { raisedBy } from "../reconcile/order-numbers.ts";
import type { Change, LabelRef, Plan, PlanKind, UpdateClient } from "../reconcile/plan.ts";
import { clientChange, labelCreations, MemberGathering, sortChanges } from "../reconcile/plan-changes.ts";
import { type Office, type Reconciled, reconcileClient, type Sight } from "../reconcile/reconcile-client.ts";
import { announced } from "./in-doubt.ts";
import { LATE_PULL } from "./pull.ts";
import { now, officeTime, type Road, reconciledMark } from "./road.ts";
import { maskOf } from "./updates.ts";

/** One client of a preparation, with what was made of it. */
export type Seen = { row: MirrorRow; result: Reconciled; change: UpdateClient | null };

export type PrepareOptions = {
  compact?: boolean;
  /** Everybody, not only those who are due. */
  all?: boolean;
  /** Told of every client that is looked at, one after another: nothing is kept of them. */
  look?: (seen: Seen) => void;
};

/** Labels that the office had and the account has lost: making them again waits for a person's word. */
export type Vanished = { role: string; name: string };

export type Prepared = { plan: Plan; vanished: Vanished[] };

/** Looks at every client that is due and says what should change. Nothing is written but the mark of clients that are in order. */
export async function prepareSync(road: Road, options: PrepareOptions = {}): Promise<Prepared> {
  const updates: UpdateClient[] = [];
  const { kind, others, numbers, vanished } = await reconcileDue(road, options, async (change) => {
    updates.push(change);
  });
  return { plan: await finishPlan(road, kind, [...others, ...updates], numbers), vanished };
}

/** A plan whose updates lie on a pile. */
export type PreparedInParts = Prepared & {
  pile: Pile<UpdateClient>;
  /** Updates that would lose lines. */
  losses: Loss[];
};

/**
 * The same for a plan that is carried out at once: its updates are put aside as they are made, however many there are, and counted for the
 * guard on the way. `leavesOut` keeps some of them out of the plan. The pile is the caller's to close.
 */
export async function prepareInParts(
  road: Road,
  options: PrepareOptions,
  leavesOut: (change: UpdateClient) => boolean,
): Promise<PreparedInParts> {
  const pile = await road.store.pile<UpdateClient>();
  try {
    const losses: Loss[] = [];
    let waiting: UpdateClient[] = [];
    const putAside = async () => {
      for (const [mask, changes] of Map.groupBy(waiting, maskOf)) await pile.put(mask, changes);
      waiting = [];
    };
    const { kind, others, numbers, vanished } = await reconcileDue(road, options, async (change) => {
      if (leavesOut(change)) return;
      const loss = lossOf(change, road.grammar);
      if (loss) losses.push(loss);
      if (waiting.push(change) >= PART) await putAside();
    });
    await putAside();
    return { plan: await closePlan(road, kind, others, numbers), vanished, pile, losses };
  } catch (error) {
    await pile.close();
    throw error;
  }
}

/** Clients that are written to the store, or put aside, at a time. */
const PART = 500;

/** Reconciles one client after another and hands on what each needs; of all of them together only names are kept. */
async function reconcileDue(road: Road, options: PrepareOptions, update: (change: UpdateClient) => Promise<void>) {
  const { mirror } = road.store;
  const compact = options.compact ?? false;
  const mark = reconciledMark(road);
  const all = compact || (options.all ?? false);
  // Who is about to go on in another client keeps the card of which that one has taken a copy.
  const leaving = new Set((await announced(road)).map(({ subject }) => subject));
  const total = all ? await mirror.count() : await mirror.countDue(mark);
  const rows = () => (total === 0 ? [] : without(leaving, all ? mirror.all() : mirror.due(mark)));
  const numbers = await openNumbers(road, total === 0 ? [] : without(leaving, mirror.changed()));
  const office = await openOffice(road, numbers.next, compact);
  const lately = compact ? await putBackLately(road) : new Set<string>();
  const isResting = await restsAsPutBack(road, compact);
  const members = new MemberGathering(office.labels);
  let inOrder: Seen[] = [];
  let done = 0;
  for await (const row of rows()) {
    const { resourceName } = row.client;
    const mayCompact = compact && !lately.has(resourceName);
    const sight = {
      ...(await sightOf(road, row)),
      resting: isResting(row),
      folded: await foldedOf(road, row, mayCompact),
    };
    const result = reconcileClient({ ...office, compact: mayCompact }, sight);
    const change = clientChange(row.client, result, [compact ? "compaction" : "card"]);
    const seen = { row, result, change };
    options.look?.(seen);
    members.add({ resourceName, ...result });
    if (change) await update(change);
    if (isInOrder(seen) && inOrder.push(seen) >= PART) {
      await settleInOrder(road, inOrder, office.labels.roleOf);
      inOrder = [];
    }
    done += 1;
    if (done % 100 !== 0) continue;
    road.progress("reconcile", done, total);
    road.checkpoint();
  }
  if (done % 100 > 0) road.progress("reconcile", done, done);
  await settleInOrder(road, inOrder, office.labels.roleOf);
  const kind: PlanKind = compact ? "compact" : "sync";
  const others: Change[] = [...labelCreations(office.labels), ...members.changes()];
  const vanished = office.labels.vanished.map(({ label: { role, name } }) => ({ role, name }));
  return { kind, others, numbers: numbers.given, vanished };
}

async function* without(names: ReadonlySet<string>, rows: AsyncIterable<MirrorRow>): AsyncGenerator<MirrorRow> {
  for await (const row of rows) if (!names.has(row.client.resourceName)) yield row;
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

/** The sequence of order numbers, above everything given before and everything that people have typed; `rows` are clients as the mirror has them. */
export async function openNumbers(road: Road, rows: AsyncIterable<MirrorRow> | Iterable<MirrorRow>): Promise<Numbers> {
  const { ledger, mirror } = road.store;
  const isTakenIn = (await ledger.getSetting(NUMBERS_TAKEN_IN)) !== null;
  const typed: number[] = [];
  // One that was in order before, and is as it was then, was taken in then.
  for await (const row of isTakenIn ? rows : mirror.all())
    if (!isTakenIn || row.reconciled === null) typed.push(...typedNumbers(road, row));
  if (!isTakenIn) await ledger.putSetting(NUMBERS_TAKEN_IN, now(road));
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

function typedNumbers(road: Road, { client }: MirrorRow): number[] {
  if (client.notes === "") return [];
  const { orders } = parseNotes(road.grammar, client.notes, { today: null }).card;
  return orders.flatMap(({ number }) => number ?? []);
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
  const names = new Set(
    changes.flatMap((change) => (change.type === "members" ? [...change.add, ...change.remove] : [])),
  );
  return { ...(await closePlan(road, kind, changes, given)), seen: await versionsSeen(road, [...names].sort()) };
}

/** A plan that is carried out at once needs no versions to be known by later. */
async function closePlan(road: Road, kind: PlanKind, changes: Change[], numbers: number[]): Promise<Plan> {
  const plan = { version: 1 as const, kind, at: now(road), changes: sortChanges(changes), numbers };
  return { ...plan, accounted: [], clients: await road.store.mirror.count(), seen: {} };
}

async function versionsSeen({ store }: Road, names: string[]): Promise<Plan["seen"]> {
  const seen: Plan["seen"] = {};
  for (let start = 0; start < names.length; start += PART) {
    const rows = await store.mirror.getMany(names.slice(start, start + PART));
    for (const [name, { client }] of rows) seen[name] = client.etag;
  }
  return seen;
}

/** Reserves the order numbers of a plan durably, so that no other plan ever gives them: before it is applied or kept in a file. */
export async function reserveNumbers(road: Road, { numbers }: Plan): Promise<void> {
  const [first] = numbers;
  const last = numbers.at(-1);
  if (first === undefined || last === undefined || first <= (await road.store.ledger.lastNumber())) return;
  // Those that were passed over are reserved with them.
  await road.store.ledger.reserveNumbers(last - first + 1, first - 1);
}

/** Clients in order are remembered as such, so that the next difference is taken from here. */
async function settleInOrder(road: Road, seen: Seen[], roleOf: Map<LabelRef, string>): Promise<void> {
  if (seen.length === 0) return;
  const at = now(road);
  // What a person has taken out of a card that needs no write is kept before the difference is forgotten.
  for (const { row, result } of seen)
    if (result.archive.length > 0)
      await road.store.ledger.putArchive(row.client.resourceName, result.archive, row.seenAt, at);
  const reconciled = reconciledMark(road);
  await road.store.mirror.settle(
    seen.map(({ row: { client, base } }) => ({
      resourceName: client.resourceName,
      base: { notes: client.notes, labels: rememberedLabels(roleOf, client.labels, base?.labels ?? []) },
      reconciled,
      at,
    })),
  );
}

function isInOrder({ result, change }: Seen): boolean {
  return !result.untouched && !change && result.addLabels.length === 0 && result.removeLabels.length === 0;
}
