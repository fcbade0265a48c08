import type { FieldSpec } from "./discovery.ts";
import { schemas } from "./discovery.ts";
import type { Json, JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import { invalid, malformed } from "./refusal.ts";

/** What of an answer is shown; `null` for all of it. */
type Selection = Map<string, Selection | null>;

/**
 * The `fields` parameter that every method takes: `nextPageToken,connections(resourceName,names/givenName)`. A selection
 * reaches into the items of a list; `*` selects all. Without the parameter the answer stays whole. Throws for a path that the schema of the
 * answer does not know.
 */
export function readSelection(fields: string | undefined, schema: string): Selection | null {
  if (!fields || fields === "*") return null;
  const selection = parse(fields);
  const unknown = strangers(selection, schema, "");
  if (unknown.length === 0) return selection;
  const violations = unknown.map((field) => {
    const description = `Error expanding 'fields' parameter. Cannot find matching fields for path '${field}'.`;
    return { field, description };
  });
  throw malformed(violations, "Request contains an invalid argument.");
}

function strangers(selection: Selection, schema: string, path: string): string[] {
  const properties = schemas[schema]?.properties ?? {};
  return [...selection].flatMap(([name, inner]) => {
    if (name === "*") return [];
    const spec = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!spec) return [path + name];
    const below = messageOf(spec);
    return inner && below ? strangers(inner, below, `${path}${name}.`) : [];
  });
}

/** The message that a field, an item of a list or a member of a map is. */
function messageOf({ $ref, items }: FieldSpec): string | undefined {
  return $ref ?? items?.$ref;
}

export function selectFields(answer: JsonObject, selection: Selection | null): JsonObject {
  return selection ? (pick(answer, selection) as JsonObject) : answer;
}

function pick(value: Json | undefined, selection: Selection | null): Json | undefined {
  if (!selection || selection.has("*")) return value;
  if (Array.isArray(value)) return value.map((item) => pick(item, selection) ?? {});
  if (!isObject(value)) return value;
  const picked: JsonObject = {};
  for (const [key, member] of Object.entries(value))
    if (selection.has(key)) picked[key] = pick(member, selection.get(key)!);
  return picked;
}

function parse(text: string): Selection {
  const tokens = text.match(/[A-Za-z0-9_@*]+|[,/()]/g) ?? [];
  if (tokens.join("") !== text.replace(/\s/g, "")) throw invalid(`Invalid field selection ${text}`);
  let at = 0;
  const group = (): Selection => {
    const selection: Selection = new Map();
    path(selection);
    while (tokens[at] === ",") {
      at++;
      path(selection);
    }
    return selection;
  };
  const path = (into: Selection): void => {
    const name = tokens[at++];
    if (!name || /[,/()]/.test(name)) throw invalid(`Invalid field selection ${text}`);
    if (tokens[at] === "/") {
      at++;
      const inner = into.get(name) ?? new Map();
      into.set(name, inner);
      path(inner);
    } else if (tokens[at] === "(") {
      at++;
      into.set(name, group());
      if (tokens[at++] !== ")") throw invalid(`Invalid field selection ${text}`);
    } else into.set(name, null);
  };
  const selection = group();
  if (at < tokens.length) throw invalid(`Invalid field selection ${text}`);
  return selection;
}
