/** Calls of the People API beside the least that the same work could take, counted by the account's own ledger of calls. */
import type { Draft } from "../src/client/draft.ts";
import { hashOf } from "../src/lib/hash.ts";
import { applyPlan } from "../src/sync/apply.ts";
import { prepareImport } from "../src/sync/prepare-import.ts";
import { catchUp, syncOnce } from "../src/sync/sync-once.ts";
import { minimumOfPlan, minimumOfPull } from "../src/use-cases/minimum-calls.ts";
import { openOffice } from "../test/support/office.ts";
import type { Measured } from "./measure.ts";

const CLIENTS = 10_000;
const LIMIT = 1.05;

export async function run(): Promise<Measured[]> {
  const office = await openOffice();
  try {
    const { road, emulator } = office;
    const measured: Measured[] = [];
    const count = async (name: string, work: () => Promise<number>) => {
      emulator.resetCalls();
      const minimum = await work();
      measured.push({ name, value: emulator.calls().length, unit: "calls", beside: minimum, limit: LIMIT });
    };

    await count(`import of ${CLIENTS} clients into an empty account`, async () => {
      await catchUp(road);
      const { plan } = await prepareImport(road, drafts(CLIENTS), {
        create: true,
        keyOf: (draft) => hashOf(draft.sources),
      });
      await applyPlan(road, plan, "bench");
      return minimumOfPull(0, true) + minimumOfPlan(plan);
    });
    await count("sync after the import", async () => {
      const { plans } = await syncOnce(road);
      return (
        minimumOfPull(CLIENTS, false) + CLIENTS / 1000 - 1 + plans.reduce((sum, plan) => sum + minimumOfPlan(plan), 0)
      );
    });
    await count("idle sync", async () => {
      await syncOnce(road);
      return 2;
    });
    await count(`whole list of ${CLIENTS} clients`, async () => {
      await syncOnce(road, { full: true });
      return minimumOfPull(CLIENTS, true);
    });
    await count("compaction of every card", async () => {
      const { plans } = await syncOnce(road, { compact: true });
      return 2 + plans.reduce((sum, plan) => sum + minimumOfPlan(plan), 0);
    });
    return measured;
  } finally {
    await office.close();
  }
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
