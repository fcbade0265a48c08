/** Loads the laws anew over the card's code with a slip in it. Only for a process of its own: the hooks stay. */
import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { cardLaws } from "../laws/all.ts";
import type { Law } from "../laws/law.ts";
import { Note } from "../laws/note.ts";
import { cardFolder, type Mutation, mutated } from "./mutation.ts";

/** The laws and the notes that they take, both over the same code. */
export type Laws = { laws: readonly Law[]; Note: typeof Note };

export const unmutated: Laws = { laws: cardLaws, Note };

const support = new URL("../", import.meta.url);
/** Modules that are loaded once for each mutation: the card, and whatever of the laws and builders looks at it. */
const again = (url: string) => url.startsWith(cardFolder.href) || url.startsWith(support.href);

const planted: { url: string; source: string }[] = [];
/** Most modules are the same under every mutation: stripped of their types once, not by each import. */
const stripped = new Map<string, string>();

function sourceOf(url: string, mutation: number): string {
  const { url: changed, source } = planted[mutation]!;
  if (url === changed) return stripTypeScriptTypes(source);
  const known = stripped.get(url) ?? stripTypeScriptTypes(readFileSync(new URL(url), "utf8"));
  stripped.set(url, known);
  return known;
}

registerHooks({
  // What a mutated module imports is its own again, by the same mark behind the address.
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const mark = context.parentURL?.split("?mutation=")[1];
    if (mark === undefined || resolved.url.includes("?") || !again(resolved.url)) return resolved;
    return { ...resolved, url: `${resolved.url}?mutation=${mark}` };
  },
  load(url, context, next) {
    const [file, mark] = url.split("?mutation=");
    if (mark === undefined) return next(url, context);
    return { format: "module", source: sourceOf(file!, Number(mark)), shortCircuit: true };
  },
});

/** The laws over the card's code with the slip in it. */
export async function lawsUnder(mutation: Mutation): Promise<Laws> {
  const mark = planted.push({ url: new URL(mutation.file, cardFolder).href, source: mutated(mutation) }) - 1;
  const { cardLaws: laws } = await import(`../laws/all.ts?mutation=${mark}`);
  const { Note: MutatedNote } = await import(`../laws/note.ts?mutation=${mark}`);
  return { laws, Note: MutatedNote };
}
