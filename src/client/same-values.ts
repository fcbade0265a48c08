import { stableJson } from "../lib/stable-json.ts";

/** Whether two lists of a Person's field say the same to a reader: what the server adds to each value does not count. */
export function sameValues(left: unknown, right: unknown): boolean {
  return stableJson(plain(left)) === stableJson(plain(right));
}

function plain(values: unknown): unknown {
  return Array.isArray(values) ? values.map(ownWords) : [];
}

/** A value of a field as a person entered it. */
export function ownWords(value: Record<string, unknown>): Record<string, unknown> {
  const { metadata, canonicalForm, formattedType, displayName, displayNameLastFirst, unstructuredName, ...own } = value;
  return own;
}
