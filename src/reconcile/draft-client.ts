/** A draft as a client that the account lacks. Pure. */
import { type Grammar, hasUnnumberedOrder } from "../card/index.ts";
import type { ArchivedLine } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { Draft } from "../client/draft.ts";
import type { Person, PersonName, PersonPhone } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import { remembered } from "../lib/remembered.ts";
import { composeDraft } from "./compose-draft.ts";
import { grammarOf } from "./kinds.ts";
import type { CreateClient, LabelRef } from "./plan.ts";
import { biographies } from "./plan-changes.ts";
import { type Office, reconcileClient } from "./reconcile-client.ts";

/**
 * Its card is made when somebody asks for it: to see it, or to write it. The order numbers are given at once, so that they are the same whoever
 * is asked for first.
 */
export function createOf(office: Office, draft: Draft, key: string): CreateClient {
  const { template } = office;
  const grammar = grammarOf(template, office.grammar, draft.kind ?? template.defaultKind);
  const numbers = draft.orders.map(() => office.nextNumber());
  let made: NewCard | null = null;
  const card = () => {
    made ??= cardOf({ ...office, nextNumber: () => numbers.shift() ?? office.nextNumber() }, grammar, draft, key);
    return made;
  };
  if (asksForNumbers(grammar, draft)) card();
  return {
    type: "create",
    key,
    display: draft.name.display,
    get person() {
      return card().person;
    },
    get labels() {
      return card().labels;
    },
    get archive() {
      return card().archive;
    },
    get findings() {
      return card().findings;
    },
    sources: draft.sources,
  };
}

type NewCard = Pick<CreateClient, "person" | "labels" | "archive" | "findings">;

function cardOf(office: Office, grammar: Grammar, draft: Draft, key: string): NewCard {
  const person = personOf(draft);
  person.clientData = [{ key: CLIENT_KEY, value: key }];
  const typed = { orders: draft.orders, notes: draft.notes.map(({ text }) => text) };
  const notes = composeDraft(grammar, typed, office.nextNumber);
  const client = clientOf(draft, person, notes, labelsGiven(office, draft));
  const result = reconcileClient(office, { client, base: null, recent: [], edited: null, late: false });
  const labels = client.labels.concat(result.addLabels).filter((label) => !result.removeLabels.includes(label));
  person.biographies = biographies(result.notes);
  return {
    person,
    labels: labels.sort(),
    archive: result.archive.concat(variantLines(draft)),
    findings: result.findings,
  };
}

/** Whether the card needs more numbers than its orders: a remark may read as the beginning of one more. */
function asksForNumbers(grammar: Grammar, { orders, notes }: Draft): boolean {
  const known = unnumbered.get(grammar) ?? remembered((text: string) => hasUnnumberedOrder(grammar, text));
  unnumbered.set(grammar, known);
  return (
    notes.some(({ text }) => known(text)) ||
    orders.some(
      ({ notes, status, dateTyped, amountTyped }) =>
        notes.some(known) || [status?.typed, dateTyped, amountTyped].some((text) => text != null && known(text)),
    )
  );
}

const unnumbered = new WeakMap<Grammar, (text: string) => boolean>();

/** Those of its marker and kind. */
function labelsGiven({ labels: { byRole } }: Office, { marker, kind }: Draft): LabelRef[] {
  const given = [marker ? byRole.get(`marker:${marker}`) : undefined, kind ? byRole.get(`kind:${kind}`) : undefined];
  return given.filter((label) => label !== undefined);
}

/** The fields of a draft as a Person: phones in the international form, a company as an organization. */
export function personOf(draft: Draft): Person {
  const { given, family, middle, display, company } = draft.name;
  const person: Person = {};
  if (!company) {
    const name: PersonName = {};
    if (given) name.givenName = given;
    if (middle) name.middleName = middle;
    if (family) name.familyName = family;
    const isParted = given !== "" || middle !== "" || family !== "";
    if (!isParted && display !== "") name.givenName = display;
    if (isParted || display !== "") person.names = [name];
  }
  const organization = draft.organization ?? (company ? display : null);
  if (organization) person.organizations = [{ name: organization }];
  if (draft.phones.length > 0) person.phoneNumbers = draft.phones.map(phoneOf);
  if (draft.emails.length > 0) person.emailAddresses = draft.emails.map(({ value }) => ({ value }));
  if (draft.addresses.length > 0) person.addresses = draft.addresses.map((formattedValue) => ({ formattedValue }));
  return person;
}

export function phoneOf({ value, e164, type }: Draft["phones"][number]): PersonPhone {
  const phone: PersonPhone = { value: e164 ?? value };
  if (type) phone.type = type;
  return phone;
}

function clientOf(draft: Draft, person: Person, notes: string, labels: LabelRef[]): Client {
  return {
    resourceName: "",
    etag: "",
    updateTime: null,
    name: draft.name,
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
export function variantLines(draft: Pick<Draft, "variants">): ArchivedLine[] {
  return Object.entries(draft.variants).flatMap(([field, values]) =>
    values.map((value) => valueLine(`${field}: ${value}`)),
  );
}

/** A value that a contact does not show, or does not show any more. */
export function valueLine(text: string): ArchivedLine {
  return { reason: "imported", text, now: null, order: null, title: null, date: null };
}
