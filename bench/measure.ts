/** What a bench tells, and how it takes the time. A bench is a module `bench/NAME.bench.ts` with `export async function run(): Promise<Measured[]>`. */
import { spawnSync } from "node:child_process";

export type Measured = {
  name: string;
  value: number;
  /** `ms`, `MB`, `calls` … */
  unit: string;
  /** What it is measured beside, in the same unit; the table shows the ratio. */
  beside?: number;
  /** The most that the ratio may be (the value, if it stands beside nothing). */
  limit?: number;
  note?: string;
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Milliseconds that the command takes from its start to its end. Throws when it ends with another code than 0. */
export function timeCommand([program = "", ...args]: string[], env: NodeJS.ProcessEnv = {}, cwd?: string): number {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const took = performance.now() - start;
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}: ${error?.message ?? stderr}`);
  return took;
}

/** Medians of several commands, taken in turns, so that a busy moment of the machine falls on all of them. */
export function timeInTurns(turns: number, commands: (() => number)[]): number[] {
  for (const command of commands) command();
  const rounds = Array.from({ length: turns }, () => commands.map((command) => command()));
  return commands.map((_, at) => median(rounds.map((round) => round[at] ?? Number.NaN)));
}
