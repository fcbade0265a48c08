import { afterEach, describe, expect, test, vi } from "vitest";
import { appError } from "../../src/lib/errors.ts";
import { httpServer } from "../../src/service/http.ts";
import { startSchedule } from "../../src/service/schedule.ts";
import { silent } from "../support/silent-log.ts";

const now = () => new Date("2026-11-23T18:00:00+04:00");
const options = { timeZone: "Asia/Yerevan", log: silent, now };

afterEach(() => void vi.useRealTimers());

describe("the schedule", () => {
  test("runs a job at its minute of the office's clock", async () => {
    vi.useFakeTimers({ now: new Date("2026-11-23T03:29:30+04:00") });
    const runs: string[] = [];
    const schedule = startSchedule(
      [{ name: "night", cron: "30 3 * * *", run: async () => void runs.push("night") }],
      options,
    );
    await vi.advanceTimersByTimeAsync(20_000);
    expect(runs).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(runs).toEqual(["night"]);
    await schedule.stop();
  });

  test("never lets two jobs run at once, and takes up a tick that came meanwhile just once", async () => {
    let running = 0;
    let most = 0;
    let count = 0;
    const gate = Promise.withResolvers<void>();
    const run = async () => {
      running += 1;
      count += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
    };
    const schedule = startSchedule(
      [
        { name: "sync", cron: "*/2 * * * *", run },
        { name: "compact", cron: "30 3 * * *", run },
      ],
      options,
    );
    const first = schedule.trigger("sync");
    await Promise.resolve();
    const waiting = [schedule.trigger("sync"), schedule.trigger("sync"), schedule.trigger("compact")];
    gate.resolve();
    await Promise.all([first, ...waiting]);
    expect(most).toBe(1);
    expect(count).toBe(3);
    await schedule.stop();
  });

  test("pauses while the account's long-lasting limit holds, and says until when", async () => {
    let [at, calls, limited] = [new Date("2026-11-23T18:00:00+04:00"), 0, true];
    const run = async () => {
      calls += 1;
      if (limited) throw appError({ code: "quota", lasting: true, retryAfterMs: 900_000, detail: "FBS" });
    };
    const minutesOn = (minutes: number) => {
      at = new Date(at.getTime() + minutes * 60_000);
    };
    const schedule = startSchedule([{ name: "sync", cron: "*/2 * * * *", run }], { ...options, now: () => at });
    await schedule.trigger("sync");
    expect(schedule.pausedUntil()).toBe("2026-11-23T14:15:00.000Z");
    minutesOn(14);
    await schedule.trigger("sync");
    expect(calls).toBe(1);
    minutesOn(1);
    await schedule.trigger("sync");
    expect(calls).toBe(2);
    expect(schedule.pausedUntil()).toBe("2026-11-23T14:30:00.000Z");
    minutesOn(15);
    limited = false;
    await schedule.trigger("sync");
    expect([calls, schedule.pausedUntil()]).toEqual([3, null]);
    await schedule.stop();
  });

  test("goes on after a failure, and says when and that it failed", async () => {
    let fails = true;
    const run = async () => {
      if (fails) throw new RangeError("no");
    };
    const schedule = startSchedule([{ name: "sync", cron: "*/2 * * * *", run }], options);
    await schedule.trigger("sync");
    expect(schedule.states()).toMatchObject([
      { lastError: "RangeError", running: false, lastEnd: now().toISOString() },
    ]);
    fails = false;
    await schedule.trigger("sync");
    expect(schedule.states()[0]?.lastError).toBeNull();
    await schedule.stop();
  });

  test("lets the running job come to its end when it is stopped, and starts no other", async () => {
    const gate = Promise.withResolvers<void>();
    const ended: string[] = [];
    const schedule = startSchedule(
      [
        { name: "sync", cron: "*/2 * * * *", run: () => gate.promise.then(() => void ended.push("sync")) },
        { name: "compact", cron: "30 3 * * *", run: async () => void ended.push("compact") },
      ],
      options,
    );
    void schedule.trigger("sync");
    await Promise.resolve();
    void schedule.trigger("compact");
    const stopped = schedule.stop();
    gate.resolve();
    await stopped;
    expect(ended).toEqual(["sync"]);
  });
});

describe("the health page", () => {
  test("is 200 while the jobs run and 503 after a failure, and no other path is there", async () => {
    let ok = true;
    const server = httpServer(() => ({ pausedUntil: null, ok, jobs: [] }));
    expect((await server.inject({ url: "/healthz" })).statusCode).toBe(200);
    ok = false;
    expect((await server.inject({ url: "/healthz" })).statusCode).toBe(503);
    expect((await server.inject({ url: "/" })).statusCode).toBe(404);
    await server.close();
  });
});
