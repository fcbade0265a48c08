import { describe, expect, it } from "vitest";
import { en } from "../../src/cli/text/en.ts";
import { formatOf } from "../../src/cli/text/format.ts";
import { hy } from "../../src/cli/text/hy.ts";
import { languageFor, loadCatalogue } from "../../src/cli/text/language.ts";
import { ru } from "../../src/cli/text/ru.ts";

/** Parameters that are counts. */
const NUMBERS = /^(n|id|run|row|days|done|lost|add|remove|first|last|port|\w*Count)$/;

/** Every text of a catalogue by its path; functions are asked with a number or a word. */
function textsOf(node: unknown, path = ""): [string, string][] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") {
    const [, names = ""] = /^\(?([^)=]*)/.exec(String(node)) ?? [];
    const args = names.split(",").map((name) => (NUMBERS.test(name.trim()) ? 3 : "X"));
    return [[path, String((node as (...values: unknown[]) => string)(...args))]];
  }
  return Object.entries(node as object).flatMap(([key, value]) => textsOf(value, `${path}.${key}`));
}

const parts = ({ help, usage, views }: typeof en) => ({ help, usage, views });

/** What is spelled alike in every language: names of formats, of the program, signs. */
const ALIKE = /^[^\p{L}]*$|^\.help\.placeholders|^json$/u;

describe.each([
  ["ru", ru, /\p{Script=Cyrillic}/u],
  ["hy", hy, /\p{Script=Armenian}/u],
] as const)("the catalogue in %s", (_, catalogue, script) => {
  const english = new Map(textsOf(parts(en)));
  const own = new Map(textsOf(parts(catalogue)));

  it("has every text that English has, and no other", () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    expect(own.size).toBeGreaterThan(250);
  });

  it("says each in its own letters", () => {
    const foreign = [...own].filter(([, text]) => !script.test(text) && !ALIKE.test(text));
    expect(foreign.map(([path, text]) => `${path}: ${text}`)).toEqual([]);
  });

  it("leaves no hole in a sentence", () => {
    for (const [path, text] of own) expect(`${path}: ${text}`).not.toMatch(/undefined|NaN|\[object|\$\{/);
  });

  it("keeps the commands that a sentence names", () => {
    for (const [path, text] of own) {
      const named = english.get(path)!.match(/clientcard [a-z]+|--[a-z-]+/g) ?? [];
      for (const command of named) expect(`${path}: ${text}`).toContain(command);
    }
  });
});

describe("counted nouns", () => {
  const { pulledAll } = en.views.sync;
  it("follow English", () => {
    expect([1, 2, 0].map(pulledAll)).toEqual(["Read all 1 client.", "Read all 2 clients.", "Read all 0 clients."]);
  });

  it.each([
    [1, "создать 1 клиента", "1 строка", "создан 1 клиент"],
    [2, "создать 2 клиентов", "2 строки", "создано 2 клиента"],
    [5, "создать 5 клиентов", "5 строк", "создано 5 клиентов"],
    [11, "создать 11 клиентов", "11 строк", "создано 11 клиентов"],
    [21, "создать 21 клиента", "21 строка", "создан 21 клиент"],
    [112, "создать 112 клиентов", "112 строк", "создано 112 клиентов"],
    [1003, "создать 1 003 клиентов", "1 003 строки", "создано 1 003 клиента"],
  ])("follow Russian for %i", (n, plan, rows, created) => {
    expect(ru.views.plan.create(n)).toBe(plan);
    expect(ru.views.rows(n)).toBe(rows);
    expect(ru.views.applied.created(n)).toBe(created);
  });

  it("stay singular in Armenian, the verb apart", () => {
    expect(hy.views.rows(1)).toBe("1 տող");
    expect(hy.views.rows(5)).toBe("5 տող");
    expect(hy.views.several(1)).toContain("ունի 1 հաճախորդ");
    expect(hy.views.several(3)).toContain("ունեն 3 հաճախորդ");
  });
});

describe("numbers, money and days", () => {
  it("are written as the language does", () => {
    const written = (["en", "ru", "hy"] as const).map((language) => {
      const { number, money, day, percent } = formatOf(language);
      return [
        number(1240000),
        number(0.5),
        number(-1234.567),
        money(120000, "AMD"),
        money(5, null),
        day("2026-11-03"),
        percent(0.256),
      ];
    });
    expect(written).toEqual([
      ["1,240,000", "0.5", "−1,234.57", "120,000 AMD", "5", "3 Nov 2026", "26%"],
      ["1 240 000", "0,5", "−1 234,57", "120 000 AMD", "5", "03.11.2026", "26%"],
      ["1 240 000", "0,5", "−1 234,57", "120 000 AMD", "5", "03.11.2026", "26%"],
    ]);
  });

  it("an unknown day is a dash", () => {
    expect(formatOf("en").day(null)).toBe("–");
  });
});

describe("the language", () => {
  it.each([
    [["sync", "--lang", "hy"], { LANG: "ru_RU.UTF-8" }, "hy"],
    [["--lang=ru", "sync"], {}, "ru"],
    [["sync"], { CLIENTCARD_LANG: "hy", LANG: "ru_RU.UTF-8" }, "hy"],
    [["sync"], { LC_ALL: "ru_RU.UTF-8", LANG: "hy_AM.UTF-8" }, "ru"],
    [["sync"], { LANG: "hy_AM" }, "hy"],
    [["sync"], { LANG: "C.UTF-8" }, "en"],
    [["sync"], { LANG: "rue_UA" }, "en"],
    [["sync"], {}, "en"],
    [["sync", "--lang", "xx"], { LANG: "ru" }, "ru"],
  ])("of %j in %j is %s", (args, env, language) => {
    expect(languageFor(args, env)).toBe(language);
  });

  it("is loaded whole", async () => {
    expect((await loadCatalogue("ru")).language).toBe("ru");
    expect((await loadCatalogue("hy")).language).toBe("hy");
    expect((await loadCatalogue("en")).language).toBe("en");
  });
});
