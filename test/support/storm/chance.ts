/** Chance that comes out the same for the same seed. */
export type Chance = {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  odds(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight: `[3, "often"], [1, "seldom"]`. */
  weigh<T>(list: readonly (readonly [weight: number, value: T])[]): T;
};

/** Mulberry32: short, and even enough to choose what happens next. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    odds: (share) => next() < share,
    pick: (list) => list[below(list.length)]!,
    weigh(list) {
      let left = below(list.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, value] of list) {
        if (left < weight) return value;
        left -= weight;
      }
      return list[0]![1];
    },
  };
}
