/** Processor time and memory of the engine on the largest account of Google's, and on one of ten times as much: `npm run bench large`. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { LargeOffice } from "./large-office.ts";
import type { Measured } from "./measure.ts";

const SMALL = 25_000;
const LARGE = 250_000;
const LIMIT = 1.3;

export async function run(): Promise<Measured[]> {
  const [small, large] = [await office(SMALL), await office(LARGE)];
  const times = Object.entries(large.phases).map(
    ([name, ms]): Measured => ({
      name: `${name}, a client of ${LARGE}`,
      value: (ms * 1000) / LARGE,
      unit: "µs",
      beside: (small.phases[name]! * 1000) / SMALL,
      limit: LIMIT,
      note: `processor; beside a client of ${SMALL}`,
    }),
  );
  const memory = (clients: number, { memory: value }: LargeOffice): Measured => ({
    name: `memory of a first sync of ${clients}`,
    value,
    unit: "MB",
  });
  return [...times, memory(SMALL, small), { ...memory(LARGE, large), limit: (small.memory * LARGE) / SMALL }];
}

async function office(clients: number): Promise<LargeOffice> {
  const account = fork(join(import.meta.dirname, "large-account.ts"), [String(clients)]);
  try {
    const [{ url, token }] = (await Promise.race([once(account, "message"), ended(account)])) as [
      { url: string; token: string },
    ];
    const work = fork(join(import.meta.dirname, "large-office.ts"), [url, token]);
    const [result] = (await Promise.race([once(work, "message"), ended(work)])) as [LargeOffice];
    return result;
  } finally {
    account.disconnect();
    if (account.exitCode === null) await once(account, "exit");
  }
}

/** A process that ends without a word has failed. */
async function ended(process: ChildProcess): Promise<never> {
  const [code] = (await once(process, "exit")) as [number | null];
  throw new Error(`a process of the bench ended with ${code}`);
}
