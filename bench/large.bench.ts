/** Processor time and memory of the engine on the largest account of Google's, and on one of ten times as much: `npm run bench large`. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { LargeOffice } from "./large-office.ts";
import type { Measured } from "./measure.ts";

/** `BENCH_SMALL` and `BENCH_LARGE` set other sizes, to try it out: at full size it takes most of an hour. */
const SMALL = Number(process.env.BENCH_SMALL ?? 25_000);
const LARGE = Number(process.env.BENCH_LARGE ?? 250_000);
/** An idle sync of any size is over at once: its ratio says nothing below so many milliseconds. */
const IDLE_MS = 300;
const TIME_LIMIT = 1.2;
/** What one more client may cost of memory, KB. */
const MEMORY_LIMIT = 2;

export async function run(): Promise<Measured[]> {
  const [small, large] = [await office(SMALL), await office(LARGE)];
  return Object.entries(large).flatMap(([phase, { cpuMs, peakMb }]): Measured[] => {
    const before = small[phase]!;
    const time: Measured = {
      name: `${phase}, a client of ${LARGE}`,
      value: (cpuMs * 1000) / LARGE,
      unit: "µs",
      beside: (before.cpuMs * 1000) / SMALL,
      ...(cpuMs > IDLE_MS ? { limit: TIME_LIMIT } : {}),
      note: `processor; beside a client of ${SMALL}`,
    };
    const memory: Measured = {
      name: `${phase}, memory`,
      value: ((peakMb - before.peakMb) * 1024) / (LARGE - SMALL),
      unit: "KB",
      limit: MEMORY_LIMIT,
      note: `a client more; ${Math.round(before.peakMb)} MB of ${SMALL}, ${Math.round(peakMb)} MB of ${LARGE}`,
    };
    return [time, memory];
  });
}

async function office(clients: number): Promise<LargeOffice> {
  process.stderr.write(`${clients} clients\n`);
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
