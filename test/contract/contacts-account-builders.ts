/** Contacts to put into an account, and ways to read what it answers. */
import type { Person } from "../../src/client/person.ts";
import type { ContactsAccount, ItemResult } from "../../src/ports.ts";

export function simplePerson(name: string, key: string): Person {
  return { names: [{ givenName: name }], clientData: [{ key: "clientcard.key", value: key }] };
}

/** A contact with every field that can be written. */
export function fullPerson(name: string): Person {
  return {
    addresses: [{ formattedValue: "Abovyan 1\nYerevan", type: "home" }],
    biographies: [{ value: "Order 1: table\n05.11.2026 offer sent (Anna)", contentType: "TEXT_PLAIN" }],
    birthdays: [{ date: { year: 1980, month: 2, day: 29 } }],
    calendarUrls: [{ url: "https://example.am/calendar", type: "home" }],
    clientData: [
      { key: "clientcard.key", value: "full" },
      { key: "other.tool", value: "17" },
    ],
    emailAddresses: [{ value: "ani@example.am", type: "work" }, { value: "ani2@example.am" }],
    events: [{ date: { year: 2020, month: 5, day: 1 }, type: "anniversary" }],
    externalIds: [{ value: "A-17", type: "customer" }],
    genders: [{ value: "female" }],
    imClients: [{ username: "ani", protocol: "skype", type: "home" }],
    interests: [{ value: "sofas" }],
    locales: [{ value: "hy" }],
    locations: [{ value: "Yerevan", type: "desk" }],
    miscKeywords: [{ value: "x", type: "OUTLOOK_USER" }],
    names: [{ givenName: name, familyName: "Գրիգորյան", middleName: "М." }],
    nicknames: [{ value: "An" }],
    occupations: [{ value: "designer" }],
    organizations: [{ name: "Nor Tun", title: "buyer", type: "work" }],
    phoneNumbers: [
      { value: "091 78-09-17", type: "mobile" },
      { value: "+374 10 123456", type: "office two" },
    ],
    relations: [{ person: "Aram", type: "brother" }],
    sipAddresses: [{ value: "sip:ani@example.am", type: "home" }],
    urls: [{ value: "https://example.am", type: "work" }],
    userDefined: [{ key: "colour", value: "oak" }],
  };
}

/** What of a contact was put in by people: without identity and what the account derives. */
export function meaningOf(person: Person): Person {
  const derived = ["metadata", "formattedType", "formattedProtocol", "formattedValue", "canonicalForm"];
  const names = ["displayName", "displayNameLastFirst", "unstructuredName"];
  const plain = (path: string, value: unknown): unknown =>
    Array.isArray(value)
      ? value.map((item: Record<string, unknown>) =>
          Object.fromEntries(
            Object.entries(item).filter(
              ([key]) =>
                (!derived.includes(key) || (path === "addresses" && key === "formattedValue")) &&
                !(path === "names" && names.includes(key)),
            ),
          ),
        )
      : value;
  const own = Object.entries(person).filter(
    ([path]) => !["resourceName", "etag", "metadata", "memberships", "photos"].includes(path),
  );
  return Object.fromEntries(own.map(([path, value]) => [path, plain(path, value)]));
}

export async function createMany(account: ContactsAccount, count: number, prefix = "client"): Promise<string[]> {
  const names: string[] = [];
  for (let from = 0; from < count; from += 200) {
    const size = Math.min(200, count - from);
    const people = Array.from({ length: size }, (_, index) =>
      simplePerson(`${prefix} ${from + index}`, `${prefix}-${from + index}`),
    );
    names.push(...(await account.createPeople(people)).map((result) => personOf(result).resourceName!));
  }
  return names;
}

export function membership(group: string) {
  return { contactGroupMembership: { contactGroupResourceName: group } };
}

export function labelsOf(person: Person): string[] {
  const labels =
    person.memberships?.map(({ contactGroupMembership }) => contactGroupMembership?.contactGroupResourceName ?? "") ??
    [];
  return labels.toSorted();
}

export function personOf(result: ItemResult | undefined): Person {
  if (result?.ok) return result.person;
  throw result?.error ?? new Error("no result");
}

export async function readAll(account: ContactsAccount, token: string | null) {
  const people: Person[] = [];
  const tokens: (string | null)[] = [];
  for await (const page of account.listPeople(token)) {
    people.push(...page.people);
    tokens.push(page.syncToken);
  }
  return { people, tokens };
}

export async function tokenOf(account: ContactsAccount, token: string | null): Promise<string> {
  return (await readAll(account, token)).tokens.at(-1)!;
}

/** The error of a call that has to fail. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it should have failed");
}

/** The refusal of the only item of a batch, whether the account answers for the batch or for the item. */
export async function refusalOf(work: Promise<ItemResult[]>): Promise<unknown> {
  try {
    const [result] = await work;
    if (result && !result.ok) return result.error;
  } catch (error) {
    return error;
  }
  throw new Error("it should have been refused");
}
