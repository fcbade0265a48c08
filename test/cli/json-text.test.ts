import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonPieces, jsonText } from "../../src/cli/json-text.ts";

const values = fc.object({
  maxDepth: 5,
  withDate: true,
  withNullPrototype: true,
  values: [
    fc.string({ unit: "grapheme" }),
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, undefined, "\u009b\u202e\n"),
  ],
});

describe("JSON of a command", () => {
  it("is the same text in pieces as at once", () => {
    fc.assert(
      fc.property(
        fc.oneof(values, fc.array(values), fc.constantFrom(null, 1, "a\u0085", [], {}, [undefined, [[]]])),
        (value) => {
          expect([...jsonPieces(value)].join("")).toBe(jsonText(value));
        },
      ),
    );
  });

  it("of a large plan comes in pieces, none of them large", () => {
    const changes = Array.from({ length: 5_000 }, (_, index) => ({ index, notes: "Заказ №1\n".repeat(20) }));
    const document = { files: ["a.xlsx"], plan: { version: 1, changes } };
    const pieces = [...jsonPieces(document)];
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    expect(JSON.parse(pieces.join(""))).toEqual(document);
  });
});
