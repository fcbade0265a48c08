/** Tries mutations on notes until the law breaks that each must break. */
import fc from "fast-check";
import { readCorpus } from "../corpus.ts";
import { LawBroken } from "../laws/law.ts";
import { anyNote, type NoteParts } from "../laws/note.ts";
import { partsOfCorpus } from "../laws/of-corpus.ts";
import { suiteNotes } from "../laws/try.ts";
import { type Laws, lawsUnder, unmutated } from "./load.ts";
import type { Planted } from "./mutation.ts";

/** What came of one mutation. */
export type Outcome = {
  name: string;
  /** How many notes were tried. */
  tried: number;
  /** Laws that broke, by title, the first one first, each with the number of the note. */
  broken: { law: string; note: number }[];
  /** Why it counts for nothing: the title of the law, broken on one of these notes without the slip as well, or what was thrown. */
  amiss: string | null;
};

/** The notes that the suite tries the laws on: random ones, and those of the corpus. */
export function notesOfSuite(): NoteParts[] {
  const corpus = readCorpus().flatMap(({ notes }) => notes.flatMap(partsOfCorpus));
  return [...randomNotes(suiteNotes.seed, suiteNotes.numRuns), ...corpus];
}

export function randomNotes(seed: number, numRuns: number): NoteParts[] {
  return fc.sample(anyNote, { seed, numRuns });
}

/** Tries the named law, or all of them, on one note after the other until the named one breaks. */
export async function tryMutation(mutation: Planted, notes: readonly NoteParts[], all = false): Promise<Outcome> {
  const outcome: Outcome = { name: mutation.name, tried: 0, broken: [], amiss: null };
  const mutant = await lawsUnder(mutation);
  const titles = all ? mutant.laws.map(({ title }) => title) : [mutation.law];
  for (const parts of notes) {
    outcome.tried++;
    const left = titles.filter((title) => !outcome.broken.some(({ law }) => law === title));
    for (const law of breaking(mutant, left, parts)) outcome.broken.push({ law, note: outcome.tried });
    outcome.amiss ??= breaking(unmutated, [mutation.law], parts)[0] ?? null;
    if (outcome.broken.some(({ law }) => law === mutation.law)) break;
  }
  return outcome;
}

/** The laws of those titles that break on a note. */
function breaking({ laws, Note }: Laws, titles: readonly string[], parts: NoteParts): string[] {
  const note = new Note(parts);
  return laws
    .filter(({ title }) => titles.includes(title))
    .filter((law) => {
      try {
        law.holds(note);
        return false;
      } catch (error) {
        // Each mutation has a class of its own.
        if ((error as Error).name === LawBroken.name) return true;
        throw error;
      }
    })
    .map(({ title }) => title);
}
