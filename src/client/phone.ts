import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";
import { remembered } from "../lib/remembered.ts";
import { plainReader } from "./plain-number.ts";

/**
 * E.164 of a phone as people type it, or `null` when it is no valid number. Understands local forms of `country` (ISO 3166 alpha-2), the
 * international prefixes `00` and, as dialled from Russia and its neighbours, `8-10`; eleven digits after an 8 as a number of Russia, wherever the
 * office is; and an international number typed without its plus.
 */
export function toE164(typed: string, country: string): string | null {
  const text = typed.trim();
  if (!/\d/.test(text)) return null;
  const reader = readers.get(country) ?? readerOf(country);
  return reader(text);
}

/** By country: one number is asked for several times while a row is read, a contact reconciled. */
const readers = new Map<string, (text: string) => string | null>();

function readerOf(country: string): (text: string) => string | null {
  const plain = plainReader(country);
  const read = remembered((text) => readNumber(text, country));
  const reader = (text: string) => (PLAIN.test(text) ? plain(dialled(text)) : null) ?? read(text);
  readers.set(country, reader);
  return reader;
}

/** Digits and what is usual between them: nothing that the library could take for an extension. */
const PLAIN = /^\+?[\d ().-]+$/;

/** The digits of a plain number; those behind an international prefix with a plus. */
function dialled(text: string): string {
  const digits = text.replace(/[ ().-]+/g, "");
  if (digits.startsWith("810") && digits.length > 11) return `+${digits.slice(3)}`;
  return digits.startsWith("00") ? `+${digits.slice(2)}` : digits;
}

function readNumber(text: string, country: string): string | null {
  for (const candidate of spellings(text)) {
    const number = parsePhoneNumberFromString(candidate, country as CountryCode);
    // Where the plus is our guess, no digit may be left out as one that is dialled within a country.
    const isGuess = candidate !== text && candidate === `+${digitsOf(text)}`;
    if (number?.isValid() && !number.ext && (!isGuess || number.number === candidate)) return number.number;
  }
  return null;
}

function spellings(text: string): string[] {
  const digits = text.replace(/\D/g, "");
  if (text.startsWith("+")) return [text];
  if (digits.startsWith("810") && digits.length > 11) return [`+${digits.slice(3)}`, text];
  if (digits.startsWith("00")) return [`+${digits.slice(2)}`];
  if (/^8\d{10}$/.test(digits)) return [text, `+7${digits.slice(1)}`, `+${digits}`];
  return digits.length >= 10 ? [text, `+${digits}`] : [text];
}

/** Digits of a number for loose comparison: what a phone shows and what was typed share at least their last ones. */
export function digitsOf(typed: string): string {
  return typed.replace(/\D/g, "");
}

/** The international form that a person reads: `+374 91 123456`; the text itself when it is no valid number. */
export function formatInternational(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}
