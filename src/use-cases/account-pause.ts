/**
 * The account's own limit lifts after minutes to hours (people-api reference, 6), and calls before that would only prolong it. So its end is kept
 * in the home, and no command of any process calls the account before.
 */
import { appError, isAppError } from "../lib/errors.ts";
import type { Clock, Ledger } from "../ports.ts";

const PAUSE = "account.pause";

/** Each refusal in a row doubles the pause. */
const LONGEST_MS = 6 * 3_600_000;

type Pause = { until: string; refusals: number; detail: string };

/** Does `work`, which calls the account. Throws `quota` (lasting), with what is left of the pause, instead while one holds. */
export async function unlessPaused<T>(
  { ledger, clock }: { ledger: Ledger; clock: Clock },
  work: () => Promise<T>,
): Promise<T> {
  const kept = await ledger.getSetting(PAUSE);
  const pause = kept === null ? null : (JSON.parse(kept) as Pause | null);
  if (pause) assertOver(pause, clock.now());
  try {
    const done = await work();
    if (pause) await ledger.putSetting(PAUSE, "null");
    return done;
  } catch (error) {
    if (!isAppError(error, "quota") || !error.fields.lasting) throw error;
    const refusals = pause?.refusals ?? 0;
    const retryAfterMs = Math.min(LONGEST_MS, error.fields.retryAfterMs * 2 ** refusals);
    const until = new Date(clock.now().getTime() + retryAfterMs).toISOString();
    const next: Pause = { until, refusals: refusals + 1, detail: error.fields.detail };
    await ledger.putSetting(PAUSE, JSON.stringify(next));
    throw appError({ ...error.fields, retryAfterMs }, error);
  }
}

function assertOver({ until, detail }: Pause, now: Date): void {
  const retryAfterMs = Date.parse(until) - now.getTime();
  if (retryAfterMs > 0) throw appError({ code: "quota", lasting: true, retryAfterMs, detail });
}
