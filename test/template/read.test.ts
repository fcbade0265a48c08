import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { cardSeverities } from "../../src/card/messages.ts";
import { isAppError } from "../../src/lib/errors.ts";
import type { Field } from "../../src/sheets/column-words.ts";
import { readTemplate } from "../../src/template/read.ts";
import { columnFields, ruleIds } from "../../src/template/rules.ts";

const shipped = (language: string) =>
  readFileSync(new URL(`../../templates/office.${language}.yaml`, import.meta.url), "utf8");

/** The smallest template that can be used. */
const smallest = `
language: en
currency: AMD
country: AM
markers:
  default: new
  labels:
    - id: new
      label: New
kinds:
  default: client
  labels:
    - id: client
      label: Client
statusLabels: { inWork: In work, callBack: Call back, checkCard: Check card }
`.trimStart();

/** The problems of a text that must not be taken. */
function problemsOf(text: string) {
  try {
    readTemplate(text, "office.yaml");
  } catch (error) {
    if (isAppError(error, "config")) return error.fields.problems;
    throw error;
  }
  throw new Error("it should have been refused");
}

const replaced = (from: string, to: string) => smallest.replace(from, to);

describe("the shipped templates", () => {
  it.each(["en", "ru", "hy"] as const)("are read whole (%s)", (language) => {
    const template = readTemplate(shipped(language), `office.${language}.yaml`);
    expect(template).toMatchObject({
      country: "AM",
      timeZone: "Asia/Yerevan",
      defaultMarker: "new",
      returningMarker: "returning",
      defaultKind: "client",
    });
    expect(template.card).toMatchObject({ language, currency: "AMD", dateForm: "dd.mm.yyyy", stateLine: true });
    expect(template.markers.map(({ id }) => id)).toEqual(["new", "returning", "wholesale", "retail"]);
    expect(template.kinds.map(({ id }) => id)).toEqual(["client", "supplier", "employee", "partner"]);
  });

  it("agree in everything but the words", () => {
    const [en, ru, hy] = ["en", "ru", "hy"].map((language) => readTemplate(shipped(language), "t"));
    const numbers = (template: typeof en) => ({
      ...template?.card.compaction,
      ...template?.guard,
      severities: template?.card.severities,
      staleDays: template?.card.staleDays,
      callBackDays: template?.callBackDays,
      quietMinutes: template?.quietMinutes,
    });
    expect(numbers(ru)).toEqual(numbers(en));
    expect(numbers(hy)).toEqual(numbers(en));
    const names = (template: typeof en) =>
      [...(template?.card.employees ?? []), ...(template?.markers ?? []), ...(template?.kinds ?? [])].map((entry) =>
        ["name" in entry ? entry.name : entry.label, ...entry.aliases].toSorted(),
      );
    expect(names(ru)).toEqual(names(en));
    expect(names(hy)).toEqual(names(en));
  });

  it("know every spelling of the sample base's groups and employees", () => {
    const template = readTemplate(shipped("en"), "t");
    const fold = (text: string) => text.normalize("NFC").trim().toLowerCase();
    const labels = new Set(template.markers.flatMap(({ label, aliases }) => [label, ...aliases].map(fold)));
    for (const group of [
      ..."вернувшийся,Повторный,Wholesale,Новый,постоянный,розн.,New,розница,Retail,Розница,оптовик,новый,Опт,ОПТ".split(
        ",",
      ),
      ..."մանրածախ,նոր,մեծածախ,վերադարձված".split(","),
    ])
      expect(labels).toContain(fold(group));
    const people = new Set(template.card.employees.flatMap(({ name, aliases }) => [name, ...aliases].map(fold)));
    for (const employee of "Сурен,Арам,Гаяне,Гаянэ,АРАМ ,Анна М.,Анна,сурен,анна".split(","))
      expect(people).toContain(fold(employee));
  });

  it("name every rule in their remarks, and no other", () => {
    for (const language of ["en", "ru", "hy"]) {
      const all = [...shipped(language).matchAll(/^# {3}(.*)$/gm)].flatMap(
        ([, line]) => line!.match(/[a-z]+\.[a-z][a-z0-9-]+/g) ?? [],
      );
      expect([...new Set(all)].toSorted()).toEqual(ruleIds.toSorted());
    }
  });
});

describe("what a template may set", () => {
  it("is the severity of every rule of the card", () => {
    expect(ruleIds).toEqual(expect.arrayContaining(Object.keys(cardSeverities)));
  });

  it("are the words of every field of a base, but for the program's own column of reasons", () => {
    expectTypeOf<(typeof columnFields)[number]>().toEqualTypeOf<Exclude<Field, "reason">>();
    const text = `${smallest}columns:\n${columnFields.map((field) => `  ${field}: [x ${field}]`).join("\n")}\n`;
    expect(Object.keys(readTemplate(text, "office.yaml").columns)).toEqual(columnFields);
  });
});

describe("a template", () => {
  it("gets the documented defaults for what it leaves out", () => {
    const template = readTemplate(smallest, "office.yaml", "Europe/Paris");
    expect(template.card).toMatchObject({
      dateForm: "dd.mm.yyyy",
      employees: [],
      words: {},
      stateLine: true,
      staleDays: 30,
      severities: {},
      compaction: { graceDays: 3, keepClosed: 5, keepLog: 5, maxLength: 4000 },
    });
    expect(template).toMatchObject({
      callBackDays: 14,
      quietMinutes: 5,
      returningMarker: null,
      timeZone: "Europe/Paris",
      columns: {},
    });
  });

  it("may leave headings empty, and carry a byte order mark and Windows line ends", () => {
    const text = `\uFEFF${smallest}columns:\nwords:\nrules:\nguard:\ncompaction:\n`.replaceAll("\n", "\r\n");
    expect(readTemplate(text, "office.yaml").card.compaction.keepLog).toBe(5);
  });

  it("keeps its own choices", () => {
    const text = `${smallest}timeZone: Asia/Tbilisi
employees:
  - { name: Anna, aliases: [Анна], left: true }
rules: { phone.not-e164: fix, order.stale: off }
words: { reopen: [again] }
columns: { phone: [cell] }
compaction: { graceDays: 0, keepClosed: 2 }
`;
    const template = readTemplate(text, "office.yaml", "Europe/Paris");
    expect(template.timeZone).toBe("Asia/Tbilisi");
    expect(template.card.employees).toEqual([{ name: "Anna", aliases: ["Анна"], left: true }]);
    expect(template.card.severities).toEqual({ "phone.not-e164": "fix", "order.stale": "off" });
    expect(template.card.words).toEqual({ reopen: ["again"] });
    expect(template.card.compaction).toMatchObject({ graceDays: 0, keepClosed: 2, keepLog: 5 });
    expect(template.columns).toEqual({ phone: ["cell"] });
  });

  it("lets a kind have words, phrases, rules and call-backs of its own, on top of the office's", () => {
    const text = `${smallest.replace(
      "label: Client",
      "label: Client\n    - { id: maker, label: Maker, phrases: { order: Job }, words: { done: [shipped] }, rules: { order.stale: off }, callBackDays: null }",
    )}words: { done: [finito], paid: [in cash] }\nrules: { phone.missing: off }\n`;
    const template = readTemplate(text, "office.yaml");
    const [client, maker] = template.kinds;
    expect(template.card).toBe(client!.card);
    expect(client).toMatchObject({
      callBackDays: 14,
      card: {
        words: { done: ["finito"], paid: ["in cash"] },
        phrases: {},
        severities: { "phone.missing": "off" },
        otherKinds: [{ words: {}, phrases: { order: "Job" } }],
      },
    });
    expect(maker).toMatchObject({
      callBackDays: null,
      card: {
        words: { done: ["shipped", "finito"], paid: ["in cash"] },
        phrases: { order: "Job" },
        severities: { "phone.missing": "off", "order.stale": "off" },
        otherKinds: [],
      },
    });
  });

  it("may give an alias to two people: the card asks which is meant", () => {
    const text = `${smallest}employees: [{ name: Anna, aliases: [A] }, { name: Aram, aliases: [A] }]\n`;
    expect(readTemplate(text, "office.yaml").card.employees).toHaveLength(2);
  });
});

describe("a mistake", () => {
  it.each([
    [
      "a language that is not known",
      replaced("language: en", "language: de"),
      "1:11",
      /"de" is not known/,
      /en, ru, hy/,
    ],
    ["a currency that does not exist", replaced("AMD", "AMX"), "2:11", /"AMX" cannot be used/, /ISO 4217/],
    [
      "a country by its name",
      replaced("country: AM", "country: Armenia"),
      "3:10",
      /"Armenia" cannot be used/,
      /ISO 3166/,
    ],
    [
      "a country that does not exist",
      replaced("country: AM", "country: QX"),
      "3:10",
      /"QX" cannot be used/,
      /ISO 3166/,
    ],
    [
      "a place without a clock",
      `${smallest}timeZone: Mars/One\n`,
      "15:11",
      /"Mars\/One" cannot be used/,
      /Asia\/Yerevan/,
    ],
    ["an offset for a time zone", `${smallest}timeZone: "+04:00"\n`, "15:11", /cannot be used/, /Asia\/Yerevan/],
    ["a mistyped setting", replaced("currency", "curency"), "2:1", /no setting "curency"/, /did you mean "currency"/],
    [
      "a mistyped setting below",
      `${smallest}guard:\n  maxLabelShar: 1\n`,
      "16:3",
      /no setting "maxLabelShar" under guard/,
      /maxLabelShare/,
    ],
    [
      "a mistyped rule",
      `${smallest}rules:\n  phone.mising: fix\n`,
      "16:3",
      /no setting "phone.mising" under rules/,
      /phone.missing/,
    ],
    [
      "a severity that is none",
      `${smallest}rules:\n  phone.missing: never\n`,
      "16:18",
      /"never" is not known/,
      /fix, ask, off/,
    ],
    [
      "a number for a name",
      `${smallest}employees:\n  - name: 7\n`,
      "16:11",
      /is a number or a yes\/no where text is expected/,
      /quotes/,
    ],
    [
      "a name with brackets",
      `${smallest}employees:\n  - name: Anna (M)\n`,
      "16:11",
      /cannot be used/,
      /without brackets/,
    ],
    [
      "a phrase with signs",
      replaced("label: Client", "label: Client\n      phrases: { order: 'Job №' }"),
      "14:25",
      /"Job №" cannot be used/,
      /words alone/,
    ],
    [
      "a kind's setting that is none",
      replaced("label: Client", "label: Client\n      phrase: { order: Job }"),
      "14:7",
      /no setting "phrase"/,
      /phrases/,
    ],
    [
      "a screen that holds nothing",
      `${smallest}screens: { phone: { lines: 0, characters: 38 } }\n`,
      "15:28",
      /at least 1/,
      undefined,
    ],
    ["an empty name", replaced("label: New", 'label: " "'), "8:14", /is empty/, undefined],
    ["days below nothing", `${smallest}callBackDays: 0\n`, "15:15", /at least 1/, undefined],
    ["half a day", `${smallest}staleDays: 1.5\n`, "15:12", /whole number/, undefined],
    ["a share above all", `${smallest}guard: { maxLabelShare: 30 }\n`, "15:25", /at most 1/, undefined],
    ["a budget that holds nothing", `${smallest}compaction: { maxLength: 10 }\n`, "15:26", /at least 200/, undefined],
    [
      "an id with blanks",
      replaced("id: new", "id: brand new"),
      "7:11",
      /"brand new" cannot be used/,
      /small Latin letters/,
    ],
    [
      "a default that does not exist",
      replaced("default: new", "default: newer"),
      "5:12",
      /no label has the id "newer"/,
      /one of: new/,
    ],
    [
      "a returning marker that does not exist",
      replaced("default: new", "default: new\n  returning: back"),
      "6:14",
      /"back"/,
      /new/,
    ],
    [
      "no markers at all",
      replaced("    - id: new\n      label: New\n", "    []\n"),
      "7:5",
      /at least 1 entries/,
      undefined,
    ],
    [
      "a list for a group",
      replaced(/markers:[\s\S]*?kinds:/.exec(smallest)![0], "markers: [x]\nkinds:"),
      "4:10",
      /a list where a group/,
      undefined,
    ],
    [
      "nothing under a heading that is needed",
      replaced(/markers:[\s\S]*?kinds:/.exec(smallest)![0], "markers:\nkinds:"),
      "4:9",
      /is empty where/,
      undefined,
    ],
    [
      "one label for two markers",
      replaced("label: New", "label: New\n    - id: old\n      label: new"),
      "10:14",
      /"new" is a label or alias already/,
      /one label only/,
    ],
    [
      "an alias that is another kind's label",
      replaced("label: New", "label: New\n      aliases: [Client]"),
      "14:14",
      /"Client" is a label/,
      /one label only/,
    ],
    ["a status that is named like a marker", replaced("In work", "New"), "14:25", /"New" is a label/, /one label only/],
    [
      "one id for two markers",
      replaced("label: New", "label: New\n    - id: new\n      label: Newer"),
      "9:11",
      /"new" is an id already/,
      /id of its own/,
    ],
    [
      "one name for two people",
      `${smallest}employees:\n  - name: Anna\n  - name: anna\n`,
      "17:11",
      /"anna" is an employee already/,
      /aliases/,
    ],
    ["a setting that is given twice", `${smallest}currency: USD\n`, "15:1", /given twice/, undefined],
    ["a bracket that is never closed", `${smallest}columns: {\n`, expect.stringMatching(/^1\d:/), /./, undefined],
    ["a tab for an indent", `${smallest}guard:\n\tmaxLabelShare: 1\n`, expect.stringMatching(/^16:/), /./, undefined],
    ["a control character in a label", replaced("label: New", 'label: "a\\nb"'), "8:14", /cannot be used/, /one line/],
  ])("%s is shown where it stands", (_, text, where, problem, next) => {
    const problems = problemsOf(text);
    const wanted = typeof where === "string" ? `office.yaml:${where}` : expect.any(String);
    const found = problems.find(
      (one) => problem.test(one.problem) && (typeof where !== "string" || one.where === wanted),
    );
    expect(found, JSON.stringify(problems)).toBeDefined();
    if (typeof where !== "string") expect(found!.where.replace("office.yaml:", "")).toEqual(where);
    if (next) expect(found!.next).toMatch(next);
  });

  it("never comes alone when there are more: all are told, from top to bottom", () => {
    const problems = problemsOf(
      replaced("language: en", "language: xx").replace("AMD", "AMX").replace("label: Client", "label: New") +
        "stateLine: maybe\n",
    );
    expect(problems.map(({ where }) => where)).toEqual([
      "office.yaml:1:11",
      "office.yaml:2:11",
      "office.yaml:13:14",
      "office.yaml:15:12",
    ]);
  });

  it.each([
    ["an empty file", ""],
    ["a list", "- x\n"],
    ["a sentence", "hello"],
    ["two documents", `${smallest}---\n${smallest}`],
    [
      "nodes that multiply",
      "a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
    ],
    ["a file of a megabyte", `${smallest}# ${"x".repeat(1_000_000)}\n`],
    ["a setting of the language itself", `${smallest}__proto__: { polluted: true }\n`],
  ])("%s is no template", (_, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("is told as config problems whatever the text, each with its place", () => {
    const lines = shipped("en").split("\n");
    const damage = fc.record({
      line: fc.nat({ max: lines.length - 1 }),
      text: fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 20 }),
        fc.constantFrom("", "  - ", "{", "a: b: c", "\t", "&a *a", "- - -", "? x", "null", "language: 1"),
      ),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        const text = [...lines];
        for (const { line, text: put } of damages) text[line] = put;
        try {
          readTemplate(text.join("\n"), "office.yaml");
        } catch (error) {
          if (!isAppError(error, "config")) throw error;
          expect(error.fields.problems.length).toBeGreaterThan(0);
          for (const { where } of error.fields.problems) expect(where).toMatch(/^office\.yaml(:\d+:\d+)?$/);
        }
      }),
      { seed: 5, numRuns: 150 },
    );
  });
});
