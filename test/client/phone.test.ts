import { describe, expect, test } from "vitest";
import { formatInternational, toE164 } from "../../src/client/phone.ts";

describe("a phone as people type it", () => {
  test.each([
    ["+374 91 123456", "+37491123456"],
    ["091 12-34-56", "+37491123456"],
    ["091123456", "+37491123456"],
    ["91123456", "+37491123456"],
    ["0037491123456", "+37491123456"],
    ["8-10-374-91-123456", "+37491123456"],
    ["37491123456", "+37491123456"],
    ["(091) 12.34.56", "+37491123456"],
    ["+7 (916) 123-45-67", "+79161234567"],
    ["8 10 7 916 123 45 67", "+79161234567"],
    ["8 (495) 123-45-67", "+74951234567"],
    ["8 499 123 45 68", "+74991234568"],
    ["8-800-555-35-35", "+78005553535"],
  ])("%s is %s in Armenia", (typed, e164) => {
    expect(toE164(typed, "AM")).toBe(e164);
  });

  test("a local number is read by the office's country", () => {
    expect(toE164("8 916 123-45-67", "RU")).toBe("+79161234567");
  });

  test.each(["", "123", "call him", "091 12-34-5", "+374 91 123456 ext. 12"])("%j is no number", (typed) => {
    expect(toE164(typed, "AM")).toBeNull();
  });

  test("is shown in the international form, and as it stands when it is none", () => {
    expect(formatInternational("+37491123456")).toBe("+374 91 123456");
    expect(formatInternational("123")).toBe("123");
  });
});
