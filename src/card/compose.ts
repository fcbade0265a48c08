/** Lines that the program writes of its own: in the template's words, and read back as what they were made from. */
import type { IsoDay } from "../lib/day.ts";
import { squeeze } from "./chars.ts";
import { printDay, readDate } from "./dates.ts";
import { readNames } from "./employees.ts";
import type { Grammar } from "./grammar.ts";
import type { Stage } from "./model.ts";
import { printMoney, wholeMoney } from "./money.ts";
import { printPrefix } from "./rewrite.ts";

export type HeaderParts = { number: number | null; title: string; amount: number | null; currency: string | null };
export type StepParts = {
  date: IsoDay | null;
  time: string | null;
  text: string;
  /** As typed or as the template spells it; a name that nobody has is printed all the same. */
  employee: string | null;
  /** Marks the line as a follow-up. */
  plan?: boolean;
};
export type ClosedParts = HeaderParts & {
  outcome: "done" | "lost";
  date: IsoDay;
  reason: string | null;
  employee: string | null;
};

/** `Order 12: sofa "Milan", 120 000 AMD`; without a currency, the office's. */
export function composeHeader(grammar: Grammar, { number, title, amount, currency }: HeaderParts): string {
  const word = number === null ? grammar.phrases.order : `${grammar.phrases.order} ${number}`;
  const money = amount === null ? "" : printMoney(amount, currency ?? grammar.settings.currency);
  return `${word}: ${together(squeeze(title), ", ", money)}`.trimEnd();
}

/** `03.11.2026 14:05 offer sent (Anna)`; one line, whatever the text. */
export function composeStep(grammar: Grammar, { date, time, text, employee, plan }: StepParts): string {
  const prefix = printPrefix(grammar, plan ?? false, date, time);
  return `${prefix}${together(squeeze(text), " ", brackets(employee))}`.trimEnd();
}

/** `Order 7: table – lost 02.05.2026: too expensive (Aram)`. */
export function composeClosed(grammar: Grammar, parts: ClosedParts): string {
  return `${composeHeader(grammar, parts)}${composeClosing(grammar, parts)}`;
}

/** The part that closes a header: ` – done 14.08.2026 (Anna)`. */
export function composeClosing(
  grammar: Grammar,
  { outcome, date, reason, employee }: Omit<ClosedParts, keyof HeaderParts>,
): string {
  const day = printDay(date, grammar.settings.dateForm);
  const why = squeeze(reason ?? "");
  const closed = together(` – ${outcomeWord(grammar, outcome)} ${day}`, ": ", why);
  return together(closed, " ", brackets(employee));
}

function brackets(employee: string | null): string {
  const name = squeeze(employee ?? "");
  return name === "" ? "" : `(${name})`;
}

/** Two parts with a sign between them, or the one that is there. */
function together(one: string, sign: string, other: string): string {
  if (one === "" || other === "") return one + other;
  return one + sign + other;
}

export function outcomeWord(grammar: Grammar, outcome: "done" | "lost"): string {
  return grammar.phrases[outcome];
}

export function stageWord(grammar: Grammar, stage: Stage): string {
  return grammar.phrases.stages[stage];
}

/** A cell as an amount: `120 000`, `200 тыс`, `294000 др.`; `null` when it is none. Without a currency in the cell, `currency` is `null`. */
export function readMoney(_grammar: Grammar, text: string): { amount: number; currency: string | null } | null {
  return wholeMoney(text);
}

/** A cell as a day, with year: `2026-08-29`, `27.4.24`, `3 ноября 2026 г.`; `null` for anything else, impossible days included. */
export function readDay(_grammar: Grammar, text: string, options: { limit?: IsoDay | null } = {}): IsoDay | null {
  const cell = text.trim();
  const read = readDate(cell, 0, options.limit ?? null);
  return read?.end === cell.length ? read.day : null;
}

/** An employee by name or alias, in the template's spelling; of two, the first; `null` for nobody, or when two go by it. */
export function readEmployee(grammar: Grammar, text: string): string | null {
  return readNames(grammar, text).name;
}
