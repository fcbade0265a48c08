/** Random text that looks like cards, or nearly: for laws that hold of any text. */
import fc from "fast-check";
import { readCorpus } from "./corpus.ts";

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

const glue = fc.constantFrom(" ", " ", " ", " ", ", ", ": ", "", " – ", "\t", "\u00a0", "\u202f", "  ");

const pieces = fc
  .array(fc.tuple(piece, glue), { minLength: 1, maxLength: 6 })
  .map((list) => list.map(([word, sign]) => word + sign).join(""));

const whole = (opening: string[], ...rest: string[][]) =>
  fc
    .tuple(fc.constantFrom(...opening), ...rest.map((list) => fc.constantFrom("", ...list)))
    .map((parts) => parts.filter(Boolean).join(" "));

const headers = [
  "Order 12:",
  "Order:",
  "Заказ №7:",
  "zakaz 9 –",
  "Պատվեր՝",
  "Order 3:",
  "3.11 Order 12:",
  "05.11.2026 заказ:",
  "Պատվեր 12՝",
  "Order # :",
];

const summaries = [
  "Earlier: 17 done, 1 240 000 AMD + 300 USD; 3 lost; 2021–2025",
  "Earlier: 3 done, 500 AMD; 2022",
  "Ранее: 2 выполнено; 2024",
  "Ավելի վաղ: 1 ավարտված, 40 000 AMD; 2023",
];

const states = [
  "Wholesale · #12 prepaid 50 000 of 120 000 AMD · last 20.11.2026 · due 01.12.2026",
  "Опт · #7 запрос · контакт 03.11.2026",
  "last 14.08.2026 · 1 done",
];

/** Lines as staff write them, or nearly; and lines of the program's own. */
export const anyLine = fc.oneof(
  { weight: 3, arbitrary: pieces },
  {
    weight: 3,
    arbitrary: whole(
      headers,
      ["sofa", "диван, 120 тыс", "bed, 300 USD", "table, prepaid 500", "2 chairs, 40 000"],
      ["– done 14.08.2026", "– lost 02.05.2026: too expensive", "– отказ 5.10", "– ավարտված 03.11.26 (Աննա)"],
      people,
    ),
  },
  { weight: 4, arbitrary: whole(["", "→", "-", "#12"], dates, [...stages, ...outcomes, ...prose], money, people) },
  { weight: 1, arbitrary: fc.constantFrom(...summaries, ...states) },
  { weight: 3, arbitrary: fc.constant("") },
);

// -------------------------------------------------------------------------------------------- what keyboards and mails do to it

/** Marks of direction, joiners, blanks of every kind, combining marks, halves of pairs, ends of lines that are none. */
const strangers = [
  "\u200e",
  "\u200f",
  "\u202a",
  "\u202c",
  "\u2067",
  "\u2069",
  "\u200b",
  "\u200d",
  "\ufeff",
  "\u00a0",
  "\u202f",
  "\u2003",
  "\u3000",
  "\u00ad",
  "\u0301",
  "\u0308",
  "\ud83d",
  "\ude00",
  "\ud83d\ude00",
  "\u2028",
  "\u0085",
  "\u000b",
  "\f",
  "\0",
  "\r",
  "\t",
  "‑",
  "․",
  "՛",
  "٣",
];

const strange = fc.array(fc.tuple(fc.nat({ max: 999 }), fc.constantFrom(...strangers)), { maxLength: 4 });

function withStrangers(text: string, places: [number, string][]): string {
  return places.reduce((all, [at, sign]) => {
    const place = at % (all.length + 1);
    return all.slice(0, place) + sign + all.slice(place);
  }, text);
}

const habits: ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text,
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => text.replaceAll("\n", "\n\r\n"),
  (text) => text.replaceAll(" ", "\u00a0"),
  (text) => text.normalize("NFD"),
  (text) => text.toUpperCase(),
  (text) => `\n  \n${text}\n\n`,
  (text) => text.replaceAll("\n\n", "\n \t\n"),
  (text) => text.replaceAll("\n", " \n "),
];

// ------------------------------------------------------------------------------------------------------ the corpus, mutated

const corpus = readCorpus().flatMap(({ notes }) =>
  notes.flatMap(({ before, text }) => [text, ...(before ? [before] : [])]),
);

/** Takes away, moves, doubles and mixes in lines; `other` is where they come from. */
function mutate(text: string, changes: [number, number, string][]): string {
  return changes
    .reduce((lines, [kind, at, line]) => {
      const place = at % (lines.length + 1);
      const [before, there, after] = [lines.slice(0, place), lines[place] ?? "", lines.slice(place + 1)];
      switch (kind) {
        case 0:
          return [...before, ...after];
        case 1:
          return [...before, there, line, ...after];
        case 2:
          return [...before, line, ...after];
        case 3:
          return [...before, ...after, there];
        case 4:
          return [...before, there.slice(0, at % (there.length + 1)) + line, ...after];
        default:
          return [...before, there.slice(at % (there.length + 1)), ...after];
      }
    }, text.split("\n"))
    .join("\n");
}

const anyCorpusText = fc
  .tuple(
    fc.constantFrom(...corpus),
    fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 99 }), anyLine), { maxLength: 5 }),
  )
  .map(([text, changes]) => mutate(text, changes));

// -------------------------------------------------------------------------------------------------------------- any text at all

const anyLines = fc.array(anyLine, { maxLength: 14 }).map((lines) => lines.join("\n"));

/** Text of such lines, notes of the corpus with lines changed, any characters at all. */
export const anyText = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: anyLines },
      { weight: 3, arbitrary: anyCorpusText },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 80 }) },
      {
        weight: 1,
        arbitrary: fc.array(fc.string({ unit: "binary", maxLength: 12 })).map((lines) => lines.join("\r\n")),
      },
    ),
    fc.oneof({ weight: 3, arbitrary: fc.constant([] as [number, string][]) }, { weight: 1, arbitrary: strange }),
    fc.constantFrom(...habits.keys()),
  )
  .map(([text, places, habit]) => habits[habit]!(withStrangers(text, places)));
