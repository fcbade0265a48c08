/** Slips in reading and printing one note. */
import type { MutationsOf } from "./mutation.ts";

export const readingMutations: MutationsOf = {
  "parsing and printing gives the same characters back": [
    {
      name: "every line ends in a bare line feed",
      file: "chars.ts",
      find: 'eol: end === at ? "\\n" : text.slice(end, at + 1)',
      put: 'eol: "\\n"',
    },
    {
      name: "a last line of one character is no line",
      file: "chars.ts",
      find: "if (from < text.length || lines.length === 0)",
      put: "if (from < text.length - 1 || lines.length === 0)",
    },
  ],
  "what is printed says the same as what was typed, but for the numbers that orders were given": [
    {
      name: "the arranged text is used without a second look",
      file: "settle.ts",
      find: "if (saysTheSame(again.card, reading.card)) return",
      put: "if (again.card.orders.length === reading.card.orders.length) return",
    },
  ],
  "the card that comes with the text is the card that the text says, line by line": [
    {
      name: "the card is the one that was read before the blocks moved",
      file: "settle.ts",
      find: "return { text: arranged.text, rewritten, reading: again };",
      put: "return { text: arranged.text, rewritten, reading };",
    },
    {
      name: "blocks that moved count as the same when they are as long",
      file: "state-change.ts",
      find: "source.length - from !== body.length || !source.endsWith(body)",
      put: "source.length - from !== body.length",
    },
    {
      name: "orders stay where they were above a new state line",
      file: "state-change.ts",
      find: "order.line = block.header.index;",
      put: "order.line = block.header.index - by;",
    },
    {
      name: "the log stays where it was above a new state line",
      file: "state-change.ts",
      find: "for (const { step, head } of logItems) step.line = head.index;",
      put: "for (const { step, head } of logItems) step.line = head.index - by;",
    },
    {
      name: "findings are those of the text before the state line",
      file: "normalise.ts",
      find: "...findingsOf(grammar, result.reading, today),",
      put: "...(result.text === text ? findingsOf(grammar, result.reading, today) : []),",
    },
  ],
  "a composed card says what it was composed of: numbers, titles, amounts, dates, outcomes, plans, employees": [
    {
      name: "payments in another currency are added up",
      file: "order.ts",
      find: "if (currency === null || currency === own) order.paid",
      put: "if (amount > 0) order.paid",
    },
    {
      name: "a blank line does not end an order",
      file: "document.ts",
      find: '      current = null;\n    } else if (line.kind === "header"',
      put: '      current = current?.header ? current : null;\n    } else if (line.kind === "header"',
    },
    {
      name: "the day of the last step is the day of the outcome",
      file: "order.ts",
      find: "order.closed = closedBy.step.date;",
      put: "order.closed = items.at(-1)!.step.date;",
    },
    {
      name: "who acted last closed the order",
      file: "order.ts",
      find: "order.employee = closedBy.step.employee ?? order.employee;",
      put: "order.employee ??= closedBy.step.employee;",
    },
    {
      name: "a plan is met by what happened before it",
      file: "order.ts",
      find: "for (let at = steps.length - 1; at >= 0; at--)",
      put: "for (let at = 0; at < steps.length; at++)",
    },
  ],
  "moving whole blocks about does not change what is read": [
    {
      name: "lines that join an order come in the order of the text",
      file: "document.ts",
      find: "if (joining.length < 2) return joining;",
      put: "if (joining.length > 1) return joining;",
    },
    {
      name: "of several open orders of one number the first takes the lines",
      file: "document.ts",
      find: "if (open.length === 1) targets.set(number, open[0]!.header);",
      put: "if (open.length >= 1) targets.set(number, open[0]!.header);",
    },
    {
      name: "of two summaries the first counts",
      file: "notes.ts",
      find: "return b.orders - a.orders || b.amount - a.amount || b.sums - a.sums || (a.text < b.text ? -1 : 1);",
      put: "return 0;",
    },
  ],
  "nor does moving the closed orders, the log and the open orders of a card apart": [
    {
      name: "the state line is known only in the first line",
      file: "line.ts",
      find: 'if (text.includes(" · ") && isStateLine',
      put: 'if (index === 0 && text.includes(" · ") && isStateLine',
    },
  ],
};
