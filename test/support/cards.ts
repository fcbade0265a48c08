/** An office of three languages for the tests of the card. */
import fc from "fast-check";
import { compileGrammar, type Grammar } from "../../src/card/index.ts";
import type { CardSettings, Language } from "../../src/card/settings.ts";

export const TODAY = "2026-11-23";

export function cardSettings(overrides: Partial<CardSettings> = {}): CardSettings {
  return {
    language: "en",
    dateForm: "dd.mm.yyyy",
    currency: "AMD",
    employees: [
      { name: "Anna", aliases: ["Анна", "Аня", "Աննա", "Анна М."], left: false },
      { name: "Aram", aliases: ["Арам", "Արամ"], left: false },
      { name: "Suren", aliases: ["Сурен", "Սուրեն"], left: true },
      { name: "Gayane", aliases: ["Гаянэ", "Гаяне", "Գայանե", "Г."], left: false },
      { name: "Gagik", aliases: ["Гагик", "Г."], left: false },
    ],
    words: {},
    phrases: {},
    otherKinds: [],
    stateLine: true,
    compaction: { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 4000 },
    severities: {},
    staleDays: 30,
    screens: {},
    ...overrides,
  };
}

const grammars = new Map<Language, Grammar>();

export function grammarOf(language: Language): Grammar {
  const known = grammars.get(language) ?? compileGrammar(cardSettings({ language }));
  grammars.set(language, known);
  return known;
}

export const anyLanguage = fc.constantFrom<Language>("en", "ru", "hy");

/** The grammar with other settings than its own, except for its words. */
export function withSettings(
  grammar: Grammar,
  overrides: Omit<Partial<CardSettings>, "language" | "words" | "employees">,
): Grammar {
  return { ...grammar, settings: { ...grammar.settings, ...overrides } };
}

/** Order numbers from 501 on, the same for every call of the maker. */
export function numbers(from = 500): () => number {
  let last = from;
  return () => ++last;
}
