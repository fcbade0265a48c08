/** Money as people write it: `120 000 AMD`, `120000 др.`, `1,5 млн`, `$ 500`, `50к`. */
import { digitsEnd, fold, isDash, isDigit, isLetter, isSpace, skipSpaces, trimEndAt, wordEnd } from "./chars.ts";
import { currencyWords, multiplierWords, touchingMultipliers, units } from "./vocabulary.ts";
import { wordAt, wordTable } from "./word-table.ts";

/**
 * A number found in a text. `currency` is ISO 4217 or `null`; `sure` when a currency or multiplier says that it is money. `start` is
 * where number or leading currency begins, `end` where number, multiplier and currency end.
 */
export type MoneyRead = {
  amount: number;
  currency: string | null;
  sure: boolean;
  plain: boolean;
  start: number;
  end: number;
};

const MAX_DIGITS = 15;

const multipliers = wordTable<{ factor: number; touches: boolean }>([
  ...[...multiplierWords].map(([word, factor]) => [word, { factor, touches: false }] as const),
  ...[...touchingMultipliers].map(([word, factor]) => [word, { factor, touches: true }] as const),
]);
const currencySigns = new Map<number, string>();
for (const [word, code] of currencyWords) {
  if (word.length === 1 && !isLetter(word.charCodeAt(0))) currencySigns.set(word.charCodeAt(0), code);
}
const currencies = wordTable([...currencyWords].filter(([word]) => isLetter(word.charCodeAt(0))));

const isoCodes = new Map(Intl.supportedValuesOf("currency").map((code) => [packCode(code, 0), code]));

/** Three capitals as one number, so that looking one up cuts nothing out of the text; -1 for anything else. */
function packCode(text: string, at: number): number {
  const a = text.charCodeAt(at) - 65;
  const b = text.charCodeAt(at + 1) - 65;
  const c = text.charCodeAt(at + 2) - 65;
  const capitals = a >= 0 && a < 26 && b >= 0 && b < 26 && c >= 0 && c < 26;
  return capitals ? (a * 26 + b) * 26 + c : -1;
}

/** The code of ISO 4217 that stands at a place. */
function isoCodeAt(text: string, at: number): string | undefined {
  return isoCodes.get(packCode(text, at));
}

/**
 * The next number between `from` and `to` that could be an amount, with what belongs to it; `null` when there is none. Ranges, dates,
 * times, phone numbers, percentages and numbers glued to letters are passed over. `next` tells where to go on.
 */
export function nextMoney(text: string, from: number, to: number): MoneyRead | null {
  let at = from;
  while (at < to) {
    if (!isDigit(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const number = readNumber(text, at, to);
    if (number.valid && startsFree(text, from, at)) {
      const read = withCurrency(text, from, at, number, to);
      if (read && !isRange(text, from, read, to)) return read;
      if (read) {
        at = rangeEnd(text, read.end, to);
        continue;
      }
    }
    at = number.end;
  }
  return null;
}

type NumberRead = { value: number; end: number; valid: boolean; plain: boolean };

/**
 * Digits with separators. One before exactly three digits groups, any other is decimal; a blank only groups. Glued runs that are no
 * number (`12.05.98`, `14:05`, `2×3`) come back as not valid, with their end.
 */
function readNumber(text: string, start: number, to: number): NumberRead {
  let end = Math.min(digitsEnd(text, start), to);
  const firstLength = end - start;
  const leadingZero = text.charCodeAt(start) === 0x30;
  let value = wholeNumber(text, start, end);
  let length = firstLength;
  let fraction = 0;
  let grouped = false;
  for (;;) {
    const sep = text.charCodeAt(end);
    const blank = isSpace(sep) && sep !== 9 && sep !== 10;
    if (end >= to || (!blank && sep !== 0x2e && sep !== 0x2c && sep !== 0x27 && sep !== 0x2019)) break;
    const next = Math.min(digitsEnd(text, end + 1), to);
    const more = next - end - 1;
    if (more === 0) break;
    if (more === 3 && fraction === 0 && (!blank || (firstLength <= 3 && !leadingZero))) {
      value = value * 1000 + wholeNumber(text, end + 1, next);
      length += more;
      grouped = true;
      end = next;
      continue;
    }
    if (blank) break;
    if (fraction > 0 || sep === 0x27 || sep === 0x2019)
      return { value: 0, end: gluedEnd(text, next, to), valid: false, plain: false };
    fraction = more;
    // Read as a whole: a sum of parts would not be the nearest number.
    if (length + more <= MAX_DIGITS) value = Number(`${value}.${text.slice(end + 1, next)}`);
    end = next;
  }
  const glued = gluedEnd(text, end, to);
  const zero = leadingZero && length > 1;
  const valid = glued === end && length + fraction <= MAX_DIGITS && !(zero && fraction === 0);
  const plain = !zero && fraction === 0 && (!grouped || firstLength <= 3);
  return { value, end: glued, valid, plain };
}

/** Digits as a whole number; exact up to `MAX_DIGITS`. */
function wholeNumber(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

/** Past separators and digits that make a run something else than a number. */
function gluedEnd(text: string, from: number, to: number): number {
  let at = from;
  while (at + 1 < to) {
    const code = text.charCodeAt(at);
    const joins = code === 0x2e || code === 0x3a || code === 0x2f || code === 0xd7 || code === 0x2a;
    if (!joins || !isDigit(text.charCodeAt(at + 1))) return at;
    at = digitsEnd(text, at + 1);
  }
  return at;
}

/** Not part of a word, a number sign or an international phone number. */
function startsFree(text: string, from: number, at: number): boolean {
  if (at === from) return true;
  const code = text.charCodeAt(at - 1);
  return (
    !(isLetter(code) && !currencyBefore(text, from, at)) &&
    code !== 0x23 &&
    code !== 0x2116 &&
    code !== 0x2b &&
    code !== 0xd7
  );
}

function withCurrency(text: string, from: number, start: number, number: NumberRead, to: number): MoneyRead | null {
  let end = number.end;
  let amount = number.value;
  let sure = false;
  const multiplier = multiplierAt(text, end, to);
  if (multiplier) {
    amount = Math.round(amount * multiplier.factor * 100) / 100;
    end = multiplier.end;
    sure = true;
  }
  const after = currencyAt(text, end, to);
  const before = after ? null : currencyBefore(text, from, start);
  if (after) end = after.end;
  const currency = after?.code ?? before?.code ?? null;
  sure ||= currency !== null;
  if (!sure && isCountedOrGlued(text, end, to)) return null;
  return { amount, currency, sure, plain: number.plain && !multiplier, start: before?.start ?? start, end };
}

function multiplierAt(text: string, at: number, to: number): { factor: number; end: number } | null {
  const start = skipSpaces(text, at);
  const end = Math.min(wordEnd(text, start), to);
  const found = end > start ? wordAt(multipliers, text, start, end) : undefined;
  if (found === undefined || (found.touches && start !== at)) return null;
  const stop = text.charCodeAt(end) === 0x2e && end < to ? end + 1 : end;
  return { factor: found.factor, end: stop };
}

function currencyAt(text: string, at: number, to: number): { code: string; end: number } | null {
  const start = skipSpaces(text, at);
  if (start >= to) return null;
  const initial = text.charCodeAt(start);
  if (!isLetter(initial)) {
    const sign = currencySigns.get(initial);
    return sign ? { code: sign, end: start + 1 } : null;
  }
  const end = Math.min(wordEnd(text, start), to);
  if (end <= start) return null;
  const code = (end === start + 3 ? isoCodeAt(text, start) : undefined) ?? wordAt(currencies, text, start, end);
  if (code === undefined) return null;
  const stop = text.charCodeAt(end) === 0x2e && end < to && end - start <= 4 ? end + 1 : end;
  return { code, end: stop };
}

/** A sign or code right before a number: `$500`, `€ 500`, `AMD 50 000`. */
function currencyBefore(text: string, from: number, at: number): { code: string; start: number } | null {
  const end = trimEndAt(text, from, at);
  if (end === from) return null;
  const sign = currencySigns.get(text.charCodeAt(end - 1));
  if (sign) return { code: sign, start: end - 1 };
  const start = end - 3;
  if (start < from || (start > from && isLetter(text.charCodeAt(start - 1)))) return null;
  const code = isoCodeAt(text, start);
  return code === undefined ? null : { code, start };
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** A unit, `%`, `×` or a touching letter after a bare number. */
function isCountedOrGlued(text: string, at: number, to: number): boolean {
  const start = skipSpaces(text, at);
  if (start >= to) return false;
  const code = text.charCodeAt(start);
  if (start === at && isLetter(code)) return true;
  if (code === 0x25 || code === 0xd7 || code === 0x2a || code === 0xb0 || code === 0x22) return true;
  if (isDash(code) && start === at && isLetter(text.charCodeAt(start + 1))) return true;
  if (!isLetter(code)) return false;
  const word = fold(text.slice(start, wordEnd(text, start)));
  return units.has(word) || word === "x" || word === "х";
}

function isRange(text: string, from: number, read: MoneyRead, to: number): boolean {
  return rangeEnd(text, read.end, to) !== read.end || rangeBefore(text, from, read.start);
}

function rangeEnd(text: string, end: number, to: number): number {
  const dash = skipSpaces(text, end);
  if (dash >= to || !isDash(text.charCodeAt(dash))) return end;
  const digit = skipSpaces(text, dash + 1);
  return digit < to && isDigit(text.charCodeAt(digit)) ? Math.min(digitsEnd(text, digit), to) : end;
}

function rangeBefore(text: string, from: number, start: number): boolean {
  const dash = trimEndAt(text, from, start);
  if (dash === from || !isDash(text.charCodeAt(dash - 1))) return false;
  const digit = trimEndAt(text, from, dash - 1);
  return digit > from && isDigit(text.charCodeAt(digit - 1));
}

/** `50 000` or `50 000 AMD`; cents only where there are any. */
export function printMoney(amount: number, currency: string | null): string {
  if (amount < 0) return `-${printMoney(-amount, currency)}`;
  const behind = currency === null ? "" : ` ${currency}`;
  if (Number.isInteger(amount)) return `${groupDigits(String(amount))}${behind}`;
  const [whole = "0", cents] = amount.toFixed(2).split(".");
  return `${groupDigits(whole)},${cents}${behind}`;
}

/** Where an amount ends that stands at `at` in exactly the form of `printMoney`; -1 where none does. */
export function printedMoneyEnd(text: string, at: number): number {
  let end = digitsEnd(text, at);
  let digits = end - at;
  if (digits < 1 || digits > 3 || (text.charCodeAt(at) === 0x30 && digits > 1)) return -1;
  const zero = text.charCodeAt(at) === 0x30;
  while (text.charCodeAt(end) === 0x20 && digitsEnd(text, end + 1) === end + 4) {
    if (zero) return -1;
    end += 4;
    digits += 3;
  }
  if (text.charCodeAt(end) === 0x2c) {
    if (digitsEnd(text, end + 1) !== end + 3 || text.startsWith("00", end + 1)) return -1;
    end += 3;
    digits += 2;
  }
  if (digits > MAX_DIGITS) return -1;
  const code = text.charCodeAt(end) === 0x20 && isCapital(text.charCodeAt(end + 1)) ? end + 1 : -1;
  return code !== -1 && wordEnd(text, code) === code + 3 && isoCodeAt(text, code) !== undefined ? code + 3 : end;
}

function groupDigits(digits: string): string {
  let at = digits.length % 3 || 3;
  let grouped = digits.slice(0, at);
  for (; at < digits.length; at += 3) grouped += ` ${digits.slice(at, at + 3)}`;
  return grouped;
}

/** The whole text as an amount, or `null`: a cell of a sheet. */
export function wholeMoney(text: string): { amount: number; currency: string | null } | null {
  const start = skipSpaces(text, 0);
  const end = trimEndAt(text, start, text.length);
  const read = nextMoney(text, start, end);
  if (!read || read.start !== start || read.end !== end) return null;
  return { amount: read.amount, currency: read.currency };
}
