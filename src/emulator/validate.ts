import type { FieldSpec } from "./discovery.ts";
import { schemas } from "./discovery.ts";
import type { Json, JsonObject } from "./json.ts";
import { camelCase, isObject, snakeCase } from "./json.ts";
import { invalidArgument, malformed } from "./refusal.ts";

type Violation = { field?: string; description: string };

/**
 * Checks a request body against a schema of the discovery document and returns it with the JSON spelling of every name
 * (`given_name` becomes `givenName`), without nulls, which mean "not set" in proto3 JSON. `root` is the proto's name of the
 * body, e.g. `person` for createContact, or empty when the body is the request itself. Throws one refusal for all violations.
 */
export function validateBody(body: Json, schema: string, root: string): JsonObject {
  const violations: Violation[] = [];
  const checked = checkMessage(body, schema, root, violations);
  if (violations.length > 0) throw malformed(violations);
  return checked as JsonObject;
}

function checkMessage(value: Json, schema: string, path: string, violations: Violation[]): Json {
  if (!isObject(value)) {
    violations.push(badValue(path, `type.googleapis.com/google.people.v1.${schema}`, value));
    return {};
  }
  const properties = schemas[schema]?.properties ?? {};
  const checked: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const name = camelCase(key);
    const spec = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!spec) violations.push(unknownName(key, path));
    else if (member !== null && member !== undefined) {
      checked[name] = checkField(member, spec, path ? `${path}.${snakeCase(name)}` : snakeCase(name), violations);
    }
  }
  return checked;
}

function checkField(value: Json, spec: FieldSpec, path: string, violations: Violation[]): Json {
  if (spec.$ref) {
    if (Array.isArray(value)) {
      violations.push(notRepeating(path));
      return {};
    }
    return checkMessage(value, spec.$ref, path, violations);
  }
  if (spec.type === "array") return checkList(value, spec.items ?? {}, path, violations);
  if (spec.type === "object") return checkMap(value, spec.additionalProperties ?? {}, path, violations);
  return checkScalar(value, spec, path, violations);
}

function checkList(value: Json, items: FieldSpec, path: string, violations: Violation[]): Json {
  // A list field sent as one object is refused without a word about where (BEHAVIOUR 2, PHP-2373).
  if (!Array.isArray(value)) throw invalidArgument();
  return value.map((item, index) => checkField(item, items, `${path}[${index}]`, violations));
}

function checkMap(value: Json, members: FieldSpec, path: string, violations: Violation[]): Json {
  if (Array.isArray(value)) {
    // BEHAVIOUR 2, "list where a map is wanted".
    const description = `Invalid value at '${path}' (Map), Cannot bind a list to map for field '${path.split(".").pop()}'.`;
    violations.push({ field: path, description });
    return {};
  }
  if (!isObject(value)) {
    violations.push(badValue(path, "Map", value));
    return {};
  }
  const checked: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    checked[key] = checkField(member ?? null, members, `${path}[${key}]`, violations);
  }
  return checked;
}

function checkScalar(value: Json, spec: FieldSpec, path: string, violations: Violation[]): Json {
  if (Array.isArray(value)) {
    violations.push(notRepeating(path));
    return null;
  }
  const result = readScalar(value, spec);
  if (result.ok) return result.value;
  violations.push(badValue(path, result.wanted, value));
  return null;
}

type Scalar = { ok: true; value: Json } | { ok: false; wanted: string };

function readScalar(value: Json, spec: FieldSpec): Scalar {
  if (spec.type === "boolean") {
    return typeof value === "boolean" ? { ok: true, value } : { ok: false, wanted: "TYPE_BOOL" };
  }
  if (spec.type === "integer") {
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    const fits = typeof number === "number" && Number.isInteger(number) && Math.abs(number) < 2 ** 31;
    return fits ? { ok: true, value: number } : { ok: false, wanted: "TYPE_INT32" };
  }
  if (spec.type === "any") return { ok: true, value };
  if (spec.enum) {
    const known = typeof value === "string" && spec.enum.includes(value);
    return known ? { ok: true, value } : { ok: false, wanted: enumType(spec.enum) };
  }
  const wanted = spec.format === "byte" ? "TYPE_BYTES" : "TYPE_STRING";
  if (typeof value !== "string") return { ok: false, wanted };
  if (spec.format === "byte" && !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) return { ok: false, wanted };
  return { ok: true, value };
}

/** The proto type of an enum, as Google's message names it. The document gives no names, so those of known enums stand here. */
export function enumType(values: string[]): string {
  const names: [string, string][] = [
    ["READ_SOURCE_TYPE_CONTACT", "ReadSourceType"],
    ["LAST_MODIFIED_ASCENDING", "SortOrder"],
    ["TEXT_PLAIN", "Biography.ContentType"],
    ["MAIDEN_NAME", "Nickname.NicknameType"],
    ["OUTLOOK_USER", "MiscKeyword.KeywordType"],
    ["OTHER_CONTACT", "SourceType"],
    ["DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT", "DirectorySourceType"],
    ["PAGE", "PersonMetadata.ObjectType"],
  ];
  const name = names.find(([member]) => values.includes(member))?.[1] ?? "Enum";
  return `type.googleapis.com/google.people.v1.${name}`;
}

/** BEHAVIOUR 2, "bad enum": the value is quoted when it is text. */
export function badValue(field: string, type: string, value: Json): Violation {
  return { field, description: `Invalid value at '${field}' (${type}), ${JSON.stringify(value)}` };
}

/** BEHAVIOUR 2, "unknown JSON name". */
function unknownName(name: string, path: string): Violation {
  const at = path ? ` at '${path}'` : "";
  const description = `Invalid JSON payload received. Unknown name "${name}"${at}: Cannot find field.`;
  return path ? { field: path, description } : { description };
}

function notRepeating(path: string): Violation {
  const cut = path.lastIndexOf(".");
  const at = cut < 0 ? "" : ` at '${path.slice(0, cut)}'`;
  const name = path.slice(cut + 1);
  const description = `Invalid JSON payload received. Unknown name "${name}"${at}: Proto field is not repeating, cannot start list.`;
  return { field: cut < 0 ? name : path.slice(0, cut), description };
}
