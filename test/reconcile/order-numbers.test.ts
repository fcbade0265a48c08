import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { raisedBy } from "../../src/reconcile/order-numbers.ts";

describe("the sequence of order numbers", () => {
  test("rises above numbers that people typed, step by step", () => {
    expect(raisedBy(10, [12, 900, 1500])).toBe(1500);
  });

  test("is not moved by a number far above it: a phone or a price", () => {
    expect(raisedBy(10, [91123456])).toBe(10);
    expect(raisedBy(0, [1001])).toBe(0);
  });

  test("never falls, and is above every typed number that is near", () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.array(fc.nat(20_000)), (last, typed) => {
        const raised = raisedBy(last, typed);
        expect(raised).toBeGreaterThanOrEqual(last);
        for (const number of typed) expect(number <= raised || number > raised + 1000).toBe(true);
      }),
      { seed: 1123 },
    );
  });
});
