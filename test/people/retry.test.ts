import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appError } from "../../src/lib/errors.ts";
import { ruleFor, usualRetryPolicy, waitMs } from "../../src/people/retry.ts";

const unavailable = appError({ code: "unavailable", detail: "reset" });
const quota = (lasting: boolean) => appError({ code: "quota", lasting, retryAfterMs: 60_000, detail: "" });

describe("what is tried again", () => {
  it("a read, whatever became of it", () => {
    expect(ruleFor(usualRetryPolicy, "read", unavailable, true)).toBe(usualRetryPolicy.read.unavailable);
    expect(ruleFor(usualRetryPolicy, "read", unavailable, false)).toBe(usualRetryPolicy.read.unavailable);
  });

  it("a write only when it was never sent or was refused for the quota", () => {
    expect(ruleFor(usualRetryPolicy, "write", unavailable, true)).toBeNull();
    expect(ruleFor(usualRetryPolicy, "write", unavailable, false)).toBe(usualRetryPolicy.write.unsent);
    expect(ruleFor(usualRetryPolicy, "write", quota(false), true)).toBe(usualRetryPolicy.write.quota);
  });

  it("nothing for a quota that lasts, and nothing that was refused for a reason", () => {
    const refusals = [
      quota(true),
      appError({ code: "stale-etag", resourceNames: [] }),
      appError({ code: "not-found", what: "client", query: "" }),
      appError({ code: "auth", reason: "refused" }),
      appError({ code: "sync-token-expired", list: "connections" }),
      appError({ code: "account", status: 400, reason: "", detail: "" }),
      appError({ code: "internal", detail: "" }),
    ];
    for (const error of refusals) {
      expect(ruleFor(usualRetryPolicy, "read", error, true)).toBeNull();
      expect(ruleFor(usualRetryPolicy, "write", error, false)).toBeNull();
    }
  });
});

describe("the wait", () => {
  const rule = { tries: 9, firstMs: 1_000, factor: 2, capMs: 8_000 };

  it("grows up to its cap, half of it by chance", () => {
    const least = [1, 2, 3, 4, 5, 6].map((failed) => waitMs(rule, failed, null, () => 0));
    expect(least).toEqual([500, 1_000, 2_000, 4_000, 4_000, 4_000]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (failed, chance) => {
        const wait = waitMs(rule, failed, null, () => chance);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(rule.capMs);
      }),
      { seed: 2 },
    );
  });

  it("is never shorter than what the server says", () => {
    expect(waitMs(rule, 1, 42_000, () => 0)).toBe(42_000);
    expect(waitMs(rule, 1, 42_000, () => 0.5)).toBe(42_500);
  });
});
