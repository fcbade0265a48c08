/** Slips in completing what staff leave out. */
import type { MutationsOf } from "./mutation.ts";

export const completionMutations: MutationsOf = {
  "a new undated line that ends in a known employee gets the day of the edit; nothing else changes": [
    {
      name: "a new line is stamped with today",
      file: "normalise.ts",
      find: "?? edited ?? today;",
      put: "?? today;",
    },
    {
      name: "a new line is stamped whoever its brackets name",
      file: "complete.ts",
      find: 'return employeeOf(this.#grammar, line).kind === "known";',
      put: 'return employeeOf(this.#grammar, line).kind !== "none";',
    },
    {
      name: "a new line is stamped only under an order",
      file: "complete.ts",
      find: "if (meant || this.#endsKnown(line)) this.#stamp(line);",
      put: "if (meant) this.#stamp(line);",
    },
  ],
  "at first sight no undated line gets a day": [
    {
      name: "at first sight everything is new",
      file: "normalise.ts",
      find: "isNew: () => false",
      put: "isNew: isPersonLine",
    },
  ],
  "lines that stood there stay as they are while others are typed beside them": [
    {
      name: "old lines that end in an employee are stamped",
      file: "complete.ts",
      find: 'if (line.kind !== "step" || !this.#isNew(line) || line.date !== null || line.impossible) return false;',
      put: 'if (line.kind !== "step" || line.date !== null || line.impossible) return false;',
    },
    {
      name: "old lines under an open order are stamped",
      file: "complete.ts",
      find: "if (!this.#isNew(line) || line.date !== null || line.impossible) continue;",
      put: "if (line.date !== null || line.impossible) continue;",
    },
  ],
  "an order without a number gets the next one, once, and keeps it": [
    {
      name: "what was typed is used where no line came or went",
      file: "normalise.ts",
      find: "const isTyped = completed.lines.every((line, index) => line === typed[index]) && restored.text === text;",
      put: "const isTyped = completed.lines.length === typed.length && restored.text === text;",
    },
    {
      name: "a number is taken for orders that have one",
      file: "complete.ts",
      find: "if (!header || header.number !== null) continue;",
      put: "if (!header) continue;",
    },
    {
      name: "all new orders get the same number",
      file: "complete.ts",
      find: "for (const line of this.#lines) {\n      const { header, text } = line;",
      put: "const number = this.#options.nextNumber();\n    this.#options.nextNumber = () => number;\n    for (const line of this.#lines) {\n      const { header, text } = line;",
    },
    {
      name: "only the first new order is numbered",
      file: "complete.ts",
      find: "if (same && text !== again.text) this.#lines[line.index] = again;",
      put: "if (same && text !== again.text) { this.#lines[line.index] = again; break; }",
    },
  ],
};
