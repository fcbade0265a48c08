/** Laws of completing: what is new is completed, what stood there is left alone, nothing is guessed at first sight. */
import { addDays } from "../../../src/lib/day.ts";
import { TODAY } from "../cards.ts";
import { flat, type Law, linesOf, mayBeOwn, none, same, without } from "./law.ts";
import type { Note } from "./note.ts";

/** Remarks with neither day nor order in them, and who wrote them (`null`: nobody who is known). */
const remarks: [text: string, known: boolean][] = [
  ["called, no answer (Anna)", true],
  ["звонил, просил каталог (арам)", true],
  ["եկել էր սրահ (Աննա)", true],
  ["wants a table in spring (Anna, Aram)", true],
  ["Prefers calls after 18:00.", false],
  ["called back (Zed)", false],
  ["любит дуб (и орех)", false],
  ["the brother of Anna", false],
];

/** A card with a remark written below it, a paragraph of its own. */
function remarkBelow({ card, parts }: Note): { edit: string; remark: string; known: boolean } {
  const [remark, known] = remarks[parts.shuffle[0]! % remarks.length]!;
  return { edit: `${card}\n\n${remark}`, remark, known };
}

const day = (note: Note, iso: string): string => {
  const [year, month, dayOfMonth] = iso.split("-");
  const { dateForm } = note.grammar.settings;
  if (dateForm === "iso") return iso;
  return [dayOfMonth, month, year].join(dateForm === "dd/mm/yyyy" ? "/" : ".");
};

const people = (text: string): string[] => linesOf(text).filter((line) => !mayBeOwn(line));

export const completionLaws: Law[] = [
  {
    about: "completion",
    title: "a new undated line that ends in a known employee gets the day of the edit; nothing else changes",
    holds: (note) => {
      const { edit, remark, known } = remarkBelow(note);
      const edited = addDays(TODAY, -(note.parts.days % 4));
      const result = note.save(edit, note.card, [], TODAY, edited);
      const wanted = known ? `${day(note, edited)} ${remark}` : remark;
      same(
        people(result.text).sort(),
        [...people(note.card), wanted].sort(),
        "more or less than the new line was completed",
      );
    },
  },
  {
    about: "completion",
    title: "at first sight no undated line gets a day",
    holds: (note) => {
      const { edit, remark } = remarkBelow(note);
      same(
        people(note.sight(edit).text).sort(),
        [...people(note.card), remark].sort(),
        "an undated line was completed",
      );
    },
  },
  {
    about: "completion",
    title: "lines that stood there stay as they are while others are typed beside them",
    holds: (note) => {
      const added = note.parts.ours.map(({ line }) => flat(`> ${line}`)).filter((line) => !mayBeOwn(line));
      // A remark without its day is among what stood there.
      const before = note.sight(remarkBelow(note).edit).text;
      const edit = added.reduce((text, line) => `${text}\n\n${line}`, before);
      const result = note.save(edit, before);
      same(people(result.text).sort(), [...people(before), ...added].sort(), "old lines changed");
      none(result.archived, "something went to the archive");
    },
  },
  {
    about: "completion",
    title: "an order without a number gets the next one, once, and keeps it",
    holds: (note) => {
      const before = note.read(note.card).orders.map(({ number }) => number);
      const { text, card } = note.save(`${note.card}\n\nOrder: lamp\n\nзаказ: кресло (Аня)`, note.card);
      same(
        without(
          card.orders.map(({ number }) => String(number)),
          before.map(String),
        ).sort(),
        ["501", "502"],
        "not the next numbers",
      );
      const again = note.save(`${text}\n\nPrefers calls.`, text);
      same(
        again.card.orders.map(({ number }) => number),
        card.orders.map(({ number }) => number),
        "numbers changed",
      );
    },
  },
];
