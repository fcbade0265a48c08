/** Tries laws on random notes. */
import fc from "fast-check";
import type { Law } from "./law.ts";
import { LawBroken } from "./law.ts";
import { anyNote, Note, type NoteParts } from "./note.ts";

/** All of `laws` on one note: what one finds made, the next need not make again. `tried` is called before each note. */
export function lawsOn(laws: readonly Law[], tried = () => {}): fc.IPropertyWithHooks<[NoteParts]> {
  return fc.property(anyNote, (parts) => {
    tried();
    const note = new Note(parts);
    for (const law of laws) {
      try {
        law.holds(note);
      } catch (error) {
        if (error instanceof LawBroken) error.about ??= `${law.about}: ${law.title}`;
        throw error;
      }
    }
  });
}
