/** Laws of normalising: nothing dropped, nothing made up, fixed point, quiet. */

import { fold } from "../../../src/card/chars.ts";
import type { Normalised } from "../../../src/card/index.ts";
import { daySuffixes, months, relativeDays, yearSuffixes } from "../../../src/card/vocabulary.ts";
import { flat, isMarked, type Law, linesOf, mayBeOwn, none, same, without } from "./law.ts";
import type { Note } from "./note.ts";

/** Words that a rewritten line may lose, since its date now says them: names of months and days, suffixes of dates and years. */
const dateWords = new Set(
  [...months.keys(), ...relativeDays.keys(), ...daySuffixes, ...yearSuffixes].flatMap((words) => words.split(" ")),
);
/** Where a header is a step, its order's word. */
const orderWords = /^(?:order|заказ|պատվեր|պատվերը|zakaz|patver|n|no)$/iu;

/** Words of letters that `now` lacks although `typed` has them. */
function lostWords(typed: string, now: string): string[] {
  const words = (text: string) =>
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  return without(words(typed), words(now)).filter((word) => !dateWords.has(fold(word)) && !orderWords.test(word));
}

/** Each line of `typed` is on the card or in the archive. */
function kept(typed: string, { text, archived }: Normalised): void {
  const there = [...linesOf(text), ...archived.flatMap((entry) => linesOf(entry.text))];
  none(without(linesOf(typed), there), "lines were dropped");
}

/** What the archive calls rewritten stands on the card in the form that it names, with every word that was typed. */
function rewrittenWell({ text, archived }: Normalised): void {
  for (const entry of archived) {
    if (entry.reason !== "rewritten" || entry.now === null) continue;
    none(
      without(linesOf(entry.now), linesOf(text)),
      `the card lacks what ${JSON.stringify(entry.text)} was rewritten to`,
    );
    if (!mayBeOwn(flat(entry.text)))
      none(
        lostWords(entry.text, entry.now),
        `${JSON.stringify(entry.text)} lost words in ${JSON.stringify(entry.now)}`,
      );
  }
}

/** Every line of the card was typed, or is told of as what a line was rewritten to, or is the program's own. */
function nothingMadeUp(typed: string[], { text, archived }: Normalised): void {
  const told = archived.flatMap(({ now }) => (now === null ? [] : linesOf(now)));
  const known = [...typed.flatMap(linesOf), ...told];
  none(
    without(linesOf(text), known).filter((line) => !mayBeOwn(line)),
    "lines that nobody typed",
  );
}

/** The archive holds only lines that somebody typed. */
function archivedAsTyped(typed: string[], { archived }: Normalised): void {
  const known = new Set(typed.flatMap((text) => text.split(/\r*(?:\n|$)/)));
  const texts = archived.flatMap((entry) => entry.text.split("\n"));
  none(
    texts.filter((line) => !known.has(line)),
    "the archive tells lines that nobody typed",
  );
}

export const keepingLaws: Law[] = [
  {
    about: "2 nothing dropped",
    title:
      "at first sight every line stays as typed, or its typed form is in the archive and all its words on the card",
    holds: (note) => {
      const twoSummaries = `${note.card}\n\nEarlier: 2 done, 100 AMD; 2024\n\nEarlier: 3 done; 2022`;
      for (const typed of [
        ...(note.looksAt("first") ? [note.text] : []),
        ...(note.looksAt("card") ? [note.card, twoSummaries] : []),
      ]) {
        const result = note.sight(typed);
        kept(typed, result);
        rewrittenWell(result);
        nothingMadeUp([typed], result);
        archivedAsTyped([typed], result);
        same(
          result.archived.filter(({ reason }) => reason !== "rewritten"),
          [],
          "only rewritten lines go to the archive",
        );
      }
    },
  },
  {
    about: "2 nothing dropped",
    title: "after an edit every line of it stays or is in the archive, and so is every line that it took away",
    holds: (note) => {
      if (note.looksAt("card")) {
        const summed = note.sight(`${note.card}\n\nEarlier: 2 done, 100 AMD; 2024`).text;
        const counted = summed.replace(/^(Earlier: )\d+/m, "$19");
        kept(counted, note.save(counted, summed));
      }
      if (!note.looksAt("edited")) return;
      const { previous, edit, edited } = note;
      const own = new Set(linesOf(previous).filter(mayBeOwn));
      const there = [...linesOf(edited.text), ...edited.archived.flatMap((entry) => linesOf(entry.text))];
      none(
        without(linesOf(edit), there).filter((line) => !own.has(line)),
        "lines of the edit were dropped",
      );
      none(
        removedLines(note).filter((line) => !there.includes(line)),
        "removed lines are not in the archive",
      );
      rewrittenWell(edited);
      nothingMadeUp([edit], edited);
      archivedAsTyped([edit, previous], edited);
    },
  },
  {
    about: "2 nothing dropped",
    title: "a line that somebody took away is told of as removed, or as rewritten, and not while it still stands there",
    holds: (note) => {
      if (note.looksAt("first")) {
        // A version that was never brought in order may have lines that are rewritten now.
        const more = `${note.text}\n\nPrefers tea.`;
        const gone = note.save(more, note.text).archived.filter(({ reason }) => reason === "removed");
        none(gone, "told as removed, but nobody took it away");
      }
      if (!note.looksAt("edited")) return;
      const { edit, edited, previous } = note;
      const removed = edited.archived.filter(({ reason }) => reason === "removed").flatMap(({ text }) => linesOf(text));
      none(without(removed, linesOf(previous)), "removed lines that were not there");
      const still = without(linesOf(previous), without(linesOf(previous), linesOf(edited.text)));
      const over = without([...removed, ...still], linesOf(previous));
      none(
        over.filter((line) => linesOf(edit).filter((each) => each === line).length > 0 && removed.includes(line)),
        "told as removed, but it is there",
      );
    },
  },
  {
    about: "3 fixed point",
    title: "normalising the result again changes nothing, with it as the version before or at first sight",
    holds: (note) => {
      for (const { text } of note.canonical) {
        for (const again of [
          note.save(text, text),
          note.save(text, text, [note.previous, note.edit]),
          note.sight(text),
        ]) {
          same(again.text, text, "normalised again it is another");
          same(again.changed, false, "it counts as changed");
          none(again.archived, "something goes to the archive");
        }
      }
    },
  },
  {
    about: "7 quiet",
    title: "a canonical card yields no write at any later clock",
    holds: (note) => {
      for (const { text, card } of note.canonical) {
        if (!isMarked(text, card)) continue;
        const later = note.save(text, text, [note.edit], note.later);
        same([later.text, later.changed, later.archived], [text, false, []], "written again later");
      }
      if (!note.looksAt("card")) return;
      // A dated line in a paragraph of free text, its day to come and then past.
      const { text: due } = note.sight(`${note.card}\n\nWhen the flat is ready:\n01.12.2026 keys (Anna)`);
      same(note.save(due, due, [], note.later).text, due, "written again when a day of the free text has come");
      // A day that was too far ahead to be read as one, and no longer is.
      const { text: far } = note.sight(`${note.card}\n\n01.03.2029 keys (Anna)`);
      same(note.save(far, far, [], note.later).text, far, "written again when a far day has come nearer");
    },
  },
  {
    about: "7 quiet",
    title: "nor does a card that the program wrote when everything is at first sight again",
    holds: (note) => {
      if (!note.looksAt("card")) return;
      const later = note.sight(note.card, note.later);
      same([later.text, later.changed, later.archived], [note.card, false, []], "written again later");
    },
  },
];

/** Lines of people in the version before that the edit has no more. */
function removedLines({ previous, edit }: Note): string[] {
  const there = new Set(linesOf(edit).map(composed));
  return linesOf(previous).filter((line) => !mayBeOwn(line) && !there.has(composed(line)));
}

function composed(line: string): string {
  return flat(line.normalize("NFC"));
}
