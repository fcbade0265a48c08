import { fold, skipSpaces, wordEnd } from "./chars.ts";
import { type OwnPhrases, type Phrases, phrases, phrasesFor } from "./phrases.ts";
import type { CardSettings, KindWords } from "./settings.ts";
import { builtInWords, type WordClass } from "./vocabulary.ts";
import { mayBegin, type WordTable, wordAt, wordTable } from "./word-table.ts";

type Lead = { rest: string[]; cls: WordClass; numbered: boolean };

/** A template's vocabulary, compiled once and shared by all cards. Treat as opaque outside `card/`. */
export type Grammar = {
  settings: CardSettings;
  phrases: Phrases;
  /** What the program may have written on a card, in any language and of any kind: these first. */
  written: Phrases[];
  /** Words and phrases of orders, outcomes and stages, by their first word. */
  leads: WordTable<Lead[]>;
  /** Names of employees by name or alias, folded and as the template spells it; two names where an alias belongs to two people. */
  employees: Map<string, string[]>;
};

export function compileGrammar(settings: CardSettings): Grammar {
  const leads = new Map<string, Lead[]>();
  const add = (cls: WordClass, phrase: string, numbered = false) => {
    const [first, ...rest] = foldPhrase(phrase).split(" ");
    if (!first) return;
    const known = leads.get(first) ?? [];
    const same = known.some((lead) => lead.rest.join(" ") === rest.join(" "));
    if (!same) known.push({ rest, cls, numbered });
    leads.set(first, known);
  };
  // The template's words come first: where it gives a built-in word another sense, the office is right.
  for (const [cls, phrase] of Object.entries(settings.phrases)) add(cls as WordClass, phrase);
  for (const [cls, list] of Object.entries(settings.words)) for (const word of list ?? []) add(cls as WordClass, word);
  for (const [cls, list] of Object.entries(builtInWords)) for (const word of list) add(cls as WordClass, word);
  for (const other of settings.otherKinds) for (const word of orderWords(other)) add("order", word, true);
  for (const list of leads.values()) list.sort((a, b) => b.rest.length - a.rest.length);
  const phrasesOf = (own: OwnPhrases) => phrasesFor(settings.language, own);
  const own = phrasesOf(settings.phrases);
  const written = [own, ...Object.values(phrases), ...settings.otherKinds.map((other) => phrasesOf(other.phrases))];
  return { settings, phrases: own, written, leads: wordTable(leads), employees: compileEmployees(settings) };
}

function orderWords({ words, phrases: { order } }: KindWords): string[] {
  return [...(order === undefined ? [] : [order]), ...(words.order ?? [])];
}

/** A name or phrase as it is compared: folded words with one blank between, full stops left out. */
export function foldPhrase(phrase: string): string {
  return fold(phrase).replaceAll(".", " ").replace(/\s+/g, " ").trim();
}

function compileEmployees(settings: CardSettings): Map<string, string[]> {
  const employees = new Map<string, string[]>();
  for (const { name, aliases } of settings.employees) {
    for (const spelling of [name, ...aliases]) {
      const key = foldPhrase(spelling);
      if (key === "") continue;
      const names = employees.get(key) ?? [];
      if (!names.includes(name)) names.push(name);
      employees.set(key, names);
    }
  }
  // Most brackets hold the template's own spelling, which is found without folding.
  for (const { name, aliases } of settings.employees)
    for (const spelling of [name, ...aliases]) {
      const names = employees.get(foldPhrase(spelling));
      if (names) employees.set(spelling, names);
    }
  return employees;
}

/** `numbered`: an order word of another kind of contact, which counts only before a number. */
export type FoundWord = { cls: WordClass; end: number; numbered: boolean };

/** The word or phrase of the vocabulary that begins at `at`, the longest first; `end` is where it ends. */
export function leadAt(grammar: Grammar, text: string, at: number): FoundWord | null {
  if (!mayBegin(grammar.leads, text, at)) return null;
  const end = wordEnd(text, at);
  if (end === at) return null;
  const leads = wordAt(grammar.leads, text, at, end);
  if (!leads) return null;
  for (const { rest, cls, numbered } of leads) {
    const after = rest.length === 0 ? end : phraseEnd(text, end, rest);
    if (after !== -1) return { cls, end: copulaEnd(text, after), numbered };
  }
  return null;
}

function phraseEnd(text: string, from: number, rest: string[]): number {
  let at = from;
  for (const word of rest) {
    const start = skipSpaces(text, at);
    const end = wordEnd(text, start);
    if (start === at || end === start || fold(text.slice(start, end)) !== word) return -1;
    at = end;
  }
  return at;
}

/** Armenian participles are followed by `է` or `են` (`ավարտված է`, `avartvats e`): part of the word. */
function copulaEnd(text: string, from: number): number {
  const at = skipSpaces(text, from);
  const code = text.charCodeAt(at);
  if (at === from || (code !== 0x567 && code !== 0x565 && code !== 0x65)) return from;
  const end = wordEnd(text, at);
  return copulas.has(text.slice(at, end)) ? end : from;
}

const copulas = new Set(["է", "են", "e", "en"]);
