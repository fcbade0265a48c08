import { writtenBy } from "./client-data.ts";
import type { Fields } from "./contact.ts";
import type { ItemRules } from "./items.ts";
import { storedItem } from "./items.ts";
import type { Json, JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import type { PersonPath } from "./masks.ts";
import { singletons } from "./masks.ts";
import { invalid, Refusal } from "./refusal.ts";

function itemsOf(person: JsonObject, path: PersonPath): JsonObject[] {
  const value: Json | undefined = person[path];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Items that come from a profile are not the contact's and are ignored (discovery document, updateContact). */
function isForeign(item: JsonObject): boolean {
  const metadata = isObject(item.metadata) ? item.metadata : {};
  const source = isObject(metadata.source) ? metadata.source : {};
  return typeof source.type === "string" && !["CONTACT", "SOURCE_TYPE_UNSPECIFIED"].includes(source.type);
}

/**
 * The stored form of the named fields of a person in a request; a field that is absent or empty comes out as `[]`.
 * Throws the refusals for a second entry of a singleton and for an organization's dates (BEHAVIOUR 2 and 6).
 */
export function storedFields(person: JsonObject, paths: readonly PersonPath[], rules: ItemRules): Fields {
  const fields: Fields = {};
  for (const path of paths) {
    if (path === "memberships") continue;
    const sent = itemsOf(person, path);
    // Entries of a profile count too: a person read with both sources and echoed back is refused (BEHAVIOUR 2, MRM #2).
    if (singletons.includes(path) && sent.length > 1)
      throw invalid(`Cannot have more than one person.${path} per source.`);
    if (path === "organizations" && rules.switches.organizationDates === "500") refuseDates(sent);
    const items = sent
      .filter((item) => !isForeign(item))
      .map((item) => storedItem(path, item, rules))
      .filter((item) => item !== null);
    fields[path] = path === "clientData" ? writtenBy(items, rules.project ?? "") : items;
  }
  return fields;
}

function refuseDates(organizations: JsonObject[]): void {
  if (organizations.some((item) => item.startDate || item.endDate)) {
    throw new Refusal("INTERNAL", "Internal error encountered.");
  }
}

/** Ids of the groups that the body's memberships name, in order and once each. */
export function namedGroups(person: JsonObject): string[] {
  const names = itemsOf(person, "memberships").flatMap((item) => {
    const membership = item.contactGroupMembership;
    return isObject(membership) && typeof membership.contactGroupResourceName === "string"
      ? [membership.contactGroupResourceName.replace(/^contactGroups\//, "")]
      : [];
  });
  return [...new Set(names)];
}
