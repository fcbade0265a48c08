/** The corpus: notes as offices write them, each with the reading that a person has gone through, and the laws over all of them. */
import { describe, expect, test } from "vitest";
import { readCorpus } from "../support/corpus.ts";
import { renderFile } from "../support/corpus-reading.ts";
import { cardLaws } from "../support/laws/all.ts";
import { Note } from "../support/laws/note.ts";
import { partsOfCorpus } from "../support/laws/of-corpus.ts";

const files = readCorpus();
const notes = files.flatMap((file) => file.notes);

test("the corpus has at least ninety notes, each under a title of its own", () => {
  expect(notes.length).toBeGreaterThanOrEqual(90);
  expect(new Set(notes.map(({ title }) => title)).size).toBe(notes.length);
});

describe("the readings", () => {
  test.each(files)("of $name are those that a person has gone through", async (file) => {
    await expect(renderFile(file)).toMatchFileSnapshot(`../corpus/readings/${file.name}`);
  });
});

describe("the laws hold for each note", () => {
  test.each(notes)("$title", (corpusNote) => {
    for (const parts of partsOfCorpus(corpusNote)) {
      const note = new Note(parts);
      for (const law of cardLaws) law.holds(note);
    }
  });
});
