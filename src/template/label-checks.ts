/**
 * What the shape of a template cannot say: labels are names in one account, so each may stand only once; a default has to exist. Works on
 * the raw data, so that these problems are told together with those of the shape.
 */
import type { Path, Problem } from "./locate.ts";
import type { ProblemWords } from "./words.ts";

type Named = { path: Path; name: string; owner: string };

export function crossProblems(raw: unknown, words: ProblemWords): Problem[] {
  const { already, instead } = words;
  return [
    ...repeated(accountLabels(raw), (name) => already(name, "label"), instead.label),
    ...repeated(ids(raw, "markers"), (name) => already(name, "id"), instead.marker),
    ...repeated(ids(raw, "kinds"), (name) => already(name, "id"), instead.kind),
    ...repeated(employees(raw), (name) => already(name, "employee"), instead.employee),
    ...listAt(raw, ["kinds", "labels"]).flatMap((_, index) =>
      repeated(phrases(raw, index), (name) => already(name, "phrase"), instead.phrase),
    ),
    ...unknownReferences(raw, words),
  ];
}

function accountLabels(raw: unknown): Named[] {
  const labels = ["markers", "kinds"].flatMap((set) =>
    listAt(raw, [set, "labels"]).flatMap((entry, index): Named[] => {
      const path = [set, "labels", index];
      const owner = `${set} ${index}`;
      return [
        ...named(entry, ["label"], path, owner),
        ...listAt(entry, ["aliases"]).flatMap((_, at) => named(entry, ["aliases", at], path, owner)),
      ];
    }),
  );
  const statuses = ["inWork", "callBack", "checkCard"].flatMap((status) =>
    named(raw, ["statusLabels", status], [], `statusLabels ${status}`),
  );
  return [...labels, ...statuses];
}

function ids(raw: unknown, set: string): Named[] {
  return listAt(raw, [set, "labels"]).flatMap((entry, index) =>
    named(entry, ["id"], [set, "labels", index], `${index}`),
  );
}

/** Only the names: an alias that two people share is allowed, the card says so where it is used (docs/card.md, Employee). */
function employees(raw: unknown): Named[] {
  return listAt(raw, ["employees"]).flatMap((entry, index) => named(entry, ["name"], ["employees", index], `${index}`));
}

/** What the program writes for one stage or outcome has to be read as that one. */
function phrases(raw: unknown, kind: number): Named[] {
  const path = ["kinds", "labels", kind, "phrases"];
  const own = valueAt(raw, path);
  const keys = own !== null && typeof own === "object" ? Object.keys(own) : [];
  return keys.flatMap((key) => named(raw, [...path, key], [], key));
}

function repeated(all: Named[], problem: (name: string) => string, next: string): Problem[] {
  const first = new Map<string, Named>();
  const problems: Problem[] = [];
  for (const entry of all) {
    const key = entry.name.normalize("NFC").trim().toLowerCase();
    const earlier = first.get(key);
    if (!earlier) first.set(key, entry);
    // A label may repeat its own name among its aliases: harmless.
    else if (earlier.owner !== entry.owner) problems.push({ path: entry.path, problem: problem(entry.name), next });
  }
  return problems;
}

function unknownReferences(raw: unknown, words: ProblemWords): Problem[] {
  return [
    ["markers", "default"],
    ["markers", "returning"],
    ["kinds", "default"],
  ].flatMap(([set, key]): Problem[] => {
    const wanted = textAt(raw, [set!, key!]);
    const known = ids(raw, set!).map(({ name }) => name);
    if (wanted === null || known.length === 0 || known.includes(wanted)) return [];
    return [{ path: [set!, key!], problem: words.noLabel(wanted), next: words.oneOf(known.join(", ")) }];
  });
}

function named(from: unknown, at: Path, below: Path, owner: string): Named[] {
  const name = textAt(from, at);
  return name === null ? [] : [{ path: [...below, ...at], name, owner }];
}

function valueAt(from: unknown, path: Path): unknown {
  let value = from;
  for (const key of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

function textAt(from: unknown, path: Path): string | null {
  const value = valueAt(from, path);
  return typeof value === "string" ? value : null;
}

function listAt(from: unknown, path: Path): unknown[] {
  const value = valueAt(from, path);
  return Array.isArray(value) ? value : [];
}
