/** Slips in compacting and expanding. */
import type { MutationsOf } from "./mutation.ts";

export const compactingMutations: MutationsOf = {
  "each line stays or goes to the archive, once, with the order that it belonged to": [
    {
      name: "lines that continue a step are not archived",
      file: "compact.ts",
      find: ": [item.head, ...item.more].map(({ text }) => text);",
      put: ": [item.head.text];",
    },
    {
      name: "a folded order is not archived",
      file: "compact.ts",
      find: 'reason: "folded",\n      text: line,',
      put: 'reason: "folded",\n      text: order.title,',
    },
    {
      name: "a line is archived with the order that it names itself",
      file: "compact.ts",
      find: "order: order?.number ?? null,",
      put: "order: item.head.ref,",
    },
  ],
  "what stays says what it said: open orders, free text, follow-ups to come; closed orders say less, and nothing else":
    [
      {
        name: "who closed an order leaves with its steps",
        file: "compact.ts",
        find: 'if (name === order.employee || kind === "ambiguous") return line.text;',
        put: 'if (name !== order.employee || kind === "ambiguous") return line.text;',
      },
      {
        name: "follow-ups are pruned with the log",
        file: "compact.ts",
        find: 'const happened = logItems.filter(({ step }) => step.kind !== "plan");',
        put: "const happened = logItems.slice();",
      },
    ],
  "the summary counts what was folded, with its sums by currency, those of lost orders left out": [
    {
      name: "the sums of lost orders count",
      file: "compact.ts",
      find: 'order.state === "done" && order.amount !== null ?',
      put: "order.amount !== null ?",
    },
    {
      name: "the sum is the last order's",
      file: "earlier.ts",
      find: "amounts[code] = (amounts[code] ?? 0) + amount;\n  const years",
      put: "amounts[code] = amount;\n  const years",
    },
    {
      name: "the years are the last order's",
      file: "earlier.ts",
      find: "const years = [a.from, a.to, b.from, b.to]",
      put: "const years = [b.from, b.to]",
    },
  ],
  "compacting again changes nothing, and what is left is canonical": [
    {
      name: "shortened once, whether it is enough or not",
      file: "compact.ts",
      find: "while (result.text.length > maxLength && compaction.shrinkBy",
      put: "if (result.text.length > maxLength && compaction.shrinkBy",
      rare: true,
    },
    {
      name: "the summary is put below the text as it is",
      file: "compact.ts",
      find: "return arrange(this.#grammar, reading, { marker });",
      put: 'return { ...arrange(this.#grammar, reading, { marker }), text: lines.join("\\n") };',
    },
  ],
  "a card prints within the budget, unless what must stay exceeds it alone; then nothing of it is cut and a finding says so":
    [
      {
        name: "the log is not pruned for the budget",
        file: "compact.ts",
        find: "while (saved < excess && this.#prunable.length > 0) saved += this.#pruneOldest();",
        put: "",
      },
      {
        name: "the budget is ignored",
        file: "compact.ts",
        find: "while (result.text.length > maxLength && compaction.shrinkBy",
        put: "while (result.text.length < maxLength && compaction.shrinkBy",
      },
      {
        name: "the finding compares the text as it was",
        file: "compact.ts",
        find: "const tooLong = final.length > maxLength ?",
        put: "const tooLong = text.length > maxLength ?",
      },
    ],
  "of any text, the finding says whether it is over the budget, and what must stay is not cut": [
    {
      name: "the grace is ignored",
      file: "compact.ts",
      find: "return addDays(since, this.#grammar.settings.compaction.graceDays) <= today;",
      put: "return since <= today;",
    },
    {
      name: "the line of the last touch is pruned",
      file: "compact.ts",
      find: "=== touch ? happened.slice(0, -1) : happened;",
      put: "=== touch ? happened.slice(0, happened.length) : happened;",
    },
    {
      name: "too long only where something left",
      file: "compact.ts",
      find: "const tooLong = final.length > maxLength ?",
      put: "const tooLong = leaves && final.length > maxLength ?",
    },
  ],
  "no more closed orders and log lines stay than the template keeps, but for those that must": [
    {
      name: "one closed order more stays",
      file: "compact.ts",
      find: "for (let left = closed; left > keep &&",
      put: "for (let left = closed - 1; left > keep &&",
    },
    {
      name: "one line of the log more stays",
      file: "compact.ts",
      find: "for (let left = kept; left > keep &&",
      put: "for (let left = kept - 1; left > keep &&",
    },
    {
      name: "met follow-ups of the log stay",
      file: "compact.ts",
      find: 'for (const item of this.#reading.logItems) if (isMet(item)) this.#leave("met", item, null);',
      put: "",
    },
  ],
  "expanding with what compaction archived gives back the same lines and the same meaning": [
    {
      name: "lines go to the first order of all",
      file: "expand.ts",
      find: "order.number === number && (number !== null || order.title === title)",
      put: "order.number !== null && (number !== null || order.title === title)",
    },
    {
      name: "the header comes back closed",
      file: "expand.ts",
      find: 'closedBy?.role === "closing" && tells',
      put: 'closedBy?.role !== "closing" && tells',
    },
  ],
  "so does expanding with what two compactions archived, one after the other": [
    {
      name: "the summary goes back by one compaction only",
      file: "expand.ts",
      find: "texts = [noted.text.trim()];",
      put: "break;",
    },
    {
      name: "the summary as it stood is not noted",
      file: "compact.ts",
      find: "if (!shown || !this.#earlier || this.#isSameSummary()) return;",
      put: "if (!shown || !this.#earlier || !this.#isSameSummary()) return;",
    },
  ],
  "one folded order that is put back stands there as its closed line, and the summary tells one less": [
    {
      name: "the sum of an order that comes back stays in the summary",
      file: "expand.ts",
      find: "[order.currency ?? currency]: -order.amount }",
      put: "[order.currency ?? currency]: 0 }",
    },
    {
      name: "the summary is left as it is",
      file: "expand.ts",
      find: "const minus: Earlier = { done: -done, lost: done - 1,",
      put: "const minus: Earlier = { done: -done, lost: 0,",
    },
  ],
  "an order that was put back rests anew": [
    {
      name: "the day on which an order was put back is not looked at",
      file: "compact.ts",
      find: "if (back !== undefined && back > since) since = back;",
      put: "if (back !== undefined && back < since) since = back;",
    },
  ],
};
