/** How one number is looked up: whole, and by its last digits, which every way of writing it shares. */
export type PhoneKeys = { digits: string; last9: string | null; last8: string | null };

/** What follows a number: an extension or a dialling pause, in the ways that offices write them. */
const EXTENSION = /(?<=\d\D{0,3})(?:ext|доб|ներք|x|#|;|,).*$/iu;

/** Two numbers in one field are written with one of these between them. */
const BETWEEN_NUMBERS = /[,;/\n]/;

/** Fewer digits are no number of their own, e.g. the `12` of `123456/12`. */
const SHORTEST = 5;

/** Digits of a number with its country code where that can be seen: `+374…`, ` 374…` (a plus lost in a URL), `00374…`, `8-10-374…`. */
export function internationalDigits(typed: string): string | null {
  const text = withoutExtension(typed);
  const digits = text.replace(/\D/g, "");
  if (/^\s*\+|^\s+\d/.test(text)) return digits;
  if (digits.startsWith("810") && digits.length > 11) return digits.slice(3);
  if (digits.startsWith("00")) return digits.slice(2);
  return null;
}

export function plainDigits(typed: string): string {
  return internationalDigits(typed) ?? withoutExtension(typed).replace(/\D/g, "");
}

/** The keys of a phone field: of its E.164 form, else of each number that was typed into it. */
export function phoneKeys(typed: string, e164: string | null): PhoneKeys[] {
  return numbersIn(typed, e164).map((digits) => ({
    digits,
    last9: lastDigits(digits, 9),
    last8: lastDigits(digits, 8),
  }));
}

/** `null` when the number is shorter than that. */
export function lastDigits(digits: string, count: number): string | null {
  return digits.length >= count ? digits.slice(-count) : null;
}

function numbersIn(typed: string, e164: string | null): string[] {
  if (e164) return [e164.slice(1)];
  const parts = typed.split(BETWEEN_NUMBERS).map(plainDigits);
  const several = parts.filter((digits) => digits.length >= SHORTEST);
  if (several.length > 1) return [...new Set(several)];
  const whole = plainDigits(typed);
  return whole === "" ? [] : [whole];
}

function withoutExtension(typed: string): string {
  return typed.normalize("NFKC").replace(EXTENSION, "");
}
