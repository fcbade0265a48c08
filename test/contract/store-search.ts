import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { Mirror, Store } from "../../src/ports.ts";
import { applyDelta, client, MONDAY, named, namesOf, phone, type StoreUnderTest, takeIn } from "./store-builders.ts";

/** What every mirror finds: by words in three alphabets, by numbers as people and phones write them, by exact values. */
export function searchContract(opened: () => StoreUnderTest): void {
  let store: Store;
  let mirror: Mirror;
  beforeEach(() => {
    store = opened().store;
    mirror = store.mirror;
  });

  describe("find", () => {
    async function found(text: string, limit = 10): Promise<string[]> {
      return namesOf(await mirror.find(text, limit));
    }

    beforeEach(async () => {
      await takeIn(store, [
        client("people/ru", { name: named("Арам Хачатрян"), notes: "Заказ 12: диван «Милан»" }),
        client("people/en", { name: named("Aram Khachatryan"), emails: ["Aram.K@example.am"] }),
        client("people/hy", { name: named("Արամ Խաչատրյան"), phones: [phone("091 12-34-56", "+37491123456")] }),
        client("people/x", { name: named("Oleg Ivanov"), notes: 'friend of Aram, 100% cotton_mix, it\'s "quoted"' }),
        client("people/y", { name: named("Ян Ли"), person: { organizations: [{ name: "Мебель ООО" }] } }),
      ]);
    });

    it.each([
      ["Арам", "people/ru"],
      ["aram", "people/en"],
      ["ԱՐԱՄ", "people/hy"],
    ])("finds %s in every alphabet, the one that was typed first", async (typed, first) => {
      const names = await found(typed);
      expect(names[0]).toBe(first);
      expect([...names].sort()).toEqual(expect.arrayContaining(["people/en", "people/hy", "people/ru"]));
    });

    it("asks for every word of the query, in any order and part", async () => {
      expect((await found("хачат арам")).sort()).toEqual(["people/en", "people/hy", "people/ru"]);
      expect(await found("диван арам")).toEqual(["people/ru"]);
      expect(await found("aram petrosyan")).toEqual([]);
    });

    it("puts a name before a mention in the notes", async () => {
      expect((await found("aram")).at(-1)).toBe("people/x");
      expect(await found("aram", 2)).toHaveLength(2);
    });

    it("finds words shorter than three letters, alone and beside longer ones", async () => {
      expect(await found("ян")).toContain("people/y");
      expect(await found("ли")).toContain("people/y");
      expect((await found("ар"))[0]).toBe("people/ru");
      expect((await found("ԱՐ"))[0]).toBe("people/hy");
      expect(await found("12 диван")).toEqual(["people/ru"]);
      expect(await found("Ян Меб")).toEqual(["people/y"]);
    });

    it("finds by mail, by part of a number, and by a number written the local way", async () => {
      expect(await found("ARAM.K@")).toEqual(["people/en"]);
      expect(await found("123456")).toEqual(["people/hy"]);
      expect(await found("091123456")).toEqual(["people/hy"]);
      expect(await found("+374 91 12-34-56")).toEqual(["people/hy"]);
    });

    it.each([
      ["%", ["people/x"]],
      ["_", ["people/x"]],
      ["n_m", ["people/x"]],
      ["100%", ["people/x"]],
      ["it's", ["people/x"]],
      ['"quoted"', ["people/x"]],
      ["a_a", []],
      ["names:aram", []],
      ["NEAR(aram", []],
      ["aram* OR x", []],
      ["*", []],
      ["'; DROP TABLE clients; --", []],
      ["", []],
      ["   ", []],
    ])("takes %j for text, never for a language", async (typed, names) => {
      expect(await found(typed)).toEqual(names);
    });
  });

  describe("any query", () => {
    it("is answered, whatever its characters and its length", async () => {
      const anna = client("people/c1", {
        name: named("Anna Li"),
        notes: "Order 1: sofa",
        phones: [phone("091 12-34-56")],
      });
      await takeIn(store, [anna]);
      const text = fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: fc.constantFrom(..."aԱя0'\"*()^:-+{}|\u0000\n\ud800 ") }),
      );
      await fc.assert(
        fc.asyncProperty(text, async (typed) => {
          expect((await mirror.find(typed, 5)).length).toBeLessThanOrEqual(1);
          expect((await mirror.who(typed)).length).toBeLessThanOrEqual(1);
        }),
        { numRuns: 300, seed: 20261123 },
      );
      expect(await mirror.find("a ".repeat(20_000), 5)).toHaveLength(1);
      expect(await mirror.find("anna ".repeat(20_000), 5)).toHaveLength(1);
      expect(await mirror.find("x".repeat(100_000), 5)).toEqual([]);
    });
  });

  describe("who", () => {
    async function who(typed: string): Promise<string[]> {
      return namesOf(await mirror.who(typed));
    }

    beforeEach(async () => {
      await takeIn(store, [
        client("people/am", { phones: [phone("091 12-34-56", "+37491123456")] }),
        client("people/ru", {
          phones: [phone("8 916 123-45-67", "+79161234567"), phone("+37410555555", "+37410555555")],
        }),
        client("people/kz", { phones: [phone("+7 716 123-45-67", "+77161234567")] }),
        client("people/near", { phones: [phone("+7 706 123-45-67", "+77061234567")] }),
        client("people/odd", { phones: [phone("555 доб. 12")] }),
        client("people/two", { phones: [phone("(text) 010 22-33-44, 010 55-66-77 Гор")] }),
      ]);
    });

    it.each([
      "+37491123456",
      "+374 (91) 12-34-56",
      " 37491123456",
      " 374 91 123456",
      "37491123456",
      "0037491123456",
      "00 374 91 12 34 56",
      "8-10-374-91-12-34-56",
      "8~10 374 91123456",
      "091123456",
      "0 91 12 34 56",
      "91-12-34-56",
      "+374 91 123456 ext. 7",
    ])("knows %j", async (typed) => {
      expect(await who(typed)).toEqual(["people/am"]);
    });

    it("takes the whole number before its last digits, nine before eight", async () => {
      expect(await who("+79161234567")).toEqual(["people/ru"]);
      expect(await who("8 (916) 123-45-67")).toEqual(["people/kz", "people/ru"]);
      expect(await who("1(61) 23-45-67")).toEqual(["people/kz", "people/ru"]);
      expect(await who("(61) 23-45-67")).toEqual(["people/kz", "people/near", "people/ru"]);
    });

    it("knows a short number only when it is the whole of one", async () => {
      expect(await who("555")).toEqual(["people/odd"]);
      expect(await who("55")).toEqual([]);
      expect(await who("5555")).toEqual([]);
    });

    it("knows each of two numbers that were typed into one field", async () => {
      expect(await who("+37410223344")).toEqual(["people/two"]);
      expect(await who("010-55-66-77")).toEqual(["people/two"]);
    });

    it.each(["", "   ", "+", "anna", "00"])("finds nobody under %j", async (typed) => {
      expect(await who(typed)).toEqual([]);
    });
  });

  describe("looking up", () => {
    beforeEach(async () => {
      await applyDelta(mirror, {
        upserts: [
          client("people/c2", { phones: [phone("1", "+37410555555")], emails: ["Office@Milan.am"], key: "k2" }),
          client("people/c1", { phones: [phone("2", "+37410555555"), phone("3", "+37410555555")], key: "k1" }),
        ],
        deleted: [],
        peopleToken: "t1",
        at: MONDAY,
      });
    });

    it("gives every client of a number, each once", async () => {
      expect(await mirror.byPhones(["+37410555555", "+37491000000"])).toEqual(
        new Map([["+37410555555", ["people/c1", "people/c2"]]]),
      );
    });

    it("compares mail addresses without regard to case and answers under the spelling that was asked", async () => {
      expect(await mirror.byEmails([" office@MILAN.am", "office@milan.am", "no@milan.am"])).toEqual(
        new Map([
          [" office@MILAN.am", ["people/c2"]],
          ["office@milan.am", ["people/c2"]],
        ]),
      );
    });

    it("gives the client of a key", async () => {
      expect(await mirror.byKeys(["k1", "k2", "k3"])).toEqual(
        new Map([
          ["k1", "people/c1"],
          ["k2", "people/c2"],
        ]),
      );
    });

    it("answers for more names at once than a statement has places", async () => {
      const many = Array.from({ length: 40_000 }, (_, index) => `k${index}`);
      expect((await mirror.byKeys(many)).size).toBe(2);
    });
  });
}
