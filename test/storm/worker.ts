/** One process of the runner: takes batches of a storm, tells how far it is, and what broke. */
import { join } from "node:path";
import type { FromWorker, Storm, ToWorker } from "./storm.ts";

const say = (message: FromWorker) => process.send!(message);

process.on("message", async ({ file, seed, from, runs }: ToWorker) => {
  try {
    const { storm } = (await import(join(import.meta.dirname, file))) as { storm: Storm };
    say({ failure: await storm.run({ seed, from, runs, tell: (done) => say({ done }) }) });
  } catch (error) {
    say({
      failure: {
        what: "the storm itself broke",
        example: error instanceof Error ? String(error.stack) : String(error),
      },
    });
  }
});
