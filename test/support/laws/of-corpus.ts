/** The notes of the corpus, as the laws try them. */
import type { CorpusNote } from "../corpus.ts";
import { type NoteParts, partsOf } from "./note.ts";

/** Budgets that leave a note alone, and that leave little of it. */
const compactions = [
  { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 4000 },
  { graceDays: 0, keepClosed: 1, keepLog: 1, maxLength: 300 },
];

/** A note under each budget, soon and long after. */
export function partsOfCorpus({ language, text, before }: CorpusNote): NoteParts[] {
  return compactions.flatMap((compaction) =>
    [1, 400].map((days) => partsOf({ language, text, before: before ?? "", edit: text, days, compaction })),
  );
}
