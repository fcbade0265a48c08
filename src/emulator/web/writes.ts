import type { ContactWrite } from "../account.ts";
import type { Call } from "../call.ts";
import { commit, textOf, textsOf } from "../call.ts";
import type { Contact } from "../contact.ts";
import { methodOf } from "../discovery.ts";
import { merge } from "../disturb.ts";
import { systemGroups } from "../group.ts";
import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { methodTable } from "../methods/table.ts";
import { requireRoom, rewrite } from "../methods/write.ts";
import { parseParameters } from "../parameters.ts";
import { invalidArgument, notFound } from "../refusal.ts";
import { validateBody } from "../validate.ts";
import { isInTrash } from "./directory.ts";
import type { Visit } from "./reads.ts";
import { contactNamed } from "./reads.ts";

/** What the editor shows and a save replaces; all else of a contact stays as it is. */
const editedFields = "names,phoneNumbers,emailAddresses,biographies,memberships";

type Order = (visit: Visit, body: JsonObject) => JsonObject;

/**
 * What a person does on the page. Each order goes through the API's own methods, with the etag of the moment where one is asked for: so
 * etags, sync tokens, tombstones and derived values move as after any write, and the last one who saves wins, as in Contacts web.
 */
export const orders: Readonly<Record<string, Order>> = {
  create: (visit, body) => {
    const made = perform(visit, "people.createContact", { body: personOf(visit, body, ["myContacts"]) });
    return { id: String(made.resourceName).replace("people/c", "") };
  },
  save,
  delete: (visit, body) => {
    const resourceNames = idsOf(body).map((id) => `people/c${id}`);
    return perform(visit, "people.batchDeleteContacts", { body: { resourceNames } });
  },
  restore,
  merge: mergeContacts,
  label: (visit, body) => {
    const names = (list: string) => textsOf(body, list).map((id) => `people/c${id}`);
    return perform(visit, "contactGroups.members.modify", {
      resourceName: labelName(body),
      body: { resourceNamesToAdd: names("add"), resourceNamesToRemove: names("remove") },
    });
  },
  "create-label": (visit, body) => {
    const made = perform(visit, "contactGroups.create", { body: { contactGroup: { name: nameOf(body) } } });
    return { id: String(made.resourceName).replace("contactGroups/", "") };
  },
  "rename-label": (visit, body) => {
    const etag = visit.account.liveGroup(textOf(body, "id") ?? "")?.etag;
    const contactGroup = { name: nameOf(body), etag };
    return perform(visit, "contactGroups.update", { resourceName: labelName(body), body: { contactGroup } });
  },
  "delete-label": (visit, body) => {
    const query = `deleteContacts=${body.deleteContacts === true}`;
    return perform(visit, "contactGroups.delete", { resourceName: labelName(body), query });
  },
};

/** One call of a method by the person at the page, who needs no token and is charged no quota. */
function perform(
  visit: Visit,
  id: string,
  sent: { resourceName?: string; query?: string; body?: JsonObject },
): JsonObject {
  const method = methodOf(id);
  const body = method.request
    ? validateBody(sent.body ?? {}, method.request, method.request === "Person" ? "person" : "")
    : {};
  const params = parseParameters(new URLSearchParams(sent.query), method);
  return methodTable[id]!({ ...callOf(visit), method, resourceName: sent.resourceName ?? "", params, body });
}

function callOf({ parts: { world }, account }: Visit): Call {
  const method = methodOf("people.updateContact");
  const params = parseParameters(new URLSearchParams(), method);
  return { method, resourceName: "", params, body: {}, account, scopes: new Set(), project: "", world };
}

/** A save replaces what the editor shows by what it holds, whatever became of the contact since it was opened. */
function save(visit: Visit, body: JsonObject): JsonObject {
  const contact = liveContact(visit, textOf(body, "id") ?? "");
  // Groups that the editor does not show stay.
  const kept = contact.groups.filter((id) => systemGroups.has(id) && id !== "starred");
  const person: JsonObject = personOf(visit, body, kept);
  person.metadata = { sources: [{ type: "CONTACT", etag: `#${contact.etag}` }] };
  delete person.etag;
  const query = `updatePersonFields=${editedFields}&personFields=metadata`;
  perform(visit, "people.updateContact", { resourceName: `people/c${contact.id}`, query, body: person });
  return { id: contact.id };
}

/** The person of an editor: `{ person, groups }`. A label that was deleted while the editor was open is left out. */
function personOf({ account }: Visit, body: JsonObject, kept: string[]): JsonObject {
  if (!isObject(body.person)) throw invalidArgument();
  const chosen = textsOf(body, "groups").filter((id) => id === "starred" || account.liveGroup(id));
  const groups = [...new Set([...chosen, ...kept])];
  // A contact keeps one group at least (BEHAVIOUR 4).
  const memberships = (groups.length > 0 ? groups : ["myContacts"]).map((id) => ({
    contactGroupMembership: { contactGroupResourceName: `contactGroups/${id}` },
  }));
  return { ...body.person, names: namesOf(body.person.names), memberships };
}

/** The parts decide: the whole name that was derived from the former ones goes. */
function namesOf(names: Json | undefined): Json | undefined {
  if (!Array.isArray(names)) return names;
  return names.map((name) => {
    if (!isObject(name)) return name;
    const { displayName: _display, displayNameLastFirst: _last, unstructuredName: _whole, ...parts } = name;
    return parts;
  });
}

/** Back from the trash under the same name, with the labels that are still there; it counts as a change. */
function restore(visit: Visit, body: JsonObject): JsonObject {
  const { account, parts } = visit;
  const contacts = idsOf(body).map((id) => {
    const contact = contactNamed(account, id);
    if (!contact || !isInTrash(contact, parts.world.now())) throw notFound();
    return restored(visit, contact);
  });
  const call = callOf(visit);
  requireRoom(call, contacts.length);
  commit(call, { contacts });
  return {};
}

function restored({ account }: Visit, contact: Contact): ContactWrite {
  const groups = contact.groups.filter((id) => systemGroups.has(id) || account.liveGroup(id));
  return { ...rewrite(contact), groups: groups.length > 0 ? groups : ["myContacts"] };
}

/** `{ keep, others }`: the kept contact takes in what it lacks, the others are gone. */
function mergeContacts(visit: Visit, body: JsonObject): JsonObject {
  const ids = [...new Set([textOf(body, "keep") ?? "", ...textsOf(body, "others")])];
  if (ids.length < 2) throw invalidArgument();
  merge(
    visit.parts.world,
    visit.account,
    ids.map((id) => liveContact(visit, id)),
  );
  return { id: ids[0] };
}

function liveContact({ account }: Visit, id: string): Contact {
  const contact = contactNamed(account, id);
  if (!contact || contact.deletedAt !== null) throw notFound();
  return contact;
}

function idsOf(body: JsonObject): string[] {
  const ids = [...new Set(textsOf(body, "ids"))];
  if (ids.length === 0) throw invalidArgument();
  return ids;
}

function nameOf(body: JsonObject): string {
  return (textOf(body, "name") ?? "").trim();
}

function labelName(body: JsonObject): string {
  return `contactGroups/${textOf(body, "id") ?? ""}`;
}
