import type { Account } from "../account.ts";
import type { Contact } from "../contact.ts";
import type { JsonObject } from "../json.ts";
import { contactId } from "../methods/read.ts";
import { renderPerson } from "../person-out.ts";
import { notFound } from "../refusal.ts";
import type { Parts } from "../routes.ts";
import type { World } from "../world.ts";
import { Directory, isInTrash, ownLabel, type Row, rowOf, trashOf } from "./directory.ts";

/** A request of the page to one account. */
export type Visit = { parts: Parts; account: Account; query: URLSearchParams };

const pageLimit = 500;
const directories = new WeakMap<Account, Directory>();

function directoryOf(account: Account): Directory {
  let directory = directories.get(account);
  if (!directory) {
    directory = new Directory(account);
    directories.set(account, directory);
  }
  return directory;
}

/** Text that changes with every write, and when the state is replaced. */
export function revisionOf(world: World, account: Account): string {
  return `${world.instance}.${account.seq}.${account.writes}`;
}

/** `GET overview`: the accounts to choose from, and the labels of this one with how many contacts they hold. */
export function overview({ parts: { world }, account }: Visit): JsonObject {
  const labels = account
    .liveGroups()
    .map(({ id, name }) => ({ id, name, count: account.members(id).size }))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  return {
    revision: revisionOf(world, account),
    email: account.email,
    accounts: [...world.accounts.keys()].sort(),
    contacts: account.members(ownLabel).size,
    starred: account.members("starred").size,
    trash: trashOf(account, world.now()).length,
    labels,
  };
}

/** `GET list?label&q&trash&offset&limit`: one window of the list, with how long the whole of it is. */
export function list({ parts: { world }, account, query }: Visit): JsonObject {
  const offset = wholeNumber(query.get("offset"), 0);
  const limit = Math.min(wholeNumber(query.get("limit"), 100), pageLimit);
  const rows = query.has("trash")
    ? trashOf(account, world.now()).map(rowOf)
    : directoryOf(account).rows({ label: query.get("label"), query: query.get("q") ?? "" });
  const shown = rows.slice(offset, offset + limit).map(renderRow);
  return { revision: revisionOf(world, account), total: rows.length, offset, rows: shown };
}

function renderRow({ contact, name, phone, email, notes }: Row): JsonObject {
  const deletedAt = contact.deletedAt === null ? undefined : new Date(contact.deletedAt).toISOString();
  return { id: contact.id, name, phone, email, notes, groups: contact.groups, deletedAt };
}

/** `GET contact?id`: the person as the API shows it, live or in the trash. */
export function contact({ parts: { world }, account, query }: Visit): JsonObject {
  const found = contactNamed(account, query.get("id") ?? "");
  if (!found || (found.deletedAt !== null && !isInTrash(found, world.now()))) throw notFound();
  const person = renderPerson(found, { mask: null, root: "", type: "CONTACT" });
  return {
    id: found.id,
    person,
    groups: found.groups,
    changedAt: new Date(found.at).toISOString(),
    deletedAt: found.deletedAt === null ? undefined : new Date(found.deletedAt).toISOString(),
  };
}

/** The newest version of a contact, deleted or not. */
export function contactNamed(account: Account, id: string): Contact | undefined {
  const known = contactId(`people/c${id}`);
  return known === null ? undefined : account.contacts.latest(known);
}

function wholeNumber(text: string | null, fallback: number): number {
  const number = Number(text ?? fallback);
  return Number.isSafeInteger(number) && number >= 0 ? number : fallback;
}
