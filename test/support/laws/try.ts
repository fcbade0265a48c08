/** Tries laws on random notes. */
import fc from "fast-check";
import { type Law, LawBroken, type LawGroup } from "./law.ts";
import { anyNote, Note, type NoteParts } from "./note.ts";

/** The random notes that the suite tries. */
export const suiteNotes = { numRuns: 80, seed: 20261123 };

/** Groups whose laws make several versions of a note each: on one note one of them all is tried, on the next another. */
const takingTurns: readonly LawGroup[] = ["completion", "merge", "compaction"];

/** The laws that are tried on a note: of those that take turns the one whose turn it is, and all others. */
function lawsFor(laws: readonly Law[], turn: number): Law[] {
  const waiting = laws.filter(({ about }) => takingTurns.includes(about));
  return laws.filter((law) => !waiting.includes(law) || law === waiting[turn % waiting.length]);
}

/** `laws` on one note: what one finds made, the next need not make again. `tried` is called before each note. */
export function lawsOn(laws: readonly Law[], tried = () => {}): fc.IPropertyWithHooks<[NoteParts]> {
  return fc.property(anyNote, (parts) => {
    tried();
    const note = new Note(parts);
    for (const law of lawsFor(laws, parts.turn)) {
      try {
        law.holds(note);
      } catch (error) {
        if (error instanceof LawBroken) error.about ??= `${law.about}: ${law.title}`;
        throw error;
      }
    }
  });
}
