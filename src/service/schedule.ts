import { schedule } from "node-cron";
import { isAppError } from "../lib/errors.ts";
import type { Log } from "../ports.ts";

export type Job = {
  name: string;
  /** Five-field cron expression, read in the office's time zone. */
  cron: string;
  run: () => Promise<void>;
};

export type JobState = {
  name: string;
  lastStart: string | null;
  lastEnd: string | null;
  lastError: string | null;
  running: boolean;
};

/** When jobs are run again that the account's long-lasting limit has stopped; calls before that would only prolong it. */
class Pause {
  #until: Date | null = null;

  /** To be told of what a job failed by; when the pause begins, its end. */
  after(error: unknown, now: Date): Date | null {
    if (!isAppError(error, "quota") || !error.fields.lasting) return null;
    this.#until = new Date(now.getTime() + error.fields.retryAfterMs);
    return this.#until;
  }

  until(now: Date): Date | null {
    return this.#until !== null && now < this.#until ? this.#until : null;
  }
}

/**
 * Runs jobs on their schedules, one at a time: jobs of one account never overlap, a tick that comes while another job runs is taken up
 * when that one ends, once. While the account's long-lasting limit holds, none runs. `stop` lets the running job come to its end.
 */
export function startSchedule(jobs: Job[], options: { timeZone: string; log: Log; now: () => Date }) {
  const states = new Map<string, JobState>(
    jobs.map(({ name }) => [name, { name, lastStart: null, lastEnd: null, lastError: null, running: false }]),
  );
  const waiting = new Set<Job>();
  let lane: Promise<void> = Promise.resolve();
  let stopped = false;
  const pause = new Pause();

  const runOne = async (job: Job): Promise<void> => {
    waiting.delete(job);
    const paused = pause.until(options.now());
    if (stopped) return;
    if (paused)
      return options.log.info(
        { job: job.name, pausedUntil: paused.toISOString() },
        "the account's limit holds: not run",
      );
    const state = states.get(job.name)!;
    state.lastStart = options.now().toISOString();
    state.running = true;
    try {
      await job.run();
      state.lastError = null;
    } catch (error) {
      const until = pause.after(error, options.now());
      if (until)
        options.log.warn(
          { pausedUntil: until.toISOString() },
          "the account's limit for today is used up: the service pauses, and goes on by itself",
        );
      state.lastError = error instanceof Error ? error.name : "error";
      options.log.error({ job: job.name, error }, "a scheduled job failed; it runs again at its next time");
    } finally {
      state.running = false;
      state.lastEnd = options.now().toISOString();
    }
  };

  const take = (job: Job): Promise<void> => {
    if (waiting.has(job) || stopped) return lane;
    waiting.add(job);
    lane = lane.then(() => runOne(job));
    return lane;
  };

  const tasks = jobs.map((job) =>
    schedule(job.cron, () => void take(job), { timezone: options.timeZone, name: job.name }),
  );
  return {
    states: (): JobState[] => [...states.values()],
    /** Until when the account's long-lasting limit keeps all jobs from running, RFC 3339. */
    pausedUntil: (): string | null => pause.until(options.now())?.toISOString() ?? null,
    /** Runs a job now, in its turn. */
    trigger: (name: string): Promise<void> => {
      const job = jobs.find((candidate) => candidate.name === name);
      return job ? take(job) : Promise.reject(new RangeError(`no job is called ${name}`));
    },
    async stop(): Promise<void> {
      stopped = true;
      for (const task of tasks) await task.destroy();
      await lane;
    },
  };
}
