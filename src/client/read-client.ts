import type { Client, ClientName, ClientPhone } from "./client.ts";
import type { Person, PersonName } from "./person.ts";
import { toE164 } from "./phone.ts";

/** Key of the program's own entry in `clientData`, by which a client is known that the program created. */
export const CLIENT_KEY = "clientcard";

/** Reads a Person of the API into a Client; `country` is the office's (ISO 3166 alpha-2). A tombstone is not a client: see `isTombstone`. */
export function readClient(person: Person, country: string): Client {
  if (!person.resourceName) throw new TypeError("a person without a resource name is no client");
  const source = contactSource(person);
  return {
    resourceName: person.resourceName,
    etag: person.etag ?? "",
    updateTime: source?.updateTime ?? null,
    name: readName(person),
    phones: (person.phoneNumbers ?? []).map((phone) => readPhone(phone.value ?? "", phone.type ?? null, country)),
    emails: (person.emailAddresses ?? []).flatMap((email) => (email.value ? [email.value] : [])),
    notes: notesOf(person),
    labels: labelsOf(person),
    key: person.clientData?.find((entry) => entry.key === CLIENT_KEY)?.value ?? null,
    previousResourceNames: person.metadata?.previousResourceNames ?? [],
    person,
  };
}

export function isTombstone(person: Person): boolean {
  return person.metadata?.deleted === true;
}

/** The note of the contact itself; a profile's biography, which an account may show beside it, is somebody else's text. */
function notesOf(person: Person): string {
  return ofContact(person.biographies)?.value ?? "";
}

function labelsOf(person: Person): string[] {
  const names = (person.memberships ?? []).flatMap((membership) => {
    const name = membership.contactGroupMembership?.contactGroupResourceName;
    return name ? [name] : [];
  });
  return [...new Set(names)].sort();
}

function readName(person: Person): ClientName {
  const name: PersonName = ofContact(person.names) ?? {};
  const given = name.givenName ?? "";
  const family = name.familyName ?? "";
  const organization = ofContact(person.organizations)?.name ?? "";
  const display = name.displayName ?? name.unstructuredName ?? [given, family].filter(Boolean).join(" ");
  return { display: display || organization, given, family, middle: name.middleName ?? "" };
}

function readPhone(value: string, type: string | null, country: string): ClientPhone {
  return { value, e164: toE164(value, country), type };
}

function contactSource(person: Person) {
  return person.metadata?.sources?.find((source) => source.type === "CONTACT");
}

/** Of a field that may hold values of several sources, the contact's own: the API lists a linked profile's values beside it. */
function ofContact<T extends { metadata?: { source?: { type?: string } } }>(values: T[] | undefined): T | undefined {
  return values?.find((value) => (value.metadata?.source?.type ?? "CONTACT") === "CONTACT");
}
