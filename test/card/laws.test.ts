/** The laws of the card, each tried on random notes: always the same few here, as many as one likes by `npm run storm card`. */
import fc from "fast-check";
import { describe, test } from "vitest";
import { cardLaws } from "../support/laws/all.ts";
import { lawsOn, suiteNotes } from "../support/laws/try.ts";

describe.each([...new Set(cardLaws.map(({ about }) => about))])("%s", (about) => {
  test.each(cardLaws.filter((law) => law.about === about))("$title", (law) => {
    fc.assert(lawsOn([law]), suiteNotes);
  });
});
