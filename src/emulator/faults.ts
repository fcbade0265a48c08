import type { Metric } from "./cost.ts";
import type { StatusName } from "./refusal.ts";

/** What a fault does to a call. */
export type FaultAction =
  /** Refused with this status; nothing took effect. */
  | { kind: "status"; status: StatusName; message?: string }
  /** The write took effect, and the answer is this status all the same. */
  | { kind: "status-after"; status: StatusName; message?: string }
  /** The real 429 of a quota per minute. */
  | { kind: "rate-limit"; metric: Metric }
  /** The 429 that lasts for hours. */
  | { kind: "storage-limit" }
  /** Answered after so many milliseconds of real time. */
  | { kind: "delay"; ms: number }
  /** 403: the People API is not enabled in the client's project. */
  | { kind: "api-disabled" }
  /** A read or list answers as of so many milliseconds ago, by the emulator's clock. */
  | { kind: "stale-read"; ms: number }
  /** The connection ends without a reply, before anything took effect. */
  | { kind: "drop-before" }
  /** The connection ends without a reply, after the write took effect. */
  | { kind: "drop-after" }
  /** The body breaks off after so many bytes, half of it when absent; the write took effect. */
  | { kind: "truncate"; bytes?: number }
  /** The request arrives twice; the second answer is given. */
  | { kind: "duplicate" }
  /** Every access token ends, and this call is the first to see it. */
  | { kind: "expire-token" }
  /** Another writer changes the contacts that the call names just before it. */
  | { kind: "concurrent-writer" }
  /** Google touches so many contacts, or all, just before the call: etags change, contents do not. */
  | { kind: "storm"; count?: number };

export type FaultRule = {
  /** Google's id of the method, `*` at the end for all that begin so; absent = every method. */
  method?: string;
  /** Calls that pass before it strikes, 0 when absent. */
  skip?: number;
  /** Calls that it strikes, 1 when absent; 0 = without end. */
  times?: number;
  /** Of the calls from then on every so-manieth is struck, 1 when absent. */
  every?: number;
  action: FaultAction;
};

type Armed = { rule: FaultRule; seen: number; struck: number };

/** Rules in the order they were added; the first that strikes a call decides. */
export class Faults {
  #armed: Armed[] = [];

  add(rule: FaultRule): void {
    this.#armed.push({ rule, seen: 0, struck: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** Rules that may still strike, with how often they did. */
  list(): { rule: FaultRule; struck: number }[] {
    return this.#armed.filter((armed) => !isSpent(armed)).map(({ rule, struck }) => ({ rule, struck }));
  }

  /** The action for a call of this method, `null` when it goes undisturbed. */
  strike(method: string): FaultAction | null {
    for (const armed of this.#armed) {
      if (isSpent(armed) || !concerns(armed.rule, method)) continue;
      const place = armed.seen++ - (armed.rule.skip ?? 0);
      if (place < 0 || place % (armed.rule.every ?? 1) !== 0) continue;
      armed.struck++;
      return armed.rule.action;
    }
    return null;
  }
}

function isSpent({ rule, struck }: Armed): boolean {
  const times = rule.times ?? 1;
  return times > 0 && struck >= times;
}

function concerns({ method }: FaultRule, id: string): boolean {
  if (!method) return true;
  return method.endsWith("*") ? id.startsWith(method.slice(0, -1)) : id === method;
}
