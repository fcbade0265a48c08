/** Clients who turned out to be one: what the survivor becomes, and that the others go. Pure. */
import { type Grammar, joinNotes, mergeThreeWay, parseNotes } from "../card/index.ts";
import type { ArchivedLine } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { PersonField } from "../client/person.ts";
import { projectCallerLine } from "./caller-line.ts";
import { joinFields } from "./join-fields.ts";
import type { LabelView } from "./labels.ts";
import type { Change, DeleteClient, LabelRef, UpdateClient } from "./plan.ts";
import { biographies, memberChanges } from "./plan-changes.ts";
import { type Office, type Reconciled, reconcileClient, type Sight } from "./reconcile-client.ts";

export type MergingClient = {
  sight: Sight;
  /** Its note as a merge that was cut off has taken it over already; `null`: nothing of it stands with the survivor yet. */
  taken: string | null;
};

export type MergeRefusal = { client: string; reason: "being-edited" | "formatted-note" };

export type Merge = {
  changes: Change[];
  refusals: MergeRefusal[];
  /** Lines that left the card of one of the others before: they go to its archive, by resource name. */
  asides: Map<string, ArchivedLine[]>;
};

export function mergeClients(office: Office, survivor: Sight, others: MergingClient[]): Merge {
  const looks = [survivor, ...others.map(({ sight }) => sight)].map((sight) => ({
    client: sight.client,
    result: reconcileClient(office, sight),
  }));
  const refusals = looks.flatMap(({ client, result }) => refusalOf(client, result));
  if (refusals.length > 0) return { changes: [], refusals, asides: new Map() };
  const [own, ...theirs] = looks;
  const clients = theirs.map(({ client }) => client);
  const labels = unite(office.labels, survivor.client.labels, clients);
  const result = reconcileJoined(office, survivor, own!.result, joined(office, own!, theirs, others), labels);
  const update = updateOf(survivor.client, clients, result, own!.result.archive);
  const members = memberChanges(office.labels, [memberChange(office.labels, survivor.client, labels, result)]);
  return {
    changes: [...(update ? [update] : []), ...members, ...clients.map((client) => goodbye(client, survivor.client))],
    refusals: [],
    asides: new Map(theirs.map(({ client, result: { archive } }) => [client.resourceName, archive])),
  };
}

function refusalOf({ name, resourceName }: Client, { untouched }: Reconciled): MergeRefusal[] {
  const client = name.display || resourceName;
  if (untouched === "quiet") return [{ client, reason: "being-edited" }];
  return untouched === "html" ? [{ client, reason: "formatted-note" }] : [];
}

// -------------------------------------------------------------------------------------------------------------- the card

type Look = { client: Client; result: Reconciled };

/** The notes of all; of one that was taken over before, only what it says since. */
function joined(
  office: Office,
  { client: survivor, result: own }: Look,
  theirs: Look[],
  others: MergingClient[],
): string {
  const { grammar } = office.kindOf(survivor.labels);
  let text = own.notes;
  theirs.forEach(({ client, result }, index) => {
    const { taken } = others[index]!;
    const theirs = taken === client.notes ? taken : withoutNewNumbers(grammar, client.notes, result.notes);
    text = taken === null ? joinNotes(grammar, [text, result.notes]) : mergeThreeWay(grammar, taken, text, theirs).text;
  });
  return text;
}

/** Orders as they were typed where only their number is new: with the survivor they have one already, or get one with all others. */
function withoutNewNumbers(grammar: Grammar, typed: string, inOrder: string): string {
  const ordersOf = (text: string) => parseNotes(grammar, text, { today: null }).card.orders;
  const before = ordersOf(typed);
  const numbers = new Set(before.map(({ number }) => number));
  const unnumbered = before.filter(({ number }) => number === null);
  const [was, lines] = [typed.split("\n"), inOrder.split("\n")];
  for (const { number, title, amount, line } of ordersOf(inOrder)) {
    if (numbers.has(number)) continue;
    const at = unnumbered.findIndex((order) => order.title === title && order.amount === amount);
    const [order] = at < 0 ? [] : unnumbered.splice(at, 1);
    if (order) lines[line] = was[order.line]!;
  }
  return lines.join("\n");
}

/** In the order of a card, as lines that were typed long ago: nothing in them is new. */
function reconcileJoined(office: Office, survivor: Sight, own: Reconciled, notes: string, labels: LabelRef[]) {
  const held = labels.filter((label) => !own.removeLabels.includes(label));
  const client = { ...survivor.client, notes, labels: held, updateTime: null };
  return reconcileClient(office, { ...survivor, client, base: { notes, labels: held }, recent: [], resting: false });
}

function updateOf(
  survivor: Client,
  others: Client[],
  result: Reconciled,
  archive: ArchivedLine[],
): UpdateClient | null {
  const { fields, after, left } = joinFields(survivor, others.map(withoutCallerLine));
  if (result.notes !== survivor.notes) {
    fields.push("biographies");
    after.biographies = biographies(result.notes);
  }
  if (fields.length === 0) return null;
  fields.sort();
  return {
    type: "update",
    resourceName: survivor.resourceName,
    display: survivor.name.display,
    etag: survivor.etag,
    fields,
    before: pick(survivor, fields),
    after,
    archive: [...archive, ...result.archive, ...left],
    findings: result.findings,
    sources: [],
    why: ["merge"],
  };
}

/** The line is the card's of which it told; the survivor's numbers get their own with the next sync. */
function withoutCallerLine(client: Client): Client {
  return { ...client, person: { ...client.person, ...projectCallerLine(client.person, null) } };
}

function pick({ person }: Client, fields: PersonField[]) {
  return Object.fromEntries(fields.map((field) => [field, person[field]]));
}

function goodbye({ resourceName, name, person }: Client, survivor: Client): DeleteClient {
  return { type: "delete", resourceName, display: name.display, before: person, into: survivor.resourceName };
}

// ------------------------------------------------------------------------------------------------------------ the labels

/** System groups that people put contacts into. */
const TAKEN_OVER = new Set(["contactGroups/myContacts", "contactGroups/starred"]);

/**
 * The survivor's labels and the staff's own labels of the others. Of the exclusive sets, marker and kind, the survivor's stays; where it has
 * none, the first that one of the others has. Status labels are the card's.
 */
function unite(view: LabelView, own: LabelRef[], others: Client[]): LabelRef[] {
  const united = new Set(own);
  for (const label of others.flatMap(({ labels }) => labels)) {
    if (!view.live.has(label)) continue;
    const set = view.roleOf.get(label)?.split(":")[0];
    if (set === "status" || (label.startsWith("contactGroups/") && isSystem(label) && !TAKEN_OVER.has(label))) continue;
    const isTaken = [...united].some((held) => set !== undefined && view.roleOf.get(held)?.startsWith(`${set}:`));
    if (!isTaken) united.add(label);
  }
  return [...united].sort();
}

/** Groups of the account's own have names for ids, those of people numbers (people-api reference, 7). */
function isSystem(label: LabelRef): boolean {
  return !/^contactGroups\/[0-9a-f]{6,}$/.test(label);
}

/** Labels that the account lacks are made by the next sync. */
function memberChange(view: LabelView, { resourceName, labels }: Client, united: LabelRef[], result: Reconciled) {
  const wanted = [...united, ...result.addLabels].filter((label) => !result.removeLabels.includes(label));
  return {
    resourceName,
    addLabels: wanted.filter((label) => view.live.has(label) && !labels.includes(label)),
    removeLabels: labels.filter((label) => !wanted.includes(label) && view.live.has(label)),
  };
}
