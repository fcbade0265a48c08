import type { Costs, QuotaClass } from "./methods.ts";

/** Calls a minute that may be spent, by class. */
export type Pace = Record<QuotaClass, number>;

/** The figures of a project as Google makes it, per user and minute (people-api reference, 6). */
export const usualPace: Pace = { criticalReads: 90, criticalWrites: 90, groupReads: 120, groupWrites: 90 };

export type PacerOptions = {
  pace: Pace;
  /** Milliseconds that never run backwards nor stand still: not the office's clock, which tests and demonstrations fix. */
  elapsed: () => number;
  sleep: (ms: number) => Promise<void>;
};

/** Google counts by the minute; a little more keeps clear of clocks that disagree. */
const WINDOW_MS = 61_000;

/** What is left of the pace after a refusal, the least that is left after many, and what comes back with every minute without one. */
const AFTER_REFUSAL = 0.7;
const LEAST = 0.1;
const RECOVERY = 0.1;

/**
 * A bucket of tokens for each quota class. A token that was taken comes back a window later, so that no minute, wherever it begins, sees more
 * than the figure: a bucket that refills evenly would let twice as many through in its first minute. A refusal says that the account counts
 * more than we do (another program works for the same user, or the project has other figures): the minute is spent, and the next ones are
 * taken more slowly until no refusal comes any more.
 */
export class Pacer {
  readonly #options: PacerOptions;
  readonly #taken = new Map<QuotaClass, { at: number; tokens: number }[]>();
  readonly #slowed = new Map<QuotaClass, { at: number; share: number }>();
  #queue: Promise<void> = Promise.resolve();

  constructor(options: PacerOptions) {
    this.#options = options;
  }

  /** Waits until all of the costs can be paid, and pays them. Callers are served in the order in which they came. */
  take(costs: Costs): Promise<void> {
    const turn = this.#queue.then(() => this.#pay(costs));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** To be told of every refusal for a quota per minute. */
  refused(quotas: QuotaClass[]): void {
    const at = this.#options.elapsed();
    for (const quota of quotas) {
      this.#slowed.set(quota, { at, share: Math.max(LEAST, this.#share(quota) * AFTER_REFUSAL) });
      this.#taken.set(quota, [{ at, tokens: this.#options.pace[quota] }]);
    }
  }

  #share(quota: QuotaClass): number {
    const slowed = this.#slowed.get(quota);
    if (!slowed) return 1;
    const minutes = Math.floor((this.#options.elapsed() - slowed.at) / WINDOW_MS);
    return Math.min(1, slowed.share + Math.max(0, minutes - 1) * RECOVERY);
  }

  #figure(quota: QuotaClass): number {
    return Math.max(1, Math.floor(this.#options.pace[quota] * this.#share(quota)));
  }

  async #pay(costs: Costs): Promise<void> {
    const { elapsed, sleep } = this.#options;
    for (let wait = this.#wait(costs); wait > 0; wait = this.#wait(costs)) await sleep(wait);
    const at = elapsed();
    for (const [quota, tokens] of entries(costs)) {
      const taken = this.#taken.get(quota) ?? [];
      taken.push({ at, tokens });
      this.#taken.set(quota, taken);
    }
  }

  /** Milliseconds until every class has the tokens asked for, 0 = now. */
  #wait(costs: Costs): number {
    return Math.max(0, ...entries(costs).map(([quota, tokens]) => this.#waitFor(quota, tokens)));
  }

  #waitFor(quota: QuotaClass, tokens: number): number {
    const now = this.#options.elapsed();
    const figure = this.#figure(quota);
    const taken = (this.#taken.get(quota) ?? []).filter(({ at }) => now - at < WINDOW_MS);
    this.#taken.set(quota, taken);
    // A call that costs more than a whole minute allows waits for a full bucket, not for ever.
    let missing = taken.reduce((sum, entry) => sum + entry.tokens, 0) + Math.min(tokens, figure) - figure;
    for (const entry of taken) {
      if (missing <= 0) return 0;
      missing -= entry.tokens;
      if (missing <= 0) return entry.at + WINDOW_MS - now;
    }
    return 0;
  }
}

function entries(costs: Costs): [QuotaClass, number][] {
  return Object.entries(costs) as [QuotaClass, number][];
}
