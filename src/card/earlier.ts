/** The summary of orders that were folded away: `Earlier: 17 done, 1 240 000 AMD + 300 USD; 3 lost; 2021–2025`. */
import { fold, isSpace } from "./chars.ts";
import { type Grammar, leadAt } from "./grammar.ts";
import type { Earlier } from "./model.ts";
import { nextMoney, printMoney } from "./money.ts";
import { phrases } from "./phrases.ts";

const openings = Object.values(phrases).map(({ earlier }) => ({
  folded: `${fold(earlier)}: `,
  length: earlier.length + 2,
}));

const LONGEST_OPENING = 24;
/** First letters of the summary in all languages, small and capital: what tells almost every other line apart at once. */
const initials = new Set(openings.flatMap(({ folded }) => [folded[0]!, folded[0]!.toUpperCase()]));

/** Reads a whole line in the exact form, or `null`. */
export function readEarlier(grammar: Grammar, text: string): Earlier | null {
  const first = text.charCodeAt(0);
  if (!isSpace(first) && !initials.has(text[0]!)) return null;
  const colon = text.indexOf(":");
  if (colon === -1 || colon > LONGEST_OPENING) return null;
  const line = text.trim();
  const opening = openings.find(({ folded, length }) => fold(line.slice(0, length)) === folded);
  if (!opening) return null;
  const earlier: Earlier = { done: 0, lost: 0, amount: 0, amounts: {}, from: null, to: null };
  const parts = line.slice(opening.length).split("; ");
  let at = 0;
  if (readDone(grammar, parts[at], earlier)) at++;
  if (readLost(grammar, parts[at], earlier)) at++;
  if (at === 0) return null;
  if (at < parts.length && readYears(parts[at]!, earlier)) at++;
  if (at !== parts.length) return null;
  earlier.amount = earlier.amounts[grammar.settings.currency] ?? 0;
  return earlier;
}

function readDone(grammar: Grammar, part: string | undefined, earlier: Earlier): boolean {
  const count = countOf(grammar, part, "done");
  if (!count || !part) return false;
  if (count.end < part.length) {
    if (part.slice(count.end, count.end + 2) !== ", ") return false;
    for (const sum of part.slice(count.end + 2).split(" + ")) {
      const read = nextMoney(sum, 0, sum.length);
      if (!read || read.currency === null || read.start !== 0 || read.end !== sum.length) return false;
      earlier.amounts[read.currency] = (earlier.amounts[read.currency] ?? 0) + read.amount;
    }
  }
  earlier.done = count.count;
  return true;
}

function readLost(grammar: Grammar, part: string | undefined, earlier: Earlier): boolean {
  const count = countOf(grammar, part, "lost");
  if (!count || count.end !== part?.length) return false;
  earlier.lost = count.count;
  return true;
}

function countOf(
  grammar: Grammar,
  part: string | undefined,
  cls: "done" | "lost",
): { count: number; end: number } | null {
  const match = /^(\d{1,7}) /.exec(part ?? "");
  if (!match || part === undefined) return null;
  const lead = leadAt(grammar, part, match[0].length);
  return lead?.cls === cls ? { count: Number(match[1]), end: lead.end } : null;
}

function readYears(part: string, earlier: Earlier): boolean {
  const match = /^(\d{4})(?:[–-](\d{4}))?$/.exec(part);
  if (!match) return false;
  earlier.from = Number(match[1]);
  earlier.to = Number(match[2] ?? match[1]);
  return true;
}

/** The line that says it, in the template's language. */
export function printEarlier(grammar: Grammar, { done, lost, amounts, from, to }: Earlier): string {
  const { phrases: say, settings } = grammar;
  const rank = (currency: string) => (currency === settings.currency ? "" : currency);
  const sums = Object.entries(amounts)
    .filter(([, amount]) => amount !== 0)
    .sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
    .map(([currency, amount]) => printMoney(amount, currency));
  const parts: string[] = [];
  if (done > 0 || lost === 0) parts.push(`${done} ${say.countDone}${sums.length > 0 ? `, ${sums.join(" + ")}` : ""}`);
  if (lost > 0) parts.push(`${lost} ${say.countLost}`);
  if (from !== null) parts.push(to === null || to === from ? `${from}` : `${from}–${to}`);
  return `${say.earlier}: ${parts.join("; ")}`;
}

/** Two summaries as one. */
export function addEarlier(a: Earlier | null, b: Earlier | null, currency: string): Earlier | null {
  if (!a || !b) return a ?? b;
  const amounts = { ...a.amounts };
  for (const [code, amount] of Object.entries(b.amounts)) amounts[code] = (amounts[code] ?? 0) + amount;
  const years = [a.from, a.to, b.from, b.to].filter((year) => year !== null);
  return {
    done: a.done + b.done,
    lost: a.lost + b.lost,
    amounts,
    amount: amounts[currency] ?? 0,
    from: years.length > 0 ? Math.min(...years) : null,
    to: years.length > 0 ? Math.max(...years) : null,
  };
}
