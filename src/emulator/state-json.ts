import { appError } from "../lib/errors.ts";
import type { BookName } from "./account.ts";
import type { Contact, Fields } from "./contact.ts";
import type { StoredContact } from "./database.ts";
import type { Group } from "./group.ts";
import type { World } from "./world.ts";

type ContactJson = Omit<Contact, "fields" | "next"> & { book: BookName; fields: Fields };
export type StateJson = {
  format: "people-emulator-state";
  version: 1;
  accounts: { email: string; profileId: string; groups: Group[]; contacts: ContactJson[] }[];
  photos: { key: string; type: string; base64: string }[];
};

/** The whole state: accounts with etags, tombstones and places in the order of changes, and photos. */
export function exportState({ database }: World): StateJson {
  const photos = database
    .photos()
    .map(({ key, type, bytes }) => ({ key, type, base64: Buffer.from(bytes).toString("base64") }));
  const accounts = database.accounts().map(({ email, profileId }) => ({
    email,
    profileId,
    groups: database.groupsOf(email),
    contacts: [...database.contactsOf(email)].map(({ book, contact: { next: _next, fields, ...kept } }) => ({
      book,
      ...kept,
      fields: JSON.parse(fields) as Fields,
    })),
  }));
  return { format: "people-emulator-state", version: 1, accounts, photos };
}

/** Replaces the whole state, as one transaction. Throws `usage` for anything that `exportState` did not make. */
export function importState(world: World, state: unknown): void {
  const { accounts, photos } = checked(state);
  world.database.transaction(() => {
    world.database.eraseAll();
    for (const { email, profileId, groups, contacts } of accounts) {
      world.database.addAccount({ email, profileId });
      world.database.put(email, { groups, contacts: contacts.map(stored) });
    }
    for (const { key, type, base64 } of photos)
      world.database.putPhoto({ key, type, bytes: Buffer.from(base64, "base64") });
  });
  world.reload();
}

function stored({ book, fields, ...kept }: ContactJson): StoredContact {
  return { book, contact: { ...kept, fields: JSON.stringify(fields), next: null } };
}

function checked(state: unknown): StateJson {
  const json = state as Partial<StateJson> | null;
  const known = json?.format === "people-emulator-state" && json.version === 1;
  const whole =
    known &&
    Array.isArray(json.photos) &&
    Array.isArray(json.accounts) &&
    json.accounts.every(isAccount) &&
    json.photos.every((photo) => [photo.key, photo.type, photo.base64].every((text) => typeof text === "string"));
  if (whole) return json as StateJson;
  throw appError({ code: "usage", problem: "this is no state of the emulator", next: "give a file that it exported" });
}

function isAccount({ email, profileId, groups, contacts }: Partial<StateJson["accounts"][number]>): boolean {
  const named = typeof email === "string" && typeof profileId === "string";
  return (
    named && Array.isArray(groups) && groups.every(isGroup) && Array.isArray(contacts) && contacts.every(isContact)
  );
}

function isGroup({ id, seq, at, etag, name, clientData }: Partial<Group>): boolean {
  const texts = [id, etag, name].every((text) => typeof text === "string");
  return texts && Number.isInteger(seq) && Number.isFinite(at) && Array.isArray(clientData);
}

function isContact(contact: Partial<ContactJson>): boolean {
  return (
    /^[1-9]\d*$/.test(contact.id ?? "") &&
    Number.isInteger(contact.seq) &&
    Number.isFinite(contact.at) &&
    typeof contact.etag === "string" &&
    Array.isArray(contact.groups) &&
    Array.isArray(contact.previousNames) &&
    typeof contact.fields === "object" &&
    ["contacts", "others"].includes(contact.book ?? "") &&
    (contact.deletedAt === null || Number.isFinite(contact.deletedAt)) &&
    (contact.photo === null || typeof contact.photo === "string")
  );
}
