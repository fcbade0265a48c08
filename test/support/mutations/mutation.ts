/** Small slips in the source of the card, to see that its laws notice them. */
import { readFileSync } from "node:fs";

/** One slip: `find` stands exactly once in `src/card/FILE`, `put` is what a tired hand would have written there. */
export type Mutation = {
  name: string;
  file: string;
  find: string;
  put: string;
  /** Shows on too few notes for the suite: only `npm run storm mutations` tries it. */
  rare?: true;
};

/** Slips by the title of the law that must break. */
export type MutationsOf = Record<string, Mutation[]>;

/** A mutation and the law that it must break. */
export type Planted = Mutation & { law: string };

export const cardFolder = new URL("../../../src/card/", import.meta.url);

/** The source with the slip in it. Throws where the source has changed so that it fits no more, or more than once. */
export function mutated({ name, file, find, put }: Mutation): string {
  const source = readFileSync(new URL(file, cardFolder), "utf8");
  const at = source.indexOf(find);
  if (at === -1 || source.indexOf(find, at + 1) !== -1)
    throw new Error(`mutation no longer applies: ${name} (${file} has ${at === -1 ? "no" : "more than one"} ${find})`);
  return source.slice(0, at) + put + source.slice(at + find.length);
}
