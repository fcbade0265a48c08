/**
 * Plain numbers of one country, told by the library's own pattern of it. The library itself takes each of them apart anew, for spellings
 * that hardly anybody uses: what is not surely plain is left to it.
 */
import { type CountryCode, isSupportedCountry, Metadata, type NumberingPlan } from "libphonenumber-js";

/** Of digits, with or without a `+` before them: E.164, or `null` when the library has to be asked. */
export type PlainReader = (digits: string) => string | null;

/** What the typings leave out. */
type Plan = NumberingPlan & {
  callingCode(): string;
  nationalNumberPattern(): string;
  nationalPrefixForParsing(): string | null;
  /** Whether validity needs more than the one pattern; so it is where countries share a calling code. */
  hasTypes(): boolean;
};

/** For a country where a zero is dialled before a number, and nothing else; others have no plain numbers. */
export function plainReader(country: string): PlainReader {
  const plan = planOf(country);
  if (plan === null || plan.hasTypes() || plan.nationalPrefixForParsing() !== "0") return () => null;
  const code = plan.callingCode();
  const own = plan.nationalNumberPattern();
  const lengths = plan.possibleLengths();
  // A calling code without its plus is one only where the digits are no national number as they stand.
  const plain = new RegExp(`^(?:\\+${code}|(?!${plan.IDDPrefix()})(?:0|(?!(?:${own})$)${code})?)(?!0)(${own})$`);
  return (digits) => {
    const national = plain.exec(digits)?.[1];
    return national !== undefined && lengths.includes(national.length) ? `+${code}${national}` : null;
  };
}

function planOf(country: string): Plan | null {
  if (!isSupportedCountry(country)) return null;
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country as CountryCode);
  return (metadata.numberingPlan as Plan | undefined) ?? null;
}
