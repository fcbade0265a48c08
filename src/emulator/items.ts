import type { CountryCode } from "libphonenumber-js";
import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { FieldSpec } from "./discovery.ts";
import { schemas } from "./discovery.ts";
import type { Json, JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import type { PersonPath } from "./masks.ts";
import { completeName } from "./names.ts";
import { invalidArgument } from "./refusal.ts";
import type { Switches } from "./switches.ts";
import { formattedGender, formattedProtocol, formattedType } from "./words.ts";

/** Order of members inside the items, after the recordings of KGAPI; members that no list names follow in the client's order. */
const memberOrder: Partial<Record<PersonPath, string[]>> = {
  names: [
    "displayName",
    "familyName",
    "givenName",
    "middleName",
    "honorificPrefix",
    "honorificSuffix",
    "phoneticFullName",
    "phoneticFamilyName",
    "phoneticGivenName",
    "phoneticMiddleName",
    "phoneticHonorificPrefix",
    "phoneticHonorificSuffix",
    "displayNameLastFirst",
    "unstructuredName",
  ],
  addresses: [
    "formattedValue",
    "type",
    "formattedType",
    "poBox",
    "streetAddress",
    "extendedAddress",
    "city",
    "region",
    "postalCode",
    "country",
    "countryCode",
  ],
  organizations: [
    "type",
    "formattedType",
    "startDate",
    "endDate",
    "current",
    "name",
    "phoneticName",
    "department",
    "title",
  ],
  events: ["date", "type", "formattedType"],
  birthdays: ["date", "text"],
  relations: ["person", "type", "formattedType"],
  imClients: ["username", "type", "formattedType", "protocol", "formattedProtocol"],
  userDefined: ["key", "value"],
  clientData: ["key", "value"],
  calendarUrls: ["url", "type", "formattedType"],
};
const commonOrder = ["value", "canonicalForm", "type", "formattedType"];

/** Members that by themselves make no item: an item of only these is dropped. */
const describing = new Set(["type", "formattedType", "contentType", "current", "protocol", "formattedProtocol"]);

/** What the stored form of an item depends on. */
export type ItemRules = { region: CountryCode; switches: Switches; project?: string };

/**
 * An item as stored: what the client may not set is dropped, what the server derives is added (BEHAVIOUR 3 "server-derived", 10).
 * `null` when the item holds no value. `sourcePrimary` is kept: it is how a user marks the default e-mail.
 */
export function storedItem(path: PersonPath, sent: JsonObject, rules: ItemRules): JsonObject | null {
  const item = writable(path, sent);
  const completed = path === "names" ? completeName(item) : derive(path, item, rules);
  if (!completed || !Object.keys(completed).some((key) => !describing.has(key) || path === "nicknames")) return null;
  const ordered = inOrder(path, completed);
  if (path !== "names" && isObject(sent.metadata) && sent.metadata.sourcePrimary === true) ordered.sourcePrimary = true;
  return ordered;
}

function writable(path: PersonPath, sent: JsonObject): JsonObject {
  const properties = schemas[itemSchema(path)]?.properties ?? {};
  const item: JsonObject = {};
  for (const [key, value] of Object.entries(sent)) {
    const spec = properties[key];
    if (!spec || spec.readOnly || key === "metadata") continue;
    const kept = withoutDefaults(value, spec);
    if (kept !== undefined) item[key] = kept;
  }
  return item;
}

/** Proto3 JSON leaves out what is at its default: empty text, zero, false, an empty date (BEHAVIOUR 3). */
function withoutDefaults(value: Json | undefined, spec: FieldSpec): Json | undefined {
  if (value === "" || value === 0 || value === false) return undefined;
  if (spec.$ref !== "Date" || !isObject(value)) return value;
  const date = Object.fromEntries(
    ["year", "month", "day"].flatMap((part) => (value[part] ? [[part, value[part]]] : [])),
  );
  return Object.keys(date).length > 0 ? date : undefined;
}

function itemSchema(path: PersonPath): string {
  return schemas.Person?.properties?.[path]?.items?.$ref ?? "";
}

function derive(path: PersonPath, item: JsonObject, rules: ItemRules): JsonObject {
  if (typeof item.type === "string" && path !== "nicknames" && path !== "locations")
    item.formattedType = formattedType(item.type);
  if (path === "phoneNumbers" && typeof item.value === "string") {
    const canonical = canonicalForm(item.value, rules.region);
    if (canonical) item.canonicalForm = canonical;
  } else if (path === "addresses") item.formattedValue ??= formattedAddress(item) || undefined;
  else if (path === "biographies") return biography(item, rules.switches);
  else if (path === "imClients" && typeof item.protocol === "string") {
    item.formattedProtocol = formattedProtocol(item.protocol);
  } else if (path === "genders" && typeof item.value === "string") item.formattedValue = formattedGender(item.value);
  else if (path === "nicknames" && item.type === "DEFAULT") delete item.type;
  return item;
}

/** E.164 by the account's region; absent when the number can't be one (BEHAVIOUR 10). */
function canonicalForm(value: string, region: CountryCode): string | null {
  const phone = parsePhoneNumberFromString(value, region);
  return phone?.isPossible() ? phone.number : null;
}

/** Built as the one recorded for a French address: street, box, code with town and region, country (BEHAVIOUR 10). */
function formattedAddress(item: JsonObject): string {
  const join = (parts: (Json | undefined)[], by: string) => parts.filter(Boolean).join(by);
  const { streetAddress, extendedAddress, poBox, postalCode, city, region, country, countryCode } = item;
  const town = join([join([postalCode, city], " "), region], ", ");
  return join([streetAddress, extendedAddress, poBox, town, country ?? countryCode], "\n");
}

function biography(item: JsonObject, switches: Switches): JsonObject {
  if (typeof item.value !== "string") return {};
  let value = item.value;
  if (switches.trimNotes) value = value.trim();
  if (switches.noteLineEnds === "lf") value = value.replace(/\r\n?/g, "\n");
  const html = item.contentType === "TEXT_HTML" && switches.htmlNotes === "keep";
  // No figure is known (BEHAVIOUR 8), nor what Google says; it must not be taken for a silent cut.
  if (switches.notesLimit > 0 && value.length > switches.notesLimit) throw invalidArgument();
  return value ? { value, contentType: html ? "TEXT_HTML" : "TEXT_PLAIN" } : {};
}

function inOrder(path: PersonPath, item: JsonObject): JsonObject {
  const ordered: JsonObject = {};
  for (const key of [...(memberOrder[path] ?? commonOrder), ...Object.keys(item)]) {
    if (item[key] !== undefined) ordered[key] = item[key];
  }
  return ordered;
}
