import type { Account } from "../account.ts";
import type { Contact, Fields } from "../contact.ts";
import { fieldsOf } from "../contact.ts";

/** A contact as the list shows it. `key` sorts, `digits` are those of all its numbers, as typed and in canonical form. */
export type Row = {
  contact: Contact;
  name: string;
  phone: string;
  email: string;
  notes: string;
  key: string;
  digits: string;
};
export type Wanted = { label: string | null; query: string };

/** What the list shows without a label: members of My Contacts, as Contacts web does (BEHAVIOUR 4, memberships). */
export const ownLabel = "myContacts";

const dayMs = 86_400_000;
const trashDays = 30;
/** Enough of the notes for a line of the list. */
const snippetLength = 200;

const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });
const rowsOf = new WeakMap<Contact, Row>();

function textOf(fields: Fields, path: "phoneNumbers" | "emailAddresses" | "biographies", index = 0): string {
  const value = fields[path]?.[index]?.value;
  return typeof value === "string" ? value : "";
}

export function rowOf(contact: Contact): Row {
  let row = rowsOf.get(contact);
  if (!row) {
    const fields = fieldsOf(contact);
    const shown = fields.names?.[0]?.displayName ?? fields.nicknames?.[0]?.value ?? fields.organizations?.[0]?.name;
    const name = typeof shown === "string" ? shown : "";
    const [phone, email] = [textOf(fields, "phoneNumbers"), textOf(fields, "emailAddresses")];
    const notes = textOf(fields, "biographies").slice(0, snippetLength);
    const numbers = (fields.phoneNumbers ?? []).flatMap(({ value, canonicalForm }) => [value, canonicalForm]);
    const digits = numbers.map((number) => String(number ?? "").replace(/\D/g, "")).join(" ");
    row = { contact, name, phone, email, notes, key: sortKey(name || email || phone), digits };
    rowsOf.set(contact, row);
  }
  return row;
}

/** «Oslo» stands among the words with O. */
function sortKey(text: string): string {
  return text.replace(/^[^\p{L}\p{N}]+/u, "") || text;
}

/** By name as a person reads it; those with nothing to sort by come last. */
function byName(a: Row, b: Row): number {
  if (!a.key || !b.key) return Number(!a.key) - Number(!b.key) || (a.contact.id < b.contact.id ? -1 : 1);
  return collator.compare(a.key, b.key) || (a.contact.id < b.contact.id ? -1 : 1);
}

/** The live contacts of an account in the order of their names, kept from one look to the next. */
export class Directory {
  #sorted: Row[];
  /** What was written since: the newest version of each contact. */
  readonly #written = new Map<string, Contact>();
  #found: { wanted: string; rows: Row[] } | null = null;

  constructor(account: Account) {
    this.#sorted = [...account.contacts.liveAt(Number.POSITIVE_INFINITY)].map(rowOf).sort(byName);
    account.onWrite((contacts) => {
      for (const contact of contacts) this.#written.set(contact.id, contact);
    });
  }

  /** All that a label holds, or all that a query finds: search looks everywhere, whatever label is open. */
  rows({ label, query }: Wanted): Row[] {
    this.#refresh();
    const wanted = JSON.stringify([label, query]);
    if (this.#found?.wanted !== wanted) {
      const isWanted = query.trim()
        ? matching(query)
        : ({ contact }: Row) => contact.groups.includes(label ?? ownLabel);
      this.#found = { wanted, rows: this.#sorted.filter(isWanted) };
    }
    return this.#found.rows;
  }

  /** Only what was written is sorted, and put among the rest, which is in order already. */
  #refresh(): void {
    if (this.#written.size === 0) return;
    const kept = this.#sorted.filter(({ contact }) => !this.#written.has(contact.id));
    const live = [...this.#written.values()].filter(({ deletedAt }) => deletedAt === null);
    this.#sorted = merged(kept, live.map(rowOf).sort(byName));
    this.#written.clear();
    this.#found = null;
  }
}

/** Two lists in order as one; places are found by halving, as a few changes among many contacts are the rule. */
function merged(rows: Row[], added: Row[]): Row[] {
  const result: Row[] = [];
  let from = 0;
  for (const row of added) {
    let [low, high] = [from, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byName(rows[middle]!, row) < 0) low = middle + 1;
      else high = middle;
    }
    for (; from < low; from++) result.push(rows[from]!);
    result.push(row);
  }
  for (; from < rows.length; from++) result.push(rows[from]!);
  return result;
}

/** Every word of the query stands somewhere in the names, numbers, mails, organizations or notes; a number in whatever grouping. */
function matching(query: string): (row: Row) => boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const stored = words.map((word) => new RegExp(escapeRegExp(JSON.stringify(word).slice(1, -1)), "iu"));
  const digits = /^[\d\s()+.-]+$/.test(query) ? query.replace(/\D/g, "") : "";
  // A trunk zero is not part of the canonical form.
  const numbers = digits.length >= 3 ? [digits, digits.replace(/^0/, "")] : [];
  return (row) => {
    if (numbers.some((number) => row.digits.includes(number))) return true;
    // Most contacts are ruled out by their stored text, without parsing it.
    return stored.every((word) => word.test(row.contact.fields)) && hasWords(row.contact, words);
  };
}

function escapeRegExp(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&");
}

const searched = [
  "names",
  "nicknames",
  "phoneNumbers",
  "emailAddresses",
  "organizations",
  "addresses",
  "userDefined",
  "biographies",
] as const;

function hasWords(contact: Contact, words: string[]): boolean {
  const fields = fieldsOf(contact);
  const values = searched.flatMap((path) => (fields[path] ?? []).flatMap((item) => Object.values(item)));
  const text = values
    .filter((value) => typeof value === "string")
    .join("\n")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Deleted in the last 30 days, newest first. What was merged into another contact is not in the trash: it has no contents left. */
export function trashOf({ contacts }: Account, now: number): Contact[] {
  const trash: Contact[] = [];
  for (const contact of contacts.changedSince(0, Number.POSITIVE_INFINITY))
    if (isInTrash(contact, now)) trash.push(contact);
  return trash.reverse();
}

export function isInTrash({ deletedAt, groups }: Contact, now: number): boolean {
  return deletedAt !== null && groups.length > 0 && deletedAt > now - trashDays * dayMs;
}
