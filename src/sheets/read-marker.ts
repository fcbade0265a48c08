/** Which marker of the office a group cell names. Pure. */

import { remembered } from "../lib/remembered.ts";
import type { MarkerLabel } from "../template/template.ts";
import { fold, type WordList, wordList } from "./words.ts";

/** Usual words of the groups that the shipped templates know, by the marker's id. */
const USUAL: Record<string, string> = {
  new: "нов*, первичн*, new*, նոր*, nor, novy*",
  returning:
    "повтор*, постоян*, вернувш*, возвращ*, return*, repeat*, regular*, loyal*, վերադարձ*, մշտական*, կրկնվ*, postoyan*, povtor*",
  wholesale: "опт, оптом, оптов*, крупн*, дилер*, wholesale*, dealer*, bulk, b2b, մեծածախ*, opt, optov*",
  retail: "розн*, розниц*, retail*, b2c, մանրածախ*, roznica, rozn*",
};

/** The marker's id, or `null` when the text names none or several. */
export type MarkerReader = (text: string) => string | null;

/** The template's own labels and aliases come first, in any case and with any punctuation; then the usual words. */
export function markerReader(markers: MarkerLabel[]): MarkerReader {
  const own = new Map(
    markers.flatMap(({ id, label, aliases }) => [id, label, ...aliases].map((name) => [fold(name), id] as const)),
  );
  const usual: [string, WordList][] = markers.flatMap(({ id }) => (USUAL[id] ? [[id, wordList(USUAL[id])]] : []));
  return remembered((text) => {
    const folded = fold(text);
    const known = own.get(folded);
    if (known !== undefined) return known;
    const ids = usual.filter(([, words]) => words.indexIn(folded) >= 0).map(([id]) => id);
    return ids.length === 1 ? ids[0]! : null;
  });
}
