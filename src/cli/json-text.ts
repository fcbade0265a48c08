/** JSON as the commands print it. */

/** Pieces of at least so many letters are handed on at once, so that the text of a large plan is never held as a whole. */
const ENOUGH = 65_536;

/** JSON that a terminal takes as harmlessly as a program: the controls that JSON lets pass are escaped. */
export function jsonText(document: unknown): string {
  return harmless(JSON.stringify(document, null, 2));
}

/** The same text, piece by piece: the members of a plain object, the items of their lists, and so on down to single clients. */
export function* jsonPieces(document: unknown): Iterable<string> {
  let waiting = "";
  for (const part of partsOf(document, "", DEEPEST)) {
    waiting += part;
    if (waiting.length < ENOUGH) continue;
    yield harmless(waiting);
    waiting = "";
  }
  yield harmless(waiting);
}

/** A document, its plan, the plan's list of changes. */
const DEEPEST = 3;

function* partsOf(value: unknown, indent: string, depth: number): Iterable<string> {
  const items = depth === 0 ? [] : itemsOf(value);
  if (items.length === 0) {
    yield whole(value, indent);
    return;
  }
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const inner = `${indent}  `;
  let before = open;
  for (const { key, item } of items) {
    yield `${before}\n${inner}${key}`;
    yield* partsOf(item, inner, depth - 1);
    before = ",";
  }
  yield `\n${indent}${close}`;
}

/** What is written one by one: of a list everything, of a plain object what JSON has a form for. */
function itemsOf(value: unknown): { key: string; item: unknown }[] {
  if (Array.isArray(value)) return value.map((item) => ({ key: "", item }));
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return [];
  if ("toJSON" in value) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    item === undefined || typeof item === "function" || typeof item === "symbol"
      ? []
      : [{ key: `${JSON.stringify(key)}: `, item }],
  );
}

/** In a list, what JSON has no form for is `null`. A line end in JSON is never part of a text. */
function whole(value: unknown, indent: string): string {
  const text = JSON.stringify(value, null, 2) ?? "null";
  return indent === "" ? text : text.replaceAll("\n", `\n${indent}`);
}

function harmless(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (letter) =>
    letter === "\n" ? letter : `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
