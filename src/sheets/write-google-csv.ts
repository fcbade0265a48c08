/**
 * Clients as Google Contacts exports and imports them, with its headers since 2024. Nothing is guarded against spreadsheet programs here: the
 * file is Google's to read, and what it reads must be what stands in the contact. Pure.
 */
import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";

const NAME = [
  "First Name",
  "Middle Name",
  "Last Name",
  "Phonetic First Name",
  "Phonetic Middle Name",
  "Phonetic Last Name",
  "Name Prefix",
  "Name Suffix",
  "Nickname",
  "File As",
  "Organization Name",
  "Organization Title",
  "Organization Department",
  "Birthday",
  "Notes",
  "Photo",
  "Labels",
];
const ADDRESS = [
  "Label",
  "Formatted",
  "Street",
  "City",
  "PO Box",
  "Region",
  "Postal Code",
  "Country",
  "Extended Address",
];
const ADDRESS_PARTS = ["streetAddress", "city", "poBox", "region", "postalCode", "country", "extendedAddress"];

/** Values of one kind have columns of their own, as many as the contact with most of them needs. */
export type GoogleWidths = { emails: number; phones: number; addresses: number; websites: number; custom: number };

export const NARROWEST: GoogleWidths = { emails: 1, phones: 1, addresses: 0, websites: 0, custom: 0 };

export function widthsWith(widths: GoogleWidths, { person }: Client): GoogleWidths {
  const longer = (least: number, values: unknown) => Math.max(least, Array.isArray(values) ? values.length : 0);
  return {
    emails: longer(widths.emails, person.emailAddresses),
    phones: longer(widths.phones, person.phoneNumbers),
    addresses: longer(widths.addresses, person.addresses),
    websites: longer(widths.websites, person.urls),
    custom: longer(widths.custom, person.userDefined),
  };
}

export function googleHeader(widths: GoogleWidths): string[] {
  const pairs = (kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => [
      `${kind} ${index + 1} - Label`,
      `${kind} ${index + 1} - Value`,
    ]).flat();
  return [
    ...NAME,
    ...pairs("E-mail", widths.emails),
    ...pairs("Phone", widths.phones),
    ...Array.from({ length: widths.addresses }, (_, index) =>
      ADDRESS.map((part) => `Address ${index + 1} - ${part}`),
    ).flat(),
    ...pairs("Website", widths.websites),
    ...pairs("Custom Field", widths.custom),
  ];
}

/** `labels` are the names of the contact's own labels. */
export function googleRow({ person, notes }: Client, labels: string[], widths: GoogleWidths): string[] {
  const name = person.names?.[0] ?? {};
  const organization = person.organizations?.[0] ?? {};
  const pairs = (count: number, values: [label: string, value: string][]) =>
    Array.from({ length: count }, (_, index) => values[index] ?? ["", ""]).flat();
  return [
    text(name.givenName ?? (name.familyName ? "" : name.unstructuredName)),
    text(name.middleName),
    text(name.familyName),
    text(name.phoneticGivenName),
    text(name.phoneticMiddleName),
    text(name.phoneticFamilyName),
    text(name.honorificPrefix),
    text(name.honorificSuffix),
    text(listOf(person, "nicknames")[0]?.value),
    "",
    text(organization.name),
    text(organization.title),
    text(organization.department),
    birthdayOf(person),
    notes,
    "",
    [...labels, "* myContacts"].join(" ::: "),
    ...pairs(
      widths.emails,
      (person.emailAddresses ?? []).map(({ type, value }) => [labelOf(type), text(value)]),
    ),
    ...pairs(
      widths.phones,
      (person.phoneNumbers ?? []).map(({ type, value }) => [labelOf(type), text(value)]),
    ),
    ...Array.from({ length: widths.addresses }, (_, index) => addressOf(person.addresses?.[index])).flat(),
    ...pairs(
      widths.websites,
      listOf(person, "urls").map(({ type, value }) => [labelOf(type), text(value)]),
    ),
    ...pairs(
      widths.custom,
      listOf(person, "userDefined").map(({ key, value }) => [text(key), text(value)]),
    ),
  ];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listOf(person: Person, field: string): Record<string, unknown>[] {
  const values = person[field];
  return Array.isArray(values) ? (values as Record<string, unknown>[]) : [];
}

/** Google shows its own types with a capital, and what a person typed as it stands. */
function labelOf(type: unknown): string {
  const typed = text(type);
  if (typed === "homeFax") return "Home Fax";
  if (typed === "workFax") return "Work Fax";
  return /^(home|work|mobile|main|other|pager)$/.test(typed) ? typed[0]!.toUpperCase() + typed.slice(1) : typed;
}

function addressOf(address: NonNullable<Person["addresses"]>[number] | undefined): string[] {
  if (address === undefined) return ADDRESS.map(() => "");
  const parts = ADDRESS_PARTS.map((part) => text(address[part]));
  return [labelOf(address.type), text(address.formattedValue), ...parts];
}

/** `1980-01-02`, or ` --01-02` without a year, as Google writes it. */
function birthdayOf(person: Person): string {
  const date = listOf(person, "birthdays")[0]?.date as { year?: number; month?: number; day?: number } | undefined;
  if (!date?.month || !date.day) return "";
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.year ? `${date.year}-` : "--"}${two(date.month)}-${two(date.day)}`;
}
