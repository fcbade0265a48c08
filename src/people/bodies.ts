/** What is sent for a contact: only what the API takes, and nothing that it answers with an error. */
import type { Person, PersonField } from "../client/person.ts";
import { type AppError, appError } from "../lib/errors.ts";
import { isRecord } from "./failure.ts";
import { writable } from "./masks.ts";

/** Groups that take new members; a contact in one of the retired system groups can't be put back there (people-api reference, 7). */
const takesMembers = (group: string) => /^contactGroups\/(myContacts|starred|[0-9a-f]{6,})$/.test(group);

/**
 * The body of a create. Identity, output-only fields and the metadata of items belong to another contact, the dates of an organization are
 * answered with a 500 (people-api reference, 6), so they stay behind: `dropped` counts those dates.
 */
export function bodyForCreate(person: Person): { body: Person; dropped: number } {
  const body: Person = {};
  let dropped = 0;
  for (const [path, value] of Object.entries(person)) {
    if (!writable.has(path) || !Array.isArray(value) || value.length === 0) continue;
    const items = path === "memberships" ? groupMemberships(value) : value.map(withoutMetadata).map(ownWords(path));
    if (path === "organizations") {
      dropped += items.filter(hasDates).length;
      body[path] = items.map(({ startDate: _start, endDate: _end, ...rest }) => rest);
    } else if (items.length > 0) body[path] = items;
  }
  return { body, dropped };
}

/** The body of an update: the etag and the named fields. An absent field is sent as absent, which clears it (people-api reference, 2). */
export function bodyForUpdate(person: Person, fields: PersonField[]): Person {
  const body: Person = { resourceName: person.resourceName, etag: person.etag };
  for (const field of fields) {
    const items = person[field];
    if (Array.isArray(items)) Object.assign(body, { [field]: items.map(ownWords(field)) });
  }
  return body;
}

/**
 * Why an update of this contact can't be sent at all, `null` when it can: writing the dates of an organization back is a 500 for the whole
 * batch, and leaving them out would erase what somebody entered.
 */
export function unsendable(person: Person, fields: PersonField[]): AppError | null {
  if (!fields.includes("organizations") || !person.organizations?.some(hasDates)) return null;
  const detail = "an organization of this contact has a start or end date, which Google shows but does not take back";
  return appError({ code: "account", status: 0, reason: "ORGANIZATION_DATES", detail });
}

type Item = Record<string, unknown>;

const nameParts = ["givenName", "middleName", "familyName", "honorificPrefix", "honorificSuffix"];

/**
 * A name as people entered it. Google derives the whole name from the parts, and gives it as `unstructuredName` too (people-api reference, 3):
 * sent back beside a part that has changed, the old whole would say something else.
 */
function ownWords(field: string): (item: Item) => Item {
  if (field !== "names") return (item) => item;
  return ({ displayName: _shown, displayNameLastFirst: _sorted, unstructuredName, ...rest }) => {
    const whole = nameParts.some((part) => rest[part]) ? undefined : unstructuredName;
    return whole === undefined ? rest : { ...rest, unstructuredName: whole };
  };
}

function withoutMetadata(item: unknown): Item {
  if (!isRecord(item)) return {};
  const { metadata, ...rest } = item;
  // The one part of it that is an input: which address the person marked as the default (people-api reference, 3).
  const chosen = isRecord(metadata) && metadata.sourcePrimary === true;
  return chosen && "value" in rest ? { ...rest, metadata: { sourcePrimary: true } } : rest;
}

/** Only the resource name of a group is honoured; memberships of a domain are read-only (people-api reference, 4). */
function groupMemberships(items: unknown[]): Item[] {
  return items.flatMap((item) => {
    const membership = isRecord(item) && isRecord(item.contactGroupMembership) ? item.contactGroupMembership : null;
    const group = membership?.contactGroupResourceName;
    if (typeof group !== "string" || !takesMembers(group)) return [];
    return [{ contactGroupMembership: { contactGroupResourceName: group } }];
  });
}

function hasDates(organization: Item): boolean {
  return organization.startDate !== undefined || organization.endDate !== undefined;
}
