import type { JsonObject } from "./json.ts";
import type { Switches } from "./switches.ts";

/** The metrics of a default project's quota per minute and user (BEHAVIOUR 6). */
export type Metric = "criticalRead" | "criticalWrite" | "read" | "write";
export type Cost = Partial<Record<Metric, number>>;

const contactReads = [
  "people.connections.list",
  "people.get",
  "people.getBatchGet",
  "people.searchContacts",
  "otherContacts.list",
  "otherContacts.search",
];
const contactWrites = [
  "people.createContact",
  "people.updateContact",
  "people.updateContactPhoto",
  "people.deleteContactPhoto",
  "otherContacts.copyOtherContactToMyContactsGroup",
];
const groupReads = ["contactGroups.list", "contactGroups.get", "contactGroups.batchGet"];

/** What a call costs: a write of contacts is read back and costs a critical read too; a batch costs the same whatever its size. */
export function costOf(method: string, switches: Switches, items: number): Cost {
  if (contactReads.includes(method)) return { criticalRead: 1 };
  if (contactWrites.includes(method)) return { criticalRead: 1, criticalWrite: 1 };
  if (method === "people.batchCreateContacts" || method === "people.batchUpdateContacts") {
    const cost = switches.batchChargedPerItem ? items : switches.batchCost;
    return { criticalRead: cost, criticalWrite: cost };
  }
  return groupReads.includes(method) ? { read: 1 } : { write: 1 };
}

/** Methods that write contacts and so count against an account's daily allowance. */
export function isContactWrite(method: string): boolean {
  return (
    contactWrites.includes(method) || ["people.batchCreateContacts", "people.batchUpdateContacts"].includes(method)
  );
}

/** How many contacts (for members.modify: memberships) a request is about, 1 when it carries no list. */
export function itemsOf(body: JsonObject): number {
  const lists = [body.contacts, body.resourceNames, body.resourceNamesToAdd, body.resourceNamesToRemove];
  const sizes = lists.map((list) => (list && typeof list === "object" ? Object.keys(list).length : 0));
  return sizes.some((size) => size > 0) ? sizes.reduce((sum, size) => sum + size, 0) : 1;
}
