/** How one number is looked up: whole, and by its last digits, which every way of writing it shares. */
export type PhoneKeys = { digits: string; last9: string | null; last8: string | null };

/** What follows the number itself: an extension, in the ways that offices write it. */
const EXTENSION = /(?:ext|доб|ներք|x|#|;|,).*$/iu;

/** Digits of a number with its country code where that can be seen: `+374…`, ` 374…` (a plus lost in a URL), `00374…`, `8-10-374…`. */
export function internationalDigits(typed: string): string | null {
  const text = typed.normalize("NFKC").replace(EXTENSION, "");
  const digits = text.replace(/\D/g, "");
  if (/^\s*\+|^\s+\d/.test(text)) return digits;
  if (digits.startsWith("810") && digits.length > 11) return digits.slice(3);
  if (digits.startsWith("00")) return digits.slice(2);
  return null;
}

export function plainDigits(typed: string): string {
  return internationalDigits(typed) ?? typed.normalize("NFKC").replace(EXTENSION, "").replace(/\D/g, "");
}

export function phoneKeys(typed: string, e164: string | null): PhoneKeys | null {
  const digits = e164 ? e164.slice(1) : plainDigits(typed);
  if (digits === "") return null;
  return { digits, last9: lastDigits(digits, 9), last8: lastDigits(digits, 8) };
}

/** `null` when the number is shorter than that. */
export function lastDigits(digits: string, count: number): string | null {
  return digits.length >= count ? digits.slice(-count) : null;
}
