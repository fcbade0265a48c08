/** "Findings" of the card's description that are about the contact itself: each raised in three languages, and not raised. */
import { describe, expect, test } from "vitest";
import type { Person } from "../../src/client/person.ts";
import { readClient } from "../../src/client/read-client.ts";
import { type ContactRule, contactFinding, contactFindings } from "../../src/reconcile/contact-findings.ts";
import { mendPhones } from "../../src/reconcile/mend-phones.ts";
import { shippedTemplate } from "../support/template.ts";

const languages = ["en", "ru", "hy"] as const;
function clientOf({ name = "Nare", phones = ["+374 91 234567"], emails = [] }: Partial<Shape>) {
  const person: Person = {
    resourceName: "people/c1",
    names: name === "" ? [] : [{ givenName: name, displayName: name }],
    phoneNumbers: phones.map((value) => ({ value, type: "mobile" })),
    emailAddresses: emails.map((value) => ({ value })),
  };
  return readClient(person, "AM");
}
type Shape = { name: string; phones: string[]; emails: string[] };
const cardOf = (language: (typeof languages)[number], severities: Record<string, "fix" | "ask" | "off">) => ({
  ...shippedTemplate(language).card,
  severities,
});
const all = { "name.shouting": "ask", "phone.not-e164": "ask" } as const;

const cases: [ContactRule, Partial<Shape>, Partial<Shape>, en: RegExp, ru: RegExp, hy: RegExp][] = [
  ["name.missing", { name: "" }, {}, /no name/, /нет имени/, /անուն չունի/],
  ["name.missing", { name: "+374 91" }, { name: "Ա" }, /no name/, /нет имени/, /անուն չունի/],
  [
    "name.shouting",
    { name: "НАРЕ АДАМЯН" },
    { name: "ООО" },
    /capitals: НАРЕ/,
    /заглавными: НАРЕ/,
    /մեծատառերով՝ НАРЕ/,
  ],
  ["phone.missing", { phones: [] }, {}, /no phone/, /нет номера/, /հեռախոսահամար չունի/],
  ["phone.invalid", { phones: ["12345"] }, {}, /valid phone number: 12345/, /Неверный номер/, /Սխալ հեռախոսահամար/],
  [
    "phone.not-e164",
    { phones: ["091 234567"] },
    { phones: ["+37491234567"] },
    /091 234567/,
    /091 234567/,
    /091 234567/,
  ],
  ["email.invalid", { emails: ["nare@"] }, { emails: ["nare@mail.am"] }, /nare@/, /Неверный адрес/, /Սխալ էլ/],
];

describe("Findings about the contact", () => {
  test.each(cases)("%s is raised, and not where all is well (%#)", (rule, raised, not, ...texts) => {
    for (const [at, language] of languages.entries()) {
      const found = contactFindings(cardOf(language, all), clientOf(raised)).filter((finding) => finding.rule === rule);
      expect(found).toMatchObject([{ rule, severity: "ask", line: null, range: null }]);
      expect(found[0]!.message).toMatch(texts[at]!);
      const quiet = contactFindings(cardOf(language, { ...all, [rule]: "off" }), clientOf(raised));
      expect(quiet.map((finding) => finding.rule)).not.toContain(rule);
      const rules = contactFindings(cardOf(language, all), clientOf(not)).map((finding) => finding.rule);
      expect(rules).not.toContain(rule);
    }
  });

  test.each([
    ["marker.missing", /gets “New”/, /ставится «New»/, /դրվում է «New»/],
    ["marker.several", /several marker labels: New/, /несколько ярлыков/, /մի քանի պիտակ/],
    ["kind.several", /several kinds: New/, /нескольких видов/, /մի քանի տեսակի/],
  ] as const)("%s has words in every language", (rule, ...texts) => {
    for (const [at, language] of languages.entries())
      expect(contactFinding(cardOf(language, {}), rule, "New")[0]!.message).toMatch(texts[at]!);
  });

  test("what the program mends is of severity fix, and asks where it may not", () => {
    const severity = (phone: string) =>
      contactFindings(cardOf("en", { "phone.not-e164": "fix" }), clientOf({ phones: [phone] })).map(
        (finding) => finding.severity,
      );
    expect(severity("091 234567")).toEqual(["fix"]);
    expect(severity("091 234567 (wife)")).toEqual(["ask"]);
  });
});

describe("Phones in another form", () => {
  test("are told in E.164, with all else as it was", () => {
    expect(mendPhones(clientOf({ phones: ["091 23-45-67", "+374 93 765432", "12345"] }))).toEqual([
      { value: "+37491234567", type: "mobile" },
      { value: "+374 93 765432", type: "mobile" },
      { value: "12345", type: "mobile" },
    ]);
  });

  test("stay where nothing is to mend, or words stand beside the number", () => {
    expect(mendPhones(clientOf({ phones: ["+374 91 234567", "12345"] }))).toBeNull();
    expect(mendPhones(clientOf({ phones: ["091 234567 wife"] }))).toBeNull();
    expect(mendPhones(clientOf({ phones: [] }))).toBeNull();
  });
});
