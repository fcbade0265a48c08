/** Slips in bringing versions together. */
import type { MutationsOf } from "./mutation.ts";

export const mergingMutations: MutationsOf = {
  "with an unchanged side it gives the other side": [
    {
      name: "the shortcut for an unchanged theirs is forgotten",
      file: "merge.ts",
      find: "if (theirs === base || ours === theirs) return",
      put: "if (ours === theirs) return",
    },
    {
      name: "the shortcut for an unchanged ours is forgotten",
      file: "merge.ts",
      find: "if (ours === base) return { text: theirs,",
      put: "if (ours === theirs) return { text: theirs,",
    },
  ],
  "nothing is dropped: each line of either side is in the text or among the removed ones, as often as it stood there": [
    {
      name: "a line of theirs that ours deleted is not told of",
      file: "merge.ts",
      find: "this.#result.absent.push(line);",
      put: "",
    },
    {
      name: "a line of ours that theirs deleted is not told of",
      file: "merge.ts",
      find: "this.#result.deleted.push(line);",
      put: "",
    },
    {
      name: "their last paragraph is dropped",
      file: "merge.ts",
      find: "for (const block of waiting) write(block);\n    // Even",
      put: "// Even",
    },
  ],
  "what either side added is there, what either took away is gone, and nothing stands there twice": [
    {
      name: "a line that both added stands there twice",
      file: "merge.ts",
      find: "const ours = from === undefined ? this.#bothAdded.get(line.index) : this.#oursOf.get(from);",
      put: "const ours = from === undefined ? undefined : this.#oursOf.get(from);",
    },
    {
      name: "a line that theirs deleted stays",
      file: "merge.ts",
      find: "if (from !== undefined && other === undefined && !this.#isOtherwise(from, line)) {",
      put: "if (from !== undefined && other === undefined && this.#isOtherwise(from, line)) {",
    },
  ],
  "it is commutative for people's lines, and for what it says of them": [
    {
      name: "of two forms ours is kept",
      file: "merge.ts",
      find: "return rank(a) === rank(b) ? a.text <= b.text : rank(a) > rank(b);",
      put: "return rank(a) >= rank(b);",
    },
  ],
  "a line that both changed stays in both forms, with a finding; edits of different lines are no conflict": [
    {
      name: "every place where both added something is a conflict",
      file: "merge.ts",
      find: "return new Set([...ours].filter((anchor) => theirs.has(anchor) && gone(anchor)));",
      put: "return new Set([...ours].filter((anchor) => theirs.has(anchor)));",
    },
    {
      name: "the line after a gone one is looked at instead of it",
      file: "merge.ts",
      find: "let next = index + 1;",
      put: "let next = index + 2;",
    },
    {
      name: "one side's change is enough for a conflict",
      file: "merge.ts",
      find: "!this.#oursOf.has(next) && !this.#theirsOf.has(next)",
      put: "!this.#oursOf.has(next)",
    },
  ],
  "an order that both changed stays in both forms, with a finding; a number given meanwhile and a change go together": [
    {
      name: "only the changes of theirs are conflicts",
      file: "merge.ts",
      find: "conflict: from !== undefined }",
      put: "conflict: false }",
    },
    {
      name: "a header in a second form is no conflict",
      file: "merge.ts",
      find: "list.push({ ...place(other.text, other.header !== null, true), conflict: true });",
      put: "list.push({ ...place(other.text, other.header !== null, true), conflict: other.header === null });",
    },
    {
      name: "a number that ours gave is lost where theirs changed the order",
      file: "merge.ts",
      find: "(this.#numberedBy(base, ours, theirs) ?? this.#numberedBy(base, theirs, ours))",
      put: "this.#numberedBy(base, theirs, ours)",
    },
  ],
  "a save from an older version drops nothing, whatever happened since, and is a fixed point": [
    {
      name: "lines of a stale save that stay away are not told of",
      file: "normalise.ts",
      find: "...merge.absent.map((line) => rewrittenLine(line, null)),",
      put: "",
    },
    {
      name: "lines of a stale save that stand in another form are not told of",
      file: "normalise.ts",
      find: "...merge.rewritten.map(({ line, now }) => rewrittenLine(line, now)),",
      put: "",
    },
  ],
  "a save belongs to the recent version that it was made from": [
    {
      name: "of equals the oldest",
      file: "nearest.ts",
      find: "if (distance >= least) return;",
      put: "if (distance > least) return;",
    },
    {
      name: "only lines that the save lacks count",
      file: "nearest.ts",
      find: "for (const [key, count] of b) if (!a.has(key)) distance += count;",
      put: "",
    },
  ],
  "compacted lines do not come back with a stale save, and what it added stays": [
    {
      name: "a save is always made from the version before",
      file: "normalise.ts",
      find: "const base = versions[nearestBase(versions, text)]!;",
      put: "const base = versions[0]!;",
    },
    {
      name: "a line that is missing from ours comes back with theirs",
      file: "merge.ts",
      find: "if (from !== undefined && ours === undefined && !isOtherwise) {",
      put: "if (from !== undefined && ours === undefined && isOtherwise) {",
    },
  ],
  "an order of a stale save keeps the number, and a stamped line the day, that the program gave meanwhile": [
    {
      name: "the number is not given back",
      file: "normalise.ts",
      find: "const number = line.header.number === null ? older.header?.number : null;",
      put: "const number = line.header.number !== null ? older.header?.number : null;",
    },
    {
      name: "the day is not given back",
      file: "normalise.ts",
      find: "return line.date === null && older.date !== null ? older.text : null;",
      put: "return null;",
    },
    {
      name: "the form without the number is kept",
      file: "merge.ts",
      find: "Number(line.header ? line.header.number !== null : line.date !== null)",
      put: "Number(line.header ? line.header.number === null : line.date !== null)",
    },
  ],
};
