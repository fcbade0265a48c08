/**
 * A storm tries something at random, many times over: `test/storm/NAME.storm.ts` exports one as `storm`. The runner (run.ts) cuts it into
 * batches, each with a seed of its own, and gives them to processes of their own, so that a batch that hangs or dies is a failure like any other.
 */
export type Storm = {
  title: string;
  /** What is counted: `notes`, `kills`. */
  unit: string;
  /** How many, where nobody says. */
  runs: number;
  /** How many in one batch: few enough that progress is seen, many enough that a process is worth its start. */
  batch: number;
  /** How many batches may run beside each other; as many as there are cores where it does not say. */
  jobs?: number;
  /** Seconds without a word from a batch after which it counts as hanging; two minutes where it does not say. */
  patience?: number;
  run(batch: Batch): Promise<Failure | null>;
};

/** `from` counts the runs before this batch, for storms that go through a list. `tell` says how many runs of the batch are done. */
export type Batch = { seed: number; from: number; runs: number; tell: (done: number) => void };

/** What broke, and the smallest example that was found. */
export type Failure = { what: string; example: string };

/** From the runner to a process, and back. */
export type ToWorker = { file: string; seed: number; from: number; runs: number };
export type FromWorker = { done: number } | { failure: Failure | null };
