/**
 * `npm run storm [WORD…] [-- --seed N --runs N --jobs N]`: runs `test/storm/*.storm.ts` (those whose name holds one of the words), each from
 * a seed that is printed first; the same seed and number of runs try the same again. `STORM_SEED`, `STORM_RUNS` and `STORM_JOBS` say it for
 * every storm. Exit code 1 when something broke, with the seed of the batch and the smallest example.
 */
import { type ChildProcess, fork } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Failure, FromWorker, Storm, ToWorker } from "./storm.ts";

type Broken = Failure & { seed: number; runs: number };

const say = (line: string) => process.stdout.write(`${line}\n`);
/** Seconds after which a silent batch counts as hanging. */
const PATIENCE = 120;
const count = (value: number) => Math.round(value).toLocaleString("en");

/** A whole number from a flag or the environment; `undefined` where nobody said. */
function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${name} takes a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string" }, runs: { type: "string" }, jobs: { type: "string" } },
});
const wanted = {
  seed: numberOf("--seed", values.seed ?? process.env.STORM_SEED),
  runs: numberOf("--runs", values.runs ?? process.env.STORM_RUNS),
  jobs: numberOf("--jobs", values.jobs ?? process.env.STORM_JOBS),
};

const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".storm.ts"))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();

/** One line that is written over on a terminal; elsewhere one every five minutes. */
class Progress {
  readonly #storm: Storm;
  readonly #runs: number;
  readonly #since = performance.now();
  #shown = performance.now();

  constructor(storm: Storm, runs: number) {
    this.#storm = storm;
    this.#runs = runs;
  }

  rate(done: number): string {
    return `${count((done / (performance.now() - this.#since)) * 1000)} ${this.#storm.unit} a second`;
  }

  show(done: number): void {
    const { isTTY } = process.stdout;
    if (performance.now() - this.#shown < (isTTY ? 200 : 300_000)) return;
    this.#shown = performance.now();
    const left = ((performance.now() - this.#since) / 1000 / Math.max(1, done)) * (this.#runs - done);
    const percent = Math.floor((done / this.#runs) * 100);
    const line = `  ${percent} % · ${count(done)} of ${count(this.#runs)} · ${this.rate(done)} · ${count(left)} s left`;
    process.stdout.write(isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }

  clear(): void {
    if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
  }
}

/** Runs a storm's batches in processes beside each other until one breaks. */
async function runStorm(file: string, storm: Storm, seed: number, runs: number, jobs: number): Promise<Broken | null> {
  const progress = new Progress(storm, runs);
  let next = 0;
  let finished = 0;
  let broken: Broken | null = null;
  const underWay = new Map<number, number>();
  const batches = Math.ceil(runs / storm.batch);
  const children = new Set<ChildProcess>();
  const work = async (): Promise<void> => {
    const child = fork(join(import.meta.dirname, "worker.ts"), { execArgv: ["--disable-warning=ExperimentalWarning"] });
    children.add(child);
    while (next < batches && broken === null) {
      const index = next++;
      const batch = {
        seed: seed + index,
        from: index * storm.batch,
        runs: Math.min(storm.batch, runs - index * storm.batch),
      };
      const failure = await runBatch(child, { file, ...batch }, storm.patience ?? PATIENCE, (done) => {
        underWay.set(index, done);
        progress.show(finished + [...underWay.values()].reduce((sum, more) => sum + more, 0));
      });
      underWay.delete(index);
      finished += batch.runs;
      if (failure && broken === null) {
        broken = { ...failure, seed: batch.seed, runs: batch.runs };
        // What else runs now no longer matters.
        for (const other of children) other.kill("SIGKILL");
      }
    }
    if (child.connected) child.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, batches) }, work));
  progress.clear();
  say(`  ${count(broken ? finished : runs)} ${storm.unit}, ${progress.rate(finished)}`);
  return broken;
}

/** One batch in a process of its own; a batch that says nothing for `patience` seconds hangs. */
function runBatch(
  child: ChildProcess,
  batch: ToWorker,
  patience: number,
  tell: (done: number) => void,
): Promise<Failure | null> {
  return new Promise((settle) => {
    let told = 0;
    const end = (failure: Failure | null) => {
      clearTimeout(timer);
      child.off("message", hear).off("exit", gone);
      settle(failure);
    };
    const hear = (message: FromWorker) => {
      timer.refresh();
      if (!("done" in message)) return end(message.failure);
      told = message.done;
      tell(told);
    };
    const gone = (code: number | null, signal: string | null) =>
      end({ what: `its process ended with ${code ?? signal}`, example: "none: it did not get as far as telling one" });
    const timer = setTimeout(
      () =>
        end({
          what: `it hangs: nothing for ${patience} s`,
          example: `none: it came as far as ${count(told)} of its runs`,
        }),
      patience * 1000,
    );
    child.on("message", hear).on("exit", gone);
    child.send(batch);
  });
}

if (files.length === 0) say(`No storm matches ${words.join(" ")}.`);
let failed = files.length === 0;
for (const file of files) {
  const { storm } = (await import(join(import.meta.dirname, file))) as { storm: Storm };
  const name = file.replace(".storm.ts", "");
  const runs = wanted.runs ?? storm.runs;
  const seed = wanted.seed ?? randomInt(1_000_000_000);
  const jobs = Math.max(1, Math.min(wanted.jobs ?? availableParallelism(), storm.jobs ?? Number.POSITIVE_INFINITY));
  say(`${name}: ${storm.title} · ${count(runs)} ${storm.unit} · seed ${seed}`);
  const broken = await runStorm(file, storm, seed, runs, jobs);
  if (!broken) continue;
  failed = true;
  say(`  BROKEN with seed ${broken.seed}: ${broken.what}\n${broken.example}`);
  say(`  Again: npm run storm ${name} -- --seed ${broken.seed} --runs ${broken.runs}`);
}
process.exitCode = failed ? 1 : 0;
