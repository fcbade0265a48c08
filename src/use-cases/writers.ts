/** One writer at a time: across the processes of a home by its ledger, across homes and machines by the account. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { appError } from "../lib/errors.ts";
import { processFate, processStart } from "../lib/process-identity.ts";
import type { Clock, ContactsAccount, Ledger, Log } from "../ports.ts";
import { AccountLock, LEASE_MS } from "../sync/account-lock.ts";
import type { Progress } from "./context.ts";

export type WriterOptions = {
  ledger: Ledger;
  account: () => Promise<ContactsAccount>;
  clock: Clock;
  log: Log;
  /** What the other writer is told. */
  command: string;
  /** Whoever holds a lock loses it. */
  takeOver: boolean;
  /** `null` = as long as usual. */
  leaseMs: number | null;
  lagMs: number;
  progress: Progress;
  checkpoint: () => void;
};

/** Takes the home's lock for the time of `work`; the account's is taken by the first write. Throws `locked` when another run holds either. */
export async function asWriter<T>(options: WriterOptions, work: (lock: AccountLock) => Promise<T>): Promise<T> {
  const { ledger, clock, command, takeOver } = options;
  const holder = { pid: process.pid, host: hostname(), command, at: clock.now().toISOString() };
  const taken = await ledger.lock({ ...holder, takeOver });
  if (!taken.ok) throw appError({ code: "locked", holder: taken.holder, since: taken.since });
  try {
    const lock = await accountLock(options);
    try {
      return await work(lock);
    } finally {
      await lock.release();
    }
  } finally {
    await ledger.unlock(process.pid);
  }
}

async function accountLock(options: WriterOptions): Promise<AccountLock> {
  const { ledger, account, clock, log, command, takeOver, leaseMs, lagMs, progress, checkpoint } = options;
  const { pid } = process;
  return new AccountLock({
    account: await account(),
    writer: { home: await homeOf(ledger), host: hostname(), pid, started: processStart(pid), command },
    clock,
    log,
    takeOver,
    leaseMs: leaseMs ?? LEASE_MS,
    lagMs,
    elapsed: elapsedTime(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    isGone: ({ pid, started }) => started !== null && processFate({ pid, started }) === "gone",
    token: randomUUID(),
    waiting(doneMs, totalMs) {
      checkpoint();
      progress("wait", Math.floor(doneMs / 1000), Math.ceil(totalMs / 1000));
    },
  });
}

/** A home is known by a name that it was given when it first wrote. */
async function homeOf(ledger: Ledger): Promise<string> {
  const known = await ledger.getSetting("home.id");
  if (known !== null) return known;
  const given = randomUUID();
  await ledger.putSetting("home.id", given);
  return given;
}

/**
 * Goes on through the sleep of the machine, which the monotonic clock of some systems does not count, and through leaps of the wall clock,
 * which then counts too much. A lease that seems older than it is is renewed once too often; the other way round would do harm.
 */
function elapsedTime(): () => number {
  let [steady, wall, total] = [performance.now(), Date.now(), 0];
  return () => {
    const [steadyNow, wallNow] = [performance.now(), Date.now()];
    total += Math.max(0, steadyNow - steady, wallNow - wall);
    [steady, wall] = [steadyNow, wallNow];
    return total;
  };
}
