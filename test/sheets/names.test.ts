import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areClearlyDifferent, nameTokens } from "../../src/client/same-name.ts";
import { groupReader } from "../../src/sheets/read-group.ts";
import { splitName, tidy } from "../../src/sheets/read-name.ts";
import { learnCase } from "../../src/sheets/true-case.ts";
import { officeContext } from "./read-sample.ts";

const SEEDED = { seed: 20_261_123 };

describe("a person's name", () => {
  it.each([
    ["Гаврилов Павел Андреевич", "Павел", "Гаврилов", "Андреевич"],
    ["Павел Андреевич Гаврилов", "Павел", "Гаврилов", "Андреевич"],
    ["Марина Иванова", "Марина", "Иванова", ""],
    ["Иванова Марина", "Марина", "Иванова", ""],
    ["Лев Толстой", "Лев", "Толстой", ""],
    ["Ольга Ким", "Ольга", "Ким", ""],
    ["Арам Арамович", "Арам", "", "Арамович"],
    ["Иванов И.И.", "И.И.", "Иванов", ""],
    ["Արամ Գրիգորյան", "Արամ", "Գրիգորյան", ""],
    ["Գրիգորյան Արամ", "Արամ", "Գրիգորյան", ""],
    ["Aram Grigoryan", "Aram", "Grigoryan", ""],
  ])("%s is given %s, family %s", (display, given, family, middle) => {
    expect(splitName(display, null)).toEqual({ display, given, family, middle, company: false });
  });

  it("that endings do not tell goes by the column's order", () => {
    expect(splitName("Сак Тер", "family-first")).toMatchObject({ family: "Сак", given: "Тер" });
    expect(splitName("Сак Тер", "given-first")).toMatchObject({ given: "Сак", family: "Тер" });
  });

  it.each(["Арам", "Анна (мама Лилит)", "Иванов Иван, Петрова", "De la Cruz Maria Elena", ""])(
    "%s stays whole",
    (display) => {
      expect(splitName(display, null)).toEqual({ display, given: "", family: "", middle: "", company: false });
    },
  );

  it.each(["ИП Геворкян", "ООО Ромашка", "«Լուսին» ՍՊԸ", "Hotel Sevan", "Smile Dental 28", "Ararat Trade LLC"])(
    "%s is a company, and stays whole",
    (display) => {
      expect(splitName(display, "family-first")).toEqual({ display, given: "", family: "", middle: "", company: true });
    },
  );

  it("loses no word when it is taken apart", () => {
    const word = fc.string({ unit: fc.constantFrom(..."абвгАБВԱբԳaBcович-'."), minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 4 }),
        fc.constantFrom("family-first" as const, "given-first" as const, null),
        (words, order) => {
          const display = tidy(words.join(" "));
          const { given, family, middle } = splitName(display, order);
          const parts = [given, family, middle].filter((part) => part !== "");
          if (parts.length > 0) expect(parts.join(" ").split(" ").sort()).toEqual(display.split(" ").sort());
        },
      ),
      SEEDED,
    );
  });
});

describe("a name in capitals", () => {
  const trueCase = learnCase([
    "ООО «Уютный дом»",
    "Гостиница Наири",
    "McDonald's Yerevan",
    "иванов петр",
    "ИВАНОВ ПЁТР",
  ]);

  it.each([
    ["ООО «УЮТНЫЙ ДОМ» 40", "ООО «Уютный дом» 40"],
    ["ГОСТИНИЦА НАИРИ 3", "Гостиница Наири 3"],
    ["MCDONALD'S YEREVAN", "McDonald's Yerevan"],
    ["НАИРИ ОТЕЛЬ", "Наири Отель"],
    [" ИВАНОВ  ПЕТР ", "Иванов Петр"],
    ["иванов петр", "Иванов Петр"],
    ["ПЕТРОВА-ВОДКИНА АННА", "Петрова-Водкина Анна"],
    ["ԳԵՎՈՐԳ ՍԵՎԱԿՅԱՆ", "Գևորգ Սևակյան"],
    ["ООО «НОВЫЙ ВЕК»", "ООО «Новый век»"],
    ["ТД ВОСТОК", "ТД Восток"],
    ["LLC ARARAT", "LLC Ararat"],
  ])("%s is %s, by the same words elsewhere in the base or by rule", (typed, display) => {
    expect(trueCase(typed)).toBe(display);
  });

  it.each(["МТС", "IKEA", "Арам Григорян", "iPhone Мастер", "7", "«»"])("%s stays", (name) => {
    expect(trueCase(name)).toBe(name);
  });

  it("keeps its letters, whatever their case", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."АБЯIEЁԱՖԵՎև «»\"'-7 ooо"), maxLength: 20 }), (name) => {
        const plain = (text: string) => tidy(text).toUpperCase().replace(/Եւ|ԵՒ/g, "ԵՎ");
        expect(plain(trueCase(name))).toBe(plain(name));
      }),
      SEEDED,
    );
  });
});

describe("two names", () => {
  const different = (one: string, other: string) => areClearlyDifferent(nameTokens(one), nameTokens(other));

  it.each([
    ["Арам Григорян", "Aram Grigoryan"],
    ["Арам Григорян", "Արամ Գրիգորյան"],
    ["Hayk Sargsyan", "Гайк Саркисян"],
    ["Иванов Иван", "Иванова Мария"],
    ["Кузнецов Павел", "Кузнецов П."],
    ["Саша", "Александр Петров"],
    ["ООО «Дом» 5", "Дом"],
    ["", "Иванов Иван"],
  ])("%s and %s may be one client's", (one, other) => {
    expect(different(one, other)).toBe(false);
    expect(different(other, one)).toBe(false);
  });

  it.each([
    ["Иванов Иван", "Петров Сергей"],
    ["Hotel Sevan", "Арам Григорян"],
    ["Лилит Аветисян", "Նարեկ Ղազարյան"],
  ])("%s and %s cannot", (one, other) => {
    expect(different(one, other)).toBe(true);
    expect(different(other, one)).toBe(true);
  });
});

describe("a group", () => {
  const { markers, kinds } = officeContext();
  const read = groupReader([...markers, { id: "vip", label: "VIP", aliases: ["вип-клиент"] }], kinds);

  it.each([
    ["ОПТ", "wholesale"],
    ["Оптовые клиенты", "wholesale"],
    ["մեծածախ հաճախորդ", "wholesale"],
    ["розн", "retail"],
    ["нов.", "new"],
    ["постоянный клиент", "returning"],
    ["Вип клиент", "vip"],
  ])("%s is the marker %s, and tells no more", (typed, id) => {
    expect(read(typed)).toEqual({ set: "marker", id, tellsMore: false });
  });

  it.each([
    ["Поставщики", "supplier"],
    ["НАШИ ПОСТАВЩИКИ:", "supplier"],
    ["մատակարար", "supplier"],
    ["сотрудник", "employee"],
    ["Партнёры", "partner"],
    ["Клиенты", null],
    ["Покупатель", "client"],
  ])("%s is the kind %s", (typed, id) => {
    expect(read(typed)?.id ?? null).toBe(id);
  });

  it("that other words stand beside tells more than its name", () => {
    expect(read("опт, Москва")).toEqual({ set: "marker", id: "wholesale", tellsMore: true });
    expect(read("поставщик фурнитуры")).toEqual({ set: "kind", id: "supplier", tellsMore: true });
  });

  it.each(["опт/розница", "— старые клиенты —", "Оптика", "вип", ""])("%j is none", (typed) => {
    expect(read(typed)).toBeNull();
  });
});
