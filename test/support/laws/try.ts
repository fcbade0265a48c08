/** Tries laws on random notes. */
import fc from "fast-check";
import { type Law, LawBroken, type LawGroup } from "./law.ts";
import { anyNote, Note, type NoteParts, subjects } from "./note.ts";

/** The random notes that the suite tries. */
export const suiteNotes = { numRuns: 80, seed: 20261123 };

/** Groups whose laws make several versions of a note each: on one note one of them all is tried, on the next another. */
const takingTurns: readonly LawGroup[] = ["completion", "merge", "compaction"];

/** `laws` on one note: what one finds made, the next need not make again. */
export function lawsOn(laws: readonly Law[]): fc.IPropertyWithHooks<[NoteParts]> {
  return fc.property(anyNote, (parts) => tryOn(laws, new Note(parts)));
}

/**
 * Many notes, each on one of its texts: all laws, but of those that take turns one on every second note. `tried` is called before each note.
 */
export function lawsInTurns(laws: readonly Law[], tried: () => void): fc.IPropertyWithHooks<[NoteParts]> {
  const waiting = laws.filter(({ about }) => takingTurns.includes(about));
  const always = laws.filter((law) => !waiting.includes(law));
  return fc.property(anyNote, (parts) => {
    tried();
    const [subject, turn] = [parts.turn % subjects.length, Math.floor(parts.turn / subjects.length)];
    const one = waiting[turn % (2 * waiting.length)];
    tryOn(one ? [...always, one] : always, new Note(parts, subjects[subject]));
  });
}

function tryOn(laws: readonly Law[], note: Note): void {
  for (const law of laws) {
    try {
      law.holds(note);
    } catch (error) {
      if (error instanceof LawBroken) error.about ??= `${law.about}: ${law.title}`;
      throw error;
    }
  }
}
