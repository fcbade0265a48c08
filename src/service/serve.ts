import { Releaser } from "../lib/releaser.ts";
import type { Context } from "../use-cases/context.ts";
import { compact, sync } from "../use-cases/keep-up.ts";
import { httpServer } from "./http.ts";
import { type Job, startSchedule } from "./schedule.ts";

export type Service = {
  /** `http://HOST:PORT` of the health page. */
  url: string;
  trigger(job: "sync" | "compact"): Promise<void>;
  /** Lets the running job come to its end and closes everything. */
  stop(): Promise<void>;
};

/** Every two minutes the changes of the office, every night the compaction, in the office's time zone. */
const SYNC = "*/2 * * * *";
const COMPACT = "30 3 * * *";

/** Starts the service: its schedule and its health page on loopback. A sync runs at once, which also settles what a killed run left open. */
export async function serve(context: Context, options: { port: number; host?: string }): Promise<Service> {
  const held = new Releaser();
  const { log, clock, template } = context;
  const jobs: Job[] = [
    {
      name: "sync",
      cron: SYNC,
      run: async () => void (await sync(context, { full: false, force: false }).then(said(context, "sync"))),
    },
    {
      name: "compact",
      cron: COMPACT,
      run: async () => void (await compact(context, { force: false }).then(said(context, "compact"))),
    },
  ];
  const schedule = held.add(
    startSchedule(jobs, { timeZone: template.timeZone, log, now: () => clock.now() }),
    (running) => running.stop(),
  );
  try {
    const server = held.add(
      httpServer(() => ({
        ok: schedule.states().every(({ lastError }) => lastError === null),
        pausedUntil: schedule.pausedUntil(),
        jobs: schedule.states(),
      })),
      (running) => running.close(),
    );
    const url = await server.listen({ port: options.port, host: options.host ?? "127.0.0.1" });
    log.info({ url, timeZone: template.timeZone }, "the service runs");
    void schedule.trigger("sync");
    return { url, trigger: (job) => schedule.trigger(job), stop: () => held.release() };
  } catch (error) {
    await held.release();
    throw error;
  }
}

function said(context: Context, job: string) {
  return ({ pulled, runs }: Awaited<ReturnType<typeof sync>>): void => {
    const total = (count: (run: (typeof runs)[number]) => number) => runs.reduce((sum, run) => sum + count(run), 0);
    const updated = total((run) => run.updated);
    const relabelled = total((run) => run.membersAdded + run.membersRemoved);
    const deleted = pulled.deleted.length;
    context.log.info({ job, named: pulled.named, deleted, updated, relabelled }, "done");
  };
}
