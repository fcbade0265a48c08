/** The rules of the card: how serious each is unless the template says otherwise, and what it says in each language. */
import { skipSpaces, trimEndAt } from "./chars.ts";
import type { Grammar } from "./grammar.ts";
import type { Finding, Range, Severity } from "./model.ts";
import type { Language } from "./settings.ts";

export type CardRule =
  | "order.unclear"
  | "order.unnumbered"
  | "order.number-twice"
  | "order.amount-missing"
  | "order.stale"
  | "order.which"
  | "outcome.unclear"
  | "step.employee-missing"
  | "step.employee-unknown"
  | "step.employee-ambiguous"
  | "step.date-impossible"
  | "step.undated"
  | "step.date-late"
  | "followup.overdue"
  | "notes.too-long"
  | "notes.conflict"
  | "screen.overflow";

export const cardSeverities: Record<CardRule, Severity> = {
  "order.unclear": "ask",
  "order.unnumbered": "fix",
  "order.number-twice": "ask",
  "order.amount-missing": "ask",
  "order.stale": "ask",
  "order.which": "ask",
  "outcome.unclear": "ask",
  "step.employee-missing": "ask",
  "step.employee-unknown": "ask",
  "step.employee-ambiguous": "ask",
  "step.date-impossible": "ask",
  "step.undated": "ask",
  "step.date-late": "ask",
  "followup.overdue": "ask",
  "notes.too-long": "ask",
  "notes.conflict": "ask",
  "screen.overflow": "ask",
};

const messages: Record<Language, Record<CardRule, (line: string, where: string) => string>> = {
  en: {
    "order.unclear": (line) => `Is this an order? If so, put a colon before its title: “${line}”`,
    "order.unnumbered": (line) => `The order has no number: “${line}”`,
    "order.number-twice": (line) => `Another order of this card has the same number: “${line}”`,
    "order.amount-missing": (line) => `The order is done but has no amount: “${line}”`,
    "order.stale": (line) => `Nothing has happened with the order for long: “${line}”`,
    "order.which": (line) => `Several orders are open. Write the order's number before the line (#12): “${line}”`,
    "outcome.unclear": (line) =>
      `Is the order closed by this? If so, let only a reason after a colon follow: “${line}”`,
    "step.employee-missing": (line) => `Who did this? Add the employee in brackets: “${line}”`,
    "step.employee-unknown": (line) => `Nobody of this name works here: “${line}”`,
    "step.employee-ambiguous": (line) => `Two employees go by this name: “${line}”`,
    "step.date-impossible": (line) => `There is no such day, or it is too far ahead: “${line}”`,
    "step.undated": (line) => `The day is missing: “${line}”`,
    "step.date-late": (line) => `This may have been written a day or more before the date that it got: “${line}”`,
    "followup.overdue": (line) => `This should have been done by now: “${line}”`,
    "notes.too-long": () => "The notes are longer than the budget, and nothing more may leave them.",
    "notes.conflict": (line) => `Two people changed the same line; both versions stay: “${line}”`,
    "screen.overflow": (line, where) => `The first screen (${where}) does not show all of this: “${line}”`,
  },
  ru: {
    "order.unclear": (line) => `Это заказ? Тогда поставьте двоеточие перед названием: «${line}»`,
    "order.unnumbered": (line) => `У заказа нет номера: «${line}»`,
    "order.number-twice": (line) => `Такой номер есть и у другого заказа этой карточки: «${line}»`,
    "order.amount-missing": (line) => `Заказ выполнен, но сумма не указана: «${line}»`,
    "order.stale": (line) => `По заказу давно ничего не происходило: «${line}»`,
    "order.which": (line) => `Открыто несколько заказов. Поставьте номер заказа перед строкой (#12): «${line}»`,
    "outcome.unclear": (line) =>
      `Заказ этим закрыт? Тогда после слова оставьте только причину через двоеточие: «${line}»`,
    "step.employee-missing": (line) => `Кто это сделал? Добавьте сотрудника в скобках: «${line}»`,
    "step.employee-unknown": (line) => `Такого сотрудника нет: «${line}»`,
    "step.employee-ambiguous": (line) => `Так зовут двух сотрудников: «${line}»`,
    "step.date-impossible": (line) => `Такого дня нет, или он слишком далеко: «${line}»`,
    "step.undated": (line) => `Не указан день: «${line}»`,
    "step.date-late": (line) => `Возможно, это написано на день или несколько раньше поставленной даты: «${line}»`,
    "followup.overdue": (line) => `Это уже должно быть сделано: «${line}»`,
    "notes.too-long": () => "Заметка длиннее допустимого, и сократить её больше нечем.",
    "notes.conflict": (line) => `Двое изменили одну и ту же строку, остались оба варианта: «${line}»`,
    "screen.overflow": (line, where) => `На первый экран (${where}) это не помещается: «${line}»`,
  },
  hy: {
    "order.unclear": (line) => `Սա պատվե՞ր է։ Եթե այո, վերնագրից առաջ դրեք վերջակետ՝ «${line}»`,
    "order.unnumbered": (line) => `Պատվերը համար չունի՝ «${line}»`,
    "order.number-twice": (line) => `Այս քարտի մեկ այլ պատվեր նույն համարն ունի՝ «${line}»`,
    "order.amount-missing": (line) => `Պատվերն ավարտված է, բայց գումարը նշված չէ՝ «${line}»`,
    "order.stale": (line) => `Պատվերով վաղուց ոչինչ չի արվել՝ «${line}»`,
    "order.which": (line) => `Մի քանի պատվեր է բաց։ Տողից առաջ գրեք պատվերի համարը (#12)՝ «${line}»`,
    "outcome.unclear": (line) => `Պատվերը սրանով փակվե՞լ է։ Եթե այո, բառից հետո թողեք միայն պատճառը՝ «${line}»`,
    "step.employee-missing": (line) => `Ո՞վ է արել։ Փակագծերում ավելացրեք աշխատակցին՝ «${line}»`,
    "step.employee-unknown": (line) => `Այդ անունով աշխատակից չկա՝ «${line}»`,
    "step.employee-ambiguous": (line) => `Երկու աշխատակից այդ անունն ունեն՝ «${line}»`,
    "step.date-impossible": (line) => `Այդպիսի օր չկա, կամ այն շատ հեռու է՝ «${line}»`,
    "step.undated": (line) => `Օրը նշված չէ՝ «${line}»`,
    "step.date-late": (line) => `Հնարավոր է՝ սա գրվել է դրված ամսաթվից մեկ կամ մի քանի օր առաջ՝ «${line}»`,
    "followup.overdue": (line) => `Սա արդեն պետք է արված լիներ՝ «${line}»`,
    "notes.too-long": () => "Նշումները երկար են սահմանվածից, և այլևս կրճատելու բան չկա։",
    "notes.conflict": (line) => `Երկու հոգի փոխել են նույն տողը, մնացել են երկու տարբերակն էլ՝ «${line}»`,
    "screen.overflow": (line, where) => `Առաջին էկրանին (${where}) սա չի տեղավորվում՝ «${line}»`,
  },
};

const EXCERPT = 60;

/** How serious a rule is to the office. Only what the program can mend is of `fix`; anything else that should be mended is for a person. */
export function severityOf(grammar: Grammar, rule: CardRule): Severity {
  const own = grammar.settings.severities[rule] ?? cardSeverities[rule];
  return own === "fix" && cardSeverities[rule] !== "fix" ? "ask" : own;
}

/**
 * A finding on a line, or `null` where the office has switched the rule off. It is on all words of the line unless `range` says which;
 * `where` is what the message names besides the line.
 */
export function cardFinding(
  grammar: Grammar,
  rule: CardRule,
  line: number | null,
  text = "",
  { where = "", range = wordsRange(text) }: { where?: string; range?: Range } = {},
): Finding | null {
  const severity = severityOf(grammar, rule);
  if (severity === "off") return null;
  const words = text.trim();
  const excerpt = words.length > EXCERPT ? `${words.slice(0, EXCERPT - 1)}…` : words;
  const message = messages[grammar.settings.language][rule](excerpt, where);
  return { rule, severity, line, range: line === null ? null : range, message };
}

function wordsRange(text: string): Range {
  const from = skipSpaces(text, 0);
  return [from, trimEndAt(text, from, text.length)];
}
