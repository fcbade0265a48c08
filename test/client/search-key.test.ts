import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText, searchKey } from "../../src/client/search-key.ts";

describe("the search key", () => {
  it.each([
    ["Арам", "Aram", "Արամ"],
    ["Анна", "Anna", "Աննա"],
    ["Хачатрян", "Khachatryan", "Խաչատրյան"],
    ["Григорян", "Grigorian", "Գրիգորյան"],
    ["Саргсян", "Sargsyan", "Սարգսյան"],
    ["Арутюнян", "Harutyunyan", "Հարությունյան"],
    ["Саакян", "Sahakyan", "Սահակյան"],
    ["Ованнисян", "Hovhannisyan", "Հովհաննիսյան"],
    ["Газарян", "Ghazaryan", "Ղազարյան"],
    ["Геворг", "Gevorg", "Գևորգ"],
    ["Севак", "Sevak", "Սեւակ"],
    ["Воскан", "Voskan", "Ոսկան"],
    ["Овсанна", "Ovsanna", "Ովսաննա"],
    ["Ереван", "Yerevan", "Երևան"],
    ["Шушан", "Shushan", "Շուշան"],
    ["Мкртич", "Mkrtich", "Մկրտիչ"],
    ["Жора", "Zhora", "Ժորա"],
    ["Сергей", "Sergey", "Սերգեյ"],
    ["Мария", "Mariya", "Մարիա"],
    ["Виктор", "Victor", "Վիկտոր"],
    ["Кнарик", "Qnarik", "Քնարիկ"],
    ["Тамара", "Thamara", "Թամարա"],
    ["Цовинар", "Tsovinar", "Ծովինար"],
    ["Ашот", "Ashot", "Աշոտ"],
    ["Джемма", "Jemma", "Ջեմմա"],
    ["Алекс", "Alex", "Ալեքս"],
  ])("of %s, %s and %s is one", (russian, english, armenian) => {
    expect(searchKey(russian)).toBe(searchKey(english));
    expect(searchKey(armenian)).toBe(searchKey(english));
  });

  it.each([
    ["Фёдор", "Федор"],
    ["O'Brien", "OBrien"],
    ["Մարո՞ն", "Մարոն"],
    ["José  Núñez", "jose nunez"],
    ["Мебель-Сити", "мебель сити"],
    ["ＡＢＣ", "abc"],
    ["ԵՐԵՎԱՆ", "Երեւան"],
  ])("of %j is that of %j", (one, other) => {
    expect(searchKey(one)).toBe(searchKey(other));
  });

  it.each([
    ["Арам", "Арман"],
    ["Anna", "Inna"],
    ["Гор", "Гоар"],
    ["Карен", "Карина"],
    ["Order 100", "Order 1000"],
  ])("keeps %s and %s apart", (one, other) => {
    expect(searchKey(one)).not.toBe(searchKey(other));
  });

  it("leaves digits and foreign letters as they are", () => {
    expect(searchKey("№ 12-34, გია 1100")).toBe("no 12 34 გია 1100");
    expect(searchKey("!?. — …")).toBe("");
    expect(searchKey("")).toBe("");
  });

  it("is the same for every case and every form of Unicode", () => {
    const letter = fc.constantFrom(..."аёйщьюябցձշուևևղխէօֆքéñçabcxyz0129 -'");
    fc.assert(
      fc.property(fc.string({ unit: letter }), (text) => {
        expect(searchKey(text.toUpperCase())).toBe(searchKey(text));
        expect(searchKey(text.normalize("NFD"))).toBe(searchKey(text));
      }),
      { seed: 20261123 },
    );
  });

  it("is made word by word, of any text", () => {
    const word = fc.string({ unit: "grapheme" }).filter((text) => !/\s/.test(text));
    fc.assert(
      fc.property(word, word, (one, other) => {
        const key = searchKey(`${one} ${other}`);
        expect(key).toBe([searchKey(one), searchKey(other)].filter((part) => part !== "").join(" "));
        expect(key).not.toMatch(/^ | {2}| $/);
      }),
      { seed: 20261123 },
    );
  });

  it("of Russian, Armenian and English is of Latin letters and digits alone", () => {
    const letter = fc.constantFrom(
      ..."абвгдеёжзийклмнопрстуфхцчшщъыьэюяաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆևabcdefghijklmnopqrstuvwxyz019 .,«»",
    );
    fc.assert(
      fc.property(fc.string({ unit: letter }), (text) => {
        expect(searchKey(text)).toMatch(/^[a-z0-9 ]*$/);
      }),
      { seed: 20261123 },
    );
  });
});

describe("the plain text", () => {
  it("keeps the alphabet and the punctuation, in lower case with single spaces", () => {
    expect(plainText("  Заказ\t12:\n«Милан»  ԱՆՆԱ ")).toBe("заказ 12: «милан» աննա");
  });
});
