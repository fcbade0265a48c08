import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Costs } from "../../src/people/methods.ts";
import { Pacer, usualPace } from "../../src/people/pacer.ts";

/** Time that passes only while somebody sleeps. */
function stillTime() {
  const time = { ms: 1_000, slept: [] as number[] };
  return {
    time,
    elapsed: () => time.ms,
    sleep: async (ms: number) => {
      time.slept.push(ms);
      time.ms += ms;
    },
  };
}

describe("the pace", () => {
  it("lets a whole minute's calls through at once, and makes the next one wait", async () => {
    const { time, ...still } = stillTime();
    const pacer = new Pacer({ pace: { ...usualPace, criticalReads: 12, criticalWrites: 12 }, ...still });
    for (let call = 0; call < 2; call++) await pacer.take({ criticalReads: 6, criticalWrites: 6 });
    expect(time.slept).toEqual([]);
    await pacer.take({ criticalReads: 6, criticalWrites: 6 });
    expect(time.slept).toEqual([61_000]);
  });

  it("counts each class for itself", async () => {
    const { time, ...still } = stillTime();
    const pacer = new Pacer({ pace: { criticalReads: 1, criticalWrites: 1, groupReads: 1, groupWrites: 1 }, ...still });
    await pacer.take({ criticalReads: 1 });
    await pacer.take({ groupReads: 1 });
    await pacer.take({ groupWrites: 1 });
    expect(time.slept).toEqual([]);
  });

  it("lets a call through that costs more than a minute allows, once the bucket is full", async () => {
    const { time, ...still } = stillTime();
    const pacer = new Pacer({ pace: { ...usualPace, criticalReads: 3 }, ...still });
    await pacer.take({ criticalReads: 6 });
    await pacer.take({ criticalReads: 6 });
    expect(time.slept).toEqual([61_000]);
  });

  it("serves callers in the order in which they came", async () => {
    const { time: _, ...still } = stillTime();
    const pacer = new Pacer({ pace: { ...usualPace, groupWrites: 1 }, ...still });
    const served: number[] = [];
    await Promise.all([1, 2, 3, 4].map((caller) => pacer.take({ groupWrites: 1 }).then(() => served.push(caller))));
    expect(served).toEqual([1, 2, 3, 4]);
  });

  it("waits out the minute after a refusal, goes on more slowly, and comes back to its figure", async () => {
    const { time, ...still } = stillTime();
    const pacer = new Pacer({ pace: { ...usualPace, groupWrites: 10 }, ...still });
    await pacer.take({ groupWrites: 1 });
    pacer.refused(["groupWrites"]);
    await pacer.take({ groupReads: 1 });
    expect(time.slept).toEqual([]);
    await pacer.take({ groupWrites: 1 });
    expect(time.slept).toEqual([61_000]);
    const atOnce = async () => {
      time.slept = [];
      for (let count = 0; ; count++) {
        await pacer.take({ groupWrites: 1 });
        if (time.slept.length > 0) return count;
      }
    };
    expect(await atOnce()).toBe(6);
    time.ms += 61_000;
    expect(await atOnce()).toBe(9);
    time.ms += 10 * 61_000;
    expect(await atOnce()).toBe(10);
  });

  it("never stands still for ever, however often it is refused", async () => {
    const { time, ...still } = stillTime();
    const pacer = new Pacer({ pace: { ...usualPace, groupWrites: 3 }, ...still });
    for (let n = 0; n < 50; n++) pacer.refused(["groupWrites", "criticalReads"]);
    await pacer.take({ groupWrites: 1 });
    await pacer.take({ groupWrites: 1 });
    expect(time.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(2 * 61_000);
  });

  it("never spends more than the figure in any minute, and never waits longer than it must", async () => {
    const calls = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 40_000 }), cost: fc.integer({ min: 1, max: 6 }) }),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 6, max: 20 }), async (asked, figure) => {
        const { time, ...still } = stillTime();
        const pacer = new Pacer({ pace: { ...usualPace, criticalReads: figure }, ...still });
        const spent: { at: number; cost: number }[] = [];
        const inWindow = (end: number) =>
          spent.filter(({ at }) => at > end - 61_000 && at <= end).reduce((sum, { cost }) => sum + cost, 0);
        for (const { gap, cost } of asked) {
          time.ms += gap;
          const before = time.ms;
          await pacer.take({ criticalReads: cost } satisfies Costs);
          if (time.ms > before) expect(inWindow(time.ms - 1) + cost).toBeGreaterThan(figure);
          spent.push({ at: time.ms, cost });
          expect(inWindow(time.ms)).toBeLessThanOrEqual(figure);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});
