/** Slips in normalising: lines lost, no fixed point, needless writes. */
import type { MutationsOf } from "./mutation.ts";

export const keepingMutations: MutationsOf = {
  "at first sight every line stays as typed, or its typed form is in the archive and all its words on the card": [
    {
      name: "an undated line right under a header belongs to no step and is left out",
      file: "document.ts",
      find: "else (current?.more ?? own.under).push(line);",
      put: "else current?.more.push(line);",
    },
    {
      name: "a line that was rewritten in the log is not told of",
      file: "arrange.ts",
      find: 'if (item.role === "entry" || item.role === "under") this.#note',
      put: 'if (order && (item.role === "entry" || item.role === "under")) this.#note',
    },
    {
      name: "of several summaries only the one that is kept is told of",
      file: "arrange.ts",
      find: 'if (line !== kept) this.rewritten.push(archived("rewritten", this.#typed(line), now));',
      put: 'if (line !== kept && this.#typed(line) === now) this.rewritten.push(archived("rewritten", this.#typed(line), now));',
    },
  ],
  "after an edit every line of it stays or is in the archive, and so is every line that it took away": [
    {
      name: "removed lines are not told of where others were rewritten",
      file: "normalise.ts",
      find: "const all = [...lines, ...removed];",
      put: "const all = lines.length > 0 ? lines : removed;",
    },
    {
      name: "a line counts as gone one too late",
      file: "normalise.ts",
      find: "return count <= 0;",
      put: "return count < 0;",
    },
    {
      name: "an edited summary is not kept",
      file: "normalise.ts",
      find: "aside: [...aside, ...edited.map(",
      put: "aside: [...aside, ...edited.slice(1).map(",
    },
  ],
  "a line that somebody took away is told of as removed, or as rewritten, and not while it still stands there": [
    {
      name: "a line counts as gone while it stands there once",
      file: "normalise.ts",
      find: "return count <= 0;",
      put: "return count <= 1;",
    },
    {
      name: "rewritten lines are told of as removed too",
      file: "normalise.ts",
      find: "[result.text, ...lines.map((line) => line.text)]",
      put: "[result.text]",
    },
  ],
  "normalising the result again changes nothing, with it as the version before or at first sight": [
    {
      name: "the state line names open orders as they stand in the text",
      file: "state-line.ts",
      find: 'orders.filter((order) => order.state === "open").sort(byNumber)',
      put: 'orders.filter((order) => order.state === "open")',
    },
    {
      name: "the last touch is the last that stands there",
      file: "state-line.ts",
      find: "if (day !== null && (last === null || day > last)) last = day;",
      put: "if (day !== null) last = day;",
    },
    {
      name: "closed orders turn round",
      file: "arrange.ts",
      find: "if (first === second) return 0;\n  if (first === null) return -1;\n  if (second === null) return 1;",
      put: "if (first === null) return -1;\n  if (second === null) return 1;",
    },
  ],
  "a canonical card yields no write at any later clock": [
    {
      name: "the state line tells of dated lines in free text",
      file: "arrange.ts",
      find: "log: logItems.map(({ step }) => step),",
      put: "log: card.log,",
    },
    {
      name: "a far day that has come near counts as a change",
      file: "in-order.ts",
      find: ".map(lastDayTooFarFrom)",
      put: ".map((day) => day)",
    },
  ],
  "nor does a card that the program wrote when everything is at first sight again": [
    {
      name: "a marked plan is one only while it is to come",
      file: "order.ts",
      find: "(head.marked || (today !== null && head.date > today))",
      put: "today !== null && head.date > today",
    },
    {
      name: "what differs from the version before counts as changed",
      file: "normalise.ts",
      find: "changed: result.text !== text };",
      put: "changed: result.text !== previous };",
    },
  ],
};
