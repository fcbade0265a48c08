/**
 * Canonical cards as an office's base holds them, in three languages: open orders with steps and a follow-up, a log, closed orders, a summary,
 * a remark. Seeded, so that every run measures the same.
 */
import {
  compileGrammar,
  composeClosed,
  composeHeader,
  composeStep,
  type Grammar,
  normaliseCard,
} from "../src/card/index.ts";
import type { CardSettings, Language } from "../src/card/settings.ts";
import { addDays } from "../src/lib/day.ts";
import { randomFrom } from "./generate-base.ts";

export const TODAY = "2026-11-23";

const SETTINGS: CardSettings = {
  language: "en",
  dateForm: "dd.mm.yyyy",
  currency: "AMD",
  employees: [
    { name: "Anna", aliases: ["Анна", "Աննա"], left: false },
    { name: "Aram", aliases: ["Арам", "Արամ"], left: false },
    { name: "Suren", aliases: ["Сурен", "Սուրեն"], left: true },
    { name: "Gayane", aliases: ["Гаянэ", "Գայանե"], left: false },
  ],
  words: {},
  stateLine: true,
  compaction: { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 4000 },
  phrases: {},
  otherKinds: [],
  severities: {},
  screens: { phone: { lines: 6, characters: 38 } },
  staleDays: 30,
};

const SPOKEN = {
  en: {
    titles: ['sofa "Milan"', "2 chairs", "wardrobe Oslo, white", "kitchen, corner"],
    steps: ["asked for the price", "offer sent", "agreed on the colour", "prepaid 50 000", "called, will think"],
    plan: "call about delivery",
    reason: "too expensive",
    free: "Prefers calls after 18:00.",
    staff: ["Anna", "Aram", "Gayane"],
  },
  ru: {
    titles: ["диван «Милан»", "стул венский", "шкаф-купе", "кухня угловая"],
    steps: ["звонил, уточнил цену", "выслали КП", "замер сделан", "предоплата 50 000", "просил перезвонить"],
    plan: "позвонить насчёт доставки",
    reason: "дорого",
    free: "Звонить после 18:00, домофон 12.",
    staff: ["Анна", "Арам", "Гаянэ"],
  },
  hy: {
    titles: ["բազմոց «Միլան»", "2 աթոռ", "պահարան", "խոհանոց անկյունային"],
    steps: ["հարցրեց գինը", "առաջարկ ուղարկվեց", "չափագրումը արված է", "կանխավճար 50 000", "զանգել է, կմտածի"],
    plan: "զանգել առաքման մասին",
    reason: "թանկ է",
    free: "Զանգել 18:00-ից հետո։",
    staff: ["Աննա", "Արամ", "Գայանե"],
  },
};

/** One grammar, and cards in its canonical form; every third is in each language of the office. */
export function generateCards(count: number, seed = 7): { grammar: Grammar; cards: string[] } {
  const grammar = compileGrammar(SETTINGS);
  const languages: Language[] = ["en", "ru", "hy"];
  const random = randomFrom(seed);
  const cards = Array.from({ length: count }, (_, at) =>
    canonical(grammar, cardIn(grammar, languages[at % 3]!, random)),
  );
  return { grammar, cards };
}

function cardIn(grammar: Grammar, language: Language, random: () => number): string {
  const say = SPOKEN[language];
  const below = (limit: number) => Math.floor(random() * limit);
  const of = (list: string[]) => list[below(list.length)]!;
  let number = 1 + below(20_000);
  const header = () => ({ number: ++number, title: of(say.titles), amount: 10_000 * (1 + below(60)), currency: null });
  const step = (ago: number, text: string) =>
    composeStep(grammar, { date: addDays(TODAY, -ago), time: null, text, employee: of(say.staff) });
  const open = () => {
    const began = 5 + below(20);
    const steps = Array.from({ length: 2 + below(4) }, (_, at) => step(began - at, of(say.steps)));
    const plan = composeStep(grammar, {
      date: addDays(TODAY, 1 + below(20)),
      time: null,
      text: say.plan,
      employee: of(say.staff),
      plan: true,
    });
    return [composeHeader(grammar, header()), ...steps, plan].join("\n");
  };
  const closed = () => {
    const lost = below(4) === 0;
    return composeClosed(grammar, {
      ...header(),
      outcome: lost ? "lost" : "done",
      date: addDays(TODAY, -30 - below(700)),
      reason: lost ? say.reason : null,
      employee: of(say.staff),
    });
  };
  const some = (most: number, make: () => string, apart: string) =>
    Array.from({ length: below(most + 1) }, make).join(apart);
  const blocks = [
    some(2, open, "\n\n"),
    some(4, () => step(30 + below(300), of(say.steps)), "\n"),
    some(5, closed, "\n"),
    below(3) === 0 ? `${grammar.phrases.earlier}: 17 done, 1 240 000 AMD; 3 lost; 2021–2025` : "",
    below(2) === 0 ? say.free : "",
  ];
  return blocks.filter(Boolean).join("\n\n");
}

function canonical(grammar: Grammar, text: string): string {
  return normaliseCard(grammar, {
    text,
    previous: null,
    today: TODAY,
    edited: null,
    nextNumber: () => {
      throw new Error("Every order of a generated card has its number.");
    },
    marker: "Retail",
  }).text;
}
