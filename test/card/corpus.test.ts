/** The corpus: notes as offices write them, each with the reading that a person has gone through, and the laws over all of them. */
import { describe, expect, test } from "vitest";
import { compactCard, compileGrammar, personLines } from "../../src/card/index.ts";
import {
  expectFixedPoint,
  expectLossless,
  expectNothingDropped,
  expectNothingDroppedByEdit,
  expectOrderIndependent,
  expectQuiet,
  expectReadBack,
  first,
  next,
} from "../support/card-laws.ts";
import { cardSettings, TODAY } from "../support/cards.ts";
import { type CorpusNote, readCorpus } from "../support/corpus.ts";
import { renderFile } from "../support/corpus-reading.ts";

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
  test.each(notes)("$title", (note) => {
    const { language, text } = note;
    expectLossless(language, text);
    expectNothingDropped(language, text);
    expectReadBack(language, text);
    for (const card of cardsOf(note)) {
      expectFixedPoint(language, card);
      for (let turn = 1; turn < card.split("\n\n").length; turn++) expectOrderIndependent(language, card, turn);
      for (const days of [1, 8, 400]) expectQuiet(language, card, days);
      expectBounded(note, card);
    }
    if (note.before !== null) expectNothingDroppedByEdit(language, note.before, text);
  });
});

/** The cards that come of a note: at first sight, typed into an empty note, typed over what stood there. */
function cardsOf({ language, text, before }: CorpusNote): string[] {
  const edits = before === null ? [""] : ["", before];
  return [first(language, text).text, ...edits.map((previous) => next(language, text, previous).text)];
}

const tight = new Map(
  (["en", "ru", "hy"] as const).map((language) => [
    language,
    compileGrammar(cardSettings({ language, compaction: { graceDays: 0, keepClosed: 1, keepLog: 1, maxLength: 300 } })),
  ]),
);

/** Compaction loses nothing, has nothing left to do after it, and what stays over the budget is said. */
function expectBounded({ language }: CorpusNote, card: string): void {
  const grammar = tight.get(language)!;
  const short = compactCard(grammar, { text: card, today: TODAY, marker: "Retail" });
  const flat = (line: string) => line.replace(/\s+/g, " ").trim();
  const there = new Set(
    [short.text, ...short.archived.map(({ text }) => text)].flatMap((text) => text.split("\n").map(flat)),
  );
  expect(
    personLines(grammar, card)
      .map(flat)
      .filter((line) => !there.has(line)),
  ).toEqual([]);
  expect(compactCard(grammar, { text: short.text, today: TODAY, marker: "Retail" }).changed).toBe(false);
  const tooLong = short.findings.some(({ rule }) => rule === "notes.too-long");
  expect(tooLong).toBe(short.text.length > grammar.settings.compaction.maxLength);
}
