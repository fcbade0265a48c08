import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockText, paceOf } from "../../src/cli/render/pace.ts";

describe("the pace of a step", () => {
  it("is not told from less than a second, or from nothing done", () => {
    const pace = paceOf();
    expect(pace.now(0)).toBeNull();
    pace.report(0, 100, 0);
    expect(pace.now(5_000)).toBeNull();
    pace.report(10, 100, 5_000);
    expect(pace.now(5_000)).toEqual({ perSecond: 2, secondsLeft: 45 });
  });

  it("counts from where the step began, and goes down while a batch is on its way", () => {
    const pace = paceOf();
    pace.report(200, 600, 1_000);
    pace.report(400, 600, 3_000);
    expect(pace.now(3_000)).toEqual({ perSecond: 100, secondsLeft: 2 });
    expect(pace.now(4_000)).toEqual({ perSecond: 100, secondsLeft: 1 });
    expect(pace.now(60_000)).toEqual({ perSecond: 100, secondsLeft: 0 });
  });

  it("has no end in sight where the total is unknown", () => {
    const pace = paceOf();
    pace.report(0, null, 0);
    pace.report(3_000, null, 2_000);
    expect(pace.now(2_000)).toEqual({ perSecond: 1_500, secondsLeft: null });
  });

  it("foretells a steady step to the second, whenever it is asked", () => {
    const steady = fc.record({
      perBatch: fc.integer({ min: 1, max: 1000 }),
      everyMs: fc.integer({ min: 1_000, max: 20_000 }),
    });
    fc.assert(
      fc.property(steady, fc.integer({ min: 2, max: 50 }), fc.nat(), ({ perBatch, everyMs }, batches, upTo) => {
        const pace = paceOf();
        const reported = 1 + (upTo % (batches - 1));
        for (let n = 0; n <= reported; n++) pace.report(n * perBatch, batches * perBatch, n * everyMs);
        const left = pace.now(reported * everyMs)!.secondsLeft!;
        expect(Math.abs(left - ((batches - reported) * everyMs) / 1_000)).toBeLessThanOrEqual(0.51);
      }),
    );
  });

  it("is written as a clock", () => {
    expect([0, 7, 60, 760, 3_723].map(clockText)).toEqual(["0:00", "0:07", "1:00", "12:40", "1:02:03"]);
  });
});
