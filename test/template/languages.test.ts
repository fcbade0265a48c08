import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isAppError } from "../../src/lib/errors.ts";
import { readTemplate } from "../../src/template/read.ts";

const shipped = readFileSync(new URL("../../templates/office.en.yaml", import.meta.url), "utf8");

function problemsOf(text: string, language: "en" | "ru" | "hy") {
  try {
    readTemplate(text, "office.yaml", "UTC", language);
  } catch (error) {
    if (isAppError(error, "config")) return error.fields.problems;
    throw error;
  }
  throw new Error("it should have been refused");
}

/** A template with a mistake of every sort. */
const wrong = shipped
  .replace("language: en", "language: de")
  .replace("currency: AMD", "currency: AMX")
  .replace("country: AM", "country: 7")
  .replace("timeZone: Asia/Yerevan", "timeZone: Mars/One")
  .replace("- name: Anna", "- name: Anna (M)")
  .replace("- name: Aram", "- name: ''")
  .replace("default: new", "default: newest")
  .replace("id: wholesale", "id: Whole sale")
  .replace("label: Retail", "label: New")
  .replace("delivered: received", "delivered: Purchase")
  .replace("callBackDays: 14", "callBackDays: 0")
  .replace("staleDays: 30", "staleDays:")
  .replace("stateLine: true", "stateLine: perhaps")
  .replace("  phone: {", "  '?': {")
  .replace("length: 26", "length: 260")
  .replace("[marker, orders, due]", "[]")
  .replace("phone.not-e164", "phone.not-e165")
  .replace("maxLabelShare", "maxLabelShar");

describe("every mistake at once, in the language of the user", () => {
  const english = problemsOf(wrong, "en");

  it("in English", () => {
    expect(english.map(({ where, problem }) => `${where} ${problem}`)).toMatchSnapshot();
    for (const { where, problem } of english) {
      expect(where).toMatch(/^office\.yaml:\d+:\d+$/);
      expect(problem).not.toMatch(/undefined|\[object/);
    }
  });

  it.each([
    ["ru", /[а-яё]{2}/i],
    ["hy", /[ա-ֆ]{2}/i],
  ] as const)("in %s, at the same places", (language, letters) => {
    const problems = problemsOf(wrong, language);
    expect(problems.map(({ where }) => where)).toEqual(english.map(({ where }) => where));
    for (const { problem, next } of problems) {
      expect(problem).toMatch(letters);
      expect(problem).not.toMatch(/undefined|\[object/);
      if (next) expect(next).toMatch(letters);
    }
  });

  it.each(["en", "ru", "hy"] as const)("for what is no YAML as well (%s)", (language) => {
    const texts = [
      `${shipped}\nlanguage: en\n`,
      "a: [1, 2\nb: 3\n",
      "a:\n\tb: 1\n",
      "a: b: c\n",
      "a: *nothing\n",
      "a: 1\n---\na: 2\n",
      "a: @x\n",
      'a: "\\q"\n',
      "a: 1\n b: 2\n",
      "markers\ncurrency: AMD\n",
      "a: 'never closed\n",
    ];
    const said = texts.map((text) => problemsOf(text, language)[0]!.problem);
    if (language !== "en") for (const problem of said) expect(problem).toMatch(/[а-яёա-ֆ]{2}/i);
    expect(said).toMatchSnapshot();
  });
});
