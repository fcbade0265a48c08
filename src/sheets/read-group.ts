/** Which marker or kind of the office a group cell, or a subheader, names. Pure. */

import { remembered } from "../lib/remembered.ts";
import type { MarkerLabel } from "../template/template.ts";
import { fold, type WordList, wordList } from "./words.ts";

/** Usual words of the markers and kinds that the shipped templates know, by their ids. A client is what everybody is. */
const USUAL: Record<"marker" | "kind", Record<string, string>> = {
  marker: {
    new: "нов*, первичн*, new*, նոր*, nor, novy*",
    returning:
      "повтор*, постоян*, вернувш*, возвращ*, return*, repeat*, regular*, loyal*, վերադարձ*, մշտական*, կրկնվ*, postoyan*, povtor*",
    wholesale: "опт, оптом, оптов*, крупн*, дилер*, wholesale*, dealer*, bulk, b2b, մեծածախ*, opt, optov*",
    retail: "розн*, розниц*, retail*, b2c, մանրածախ*, roznica, rozn*",
  },
  kind: {
    supplier: "поставщик*, поставщиц*, supplier*, vendor*, մատակարար*, postavshik*, matakarar*",
    employee: "сотрудник*, сотрудниц*, работник*, персонал, employee*, staff, personnel, աշխատակից*, աշխատակց*",
    partner: "партнер*, partner*, գործընկեր*",
  },
};

/** Words that add nothing to the name of a group. */
const PLAIN = wordList(
  "клиент*, покупател*, заказчик*, наш*, наши, все, и, client*, customer*, buyer*, our, the, հաճախորդ*, գնորդ*, մեր, մերոնք, группа, group, խումբ",
);

/** `tellsMore`: other words stand beside those of the group (`опт, Москва`). */
export type GroupNamed = { set: "marker" | "kind"; id: string; tellsMore: boolean };
/** `null` when the text names no group of the office, or several. */
export type GroupReader = (text: string) => GroupNamed | null;

/** The template's own labels and aliases come first, in any case and with any punctuation; then the usual words, those of markers before those of kinds. */
export function groupReader(markers: MarkerLabel[], kinds: MarkerLabel[] = []): GroupReader {
  const sets = [["marker", markers] as const, ["kind", kinds] as const];
  const own = new Map(
    sets
      .toReversed()
      .flatMap(([set, labels]) =>
        labels.flatMap(({ id, label, aliases }) =>
          [id, label, ...aliases].map((name) => [fold(name), { set, id, tellsMore: false }] as const),
        ),
      ),
  );
  const usual = sets.map(([set, labels]) => ({
    set,
    words: labels.flatMap(({ id }): [string, WordList][] => (USUAL[set][id] ? [[id, wordList(USUAL[set][id])]] : [])),
  }));
  return remembered((text) => {
    const folded = fold(text);
    const known = own.get(folded);
    if (known !== undefined) return known;
    for (const { set, words } of usual) {
      const found = words.filter(([, list]) => list.indexIn(folded) >= 0);
      const [first, ...others] = found;
      if (others.length > 0) return null;
      if (first) return { set, id: first[0], tellsMore: tellsMore(folded, first[1]) };
    }
    return null;
  });
}

function tellsMore(folded: string, words: WordList): boolean {
  return folded.split(" ").some((word) => !words.equals(word) && !PLAIN.equals(word));
}
