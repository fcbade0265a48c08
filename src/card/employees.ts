/** Who acted: the brackets at a line's end. */
import { fold, isInvisible, isLetter, isSpace, skipSpaces } from "./chars.ts";
import { foldPhrase, type Grammar } from "./grammar.ts";

/**
 * Trailing brackets: `known` (with the name in the template's spelling), `ambiguous` (an alias of two people), `unknown` (a word or two
 * that match nobody) or plain `text`. `start` is where the bracket opens.
 */
export type EmployeeRead = { kind: "known" | "ambiguous" | "unknown" | "text"; name: string | null; start: number };

const ambiguous = { kind: "ambiguous", name: null } as const;
const noEmployee: EmployeeRead = { kind: "text", name: null, start: -1 };

/** Reads the brackets that end the line between `from` and `to` (a full stop of any alphabet may follow, and marks that nobody sees). */
export function readTrailing(grammar: Grammar, text: string, from: number, to: number): EmployeeRead {
  const end = closingAt(text, from, to);
  if (end <= from || text.charCodeAt(end - 1) !== 0x29) return noEmployee;
  const start = text.lastIndexOf("(", end - 1);
  if (start < from) return noEmployee;
  const inside = text.slice(start + 1, end - 1);
  const { kind, name } = readNames(grammar, inside);
  return { kind, name, start };
}

/** Before full stop (`.`, `։` and the colon typed for it), blanks and direction marks. */
function closingAt(text: string, from: number, to: number): number {
  let at = to;
  for (; at > from; at--) {
    const code = text.charCodeAt(at - 1);
    const stop = code === 0x2e || code === 0x589 || code === 0x3a;
    if (!stop && !isSpace(code) && !isInvisible(code)) break;
  }
  return at;
}

/** The text of the brackets, or of a cell, as one employee; of two, the first acts. */
export function readNames(grammar: Grammar, inside: string): { kind: EmployeeRead["kind"]; name: string | null } {
  const whole = lookup(grammar, inside);
  if (whole) return whole;
  const parts = splitNames(inside);
  if (parts.length === 2) {
    const [first, second] = parts.map((part) => lookup(grammar, part));
    if (first && second) return first;
  }
  return { kind: isOneOrTwoWords(inside) ? "unknown" : "text", name: null };
}

function lookup(grammar: Grammar, spelling: string): { kind: "known" | "ambiguous"; name: string | null } | null {
  const names = grammar.employees.get(spelling) ?? grammar.employees.get(foldPhrase(spelling));
  if (!names) return null;
  return names.length === 1 ? { kind: "known", name: names[0]! } : ambiguous;
}

const conjunctions = new Set(["и", "and", "և", "եւ", "ու", "i", "ev"]);

/** Two names: `Anna, Aram`, `Анна/Арам`, `Աննա և Արամ`, `Anna Aram`. Names of more than one word only around a sign or conjunction. */
function splitNames(inside: string): string[] {
  for (const sign of [",", "/", "+", "&", ";"]) {
    const at = inside.indexOf(sign);
    if (at !== -1) return [inside.slice(0, at), inside.slice(at + 1)];
  }
  const words = inside.trim().split(/\s+/);
  const joint = words.findIndex((word) => conjunctions.has(fold(word)));
  if (joint > 0) return [words.slice(0, joint).join(" "), words.slice(joint + 1).join(" ")];
  return words.length === 2 ? words : [];
}

function isOneOrTwoWords(inside: string): boolean {
  let count = 0;
  let at = skipSpaces(inside, 0);
  while (at < inside.length) {
    const start = at;
    while (at < inside.length && (isLetter(inside.charCodeAt(at)) || inside.charCodeAt(at) === 0x2e)) at++;
    if (at === start || !isLetter(inside.charCodeAt(start))) return false;
    count++;
    at = skipSpaces(inside, at);
  }
  return count === 1 || count === 2;
}
