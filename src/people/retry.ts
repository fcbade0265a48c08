/** When a failed call is sent again, and after how long. */
import { type AppError, isAppError } from "../lib/errors.ts";

/** `tries` counts the first one. The wait doubles (`factor`) from `firstMs` up to `capMs`; half of it is chance. */
export type RetryRule = { tries: number; firstMs: number; factor: number; capMs: number };

export type RetryPolicy = {
  read: { unavailable: RetryRule; quota: RetryRule };
  write: { unsent: RetryRule; quota: RetryRule };
};

/**
 * A read may be repeated whatever happened. A write is sent again only when for sure nothing took effect: it was refused for the quota, or
 * never left. A write whose answer got lost is the caller's to look up. Quotas are per minute: shorter waits meet the same minute again
 * (people-api reference, 6).
 */
export const usualRetryPolicy: RetryPolicy = {
  read: {
    unavailable: { tries: 5, firstMs: 1_000, factor: 2, capMs: 30_000 },
    quota: { tries: 8, firstMs: 15_000, factor: 2, capMs: 90_000 },
  },
  write: {
    unsent: { tries: 4, firstMs: 1_000, factor: 2, capMs: 30_000 },
    quota: { tries: 8, firstMs: 15_000, factor: 2, capMs: 90_000 },
  },
};

/** The rule for an error of a call, `null` when it is not to be repeated. `sent` is false when the request never left. */
export function ruleFor(policy: RetryPolicy, kind: "read" | "write", error: AppError, sent: boolean): RetryRule | null {
  if (isAppError(error, "quota")) return error.fields.lasting ? null : policy[kind].quota;
  if (!isAppError(error, "unavailable")) return null;
  if (kind === "read") return policy.read.unavailable;
  return sent ? null : policy.write.unsent;
}

/** Milliseconds before the next try; `failed` tries lie behind. What the server says wins, with a little chance on top. */
export function waitMs(rule: RetryRule, failed: number, stated: number | null, random: () => number): number {
  if (stated !== null) return Math.round(stated + random() * 1_000);
  const full = Math.min(rule.capMs, rule.firstMs * rule.factor ** (failed - 1));
  return Math.round(full / 2 + (random() * full) / 2);
}
