/**
 * Calls of the People API by whole commands, the account's lock included, beside the least that the same work could take without one, counted by
 * the account's own ledger; and minutes beside those that Google's default quotas force. The clock is simulated: time passes only while the
 * program waits for its quota.
 */
import type { Draft } from "../src/client/draft.ts";
import { hashOf } from "../src/lib/hash.ts";
import { openPeopleAccount, staticToken } from "../src/people/index.ts";
import { outlineOf } from "../src/reconcile/plan-outline.ts";
import { AccountLock, LEASE_MS } from "../src/sync/account-lock.ts";
import { applyPlan } from "../src/sync/apply.ts";
import { prepareImport } from "../src/sync/prepare-import.ts";
import { pullChanges } from "../src/sync/pull.ts";
import type { Road } from "../src/sync/road.ts";
import { catchUp, settleDown, syncOnce } from "../src/sync/sync-once.ts";
import { minimumOfPlan, minimumOfPull } from "../src/use-cases/minimum-calls.ts";
import { openOffice, type TestOffice } from "../test/support/office.ts";
import { silent } from "../test/support/silent-log.ts";
import type { Measured } from "./measure.ts";

const CLIENTS = 25_000;
const CALLS_LIMIT = 1.05;
const MINUTES_LIMIT = 1.1;
/** The label that carries the account's lock is made once in the life of an account, with the first write. */
const LABEL_OF_LOCK = 1;
/** Google's default figures, per user and minute (people-api reference, 6). */
const QUOTA = { criticalRead: 90, criticalWrite: 90, read: 120, write: 90 };

export async function run(): Promise<Measured[]> {
  return [...(await newOffice()), ...(await oldOffice())];
}

/** An office that imports its base into an empty account. */
async function newOffice(): Promise<Measured[]> {
  const { count, measured, close } = await measuredOffice([]);
  try {
    await count(`import of ${CLIENTS} clients into an empty account`, async (road) => {
      await catchUp(road);
      const { plan } = await prepareImport(road, drafts(CLIENTS), {
        create: true,
        keyOf: (draft) => hashOf(draft.sources),
      });
      await applyPlan(road, plan, "bench");
      const { plans } = await settleDown(road, {});
      return minimumOfPull(0, true) + LABEL_OF_LOCK + minimumOfPlans([outlineOf(plan), ...plans]);
    });
    await count("sync after the import", async (road) => {
      const { plans } = await syncOnce(road);
      // The delta names everybody, so it has the pages of a whole list.
      return minimumOfPull(CLIENTS, true) + minimumOfPlans(plans);
    });
    await count("idle sync", async (road) => {
      await syncOnce(road);
      return minimumOfPull(CLIENTS, false);
    });
    await count("compaction of every card", async (road) => {
      const { plans } = await syncOnce(road, { compact: true });
      return minimumOfPull(CLIENTS, false) + minimumOfPlans(plans);
    });
    return measured;
  } finally {
    await close();
  }
}

/** An office whose clients stand in the account already, without the program's labels. */
async function oldOffice(): Promise<Measured[]> {
  const { count, measured, close } = await measuredOffice(
    Array.from({ length: CLIENTS }, (_, n) => ({
      names: [{ givenName: "Client", familyName: String(n) }],
      phoneNumbers: [{ value: `+3749${1_000_000 + n}` }],
    })),
  );
  try {
    await count(`first pull of ${CLIENTS} clients`, async (road) => {
      await pullChanges(road);
      return minimumOfPull(CLIENTS, true);
    });
    await count(`a label for each of ${CLIENTS} clients`, async (road) => {
      const { plans } = await syncOnce(road);
      return minimumOfPull(CLIENTS, false) + LABEL_OF_LOCK + minimumOfPlans(plans);
    });
    return measured;
  } finally {
    await close();
  }
}

async function measuredOffice(seed: object[]) {
  let ms = 0;
  const begin = new Date("2026-11-23T09:00:00+04:00").getTime();
  const clock = { now: () => new Date(begin + ms) };
  const office = await openOffice({
    emulator: {
      clock: clock.now,
      switches: { quotas: true },
      seed: { people: seed.map((person) => ({ person })) },
    },
  });
  const account = openPeopleAccount({
    rootUrl: office.emulator.url,
    auth: staticToken(office.emulator.token),
    clock,
    log: silent,
    elapsed: () => ms,
    sleep: async (wait) => {
      ms += wait;
    },
  });
  const measured: Measured[] = [];
  /** What a command does between taking the home's lock and giving it back. */
  const asCommand = async (name: string, work: (road: Road) => Promise<number>): Promise<number> => {
    const lock = new AccountLock({
      account,
      writer: { home: office.folder, host: "bench", pid: process.pid, started: null, command: name },
      clock,
      log: silent,
      takeOver: false,
      leaseMs: LEASE_MS,
      lagMs: office.road.lagMs,
      elapsed: () => ms,
      sleep: async (wait) => {
        ms += wait;
      },
      isGone: () => false,
      token: name,
      waiting() {},
    });
    try {
      return await work({ ...office.road, account, clock, lock });
    } finally {
      await lock.release();
    }
  };
  const count = async (name: string, work: (road: Road) => Promise<number>) => {
    ms += 3_600_000;
    office.emulator.resetCalls();
    const before = ms;
    const minimum = await asCommand(name, work);
    const calls = office.emulator.calls();
    measured.push({ name, value: calls.length, unit: "calls", beside: minimum, limit: CALLS_LIMIT });
    const forced = minutesForced(calls);
    const minutes = (ms - before) / 60_000;
    if (forced > 0)
      measured.push({
        name,
        value: minutes,
        unit: "min",
        beside: forced,
        limit: MINUTES_LIMIT,
        note: "default quotas",
      });
    else if (minutes > 0)
      measured.push({ name, value: minutes, unit: "min", limit: 0, note: "no quota forces a wait" });
  };
  return { count, measured, close: () => office.close() };
}

/** Minutes that must begin after the first so that no quota is broken by these calls. */
function minutesForced(calls: ReturnType<TestOffice["emulator"]["calls"]>): number {
  const spent = (metric: keyof typeof QUOTA) => calls.reduce((sum, { cost }) => sum + (cost[metric] ?? 0), 0);
  const metrics = Object.keys(QUOTA) as (keyof typeof QUOTA)[];
  return Math.max(0, ...metrics.map((metric) => Math.ceil(spent(metric) / QUOTA[metric]) - 1));
}

function minimumOfPlans(plans: Parameters<typeof minimumOfPlan>[0][]): number {
  return plans.reduce((sum, plan) => sum + minimumOfPlan(plan), 0);
}

/** Clients with one finished order each, its steps still in the card. */
function drafts(count: number): Draft[] {
  return Array.from({ length: count }, (_, n): Draft => {
    const phone = `+3749${String(1_000_000 + n)}`;
    const employee = ["Anna", "Aram", "Suren"][n % 3]!;
    const status = { typed: "done", state: "done" as const, stage: null };
    const notes = [`10.03.2024 called (${employee})`, `11.03.2024 offer sent (${employee})`];
    const order = {
      title: `table ${n}`,
      amount: 40_000 + n,
      amountTyped: null,
      currency: "AMD",
      date: "2024-03-14",
      dateTyped: null,
      employee,
    };
    const cells = { name: `Client ${n}`, phone };
    return {
      name: { display: `Client ${n}`, given: "Client", family: String(n), middle: "", company: false },
      phones: [{ value: phone, e164: phone, type: null }],
      emails: [],
      addresses: [],
      organization: null,
      marker: ["new", "retail", "wholesale"][n % 3]!,
      orders: [{ ...order, status, notes, row: n + 2, source: hashOf(cells) }],
      notes: [],
      variants: {},
      sources: [{ file: "bench.xlsx", sheet: "1", row: n + 2, id: null, hash: hashOf(cells), cells }],
    };
  });
}
