/** Grammars and notes for tests: an office of three languages, random cards as the program writes them, random text that looks like cards. */
import fc from "fast-check";
import {
  compileGrammar,
  composeClosed,
  composeHeader,
  composeStep,
  type Grammar,
  normaliseCard,
  outcomeWord,
} from "../../src/card/index.ts";
import type { CardSettings, Language } from "../../src/card/settings.ts";
import { addDays } from "../../src/lib/day.ts";

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

/** Order numbers from 501 on, the same for every call of the maker. */
export function numbers(from = 500): () => number {
  let last = from;
  return () => ++last;
}

// ------------------------------------------------------------------------------------------------- text that looks like cards

const dates = [
  "3.11",
  "03.11.26",
  "3/11/2026",
  "2026-11-03",
  "3 nov",
  "3 ноября",
  "նոյեմբերի 3-ին",
  "20.11.2026",
  "01.12.2026",
  "31.02.2024",
  "29.02",
  "today",
  "завтра",
  "երեկ",
  "15.08.2031",
  "1.5",
  "12.11.2026 14:05",
  "[20.11.2026, 14:05]",
  "14.08.2025 г.",
  "5.10.2026 9:30",
];
const openings = [
  "Order 12:",
  "Order:",
  "order",
  "Заказ №7:",
  "заказ -",
  "zakaz 9 –",
  "Պատվեր 12՝",
  "patver:",
  "Order 12 –",
  "Order 12:30",
  "#12",
  "#7",
  ">",
  "> ",
  "→",
  "->",
  "-",
  "•",
  "* ",
  "+",
  "Earlier:",
  "Ранее:",
  "·",
  "№",
  "  ",
];
const outcomes = [
  "done",
  "выполнен",
  "ավարտված",
  "ավարտված է",
  "ավարտված չէ",
  "lost",
  "отказ",
  "մերժված",
  "not done",
  "done?",
  "reopened",
  "снова в работе",
  "– done",
  "– lost",
  "- отказ",
  "– ավարտված",
];
const stages = [
  "asked for the price",
  "offer sent",
  "offer not sent",
  "prepaid",
  "предоплата",
  "կանխավճար",
  "paid",
  "оплатил",
  "delivered",
  "ordered",
  "заказан",
  "вնես",
  "внес",
  "кп",
];
const money = [
  "50 000",
  "120 000 AMD",
  "120000",
  "1,5 млн",
  "120 тыс",
  "50к",
  "$500",
  "100-120 тыс",
  "50%",
  "0500",
  "2.500,50",
  "5 шт",
  "2×3",
  "99 999 999 999 999 999",
  "300 USD",
  "40 000 др.",
];
const people = [
  "(Anna)",
  "(аня)",
  "(Арам).",
  "(Anna, Aram)",
  "(Г.)",
  "(Zed)",
  "(my wife)",
  "(two of them here)",
  "(",
  ")",
  "()",
];
const prose = [
  "sofa",
  'table "Milan"',
  "диван",
  "բազմոց",
  "wants",
  "called",
  "звонил",
  "զանգել է",
  "Prefers calls after 18:00.",
  "14:05",
  "и",
  "և",
  "и ещё",
  "x",
  "за 5",
  "г. Ереван",
  ".",
  ",",
  "!",
  "ё",
  "\u200e",
  "\u00a0",
  "Wholesale · last 20.11.2026",
  "Wholesale · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026",
  "17 done, 1 240 000 AMD; 3 lost; 2021–2025",
];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...prose) },
  { weight: 3, arbitrary: fc.constantFrom(...dates) },
  { weight: 2, arbitrary: fc.constantFrom(...openings) },
  { weight: 2, arbitrary: fc.constantFrom(...outcomes) },
  { weight: 2, arbitrary: fc.constantFrom(...stages) },
  { weight: 2, arbitrary: fc.constantFrom(...money) },
  { weight: 2, arbitrary: fc.constantFrom(...people) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: "binary" }) },
);

const glue = fc.constantFrom(" ", " ", " ", " ", ", ", ": ", "", " – ", "\t");

const pieces = fc
  .array(fc.tuple(piece, glue), { minLength: 1, maxLength: 6 })
  .map((list) => list.map(([word, sign]) => word + sign).join(""));

const whole = (opening: string[], ...rest: string[][]) =>
  fc
    .tuple(fc.constantFrom(...opening), ...rest.map((list) => fc.constantFrom("", ...list)))
    .map((parts) => parts.filter(Boolean).join(" "));

/** Lines as staff write them, or nearly. */
const anyLine = fc.oneof(
  { weight: 3, arbitrary: pieces },
  {
    weight: 3,
    arbitrary: whole(
      ["Order 12:", "Order:", "Заказ №7:", "zakaz 9 –", "Պատվեր՝", "Order 3:"],
      ["sofa", "диван, 120 тыс", "bed, 300 USD", "table, prepaid 500"],
      ["– done 14.08.2026", "– lost 02.05.2026: too expensive", "– отказ 5.10"],
      people,
    ),
  },
  { weight: 4, arbitrary: whole(["", "→", "-"], dates, [...stages, ...outcomes, ...prose], money, people) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "Earlier: 17 done, 1 240 000 AMD + 300 USD; 3 lost; 2021–2025",
      "Ранее: 2 выполнено; 2024",
      "Wholesale · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026 · due 01.12.2026",
    ),
  },
  { weight: 3, arbitrary: fc.constant("") },
);

/** Text of such lines, or of any characters at all. */
export const anyText = fc.oneof(
  { weight: 6, arbitrary: fc.array(anyLine, { maxLength: 14 }).map((lines) => lines.join("\n")) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 80 }) },
  { weight: 1, arbitrary: fc.array(fc.string({ unit: "binary", maxLength: 12 })).map((lines) => lines.join("\r\n")) },
);

// ------------------------------------------------------------------------------------------------------------- valid cards

const titles = fc.constantFrom(
  'sofa "Milan"',
  "2 chairs",
  "диван угловой",
  "кровать 160",
  "բազմոց",
  "wardrobe Oslo, white",
  "IKEA 3",
  "",
);
const remarks = fc.constantFrom(
  "called",
  "asked for the price",
  "offer sent",
  "prepaid 50 000",
  "предоплата 20 000",
  "заказан",
  "կանխավճար 30 000 AMD",
  "delivered",
  "звонил, уточнил цену",
  "wants it by May 5",
  "зашёл: 2×3 м",
  "said: done soon",
);
const names = fc.constantFrom(null, "Anna", "Анна", "Арам", "Suren");
const pastDay = fc.integer({ min: 0, max: 700 }).map((days) => addDays(TODAY, -days));
const comingDay = fc.integer({ min: 1, max: 60 }).map((days) => addDays(TODAY, days));
const time = fc.constantFrom(null, null, "09:30", "14:05");

const step = fc.record({ date: pastDay, time, text: remarks, employee: names });
const plan = fc.record({ date: comingDay, time, text: remarks, employee: names, plan: fc.constant(true) });
const amount = fc.option(fc.integer({ min: 1, max: 9_999_999 }));
const currency = fc.constantFrom(null, "AMD", "USD");
const outcome = fc.constantFrom<"done" | "lost">("done", "lost");
const reason = fc.option(fc.constantFrom("too expensive", "дорого", "թանկ է", "moved, 5 days late"));

const openOrder = fc.record({
  title: titles,
  amount,
  currency,
  steps: fc.array(step, { maxLength: 5 }),
  plans: fc.array(plan, { maxLength: 2 }),
  aside: fc.constantFrom("", "white legs", "  2 × 3 m\n  with lamp"),
});
const closedOrder = fc.record({ title: titles, amount, currency, outcome, date: pastDay, reason, employee: names });

/** A card as the program writes it in the language's words, canonical: with open, finished and closed orders, a log, a summary, free text. */
export const anyCard = fc
  .record({
    language: anyLanguage,
    open: fc.array(openOrder, { maxLength: 3 }),
    finished: fc.array(fc.record({ order: openOrder, outcome, date: pastDay, reason }), { maxLength: 2 }),
    closed: fc.array(closedOrder, { maxLength: 9 }),
    log: fc.array(fc.oneof(step, step, plan), { maxLength: 9 }),
    earlier: fc.boolean(),
    free: fc.array(fc.constantFrom("Prefers calls after 18:00.", "не звонить!\n> 20.11.2026 quoted", "дочь - Мариам"), {
      maxLength: 2,
    }),
  })
  .map((parts) => ({ language: parts.language, text: canonical(parts.language, composeCard(parts)) }));

type Parts = {
  language: Language;
  open: OpenParts[];
  finished: { order: OpenParts; outcome: "done" | "lost"; date: string; reason: string | null }[];
  closed: {
    title: string;
    amount: number | null;
    currency: string | null;
    outcome: "done" | "lost";
    date: string;
    reason: string | null;
    employee: string | null;
  }[];
  log: Step[];
  earlier: boolean;
  free: string[];
};
type Step = { date: string; time: string | null; text: string; employee: string | null; plan?: boolean };
type OpenParts = {
  title: string;
  amount: number | null;
  currency: string | null;
  steps: Step[];
  plans: Step[];
  aside: string;
};

function composeCard({ language, open, finished, closed, log, earlier, free }: Parts): string {
  const grammar = grammarOf(language);
  const next = numbers(0);
  const print = ({ aside, steps, plans, ...header }: OpenParts): string[] => [
    composeHeader(grammar, { number: next(), ...header }),
    ...(aside === "" ? [] : [aside]),
    ...[...steps, ...plans].map((each) => composeStep(grammar, each)),
  ];
  const blocks = [
    ...closed.map((order) => composeClosed(grammar, { number: next(), ...order })),
    ...finished.map(({ order, outcome: state, date, reason: why }) =>
      [
        ...print(order),
        composeStep(grammar, {
          date,
          time: null,
          text: `${outcomeWord(grammar, state)}${why === null ? "" : `: ${why}`}`,
          employee: "Anna",
        }),
      ].join("\n"),
    ),
    ...open.map((order) => print(order).join("\n")),
    log.map((each) => composeStep(grammar, each)).join("\n"),
    ...(earlier ? ["Earlier: 17 done, 1 240 000 AMD + 300 USD; 3 lost; 2021–2025"] : []),
    ...free,
  ];
  return blocks.filter(Boolean).join("\n\n");
}

/** The text in canonical form, at first sight. */
function canonical(language: Language, text: string): string {
  return normaliseCard(grammarOf(language), {
    text,
    previous: null,
    today: TODAY,
    edited: null,
    nextNumber: numbers(),
    marker: "Retail",
  }).text;
}
