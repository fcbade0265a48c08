import type { Client } from "../client/client.ts";
import { toE164 } from "../client/phone.ts";
import { readClient } from "../client/read-client.ts";
import { areClearlyDifferent, nameTokens } from "../client/same-name.ts";
import { searchKey } from "../client/search-key.ts";
import { appError, type RefusalReason } from "../lib/errors.ts";
import type { JournalEntry, TrashItem } from "../ports.ts";
import type { LabelView } from "../reconcile/labels.ts";
import type { Plan } from "../reconcile/plan.ts";
import { recreate, userLabelsOf } from "../reconcile/undo-run.ts";
import { contactsInDoubt, createsInDoubt } from "./in-doubt.ts";
import { finishPlan, openOffice } from "./prepare.ts";
import type { Road } from "./road.ts";

export type PreparedRestore = {
  plan: Plan;
  client: { resourceName: string; display: string; deletedAt: string };
  /** Some label that the client had is no longer there. */
  labelGone: boolean;
};

/**
 * The plan that makes a deleted client again, with its fields and labels; what is kept of it in the ledger follows. To be called after `catchUp`.
 * `query`: the resource name that it had, its number, or its name. Throws `not-found`, or `refused` for one who lives: under that name, in
 * another client, or (unless `force`) by all appearances.
 */
export async function prepareRestore(road: Road, query: string, options: { force: boolean }): Promise<PreparedRestore> {
  const item = await findInTrash(road, query);
  const client = readClient(item.person, road.template.country);
  await assertGone(road, item, client);
  await assertDecided(road, item, client, options);
  if (!options.force) await assertNoDouble(road, client);
  const { labels: view } = await openOffice(road, noNumbers, false);
  const wanted = userLabelsOf(item.person);
  const labels = wanted.flatMap((label) => labelNow(view, label) ?? []);
  const change = recreate({ subject: item.resourceName, display: item.display }, item.person, [...new Set(labels)]);
  return {
    plan: await finishPlan(road, "restore", [change], []),
    client: { resourceName: item.resourceName, display: item.display, deletedAt: item.deletedAt },
    labelGone: labels.length < wanted.length,
  };
}

function noNumbers(): never {
  throw appError({ code: "internal", detail: "a client is made again with the numbers that it had" });
}

/** The label itself, or the one that has its role by now; `null` when it is gone. */
function labelNow({ live, roleOf, byRole }: LabelView, label: string): string | null {
  if (live.has(label)) return label;
  const now = byRole.get(roleOf.get(label) ?? "");
  return now !== undefined && live.has(now) ? now : null;
}

// ------------------------------------------------------------------------------------------------------------ who is meant

async function findInTrash(road: Road, query: string): Promise<TrashItem> {
  const items = await road.store.ledger.trash();
  const name = /^c\d+$/.test(query) ? `people/${query}` : query;
  const named = items.find(({ resourceName }) => resourceName === name);
  if (named) return named;
  if ((await road.store.mirror.get(name)) !== null) refuse(query, "alive");
  const found = items.filter((item) => item.restoredAs === null && isMeant(road, item, query));
  const exact = found.filter(({ display }) => display.toLowerCase() === query.trim().toLowerCase());
  const [only, ...others] = exact.length > 0 ? exact : found;
  if (only && others.length === 0) return only;
  const candidates = found.map(({ display, resourceName }) => `${display || "?"} (${resourceName})`);
  throw appError({ code: "not-found", what: "deleted client", query, candidates });
}

function isMeant({ template: { country } }: Road, { person }: TrashItem, query: string): boolean {
  const { name, phones } = readClient(person, country);
  const e164 = toE164(query, country);
  if (e164 !== null) return phones.some((phone) => phone.e164 === e164);
  const wanted = searchKey(query).split(" ").filter(Boolean);
  const words = searchKey(name.display).split(" ");
  return wanted.length > 0 && wanted.every((word) => words.some((own) => own.startsWith(word)));
}

// ------------------------------------------------------------------------------------------------------- who is still there

async function assertGone({ store }: Road, item: TrashItem, { key }: Client): Promise<void> {
  const { resourceName, display, restoredAs } = item;
  const names = [resourceName, ...(restoredAs === null ? [] : [restoredAs])];
  const byKey = key === null ? new Map<string, string>() : await store.mirror.byKeys([key]);
  if ((await store.mirror.getMany([...names, ...byKey.values()])).size > 0) refuse(display || resourceName, "alive");
  const merged = (await store.ledger.merged()).find(({ subject }) => names.includes(subject));
  if (merged) refuse(display || resourceName, "merged", String(merged.run));
}

/** A create whose fate is unknown may have made this client already, or (unless `force`) one with the same number or mail. */
async function assertDecided(
  road: Road,
  { resourceName, display }: TrashItem,
  { key, phones, emails }: Client,
  { force }: { force: boolean },
): Promise<void> {
  const entries = await createsInDoubt(road);
  const isThis = ({ subject, before }: JournalEntry) =>
    subject === `key:${key}` || (before as { resourceName?: string } | null)?.resourceName === resourceName;
  const doubt = contactsInDoubt(entries, road.template.country);
  const isLike =
    phones.some(({ e164 }) => e164 !== null && doubt.phones.has(e164)) ||
    emails.some((email) => doubt.emails.has(email.toLowerCase()));
  if (entries.some(isThis) || (isLike && !force)) refuse(display || resourceName, "write-undecided");
}

/** Somebody may have typed the client in anew: making it again would be a double. */
async function assertNoDouble({ store }: Road, { name, phones, emails }: Client): Promise<void> {
  const byPhone = await store.mirror.byPhones(phones.flatMap(({ e164 }) => e164 ?? []));
  const byEmail = await store.mirror.byEmails(emails.map((email) => email.toLowerCase()));
  const rows = await store.mirror.getMany([...new Set([...byPhone.values(), ...byEmail.values()].flat())]);
  const tokens = nameTokens(name.display);
  for (const { client } of rows.values()) {
    if (areClearlyDifferent(tokens, nameTokens(client.name.display))) continue;
    refuse(`${client.name.display || client.resourceName} (${client.resourceName})`, "same-contact");
  }
}

function refuse(client: string, reason: RefusalReason, detail?: string): never {
  throw appError({ code: "refused", what: "restore-client", reasons: [{ client, reason, detail }] });
}
