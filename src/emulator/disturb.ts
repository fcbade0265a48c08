import type { Account, BookName, ContactWrite } from "./account.ts";
import type { Contact, Fields } from "./contact.ts";
import { fieldsOf } from "./contact.ts";
import type { JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import type { PersonPath } from "./masks.ts";
import { singletons } from "./masks.ts";
import { rewrite } from "./methods/write.ts";
import type { World } from "./world.ts";

/** Live contacts that a request names: in its path, in a batch's map or list. */
export function contactsNamed(account: Account, resourceName: string, body: JsonObject): Contact[] {
  const listed = Array.isArray(body.resourceNames) ? body.resourceNames : [];
  const names = [resourceName, ...listed, ...(isObject(body.contacts) ? Object.keys(body.contacts) : [])];
  return names.flatMap((name) => account.contacts.live(String(name).replace("people/c", "")) ?? []);
}

/** Google's own touch: new etags and update times, the same contents (BEHAVIOUR 4, "Google changes etags on its own"). */
export function touch(world: World, account: Account, contacts: Contact[]): void {
  account.write({ contacts: contacts.map(rewrite) }, world.now(), world.keepSince());
}

/** The oldest unchanged contacts, at most `count` of them. */
export function someContacts(account: Account, count = Number.POSITIVE_INFINITY): Contact[] {
  return [...account.contacts.liveAt(Number.POSITIVE_INFINITY)].slice(0, count);
}

/** A colleague's edit: a line is added to the notes of each contact. */
export function editByAnother(world: World, account: Account, contacts: Contact[]): void {
  const writes = contacts.map((contact) => {
    const fields = fieldsOf(contact);
    const before = fields.biographies?.[0]?.value;
    const value = [before, "edited by another"].filter(Boolean).join("\n");
    fields.biographies = [{ value, contentType: "TEXT_PLAIN" }];
    return { ...rewrite(contact), fields: JSON.stringify(fields) };
  });
  account.write({ contacts: writes }, world.now(), world.keepSince());
}

/** Contacts go, as when a colleague deletes them in Contacts web. */
export function discard(world: World, account: Account, contacts: Contact[], book: BookName): void {
  const writes = contacts.map((contact) => ({ ...rewrite(contact), deleted: true, book }));
  account.write({ contacts: writes }, world.now(), world.keepSince());
}

/**
 * "Merge duplicates" of Contacts web: the first contact takes in what the others have and it lacks, the others are deleted (BEHAVIOUR 5).
 * Of a singleton its own stays, but notes are joined.
 */
export function merge(world: World, account: Account, [survivor, ...others]: Contact[]): void {
  if (!survivor || others.length === 0) return;
  const fields = fieldsOf(survivor);
  for (const other of others) takeIn(fields, fieldsOf(other));
  const groups = [...new Set([survivor, ...others].flatMap((contact) => contact.groups))];
  const previous = world.switches.mergeNamesPrevious ? others.map((contact) => `people/c${contact.id}`) : [];
  const previousNames = [...survivor.previousNames, ...previous];
  const merged = { ...rewrite(survivor), groups, previousNames, fields: JSON.stringify(fields) };
  const contacts = [merged, ...others.map(bareTombstone)];
  account.write({ contacts }, world.now(), world.keepSince());
}

/** A contact that went on in another one leaves nothing to restore; one that was deleted keeps its contents and labels in the trash. */
function bareTombstone(contact: Contact): ContactWrite {
  return { ...rewrite(contact), groups: [], fields: "{}", photo: null, deleted: true };
}

function takeIn(fields: Fields, other: Fields): void {
  for (const [name, items] of Object.entries(other)) {
    const path = name as PersonPath;
    const own = fields[path] ?? [];
    const known = new Set(own.map((item) => JSON.stringify(item)));
    if (path === "biographies") fields[path] = joinNotes([...own, ...items]);
    else if (own.length === 0 || !singletons.includes(path)) {
      fields[path] = [...own, ...items.filter((item) => !known.has(JSON.stringify(item)))];
    }
  }
}

function joinNotes(notes: JsonObject[]): JsonObject[] {
  return [{ value: [...new Set(notes.map((note) => note.value))].join("\n"), contentType: "TEXT_PLAIN" }];
}

/**
 * The contact goes on under another name, as when a verified mail links it to a profile: the old name is a tombstone, the new one
 * carries it in `previousResourceNames` (BEHAVIOUR 5). Returns the new id.
 */
export function relink(world: World, account: Account, contact: Contact): string {
  const id = account.freeId();
  const previousNames = [...contact.previousNames, `people/c${contact.id}`];
  const contacts = [bareTombstone(contact), { ...rewrite(contact), id, previousNames }];
  account.write({ contacts }, world.now(), world.keepSince());
  return id;
}
