/** Names typed in capitals, given back the case that the same words have elsewhere in the base. Pure. */
import { isLegalForm } from "../client/same-name.ts";
import { remembered } from "../lib/remembered.ts";
import { tidy } from "./read-name.ts";
import { fold } from "./words.ts";

export type TrueCase = (name: string) => string;

/** Learns from the names of a base that are typed with capitals and small letters; `names` may hold each spelling any number of times. */
export function learnCase(names: Iterable<string>): TrueCase {
  const phrases = new Map<string, Map<string, number>>();
  const words = new Map<string, Map<string, number>>();
  const foldWord = remembered(fold);
  for (const [name, times] of timesOf(names)) {
    const tidied = tidy(name);
    if (!isMixed(tidied)) continue;
    count(phrases, phraseKey(tidied), phraseOf(tidied), times);
    for (const word of wordsOf(tidied)) count(words, foldWord(word), word, times);
  }
  return remembered((name) => {
    const tidied = tidy(name);
    if (isMixed(tidied) || !/\p{L}{2}/u.test(tidied)) return tidied;
    const known = mostOf(phrases.get(phraseKey(tidied)));
    return known === undefined ? recase(tidied, (word) => mostOf(words.get(foldWord(word)))) : respell(tidied, known);
  });
}

function timesOf(names: Iterable<string>): Map<string, number> {
  const times = new Map<string, number>();
  for (const name of names) if (name !== "") times.set(name, (times.get(name) ?? 0) + 1);
  return times;
}

/** Both capitals and small letters; a name of one word of up to four capitals is an abbreviation and stays. */
function isMixed(name: string): boolean {
  const letters = name.replace(/[^\p{L}]/gu, "");
  if (letters === letters.toUpperCase() && !name.includes(" ") && letters.length <= 4) return true;
  if (!/\p{Lu}/u.test(name)) return false;
  return name.split(" ").some((word) => /\p{Ll}/u.test(word) && !isLegalForm(fold(word)));
}

/** The name without its numbers: `Smile Dental 28` is cased as `Smile Dental` is. */
function phraseOf(name: string): string {
  return wordsOf(name).join(" ");
}

function phraseKey(name: string): string {
  return fold(phraseOf(name));
}

function wordsOf(name: string): string[] {
  return name.match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
}

/** Puts the words of a known spelling, one by one, in place of those that were typed. */
function respell(name: string, known: string): string {
  const spelled = known.split(" ");
  let index = 0;
  return name.replace(/\p{L}[\p{L}\p{M}]*/gu, (word) => spelled[index++] ?? word);
}

function recase(name: string, known: (word: string) => string | undefined): string {
  let quoted = 0;
  return name.replace(/[«„“"]|\p{L}[\p{L}\p{M}]*/gu, (part, at: number) => {
    if (!/\p{L}/u.test(part)) {
      quoted = at + 1;
      return part;
    }
    if (isLegalForm(fold(part))) return part.toUpperCase();
    const spelled = known(part);
    if (spelled !== undefined) return spelled;
    // Inside Russian quotes only the first word has a capital: ООО «Уютный дом».
    const follows =
      quoted > 0 && at > quoted && /\p{Script=Cyrillic}/u.test(part) && !/[»”"]/.test(name.slice(quoted, at));
    return follows ? small(part) : capital(part);
  });
}

function capital(word: string): string {
  const [first = ""] = word;
  return first.toUpperCase() + small(word.slice(first.length), true);
}

/** The ligature `և` has no capital: inside a word `ԵՎ` stands for it (Գևորգ, Լևոն). */
function small(word: string, inside = false): string {
  const lower = word.toLowerCase();
  return inside ? lower.replace(/եվ|եւ/g, "և") : lower.replace(/(?<=\p{L})(?:եվ|եւ)/gu, "և");
}

function count(into: Map<string, Map<string, number>>, key: string, spelling: string, times: number): void {
  const spellings = into.get(key) ?? new Map<string, number>();
  spellings.set(spelling, (spellings.get(spelling) ?? 0) + times);
  into.set(key, spellings);
}

function mostOf(spellings: Map<string, number> | undefined): string | undefined {
  let best: [string, number] | undefined;
  for (const entry of spellings ?? []) if (!best || entry[1] > best[1]) best = entry;
  return best?.[0];
}
