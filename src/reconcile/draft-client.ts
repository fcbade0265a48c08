/** A draft as a client that the account lacks. Pure. */
import type { ArchivedLine } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { Draft } from "../client/draft.ts";
import type { Person } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import { composeDraft } from "./compose-draft.ts";
import { grammarOf } from "./kinds.ts";
import type { CreateClient, LabelRef } from "./plan.ts";
import { biographies } from "./plan-changes.ts";
import { type Office, reconcileClient } from "./reconcile-client.ts";

export function createOf(office: Office, draft: Draft, key: string): CreateClient {
  const person = { ...personOf(draft), clientData: [{ key: CLIENT_KEY, value: key }] };
  const { byRole } = office.labels;
  const roles = [draft.marker && `marker:${draft.marker}`, draft.kind && `kind:${draft.kind}`];
  const given = roles.flatMap((role) => (role ? (byRole.get(role) ?? []) : []));
  const { template } = office;
  const grammar = grammarOf(template, office.grammar, draft.kind ?? template.defaultKind);
  const typed = { orders: draft.orders, notes: draft.notes.map(({ text }) => text) };
  const notes = composeDraft(grammar, typed, office.nextNumber);
  const client = clientOf(draft, person, notes, given);
  const result = reconcileClient(office, { client, base: null, recent: [], edited: null, late: false });
  const labels = [...client.labels, ...result.addLabels].filter((label) => !result.removeLabels.includes(label));
  return {
    type: "create",
    key,
    display: client.name.display,
    person: { ...person, biographies: biographies(result.notes) },
    labels: labels.sort(),
    archive: [...result.archive, ...variantLines(draft)],
    findings: result.findings,
    sources: draft.sources,
  };
}

/** The fields of a draft as a Person: phones in the international form, a company as an organization. */
export function personOf(draft: Draft): Person {
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

export function phoneOf({ value, e164, type }: Draft["phones"][number]) {
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
export function variantLines(draft: Draft): ArchivedLine[] {
  return Object.entries(draft.variants).flatMap(([field, values]) =>
    values.map((value) => valueLine(`${field}: ${value}`)),
  );
}

/** A value that a contact does not show, or does not show any more. */
export function valueLine(text: string): ArchivedLine {
  return { reason: "imported", text, now: null, order: null, title: null, date: null };
}
