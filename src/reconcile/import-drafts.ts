/**
 * An import on the road: what a foreign base says of its clients, set against what the account holds. Pure. A client is found by a row that
 * was imported before, then by phone, then by mail; never by name alone. What a person typed in the account stays; the base only adds.
 */
import type { Order } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { Draft, DraftOrder } from "../client/draft.ts";
import type { Person, PersonField } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import type { SourceRow } from "../client/source-row.ts";
import { composeDraft } from "./compose-draft.ts";
import type { CreateClient, LabelRef, UpdateClient } from "./plan.ts";
import { biographies } from "./plan-changes.ts";
import { type Office, type Reconciled, reconcileClient, type Sight } from "./reconcile-client.ts";

/** What the account and the ledger know that bears on an import. */
export type ImportView = {
  /** Subject of an imported row by the row's hash, and by `idOf`. */
  subjectByHash: Map<string, string>;
  subjectById: Map<string, string>;
  byPhone: Map<string, string[]>;
  byEmail: Map<string, string[]>;
  byKey: Map<string, string>;
  /** Every client that a draft may turn out to be. */
  sights: Map<string, Sight>;
  /** The text of the lines that have left the card of a client, by resource name: they need not come back. */
  archived: Map<string, string>;
  /** Keys of creates whose fate is unknown: not to be repeated until it is known. */
  inDoubt: Set<string>;
  keyOf: (draft: Draft) => string;
};

export type ImportItem =
  | { outcome: "create"; draft: Draft; change: CreateClient }
  | { outcome: "update"; draft: Draft; change: UpdateClient; addLabels: LabelRef[]; removeLabels: LabelRef[] }
  | { outcome: "same"; draft: Draft; subject: string; gone: boolean; addLabels: LabelRef[]; removeLabels: LabelRef[] }
  | {
      outcome: "conflict";
      draft: Draft;
      subjects: string[];
      reason: "several-clients" | "row-edited" | "no-create" | "in-doubt";
    };

/** Decides for every draft, in the order given. */
export function importDrafts(
  office: Office,
  drafts: Draft[],
  view: ImportView,
  options: { create: boolean },
): ImportItem[] {
  return drafts.map((draft) => importDraft(office, draft, view, options));
}

function importDraft(office: Office, draft: Draft, view: ImportView, options: { create: boolean }): ImportItem {
  const fresh = draft.sources.filter((source) => !view.subjectByHash.has(source.hash));
  const known = [...new Set(draft.sources.flatMap(({ hash }) => view.subjectByHash.get(hash) ?? []))];
  if (fresh.length === 0) return same(draft, known[0]!, view);
  const edited = fresh.flatMap((source) => subjectOfEdited(source, draft, view) ?? []);
  if (edited.length > 0) {
    const subjects = [...new Set(edited)];
    return { outcome: "conflict", draft, subjects, reason: "row-edited" };
  }
  const matches = matchesOf(draft, known, view);
  if (matches.length > 1) return { outcome: "conflict", draft, subjects: matches, reason: "several-clients" };
  const sight = matches[0] === undefined ? undefined : view.sights.get(matches[0]);
  if (matches[0] !== undefined && !sight) return same(draft, matches[0], view);
  if (sight)
    return update(office, draft, sight, { rows: new Set(fresh.map(({ row }) => row)), archived: view.archived });
  if (!options.create) return { outcome: "conflict", draft, subjects: [], reason: "no-create" };
  const key = view.keyOf(draft);
  if (view.inDoubt.has(key)) return { outcome: "conflict", draft, subjects: [], reason: "in-doubt" };
  return create(office, draft, key);
}

/** Names a row in `subjectById`: by the base's own id, else by its place. */
export function idOf({ sheet, id, row }: SourceRow): string {
  return id === null ? `${sheet}|row ${row}` : `${sheet}|${id}`;
}

/** Whose row this was when it was imported before in another wording. By its place alone only where nothing else can tell: no phone, no mail. */
function subjectOfEdited(source: SourceRow, draft: Draft, view: ImportView): string | undefined {
  const isNamed = source.id !== null;
  const isFindable = draft.emails.length > 0 || draft.phones.some(({ e164 }) => e164 !== null);
  return isNamed || !isFindable ? view.subjectById.get(idOf(source)) : undefined;
}

function same(draft: Draft, subject: string, view: ImportView): ImportItem {
  return { outcome: "same", draft, subject, gone: !view.sights.has(subject), addLabels: [], removeLabels: [] };
}

/** By rows imported before, else by our key, else by phone, else by mail. */
function matchesOf(draft: Draft, known: string[], view: ImportView): string[] {
  if (known.length > 0) return known;
  const byKey = view.byKey.get(view.keyOf(draft));
  if (byKey !== undefined) return [byKey];
  const byPhone = new Set(draft.phones.flatMap(({ e164 }) => (e164 ? (view.byPhone.get(e164) ?? []) : [])));
  if (byPhone.size > 0) return [...byPhone].sort();
  return [...new Set(draft.emails.flatMap(({ value }) => view.byEmail.get(value.toLowerCase()) ?? []))].sort();
}

// ------------------------------------------------------------------------------------------------------------ a new client

function create(office: Office, draft: Draft, key: string): ImportItem {
  const person = { ...personOf(draft), clientData: [{ key: CLIENT_KEY, value: key }] };
  const marker = draft.marker ? office.labels.byRole.get(`marker:${draft.marker}`) : undefined;
  const client = clientOf(
    draft,
    person,
    composeDraft(office.grammar, draft, office.nextNumber),
    marker ? [marker] : [],
  );
  const result = reconcileClient(office, { client, base: null, recent: [], edited: null, late: false });
  const labels = [...client.labels, ...result.addLabels].filter((label) => !result.removeLabels.includes(label));
  const change: CreateClient = {
    type: "create",
    key,
    display: client.name.display,
    person: { ...person, biographies: biographies(result.notes) },
    labels: labels.sort(),
    archive: [...result.archive, ...variantLines(draft)],
    findings: result.findings,
    sources: draft.sources,
  };
  return { outcome: "create", draft, change };
}

/** The fields of a draft as a Person: phones in the international form, a company as an organization. */
function personOf(draft: Draft): Person {
  const { given, family, middle, display, company } = draft.name;
  const name = {
    ...(given ? { givenName: given } : {}),
    ...(middle ? { middleName: middle } : {}),
    ...(family ? { familyName: family } : {}),
  };
  const organization = draft.organization ?? (company ? display : null);
  const parted = Object.keys(name).length > 0 ? name : display !== "" && !company ? { givenName: display } : null;
  return {
    ...(parted && !company ? { names: [parted] } : {}),
    ...(organization ? { organizations: [{ name: organization }] } : {}),
    ...(draft.phones.length > 0 ? { phoneNumbers: draft.phones.map(phoneOf) } : {}),
    ...(draft.emails.length > 0 ? { emailAddresses: draft.emails.map(({ value }) => ({ value })) } : {}),
    ...(draft.addresses.length > 0 ? { addresses: draft.addresses.map((formattedValue) => ({ formattedValue })) } : {}),
  };
}

function phoneOf({ value, e164, type }: Draft["phones"][number]) {
  return { value: e164 ?? value, ...(type ? { type } : {}) };
}

function clientOf(draft: Draft, person: Person, notes: string, labels: LabelRef[]): Client {
  return {
    resourceName: "",
    etag: "",
    updateTime: null,
    name: { ...draft.name },
    phones: draft.phones,
    emails: draft.emails.map(({ value }) => value),
    notes,
    labels,
    key: null,
    previousResourceNames: [],
    person,
  };
}

/** Spellings that the card does not show go to the archive, so that nothing that was typed is gone. */
function variantLines(draft: Draft): CreateClient["archive"] {
  return Object.entries(draft.variants).flatMap(([field, values]) =>
    values.map((value) => ({
      reason: "imported" as const,
      text: `${field}: ${value}`,
      now: null,
      order: null,
      title: null,
      date: null,
    })),
  );
}

// ------------------------------------------------------------------------------------------------------- a client that exists

type News = {
  /** Numbers of the rows that were not imported before. */
  rows: Set<number>;
  archived: ImportView["archived"];
};

function update(office: Office, draft: Draft, sight: Sight, { rows, archived }: News): ImportItem {
  const present = reconcileClient(office, sight);
  const orders = draft.orders.filter((order) => rows.has(order.row) && !isTold(present.card.orders, order));
  const gone = archived.get(sight.client.resourceName) ?? "";
  const notes = draft.notes.filter((line) => !sight.client.notes.includes(line) && !gone.includes(line));
  const added = composeDraft(office.grammar, { orders, notes }, office.nextNumber);
  const text = added === "" ? present.notes : present.notes === "" ? added : `${present.notes.trimEnd()}\n\n${added}`;
  const result = reconcileAgain(office, sight, text, present);
  const values = additions(sight.client, draft);
  const fields: PersonField[] = [
    ...values.fields,
    ...(result.notes === sight.client.notes ? [] : ["biographies" as const]),
  ];
  const labels = { addLabels: result.addLabels, removeLabels: result.removeLabels };
  if (fields.length === 0)
    return { outcome: "same", draft, subject: sight.client.resourceName, gone: false, ...labels };
  const change: UpdateClient = {
    type: "update",
    resourceName: sight.client.resourceName,
    display: sight.client.name.display,
    etag: sight.client.etag,
    fields: fields.sort(),
    before: pick(sight.client.person, fields),
    after: { ...values.after, ...(fields.includes("biographies") ? { biographies: biographies(result.notes) } : {}) },
    archive: [...result.archive, ...variantLines(draft)],
    findings: result.findings,
    sources: draft.sources,
    why: fields.map((field) => `import.${field}`),
  };
  return { outcome: "update", draft, change, ...labels };
}

/** The second look, at the text with the base's lines in it: they were typed long ago, so nothing in them is new. */
function reconcileAgain(office: Office, sight: Sight, text: string, present: Reconciled): Reconciled {
  if (text === present.notes) return present;
  const client = { ...sight.client, notes: text, updateTime: null };
  const again = reconcileClient(office, {
    ...sight,
    client,
    base: { notes: text, labels: sight.client.labels },
    recent: [],
  });
  return { ...again, archive: [...present.archive, ...again.archive] };
}

/** The same order, whatever its number: title, amount and outcome agree. */
function isTold(orders: Order[], draft: DraftOrder): boolean {
  const state = draft.status?.state ?? "open";
  return orders.some(
    (order) =>
      order.title === draft.title &&
      order.amount === draft.amount &&
      order.state === state &&
      (draft.date === null ||
        [order.opened, order.closed, ...order.steps.map((step) => step.date)].includes(draft.date)),
  );
}

/** Phones, mails and addresses that the client lacks; a name only for a client without one. Nothing is replaced. */
function additions(client: Client, draft: Draft): { fields: PersonField[]; after: Person } {
  const { person } = client;
  const wanted = personOf(draft);
  const after: Person = {};
  const fields: PersonField[] = [];
  const phones = draft.phones.filter(
    ({ e164, value }) => !client.phones.some((p) => (e164 ? p.e164 === e164 : p.value === value)),
  );
  const emails = draft.emails.filter(
    ({ value }) => !client.emails.some((known) => known.toLowerCase() === value.toLowerCase()),
  );
  const addresses = draft.addresses.filter(
    (address) => !person.addresses?.some((known) => known.formattedValue === address),
  );
  if (phones.length > 0) {
    after.phoneNumbers = [...(person.phoneNumbers ?? []), ...phones.map(phoneOf)];
    fields.push("phoneNumbers");
  }
  if (emails.length > 0) {
    after.emailAddresses = [...(person.emailAddresses ?? []), ...emails.map(({ value }) => ({ value }))];
    fields.push("emailAddresses");
  }
  if (addresses.length > 0) {
    after.addresses = [...(person.addresses ?? []), ...addresses.map((formattedValue) => ({ formattedValue }))];
    fields.push("addresses");
  }
  if (client.name.display === "" && wanted.names) {
    after.names = wanted.names;
    fields.push("names");
  } else if (client.name.display === "" && wanted.organizations) {
    after.organizations = wanted.organizations;
    fields.push("organizations");
  }
  return { fields, after };
}

function pick(person: Person, fields: PersonField[]): Person {
  return Object.fromEntries(fields.map((field) => [field, person[field]]));
}
