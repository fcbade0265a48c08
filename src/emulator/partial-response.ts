import type { Json, JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import { invalid } from "./refusal.ts";

type Selection = Map<string, Selection | null>;

/**
 * The `fields` parameter that every method takes: `nextPageToken,connections(resourceName,names/givenName)`. A selection
 * reaches into the items of a list; `*` selects all. Without the parameter the answer stays whole.
 */
export function selectFields(answer: JsonObject, fields: string | undefined): JsonObject {
  if (!fields || fields === "*") return answer;
  return pick(answer, parse(fields)) as JsonObject;
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
