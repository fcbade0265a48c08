/** Laws of reading and printing one note: lossless, read back, order-independent. */
import { parseNotes, printNotes } from "../../../src/card/index.ts";
import type { Card } from "../../../src/card/model.ts";
import { composeCard, factsOf, factsOfParts } from "../any-card.ts";
import { TODAY } from "../cards.ts";
import { type Law, same } from "./law.ts";
import { type Note, shuffled, subjects } from "./note.ts";

/** Numbers from here on are those that the program gave in a test. */
const GIVEN = 500;

/** Blocks that have to do with each other: orders of one number, steps typed elsewhere, a header that is a step, two summaries. */
const entangled = [
  "Order 877: lamp",
  "03.11.2026 #877 asked (Anna)",
  "Order 878: table",
  "03.11.2026 #878 offer sent (Anna)",
  "03.11.2026 #878 called",
  "Order 878: paid 500 (Aram)",
  "Order 877: chair",
  "Earlier: 2 done, 100 AMD; 2024",
  "Earlier: 3 done, 500 AMD; 2022",
].join("\n\n");

/** Findings on how a text came about, which the text alone does not tell. */
const ofTheEdit = new Set(["step.date-late", "order.which", "notes.conflict"]);

/** All that a card says, but not on which line; orders and log in any order. */
export function said(card: Card, free: (lines: string[]) => string[] = (lines) => lines): unknown {
  return {
    orders: card.orders
      .map(({ line: _line, steps, ...order }) => JSON.stringify({ ...order, steps: steps.map(step) }))
      .sort(),
    log: card.log.map((entry) => JSON.stringify(step(entry))).sort(),
    earlier: card.earlier,
    free: free(card.free),
  };
}

function step({ line: _line, ...facts }: Card["log"][number]): unknown {
  return facts;
}

/** The card without the numbers that the program gave. */
function withoutGiven(card: Card): Card {
  const number = (given: number | null) => (given === null || given > GIVEN ? null : given);
  return { ...card, orders: card.orders.map((order) => ({ ...order, number: number(order.number) })) };
}

/** Of two lines of the log of one day only their place tells which was later; where blocks are moved, that tells nothing of a follow-up. */
function withoutTies(card: Card): Card {
  const happened = new Set(card.log.flatMap(({ kind, date }) => (kind === "plan" ? [] : [date])));
  const log = card.log.map((step) =>
    step.kind === "plan" && happened.has(step.date) ? { ...step, met: false } : step,
  );
  return { ...card, log };
}

export const readingLaws: Law[] = [
  {
    about: "1 lossless",
    title: "parsing and printing gives the same characters back",
    holds: (note) => {
      const texts = { first: () => note.text, edited: () => note.edit, card: () => note.card };
      for (const subject of subjects.filter((each) => note.looksAt(each))) {
        const text = texts[subject]();
        same(printNotes(parseNotes(note.grammar, text, { today: TODAY })), text, "not the same characters");
      }
    },
  },
  {
    about: "4 read back",
    title: "what is printed says the same as what was typed, but for the numbers that orders were given",
    holds: (note) => {
      if (note.looksAt("card")) {
        // A year that the step would tell if it stood under its order.
        const apart = `${note.card}\n\nOrder 877: sofa – отказ 5.10\n\n#877 03.11.2026 asked (Anna)`;
        same(said(note.read(note.sight(apart).text)), said(note.read(apart)), "put together it says something else");
      }
      if (!note.looksAt("first")) return;
      const [typed, printed] = [note.read(note.text), note.read(note.first.text)];
      same(said(withoutGiven(printed)), said(withoutGiven(typed)), "the printed text says something else");
      const given = printed.orders.flatMap(({ number }) => (number !== null && number > GIVEN ? [number] : []));
      const before = typed.orders.flatMap(({ number }) => (number !== null && number > GIVEN ? [number] : []));
      if (before.length === 0) same(given.length, new Set(given).size, "a number was given twice");
    },
  },
  {
    about: "4 read back",
    title: "the card that comes with the text is the card that the text says, line by line",
    holds: (note) => {
      for (const { text, card } of note.canonical) {
        const findings = card.findings.filter(({ rule }) => !ofTheEdit.has(rule));
        same({ ...card, findings }, note.read(text), "the card is not the one that the text says");
      }
    },
  },
  {
    about: "4 read back",
    title: "a composed card says what it was composed of: numbers, titles, amounts, dates, outcomes, plans, employees",
    holds: (note) => {
      if (!note.looksAt("card")) return;
      const { grammar, parts } = note;
      const wanted = factsOfParts(grammar, parts.card);
      same(factsOf(note.read(composeCard(grammar, parts.card))), wanted, "the composed card says something else");
      same(factsOf(note.read(note.card)), wanted, "its canonical form says something else");
    },
  },
  {
    about: "5 order-independent",
    title: "moving whole blocks about does not change what is read",
    holds: (note) => {
      const more = [
        ...(note.looksAt("first") ? [note.text] : []),
        ...(note.looksAt("card") ? [`${note.card}\n\n${entangled}`] : []),
      ];
      for (const text of [...note.canonical.map((each) => each.text), ...more]) {
        const read = (blocks: string[]) =>
          said(withoutTies(note.read(blocks.join("\n\n"))), (lines) => lines.toSorted());
        const blocks = text.split(/\r*\n(?:[^\S\n]*\n)+/);
        same(read(shuffled(blocks, note.parts.shuffle)), read(blocks), "moved blocks say something else");
      }
    },
  },
  {
    about: "5 order-independent",
    title: "nor does moving the closed orders, the log and the open orders of a card apart",
    holds: (note) => {
      if (!note.looksAt("card")) return;
      const blocks = blocksOf(note, note.card);
      const moved = shuffled(blocks, note.parts.shuffle).join("\n\n");
      same(
        said(note.read(moved), (lines) => lines.toSorted()),
        said(note.read(note.card), (lines) => lines.toSorted()),
        "moved orders say something else",
      );
    },
  },
];

/** The blocks of a text, each order one of its own. */
function blocksOf(note: Note, text: string): string[] {
  const headers = new Set(note.read(text).orders.map(({ line }) => line));
  const blocks: string[][] = [[]];
  text.split("\n").forEach((line, at) => {
    if (line.trim() === "" || headers.has(at)) blocks.push([]);
    if (line.trim() !== "") blocks.at(-1)!.push(line);
  });
  return blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
}
