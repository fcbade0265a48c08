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
  for (const part of partsOf(document, 0)) {
    waiting += part;
    if (waiting.length < ENOUGH) continue;
    yield harmless(waiting);
    waiting = "";
  }
  yield harmless(waiting);
}

/** A document, its plan, the plan's list of changes. */
const DEEPEST = 3;

function* partsOf(value: unknown, depth: number): Iterable<string> {
  const items = depth === DEEPEST ? [] : itemsOf(value);
  if (items.length === 0) {
    yield whole(value, depth);
    return;
  }
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const inner = "  ".repeat(depth + 1);
  let before = open;
  for (const { key, item } of items) {
    yield `${before}\n${inner}${key}`;
    yield* partsOf(item, depth + 1);
    before = ",";
  }
  yield `\n${"  ".repeat(depth)}${close}`;
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

/** As it stands so many lists deep, where what JSON has no form for is `null`: so its lines are indented as they are made. */
function whole(value: unknown, depth: number): string {
  const { before, behind } = FRAMES[depth]!;
  const text = JSON.stringify(nested(value, depth), null, 2);
  return text.slice(before, text.length - behind);
}

function nested(value: unknown, depth: number): unknown {
  return depth === 0 ? (value ?? null) : [nested(value, depth - 1)];
}

/** What stands around a value so many lists deep, in letters. */
const FRAMES = Array.from({ length: DEEPEST + 1 }, (_, depth) => {
  const frame = JSON.stringify(nested(0, depth), null, 2);
  return { before: frame.indexOf("0"), behind: frame.length - frame.indexOf("0") - 1 };
});

/** JSON has escaped all that stands below a blank, but for its own line ends. */
function harmless(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
