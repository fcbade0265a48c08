/** How the columns of a base are read: what is asked of a person, and what became of each cell. */
import type { MappingQuestion } from "../../../lib/errors.ts";
import type { Fate } from "../column-field.ts";

const samples = (list: string[]) => list.map((text) => `“${text}”`).join(", ");

/** What is asked where nobody is there to answer. */
export const asked = {
  unsure: "It is not sure what some columns hold, and nobody is there to ask. Nothing was changed.",
  question: (question: MappingQuestion, field: string): string => {
    const where = `${question.file}, sheet “${question.sheet}”`;
    switch (question.kind) {
      case "column":
        return `${where}, column ${question.column} “${question.title}”: is it ${field}? It holds ${samples(question.samples)}.`;
      case "dates":
        return `${where}, column ${question.column} “${question.title}”: does the day or the month come first in ${samples(question.samples)}? (dates: day-first or month-first)`;
      case "no-header":
        return `${where}: no row names the columns, and the first one seems to be a client: ${samples(question.samples)}. Is it? (header: 0; else header: the number of the row with the names)`;
      case "missing-column":
        return `${where}: there is no column “${question.title}”, which the mapping reads as ${field}. Its columns: ${samples(question.titles)}.`;
    }
  },
  answer: "A mapping that answers, to be mended where the guess is wrong:",
  next: "Write these lines to a file and give it with --mapping FILE; --save-mapping FILE writes the whole mapping. At a terminal the command asks.",
};

export const mapping = {
  heading: (sheet: string) => `The columns of sheet “${sheet}”`,
  column: "column",
  holds: "for example",
  readAs: "read as",
  guessed: "a guess",
  hidden: "hidden",
  right: "Are the columns read rightly?",
  goOn: "Yes, go on",
  change: "Change a column",
  skip: "Leave this sheet out",
  which: "Which column?",
  what: (title: string) => `What does “${title}” hold?`,
  dates: (samples: string) => `Which comes first in ${samples}?`,
  dayFirst: "the day",
  monthFirst: "the month",
  nameless: (sheet: string, rows: string) =>
    `Rows of “${sheet}” that name nobody stand right below a client's: ${rows}. Whose are they?`,
  goesOn: "The client's above",
  apart: "Nobody's: set them aside for me",
  save: "Keep this mapping for the next time? A file to write, or nothing",
  saved: (file: string) => `Mapping kept: ${file} (next time: --mapping)`,
  stopped: "Stopped; nothing was changed.",
  explain: {
    row: (file: string, sheet: string, row: number) => `${file}, sheet “${sheet}”, row ${row}`,
    missing: (row: number) => `there is no row ${row} with anything in it`,
    cell: "cell",
    became: "became",
    rows: {
      client: (name: string) => `a row of ${name}`,
      header: "the column names",
      "above-header": "above the column names: not read",
      "repeated-header": "says the column names again: not read",
      "skipped-sheet": "the sheet is left out: not read",
      call: (name: string) => `a call with ${name}`,
      own: "a row of our own workbook: only edited cells count, the plan names them",
      rejected: (reason: string) => `rejected: ${reason}`,
    },
    fates: {
      name: "the name",
      variant: "kept in the archive: the client goes by another spelling",
      "group-variant": "kept in the archive: the client is in another group",
      organization: "the company",
      phone: "a phone",
      "phone-as-typed": "a phone as typed: it is no number that can be called",
      email: "a mail address",
      "email-as-typed": "a mail address as typed: it is not a valid one",
      address: "the address",
      group: "the group",
      kind: "what the contact is",
      "own-label": "a label that the program gives by itself: nothing to keep",
      order: "the order",
      amount: "the amount of the order",
      "order-text": "kept as text under the order",
      status: "the state of the order",
      date: "the day of the order",
      "log-date": "the day of a line in the log",
      employee: "the employee",
      "order-note": "a line of the order",
      note: "a line of the notes",
      "row-id": "the row's id, by which it is known again",
      "left-aside": "the program's own remark: not read",
      rejects: "goes to the workbook of rejected rows",
      "not-read": "not read",
      call: "the call",
      "own-edited": "edited: the plan says what becomes of it",
      "own-as-written": "as it was written: nothing to do",
    } satisfies Record<Fate, string>,
  },
};
