/** Two machines on one account: each has its own client of the API, and a clock of its own. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { isAppError } from "../../src/lib/errors.ts";
import { openPeopleAccount, staticToken } from "../../src/people/index.ts";
import type { ContactsAccount } from "../../src/ports.ts";
import { AccountLock, type AccountLockOptions, LEASE_MS } from "../../src/sync/account-lock.ts";
import { LOCK_LABEL, lockLabel } from "../../src/sync/writer-entry.ts";
import { silent } from "../support/silent-log.ts";

let time: number;
let emulator: Emulator;
beforeEach(async () => {
  time = Date.parse("2026-11-23T09:00:00Z");
  emulator = await startEmulator({ data: null, clock: () => new Date(time) });
});
afterEach(() => emulator.close());

type Machine = { lock: AccountLock; account: ContactsAccount; pull(): Promise<void> };

/** `clock`: how far the machine's wall clock is off, in milliseconds. */
function machine(host: string, options: Partial<AccountLockOptions> & { off?: number; home?: string } = {}): Machine {
  const { off = 0, home = `home of ${host}`, ...others } = options;
  const clock = { now: () => new Date(time + off) };
  const account = openPeopleAccount({
    rootUrl: emulator.url,
    auth: staticToken(emulator.token),
    clock,
    log: silent,
    quota: null,
    sleep: async () => {},
    elapsed: () => time,
  });
  const lock = new AccountLock({
    account,
    writer: { home, host, pid: 41, started: "boot/1/2", command: `import /srv/base/${host}.xls` },
    clock,
    log: silent,
    takeOver: false,
    leaseMs: LEASE_MS,
    lagMs: 10 * MINUTE,
    elapsed: () => time,
    sleep: async (ms) => {
      time += ms;
    },
    isGone: () => false,
    token: `run of ${host} ${Math.random()}`,
    waiting() {},
    ...others,
  });
  return { lock, account, pull: async () => lock.listed(await account.listLabels(), 0) };
}

async function refusalOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return isAppError(error, "locked") ? error.fields : error;
}

const methods = () => emulator.calls().map(({ method }) => method);
const theLabel = async () => lockLabel(await machine("looker").account.listLabels());
const MINUTE = 60_000;

describe("the lock of the account", () => {
  test("costs two calls a run, the label's making among them", async () => {
    for (const calls of [
      ["create", "update"],
      ["update", "update"],
    ]) {
      const office = machine("office");
      await office.pull();
      emulator.resetCalls();
      await office.lock.hold(false);
      await office.lock.hold(false);
      await office.account.createLabel(`written ${calls}`, []);
      await office.lock.release();
      const own = methods().filter((_, index) => index !== 1);
      expect(own).toEqual(calls.map((verb) => `contactGroups.${verb}`));
    }
  });

  test("is refused to a second machine, which is told who holds it and since when", async () => {
    const [office, warehouse] = [machine("office"), machine("warehouse")];
    await office.lock.hold(false);
    time += MINUTE;
    await warehouse.pull();
    expect(await refusalOf(warehouse.lock.hold(false))).toEqual({
      code: "locked",
      holder: "import office.xls (process 41 on office)",
      since: "2026-11-23T09:00:00.000Z",
    });
    await office.lock.release();
    await warehouse.pull();
    await warehouse.lock.hold(false);
  });

  test("goes to one of several that begin at once, in an empty account as later", async () => {
    for (let round = 0; round < 2; round++) {
      const machines = ["a", "b", "c"].map((host) => machine(host));
      for (const { pull } of machines) await pull();
      const fates = await Promise.all(machines.map(({ lock }) => refusalOf(lock.hold(false))));
      expect(fates.filter((fate) => fate === null)).toHaveLength(1);
      expect(fates.filter((fate) => fate !== null)).toEqual(
        [1, 2].map(() => expect.objectContaining({ code: "locked" })),
      );
      await Promise.all(machines.map(({ lock }) => lock.release()));
      const labels = await machines[0]!.account.listLabels();
      expect(labels.filter(({ name }) => name === LOCK_LABEL)).toHaveLength(1);
    }
  });

  test("leaves what others keep in the label, and is found under any name", async () => {
    const office = machine("office");
    await office.lock.hold(false);
    const made = (await theLabel())!;
    const theirs = { key: "theirs", value: "kept" };
    await machine("other program").account.setLabelData(made, [...made.clientData, theirs]);
    await machine("staff").account.renameLabel(made.resourceName, "do not touch");
    time += LEASE_MS / 2;
    await office.lock.check();
    expect(await theLabel()).toMatchObject({ resourceName: made.resourceName, name: "do not touch" });
    expect((await theLabel())!.clientData).toContainEqual(theirs);
    await office.lock.release();
    expect((await theLabel())!.clientData).toContainEqual(theirs);
  });

  test("uses a label of the office's that has its name already", async () => {
    const { resourceName } = await machine("staff").account.createLabel(LOCK_LABEL, []);
    const office = machine("office");
    await office.lock.hold(false);
    expect((await theLabel())!.resourceName).toBe(resourceName);
  });

  test("is made anew when staff delete the label under its holder", async () => {
    const office = machine("office");
    await office.lock.hold(false);
    await machine("staff").account.deleteLabel((await theLabel())!.resourceName);
    time += LEASE_MS / 2;
    await office.lock.check();
    expect(await refusalOf(machine("warehouse").lock.hold(false))).toMatchObject({ code: "locked" });
  });

  test.each(["drop-after", "drop-before"] as const)(
    "survives a lost answer (%s) to taking, renewing and giving back",
    async (kind) => {
      for (const method of ["contactGroups.create", "contactGroups.update"]) {
        const office = machine("office");
        await office.pull();
        emulator.addFault({ method, times: 1, action: { kind } });
        await office.lock.hold(false);
        emulator.addFault({ method: "contactGroups.update", times: 1, action: { kind } });
        time += LEASE_MS / 2;
        await office.lock.check();
        expect(await refusalOf(machine("warehouse").lock.hold(false))).toMatchObject({ code: "locked" });
        emulator.addFault({ method: "contactGroups.update", times: 1, action: { kind } });
        await office.lock.release();
        time += LEASE_MS;
      }
    },
  );
});

describe("a holder", () => {
  test("renews when half of the lease is over, before a write and at no other time", async () => {
    const office = machine("office");
    await office.lock.hold(false);
    emulator.resetCalls();
    time += LEASE_MS / 2 - 1;
    await office.account.createLabel("one", []);
    time += 1;
    await office.account.createLabel("two", []);
    await office.account.createLabel("three", []);
    expect(methods()).toEqual(["create", "update", "create", "create"].map((verb) => `contactGroups.${verb}`));
    time += LEASE_MS - 1;
    expect(await refusalOf(machine("warehouse").lock.hold(false))).toMatchObject({ code: "locked" });
  });

  test("that has said nothing for the whole lease is followed by another, and sends nothing any more", async () => {
    const office = machine("office");
    await office.lock.hold(false);
    time += LEASE_MS;
    const warehouse = machine("warehouse");
    await warehouse.lock.hold(false);
    const lost = { code: "locked", why: "taken-over", holder: "import warehouse.xls (process 41 on warehouse)" };
    expect(await refusalOf(office.account.createLabel("late", []))).toMatchObject(lost);
    expect(await refusalOf(office.account.createLabel("late", []))).toMatchObject(lost);
    await office.lock.release();
    expect(methods().filter((method) => method === "contactGroups.create")).toHaveLength(1);
    await warehouse.account.createLabel("in time", []);
  });

  test("that comes back before anybody has followed it goes on", async () => {
    const office = machine("office");
    await office.lock.hold(false);
    time += 10 * LEASE_MS;
    await office.account.createLabel("late", []);
    expect(await refusalOf(machine("warehouse").lock.hold(false))).toMatchObject({ code: "locked" });
  });

  test.each([-3 * 86_400_000, 3 * 86_400_000])(
    "is not taken for dead by a machine whose clock is %d ms off",
    async (off) => {
      const office = machine("office");
      await office.lock.hold(false);
      time += LEASE_MS - 1_000;
      expect(await refusalOf(machine("warehouse", { off }).lock.hold(false))).toMatchObject({ code: "locked" });
      time += 2_000;
      expect(await refusalOf(machine("warehouse", { off }).lock.hold(false))).toBeNull();
    },
  );

  test("whose process is seen to be gone is followed at once, by its own machine only", async () => {
    await machine("office").lock.hold(false);
    const isGone = () => true;
    expect(await refusalOf(machine("warehouse", { isGone }).lock.hold(false))).toMatchObject({ code: "locked" });
    await machine("office", { isGone }).lock.hold(false);
  });

  test("that is driven out has the whole lease to notice, before the other one writes", async () => {
    const office = machine("office");
    await office.lock.hold(false);
    time += 10_000;
    const waited: number[] = [];
    const warehouse = machine("warehouse", { takeOver: true, waiting: (doneMs) => waited.push(doneMs) });
    const began = time;
    await warehouse.lock.hold(false);
    expect(time - began).toBeGreaterThanOrEqual(LEASE_MS);
    expect(waited.length).toBeGreaterThan(100);
    expect(await refusalOf(office.account.createLabel("late", []))).toMatchObject({ why: "taken-over" });
    await warehouse.account.createLabel("in time", []);
  });
});

describe("clients that another machine has just created", () => {
  async function created(host = "office"): Promise<void> {
    const { lock } = machine(host);
    await lock.hold(true);
    await lock.release();
  }

  test("hold up creating, and nothing else, until a list begun later than the lag shows them", async () => {
    await created();
    time += 5 * MINUTE;
    const warehouse = machine("warehouse");
    await warehouse.pull();
    await warehouse.lock.hold(false);
    expect(await refusalOf(warehouse.lock.hold(true))).toEqual({
      code: "locked",
      why: "settling",
      holder: "office",
      since: "2026-11-23T09:00:00.000Z",
      until: "2026-11-23T09:10:00.000Z",
    });
    await warehouse.lock.release();
    time += 5 * MINUTE;
    const again = machine("warehouse");
    again.lock.listed(await again.account.listLabels(), 1_000);
    expect(await refusalOf(again.lock.hold(true))).toMatchObject({ why: "settling" });
    await again.lock.release();
    time += 1_000;
    const last = machine("warehouse");
    await last.pull();
    await last.lock.hold(true);
  });

  test("are known to the home that made them", async () => {
    await created();
    const office = machine("office");
    await office.pull();
    await office.lock.hold(true);
  });

  test("count until the lease of a maker that was cut off has run out", async () => {
    await machine("office").lock.hold(true);
    time += LEASE_MS;
    const warehouse = machine("warehouse");
    await warehouse.pull();
    expect(await refusalOf(warehouse.lock.hold(true))).toMatchObject({ until: "2026-11-23T09:13:00.000Z" });
  });
});

describe("whatever two machines do, and whenever", () => {
  type Act = { who: 0 | 1; what: "write" | "force" | "release" | "restart" } | { wait: number };
  const who = fc.constantFrom(0 as const, 1 as const);
  const what = fc.constantFrom(
    "write" as const,
    "write" as const,
    "force" as const,
    "release" as const,
    "restart" as const,
  );
  const wait = fc.constantFrom(1_000, LEASE_MS / 2, LEASE_MS - 1_000, LEASE_MS);
  const acts: fc.Arbitrary<Act[]> = fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.record({ who, what }) }, { weight: 1, arbitrary: fc.record({ wait }) }),
    { maxLength: 14 },
  );

  async function live(life: Act[]): Promise<void> {
    const open = (who: 0 | 1, takeOver = false) => machine(`machine ${who}`, { takeOver, off: who * 86_400_000 });
    const machines = [open(0), open(1)];
    let last: { who: number; at: number } | null = null;
    for (const act of life) {
      if ("wait" in act) {
        time += act.wait;
        continue;
      }
      const { who, what } = act;
      // A killed process gives nothing back, and never writes again.
      if (what === "restart" || what === "force") machines[who] = open(who, what === "force");
      const { lock, account } = machines[who]!;
      if (what === "release") {
        await lock.release();
        if (last?.who === who) last = null;
      } else if (what !== "restart" && (await refusalOf(lock.hold(false))) === null) {
        await account.createLabel(`${who} ${Math.random()}`, []);
        if (last && last.who !== who) expect(time - last.at).toBeGreaterThanOrEqual(LEASE_MS / 2);
        last = { who, at: time };
      }
    }
    for (const { lock } of machines) await lock.release();
  }

  test("never do both write within half a lease, unless one has given the lock back", async () => {
    await fc.assert(fc.asyncProperty(acts, live), { numRuns: 60 });
  }, 60_000);
});
