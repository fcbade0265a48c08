import type { Call } from "../call.ts";
import { blindProject } from "../call.ts";
import { type Contact, resourceNameOf } from "../contact.ts";
import type { JsonObject } from "../json.ts";
import type { PersonPath } from "../masks.ts";
import { includeFieldMask, readMask } from "../masks.ts";
import type { PersonView } from "../person-out.ts";
import { renderPerson } from "../person-out.ts";
import { invalid, notFound, Refusal } from "../refusal.ts";
import { profilePerson } from "./profile.ts";

/** Contacts are among the sources asked for; with none named, contacts and profiles are. */
export function showsContacts(sources: string[]): boolean {
  return (
    sources.length === 0 ||
    sources.includes("READ_SOURCE_TYPE_CONTACT") ||
    sources.includes("READ_SOURCE_TYPE_UNSPECIFIED")
  );
}

export function contactView(call: Call, mask: readonly PersonPath[] | null): PersonView {
  return { mask, root: call.world.root, type: "CONTACT", project: blindProject(call) };
}

/**
 * The id of a contact from `people/c<decimal>`. `null` for a profile's id. A malformed name is a 400 (BEHAVIOUR 2, CARDA); anything that
 * can't be an id of a contact is malformed: no digits, a leading zero, more than an int64 holds.
 */
export function contactId(resourceName: string): string | null {
  const [, id = ""] = /^people\/(.+)$/.exec(resourceName) ?? [];
  if (/^(me|\d{1,21})$/.test(id)) return null;
  const digits = /^c([1-9]\d{0,18})$/.exec(id)?.[1];
  if (!digits || BigInt(digits) > 2n ** 63n - 1n) throw invalid("Invalid resource name");
  return digits;
}

/** The live contact of a name; a well-formed name without one is a 404. */
export function liveContact(call: Call, resourceName: string): Contact {
  const id = contactId(resourceName);
  const contact = id === null ? undefined : call.account.contacts.live(id);
  if (!contact) throw notFound();
  return contact;
}

/** people.get */
export function getPerson(call: Call): JsonObject {
  return read(call, call.resourceName, personFieldsOf(call));
}

/** The read mask of a call, in either spelling. */
export function personFieldsOf({ params }: Call): PersonPath[] {
  const named = params.text("personFields") ?? includeFieldMask(params.text("requestMask.includeField"));
  return readMask(named, "personFields");
}

function read(call: Call, resourceName: string, mask: readonly PersonPath[]): JsonObject {
  const { account, world } = call;
  const id = contactId(resourceName);
  if (id === null) return profilePerson(call, resourceName, mask);
  liveContact(call, resourceName);
  const cutoff = world.readCutoff();
  const seen = cutoff === Number.POSITIVE_INFINITY ? account.contacts.latest(id) : account.contacts.at(id, cutoff);
  if (!seen || seen.deletedAt !== null || !showsContacts(call.params.list("sources"))) throw notFound();
  return renderPerson(seen, contactView(call, mask));
}

/** people.getBatchGet: each name has its own fate, the call as a whole is a 200. */
export function getBatch(call: Call): JsonObject {
  const names = call.params.list("resourceNames");
  const mask = personFieldsOf(call);
  if (names.length === 0) throw invalid("At least one resource name is required.");
  atMost(names.length, 200, "resource names");
  return { responses: names.map((name) => personResponse(name, () => read(call, nameNow(call, name), mask))) };
}

/** The contact of a response may have another name than was asked for, where its resource name has changed (BEHAVIOUR 3.17). */
function nameNow({ account, world }: Call, name: string): string {
  const moved = world.switches.formerNames === "answer" ? account.contacts.movedFrom(name) : undefined;
  return moved ? resourceNameOf(moved) : name;
}

/** BEHAVIOUR 14: the words of a batch that is too large are not known. */
export function atMost(count: number, limit: number, what: string): void {
  if (count > limit) throw invalid(`Number of ${what} must be less than or equal to ${limit}.`);
}

/** One `PersonResponse`; a refusal becomes its status. */
function personResponse(requestedResourceName: string, read: () => JsonObject): JsonObject {
  try {
    return { httpStatusCode: 200, person: read(), requestedResourceName, status: {} };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { httpStatusCode: error.httpStatus, requestedResourceName, status: error.rpcStatus() };
  }
}
