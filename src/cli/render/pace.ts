/** How fast a step goes and how long it will take, from what was reported of it. */
export type Pace = {
  /** Told of each report of the step, in milliseconds of a clock that only goes on. */
  report(done: number, total: number | null, at: number): void;
  /** Per second, and seconds left; `null` while there is too little to go by, or no end in sight. */
  now(at: number): { perSecond: number; secondsLeft: number | null } | null;
};

/** Figures from less than this are chance. */
const ENOUGH_MS = 1_000;

export function paceOf(): Pace {
  let first: { done: number; at: number } | null = null;
  let last = { done: 0, total: null as number | null, at: 0 };
  return {
    report(done, total, at) {
      first ??= { done, at };
      last = { done, total, at };
    },
    now(at) {
      if (!first || last.done === first.done || at - first.at < ENOUGH_MS) return null;
      const perSecond = ((last.done - first.done) * 1_000) / Math.max(1, last.at - first.at);
      if (last.total === null) return { perSecond, secondsLeft: null };
      // Between reports the time left goes down with the clock, but never below nothing.
      const left = (last.total - last.done) / perSecond - (at - last.at) / 1_000;
      return { perSecond, secondsLeft: Math.max(0, Math.round(left)) };
    },
  };
}

/** `0:07`, `12:40`, `1:02:03`. */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}
