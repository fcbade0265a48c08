/** The fields of clients who turned out to be one, as one contact's. Pure. */
import type { ArchivedLine } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { Person, PersonField } from "../client/person.ts";
import { CLIENT_KEY } from "../client/read-client.ts";
import { ownWords } from "../client/same-values.ts";
import { stableJson } from "../lib/stable-json.ts";
import type { FieldValues } from "./plan.ts";

type Item = Record<string, unknown>;

/** Fields of which a contact holds one value at most (people-api reference, 2), the note apart. */
const SINGLE = ["names", "birthdays", "genders"] as const satisfies PersonField[];
const MANY = [
  "phoneNumbers",
  "emailAddresses",
  "addresses",
  "organizations",
  "urls",
  "events",
  "relations",
  "nicknames",
  "imClients",
  "sipAddresses",
  "externalIds",
  "interests",
  "occupations",
  "locales",
  "locations",
  "miscKeywords",
  "calendarUrls",
  "userDefined",
  "clientData",
] as const satisfies PersonField[];

export type JoinedFields = {
  fields: PersonField[];
  after: FieldValues;
  /** Values for which the survivor has no room: they go to the archive. */
  left: ArchivedLine[];
};

/** What the survivor gains: values of the others that it lacks. Nothing of its own is replaced. */
export function joinFields(survivor: Client, others: Client[]): JoinedFields {
  const joined: JoinedFields = { fields: [], after: {}, left: [] };
  for (const field of SINGLE) {
    const own = itemsOf(survivor.person, field);
    const offered = others.flatMap(({ person }) => itemsOf(person, field));
    const gained = own.length > 0 ? [] : offered.slice(0, 1).map(withoutSource);
    put(joined, field, gained);
    const held = [...own, ...gained].map(spelling);
    joined.left.push(...offered.flatMap((item) => leftLine(field, item, held)));
  }
  for (const field of MANY) {
    const own = itemsOf(survivor.person, field);
    const known = new Set(own.map((item) => keyOf(field, item, survivor)));
    const gained: Item[] = [];
    for (const other of others) {
      for (const item of itemsOf(other.person, field)) {
        const key = keyOf(field, item, other);
        if (known.has(key) || (field === "clientData" && item.key === CLIENT_KEY)) continue;
        known.add(key);
        gained.push(withoutSource(item));
      }
    }
    // An organization's dates are not taken back by the account (people-api reference, 6): beside such a one nothing can be written.
    const isShut = field === "organizations" && own.some(hasDates);
    const dated = isShut ? gained : gained.filter(hasDates);
    joined.left.push(...dated.flatMap((item) => leftLine(field, item, [])));
    if (!isShut) put(joined, field, [...own, ...gained.map(withoutDates)], gained.length > 0);
  }
  joined.fields.sort();
  return joined;
}

function put(joined: JoinedFields, field: PersonField, values: Item[], isMore = values.length > 0): void {
  if (!isMore) return;
  joined.fields.push(field);
  Object.assign(joined.after, { [field]: values });
}

/** The contact's own values; those of a linked profile belong to somebody else. */
function itemsOf(person: Person, field: PersonField): Item[] {
  const values = (person[field] ?? []) as (Item & { metadata?: { source?: { type?: string } } })[];
  return values.filter((value) => (value.metadata?.source?.type ?? "CONTACT") === "CONTACT");
}

/** Where a value stands is said anew by the account that takes it. */
function withoutSource({ metadata: _source, ...value }: Item): Item {
  return value;
}

function keyOf(field: PersonField, item: Item, { phones }: Client): string {
  const value = typeof item.value === "string" ? item.value : "";
  switch (field) {
    case "phoneNumbers":
      return phones.find((phone) => phone.value === value)?.e164 ?? value.replace(/\s+/g, "");
    case "emailAddresses":
      return value.trim().toLowerCase();
    case "addresses":
      return String(item.formattedValue ?? stableJson(ownWords(item)));
    default:
      return stableJson(ownWords(item));
  }
}

function leftLine(field: PersonField, item: Item, held: string[]): ArchivedLine[] {
  const said = spelling(item);
  if (said === "" || held.includes(said)) return [];
  return [{ reason: "imported", text: `${field}: ${said}`, now: null, order: null, title: null, date: null }];
}

/** A value as a person reads it. */
function spelling(item: Item): string {
  const shown = item.displayName ?? item.unstructuredName;
  return typeof shown === "string" ? shown : stableJson(ownWords(item));
}

function hasDates({ startDate, endDate }: Item): boolean {
  return startDate !== undefined || endDate !== undefined;
}

function withoutDates({ startDate: _from, endDate: _to, ...item }: Item): Item {
  return item;
}
