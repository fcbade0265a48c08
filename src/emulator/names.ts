import type { JsonObject } from "./json.ts";

const parts = ["honorificPrefix", "givenName", "middleName", "familyName", "honorificSuffix"] as const;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const join = (words: string[], by: string) => words.filter((word) => word !== "").join(by);

/**
 * A name as Google stores it (BEHAVIOUR 3): `displayName` and `displayNameLastFirst` from the parts, whatever the client sent for
 * them, `unstructuredName` the display name when it was not given. A name that came only unstructured is taken apart:
 * the last word is the family name (a guess). `null` when nothing is left of it.
 */
export function completeName(sent: JsonObject): JsonObject | null {
  const name: JsonObject = { ...sent };
  for (const [key, value] of Object.entries(name)) if (value === "") delete name[key];
  if (!parts.some((part) => name[part])) Object.assign(name, takeApart(text(name.unstructuredName)));
  if (Object.keys(name).length === 0) return null;
  const display = join(
    parts.map((part) => text(name[part])),
    " ",
  );
  if (display) {
    name.displayName = display;
    name.displayNameLastFirst = lastFirst(name, display);
    name.unstructuredName = text(name.unstructuredName) || display;
  }
  return name;
}

/** `Doe, Dr. John Jay, III`; a mononym as it is (BEHAVIOUR 3). */
function lastFirst(name: JsonObject, display: string): string {
  if (!name.familyName) return display;
  const given = join([text(name.honorificPrefix), text(name.givenName), text(name.middleName)], " ");
  return join([text(name.familyName), given, text(name.honorificSuffix)], ", ");
}

function takeApart(name: string): JsonObject {
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return {};
  if (words.length === 1) return { givenName: words[0] };
  return { givenName: words.slice(0, -1).join(" "), familyName: words.at(-1) };
}
