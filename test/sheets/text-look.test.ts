import { expect, it } from "vitest";
import { delimiterOf, parseCsv } from "../../src/sheets/csv.ts";
import { decodeText, sampleOf } from "../../src/sheets/decode-text.ts";

it("a sample of a text is the first line whose letters show whether the encoding is right", () => {
  expect(sampleOf("\ufeffName;Phone\r\n\r\nАрам;091123456\r\nНина;093654321")).toBe("Арам;091123456");
  expect(sampleOf("Name;Phone\nAram;091123456")).toBe("Name;Phone");
  expect(sampleOf("")).toBe("");
  expect(sampleOf(`${"Арам ".repeat(100)}\n`)).toMatch(/^Арам .{115}…$/u);
});

it("a wrong encoding is seen in the sample", () => {
  const bytes = Uint8Array.from([0xcf, 0xe5, 0xf2, 0xf0, 0xee, 0xe2, 0x3b, 0x31]);
  expect(sampleOf(decodeText(bytes, "windows-1251").text)).toBe("Петров;1");
  expect(sampleOf(decodeText(bytes, "koi8-r").text)).not.toBe("Петров;1");
});

it("a first line may tell the delimiter, also behind a byte order mark", () => {
  expect(delimiterOf("sep=|\r\na|b;c\r\n")).toBe("|");
  expect([...parseCsv("\ufeffsep=;\r\na;b\r\n")]).toEqual([{ row: 2, fields: ["a", "b"] }]);
  expect(delimiterOf("a\tb\nc\td\n")).toBe("\t");
});
