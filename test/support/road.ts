/** The road of an office for tests and benchmarks: the real lock, without waiting and without a log. */
import { compileGrammar } from "../../src/card/index.ts";
import type { ContactsAccount, Store } from "../../src/ports.ts";
import { AccountLock, LEASE_MS } from "../../src/sync/account-lock.ts";
import type { Road } from "../../src/sync/road.ts";
import type { Template } from "../../src/template/template.ts";
import { silent } from "./silent-log.ts";

type Parts = { account: ContactsAccount; store: Store; template: Template; clock: { now(): Date }; folder: string };

const LAG_MS = 10 * 60_000;

export function roadOf({ account, store, template, clock, folder }: Parts): Road {
  const lock = new AccountLock({
    account,
    writer: { home: folder, host: "office", pid: process.pid, started: null, command: "test" },
    clock,
    log: silent,
    takeOver: false,
    leaseMs: LEASE_MS,
    lagMs: LAG_MS,
    elapsed: () => performance.now(),
    sleep: async () => {},
    isGone: () => false,
    token: folder,
    waiting() {},
  });
  return {
    account,
    lock,
    store,
    clock,
    log: silent,
    template,
    grammar: compileGrammar(template.card),
    settingsHash: "test",
    lagMs: LAG_MS,
    progress() {},
    checkpoint() {},
  };
}
