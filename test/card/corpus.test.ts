/** The corpus: notes as offices write them, each with the reading that a person has gone through, and the laws over all of them. */
import { describe, expect, test } from "vitest";
import { readCorpus } from "../support/corpus.ts";
import { renderFile } from "../support/corpus-reading.ts";
import { cardLaws } from "../support/laws/all.ts";
import { noteOf } from "../support/laws/note.ts";

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

/** Budgets that leave a note alone, and that leave little of it. */
const compactions = [
  { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 4000 },
  { graceDays: 0, keepClosed: 1, keepLog: 1, maxLength: 300 },
];

describe("the laws hold for each note", () => {
  test.each(notes)("$title", ({ language, text, before }) => {
    for (const compaction of compactions) {
      for (const days of [1, 400]) {
        const note = noteOf({ language, text, before: before ?? "", edit: text, days, compaction });
        for (const law of cardLaws) law.holds(note);
      }
    }
  });
});
