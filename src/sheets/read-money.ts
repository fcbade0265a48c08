/** An amount as people write it in a cell. Pure. */
import { currencyWords, multiplierWords, touchingMultipliers } from "../card/vocabulary.ts";
import { remembered } from "../lib/remembered.ts";
import type { Cell } from "./cell.ts";

export type MoneyRead =
  | { amount: number; currency: string | null; typed: null }
  /** The cell is no amount (`сто тысяч`, `по договору`, a range): it stays as text. */
  | { amount: null; currency: null; typed: string };

/** `40т`, `40 т.р.`, `40 тр`: of a sum, never tons. */
const THOUSAND = "т";
const THOUSAND_ROUBLES = /^тр(?!\p{L})/iu;

const NUMBER = /^(\d+(?:[\s.,'’]\d+)*)\s*(.*)$/u;
const LETTERS = /^(?:\p{L}+|[֏₽$€₾£₸₴])/u;

/** `184 000 др.`, `144 тыс`, `1 200,50`, `$300`. Only the whole cell is an amount; `null` for an empty one. */
export function readMoney(cell: Cell | null): MoneyRead | null {
  if (cell === null) return null;
  if (cell.kind === "number") {
    const value = cell.value as number;
    return value >= 0 ? { amount: rounded(value), currency: currencyIn(cell.text), typed: null } : asTyped(cell.text);
  }
  return cell.kind === "text" ? readText(cell.text) : asTyped(cell.text);
}

const readText = remembered((typed: string): MoneyRead => {
  const text = typed.normalize("NFKC").replace(/\s+/g, " ").trim();
  const lead = LETTERS.exec(text)?.[0] ?? "";
  const leadCurrency = currencyOf(lead);
  if (lead !== "" && leadCurrency === null) return asTyped(typed);
  const found = NUMBER.exec(text.slice(lead.length).replace(/^[.\s]+/, ""));
  if (!found) return asTyped(typed);
  const number = readNumber(found[1]!);
  const tail = readTail(found[2]!);
  if (number === null || tail === null) return asTyped(typed);
  return { amount: rounded(number * tail.times), currency: tail.currency ?? leadCurrency, typed: null };
});

/** What follows the number: a multiplier, a currency, both or nothing; `null` when there is anything else. */
function readTail(tail: string): { times: number; currency: string | null } | null {
  const read = { times: 1, currency: null as string | null };
  let rest = tail.replace(THOUSAND_ROUBLES, "т.р");
  while (rest !== "") {
    const word = LETTERS.exec(rest)?.[0];
    if (word === undefined) return null;
    const folded = word.toLowerCase();
    const times = multiplierOf(folded, rest === tail);
    const currency = currencyOf(word);
    if (times !== undefined && read.times === 1) read.times = times;
    else if (currency !== null && read.currency === null) read.currency = currency;
    else return null;
    rest = rest.slice(word.length).replace(/^[.\s]+|^[,-]?-$/, "");
  }
  return read;
}

/** A multiplier of one letter stands right behind the number. */
function multiplierOf(word: string, isFirst: boolean): number | undefined {
  if (word === THOUSAND) return 1_000;
  return multiplierWords.get(word) ?? (isFirst ? touchingMultipliers.get(word) : undefined);
}

function currencyOf(word: string): string | null {
  return currencyWords.get(word.toLowerCase()) ?? null;
}

/** The currency that a number format shows, as in `#,##0 "др."`. */
function currencyIn(shown: string): string | null {
  for (const word of shown.match(/\p{L}+|[֏₽$€₾£₸₴]/gu) ?? []) {
    const currency = currencyOf(word);
    if (currency !== null) return currency;
  }
  return null;
}

/** A separator before exactly three digits groups, unless it is the only one of its kind and another groups; any other is decimal. */
function readNumber(typed: string): number | null {
  const parts = typed.split(/[\s.,'’]/);
  const marks = [...typed.matchAll(/[\s.,'’]/g)].map(([mark]) =>
    mark === "’" ? "'" : mark.trim() === "" ? " " : mark,
  );
  const last = marks.at(-1);
  if (last === undefined) return Number(typed);
  const decimal =
    last !== " " && last !== "'" && (parts.at(-1)!.length !== 3 || marks.slice(0, -1).some((mark) => mark !== last));
  const whole = decimal ? parts.slice(0, -1) : parts;
  if (whole.length > 1 && whole.slice(1).some((part) => part.length !== 3)) return null;
  if (decimal && marks.slice(0, -1).includes(last)) return null;
  return Number(whole.join("") + (decimal ? `.${parts.at(-1)}` : ""));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function asTyped(typed: string): MoneyRead {
  return { amount: null, currency: null, typed: typed.trim() };
}
