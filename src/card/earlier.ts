/** The summary of orders that were folded away: `Earlier: 17 done, 1 240 000 AMD + 300 USD; 3 lost; 2021–2025`. */
import { digitsEnd, isSpace } from "./chars.ts";
import type { Grammar } from "./grammar.ts";
import type { Earlier } from "./model.ts";
import { nextMoney, printMoney } from "./money.ts";
import { type Phrases, phrases } from "./phrases.ts";

/** First letters of the summary in all languages: what tells almost every other line apart at once. */
const initials = Object.values(phrases).map(({ earlier }) => earlier.charCodeAt(0));

/** Reads a whole line in exactly the form that the program prints, in any of its languages, or `null`: any other form is somebody's words. */
export function readEarlier(grammar: Grammar, text: string): Earlier | null {
  const first = text.charCodeAt(0);
  if (!initials.includes(first) && !isSpace(first)) return null;
  const line = text.trim();
  const say = Object.values(phrases).find(({ earlier }) => line.startsWith(`${earlier}: `));
  if (!say) return null;
  const earlier: Earlier = { done: 0, lost: 0, amount: 0, amounts: {}, from: null, to: null };
  const parts = line.slice(say.earlier.length + 2).split("; ");
  let at = 0;
  if (readDone(say, parts[at], earlier)) at++;
  if (readLost(say, parts[at], earlier)) at++;
  if (at === 0) return null;
  if (at < parts.length && readYears(parts[at]!, earlier)) at++;
  if (at !== parts.length) return null;
  earlier.amount = earlier.amounts[grammar.settings.currency] ?? 0;
  return earlier;
}

function readDone(say: Phrases, part: string | undefined, earlier: Earlier): boolean {
  const [counted, ...sums] = (part ?? "").split(", ");
  const count = countOf(counted!, say.countDone);
  if (count === null || sums.length > 1) return false;
  for (const sum of sums[0]?.split(" + ") ?? []) {
    const read = nextMoney(sum, 0, sum.length);
    if (!read || read.currency === null || printMoney(read.amount, read.currency) !== sum) return false;
    earlier.amounts[read.currency] = (earlier.amounts[read.currency] ?? 0) + read.amount;
  }
  earlier.done = count;
  return true;
}

function readLost(say: Phrases, part: string | undefined, earlier: Earlier): boolean {
  const count = countOf(part ?? "", say.countLost);
  if (count === null) return false;
  earlier.lost = count;
  return true;
}

/** `17` of `17 done`. */
function countOf(part: string, word: string): number | null {
  const end = digitsEnd(part, 0);
  return end > 0 && end <= 7 && part.slice(end) === ` ${word}` ? Number(part.slice(0, end)) : null;
}

function readYears(part: string, earlier: Earlier): boolean {
  const match = /^(\d{4})(?:–(\d{4}))?$/.exec(part);
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
