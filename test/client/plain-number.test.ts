import fc from "fast-check";
import { type CountryCode, getCountries, getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js";
import { describe, expect, test } from "vitest";
import { plainReader } from "../../src/client/plain-number.ts";

describe("a plain number", () => {
  const read = plainReader("AM");

  test.each([
    ["+37491123456", "+37491123456"],
    ["37491123456", "+37491123456"],
    ["091123456", "+37491123456"],
    ["91123456", "+37491123456"],
    ["37412345", "+37437412345"],
    ["0037491123456", null],
    ["+374091123456", null],
    ["+79161234567", null],
    ["09112345", null],
  ])("%s is %s in Armenia", (digits, e164) => {
    expect(read(digits)).toBe(e164);
  });

  test("is left to the library where countries share a calling code, or dial another prefix", () => {
    expect(["RU", "KZ", "US", "GB", "HU"].map((country) => plainReader(country)("+79161234567"))).toEqual(
      Array.from({ length: 5 }, () => null),
    );
    expect(plainReader("none")("091123456")).toBeNull();
  });

  test("of any country is what the library says", () => {
    const countries = getCountries();
    const readers = new Map(countries.map((country) => [country, plainReader(country)]));
    let told = 0;
    /** `own`: the country's own calling code, so that many numbers are plain ones. */
    const codes = fc.oneof(
      fc.constantFrom("own", "+own"),
      fc.constantFrom("+374", "374", "+49", "49", "+995", "995", "+39", "+971", "0", "00", "+", "8", ""),
    );
    fc.assert(
      fc.property(
        fc.constantFrom<CountryCode>("AM", "GE", "DE", "UA", "AE", ...countries),
        codes,
        fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 4, maxLength: 13 }),
        (country, prefix, rest) => {
          const code = prefix.replace("own", getCountryCallingCode(country));
          const plain = readers.get(country)!(code + rest);
          if (plain === null) return;
          told += 1;
          const number = parsePhoneNumberFromString(code + rest, country);
          expect([plain, number?.isValid(), number?.ext]).toEqual([number?.number, true, undefined]);
        },
      ),
      { numRuns: 20_000 },
    );
    expect(told).toBeGreaterThan(500);
  });
});
