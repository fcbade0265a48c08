import type { ContactWrite } from "../account.ts";
import type { Call } from "../call.ts";
import { blindProject, commit } from "../call.ts";
import { foreignTo } from "../client-data.ts";
import type { Contact } from "../contact.ts";
import { fieldsOf } from "../contact.ts";
import { decodePersonEtag, maskIdsOf } from "../etag.ts";
import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import type { PersonPath } from "../masks.ts";
import { optionalReadMask, updateMask, updatePaths } from "../masks.ts";
import { namedGroups, storedFields } from "../person-in.ts";
import { renderPerson } from "../person-out.ts";
import { contactsNotFound, etagRequired, invalid, Refusal, stalePerson } from "../refusal.ts";
import { groupsAfter } from "./membership.ts";
import { contactId, contactView, liveContact } from "./read.ts";

const trashMs = 30 * 86_400_000;

/** The new contact that a body asks for. Throws what Google refuses in it. */
export function planCreate(call: Call, person: JsonObject): ContactWrite {
  const fields = storedFields(person, updatePaths, itemRules(call));
  return {
    id: call.account.freeId(),
    groups: groupsAfter(call, namedGroups(person), []),
    fields: JSON.stringify(withoutEmpty(fields)),
    photo: null,
    previousNames: [],
    deleted: false,
    touch: true,
  };
}

/** Refuses creates beyond the account's limit (BEHAVIOUR 8; status and body are not recorded). */
export function requireRoom({ account, world }: Call, count: number): void {
  let held = account.contacts.liveCount;
  if (world.switches.trashCounts) {
    const since = world.now() - trashMs;
    for (const contact of account.contacts.changedSince(0, Number.POSITIVE_INFINITY)) {
      if (contact.deletedAt !== null && contact.deletedAt > since) held++;
    }
  }
  if (held + count > world.switches.contactLimit) {
    throw new Refusal("RESOURCE_EXHAUSTED", "MY_CONTACTS_OVERFLOW_COUNT");
  }
}

/** people.createContact */
export function createContact(call: Call): JsonObject {
  const mask = optionalReadMask(call.params.text("personFields"), "personFields");
  const write = planCreate(call, call.body);
  requireRoom(call, 1);
  commit(call, { contacts: [write] });
  return renderPerson(call.account.contacts.live(write.id)!, contactView(call, mask));
}

/** people.updateContact */
export function updateContact(call: Call): JsonObject {
  const paths = updateMask(call.params.text("updatePersonFields"), "updatePersonFields");
  const mask = optionalReadMask(call.params.text("personFields"), "personFields");
  const write = planUpdate(call, call.resourceName, call.body, paths, "single");
  commit(call, { contacts: [write] });
  return renderPerson(call.account.contacts.live(write.id)!, contactView(call, mask));
}

/** The new version of a contact: named fields replaced wholesale, all others as they were (BEHAVIOUR 2, mask semantics). */
export function planUpdate(
  call: Call,
  resourceName: string,
  person: JsonObject,
  paths: readonly PersonPath[],
  kind: "single" | "batch",
): ContactWrite {
  if (contactId(resourceName) === null) throw invalid("Only contact based people can be modified.");
  const contact = liveContact(call, resourceName);
  requireEtag(call, contact, person, paths, kind);
  const changed = storedFields(person, paths, itemRules(call));
  if (changed.clientData) {
    changed.clientData.unshift(...foreignTo(fieldsOf(contact).clientData ?? [], blindProject(call)));
  }
  const fields = JSON.stringify(withoutEmpty({ ...fieldsOf(contact), ...changed }));
  const groups = paths.includes("memberships") ? updatedGroups(call, contact, person) : contact.groups;
  const same = fields === contact.fields && groups.join() === contact.groups.join();
  const touch = !same || call.world.switches.noopUpdateTouches;
  const { id, photo, previousNames } = contact;
  return { id, photo, previousNames, groups, fields, deleted: false, touch };
}

function updatedGroups(call: Call, contact: Contact, person: JsonObject): string[] {
  const named = namedGroups(person);
  // The text is not known (BEHAVIOUR 14).
  if (named.length === 0) throw invalid("Request must set at least one contact group membership.");
  return groupsAfter(call, named, contact.groups);
}

/**
 * Optimistic locking (BEHAVIOUR 4, "Which etag is compared"): the person's etag or that of its CONTACT source, of which only the hash
 * counts, whatever mask the person was read with.
 */
function requireEtag(
  call: Call,
  contact: Contact,
  person: JsonObject,
  paths: readonly PersonPath[],
  kind: "single" | "batch",
) {
  const { switches } = call.world;
  const etag = typeof person.etag === "string" && person.etag !== "" ? person.etag : null;
  const sources = sourcesOf(person);
  const source = contactSourceEtag(sources);
  // Sources that name no contact are a 400 even beside an etag (discovery document); none at all are not (BEHAVIOUR 4).
  const foreign = sources.length > 0 && !sources.some((item) => item.type === "CONTACT");
  if (foreign || (etag === null && source === null)) throw etagRequired(switches.missingEtagStatus[kind]);
  if (etag !== null) {
    const decoded = decodePersonEtag(etag);
    if (decoded?.hash !== contact.etag) throw stalePerson("person.etag");
    const covers = maskIdsOf(paths).every((id) => decoded.mask.includes(id));
    if (switches.etagMustCoverMask && !covers) throw stalePerson("person.etag");
  }
  if (source !== null && source !== `#${contact.etag}`) throw stalePerson("person.metadata.sources.etag");
}

function sourcesOf({ metadata }: JsonObject): JsonObject[] {
  return isObject(metadata) && Array.isArray(metadata.sources) ? metadata.sources.filter(isObject) : [];
}

function contactSourceEtag(sources: JsonObject[]): string | null {
  for (const { type, etag } of sources) if (type === "CONTACT" && typeof etag === "string" && etag) return etag;
  return null;
}

/** people.deleteContact. It is the batch of one (BEHAVIOUR 4: its error names `resourceNames[0]`). */
export function deleteContact(call: Call): JsonObject {
  return deleteAll(call, [call.resourceName]);
}

export function deleteAll(call: Call, names: string[]): JsonObject {
  const contacts = names.map((name) => {
    const id = contactId(name);
    return id === null ? undefined : call.account.contacts.live(id);
  });
  const missing = contacts.flatMap((contact, index) => (contact ? [] : [index]));
  if (missing.length > 0) throw contactsNotFound(missing);
  const found = new Map(contacts.map((contact) => [contact!.id, contact!]));
  commit(call, { contacts: [...found.values()].map((contact) => ({ ...rewrite(contact), deleted: true })) });
  return {};
}

/** A write that leaves a contact as it is, to be varied. */
export function rewrite({ id, groups, fields, photo, previousNames }: Contact): ContactWrite {
  return { id, groups, fields, photo, previousNames, deleted: false, touch: true };
}

function itemRules({ project, world }: Call) {
  return { region: world.region, switches: world.switches, project };
}

function withoutEmpty(fields: Record<string, JsonObject[] | undefined>): Record<string, JsonObject[]> {
  return Object.fromEntries(Object.entries(fields).flatMap(([path, items]) => (items?.length ? [[path, items]] : [])));
}
