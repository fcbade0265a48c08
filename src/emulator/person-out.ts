import { createHash } from "node:crypto";
import { shownTo } from "./client-data.ts";
import type { Contact, Fields } from "./contact.ts";
import { fieldsOf, resourceNameOf, sourceIdOf } from "./contact.ts";
import { personEtag } from "./etag.ts";
import { systemGroups } from "./group.ts";
import type { Json, JsonObject } from "./json.ts";
import type { PersonPath } from "./masks.ts";
import { personPaths } from "./masks.ts";
import { rfc3339 } from "./time.ts";

/** What a read asks for. `mask` null = all fields, as writes default to. */
export type PersonView = {
  mask: readonly PersonPath[] | null;
  /** Root of photo URLs, without a slash at the end. */
  root: string;
  type: "CONTACT" | "OTHER_CONTACT";
  /** Only the clientData of this project is shown; of every project when absent or null. */
  project?: string | null;
  /** Lists show this many e-mails and phones at most (BEHAVIOUR 3). */
  cap?: number;
  /** A sync, which alone names `previousResourceNames` (BEHAVIOUR 5). */
  isSync?: boolean;
};

/** The contact's sources include no CONTACT when only profiles were asked for. */
export function renderPerson(contact: Contact, view: PersonView): JsonObject {
  const mask = view.mask ?? personPaths;
  const source = { type: view.type, id: sourceIdOf(contact) };
  const person: JsonObject = nameAndEtag(contact, view);
  const fields = fieldsOf(contact);
  for (const path of mask) {
    const items =
      path === "metadata"
        ? personMetadata(contact, source, view.isSync === true)
        : path === "photos"
          ? [photo(contact, source, view.root)]
          : path === "memberships"
            ? memberships(contact, source)
            : decorate(path, itemsOf(fields, path, view), source, view.cap);
    if (!Array.isArray(items) || items.length > 0) person[path] = items;
  }
  return person;
}

function itemsOf(fields: Fields, path: PersonPath, { project }: PersonView): JsonObject[] {
  const items = fields[path] ?? [];
  return path === "clientData" ? shownTo(items, project ?? null) : items;
}

function nameAndEtag(contact: Contact, view: PersonView): JsonObject {
  const name = resourceNameOf(contact);
  return {
    resourceName: view.type === "CONTACT" ? name : name.replace("people/", "otherContacts/"),
    etag: personEtag(contact.etag, view.mask ?? personPaths, view.mask === null),
  };
}

/** A deleted contact in a sync (BEHAVIOUR 5): its name, and its metadata if the mask shows any or `always`. */
export function renderTombstone(contact: Contact, view: PersonView, always: boolean): JsonObject {
  const person = nameAndEtag(contact, view);
  if (!always && view.mask && !view.mask.includes("metadata")) return person;
  const sources = [
    { type: view.type, id: sourceIdOf(contact), etag: `#${contact.etag}`, updateTime: rfc3339(contact.at) },
  ];
  person.metadata = { sources, deleted: true, objectType: "PERSON" };
  return person;
}

function personMetadata(contact: Contact, source: { type: string; id: string }, isSync: boolean): JsonObject {
  const metadata: JsonObject = {
    sources: [{ ...source, etag: `#${contact.etag}`, updateTime: rfc3339(contact.at) }],
  };
  if (isSync && contact.previousNames.length > 0) metadata.previousResourceNames = contact.previousNames;
  metadata.objectType = "PERSON";
  return metadata;
}

/** The first item is the primary one; names carry `sourcePrimary` as recordings since 2025 do (BEHAVIOUR 3). */
function decorate(path: PersonPath, items: JsonObject[], source: JsonObject, cap?: number): Json[] {
  const shown = cap && (path === "emailAddresses" || path === "phoneNumbers") ? items.slice(0, cap) : items;
  return shown.map(({ sourcePrimary, ...item }, index) => {
    const metadata: JsonObject = index === 0 ? { primary: true, source } : { source };
    if (path === "names" || sourcePrimary) metadata.sourcePrimary = true;
    return { metadata, ...item };
  });
}

/** The user's groups first, then the system's (KGAPI person1 after its update); never with `primary`. */
function memberships(contact: Contact, source: JsonObject): Json[] {
  const isSystem = (id: string) => (systemGroups.has(id) ? 1 : 0);
  return [...contact.groups]
    .sort((a, b) => isSystem(a) - isSystem(b))
    .map((id) => ({
      metadata: { source },
      contactGroupMembership: { contactGroupId: id, contactGroupResourceName: `contactGroups/${id}` },
    }));
}

/**
 * A photo's URL changes with the photo (BEHAVIOUR 8). Here it leads to this server, so that a client under test may fetch it:
 * `/cm/` for default pictures, `/contacts/` for the user's, as the paths of recorded URLs.
 */
function photo(contact: Contact, source: JsonObject, root: string): JsonObject {
  const metadata = { primary: true, source };
  if (contact.photo) return { metadata, url: `${root}/contacts/${contact.photo}=s100` };
  const key = createHash("sha256").update(contact.id).digest("base64url");
  return { metadata, url: `${root}/cm/${key}=s100`, default: true };
}
