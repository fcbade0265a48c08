import type { ContactWrite } from "../account.ts";
import type { Call } from "../call.ts";
import { commit, textOf, textsOf } from "../call.ts";
import { resourceNameOf } from "../contact.ts";
import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import type { PersonPath } from "../masks.ts";
import { optionalReadMask, updateMask } from "../masks.ts";
import { renderPerson } from "../person-out.ts";
import { invalid, Refusal } from "../refusal.ts";
import { atMost, contactView } from "./read.ts";
import { deleteAll, planCreate, planUpdate, requireRoom } from "./write.ts";

type Planned = { key: string; plan: ContactWrite | Refusal };

/** people.batchCreateContacts: at most 200, all or none unless `batchFailure` says per item (BEHAVIOUR 4). */
export function batchCreate(call: Call): JsonObject {
  const contacts = Array.isArray(call.body.contacts) ? call.body.contacts.filter(isObject) : [];
  const mask = optionalReadMask(textOf(call.body, "readMask"), "readMask");
  if (contacts.length === 0) throw invalid("At least one contact is required.");
  atMost(contacts.length, 200, "contacts");
  const planned = contacts.map(({ contactPerson }, index) =>
    attempt(String(index), () => planCreate(call, isObject(contactPerson) ? contactPerson : {})),
  );
  const entries = perform(call, planned, mask, "BatchCreateContactsErrorDetails");
  return entries.length > 0 ? { createdPeople: entries.map(([, entry]) => entry) } : {};
}

/** people.batchUpdateContacts: a map of at most 200, one mask for all. */
export function batchUpdate(call: Call): JsonObject {
  const contacts = isObject(call.body.contacts) ? Object.entries(call.body.contacts) : [];
  const paths = updateMask(textOf(call.body, "updateMask"), "updateMask");
  const mask = optionalReadMask(textOf(call.body, "readMask"), "readMask");
  if (contacts.length === 0) throw invalid("At least one contact is required.");
  atMost(contacts.length, 200, "contacts");
  const planned = contacts.map(([name, person]) =>
    attempt(name, () => planUpdate(call, name, isObject(person) ? person : {}, paths, "batch")),
  );
  const entries = perform(call, planned, mask, "BatchUpdateContactsErrorDetails");
  return entries.length > 0 ? { updateResult: Object.fromEntries(entries) } : {};
}

/** people.batchDeleteContacts: at most 500; one that is not there fails the call. */
export function batchDelete(call: Call): JsonObject {
  const names = textsOf(call.body, "resourceNames");
  if (names.length === 0) throw invalid("At least one resource name is required.");
  atMost(names.length, 500, "resource names");
  return deleteAll(call, names);
}

function attempt(key: string, plan: () => ContactWrite): Planned {
  try {
    return { key, plan: plan() };
  } catch (error) {
    if (error instanceof Refusal) return { key, plan: error };
    throw error;
  }
}

/** Writes the plans of a batch and answers its entries; an empty mask skips the read after the write and answers none. */
function perform(call: Call, planned: Planned[], mask: PersonPath[] | null, detail: string): [string, JsonObject][] {
  const refused = planned.flatMap(({ key, plan }) => (plan instanceof Refusal ? [{ key, refusal: plan }] : []));
  if (refused.length > 0 && call.world.switches.batchFailure === "whole") throw wholeBatch(refused, detail);
  const writes = planned.flatMap(({ plan }) => (plan instanceof Refusal ? [] : [plan]));
  requireRoom(call, writes.filter((write) => !call.account.contacts.live(write.id)).length);
  commit(call, { contacts: writes });
  if (!mask && refused.length === 0) return [];
  return planned.map(({ key, plan }) => [key, entryOf(call, key, plan, mask)]);
}

function entryOf(call: Call, key: string, plan: ContactWrite | Refusal, mask: PersonPath[] | null): JsonObject {
  if (plan instanceof Refusal) {
    const named = key.startsWith("people/") ? { requestedResourceName: key } : {};
    return { httpStatusCode: plan.httpStatus, ...named, status: plan.rpcStatus() };
  }
  const contact = call.account.contacts.live(plan.id)!;
  const person = mask ? { person: renderPerson(contact, contactView(call, mask)) } : {};
  return { httpStatusCode: 200, ...person, requestedResourceName: resourceNameOf(contact), status: {} };
}

/**
 * The whole batch fails: the answer is the first contact's error, with every bad contact in the details. The layout of the
 * details is believed, not recorded (BEHAVIOUR 4, "Batch update / create failure model").
 */
function wholeBatch(refused: { key: string; refusal: Refusal }[], detail: string): Refusal {
  const { refusal } = refused[0]!;
  const contactErrors = Object.fromEntries(refused.map(({ key, refusal }) => [key, refusal.rpcStatus()]));
  return new Refusal(refusal.status, refusal.message, [
    ...refusal.details,
    { "@type": `type.googleapis.com/google.people.v1.${detail}`, contactErrors },
  ]);
}
