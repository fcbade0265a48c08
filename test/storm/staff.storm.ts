/** Staff edit cards while the program works under bad weather: nothing they wrote may be lost, nobody doubled. */
import { liveThrough } from "../support/storm/office-life.ts";
import type { Storm } from "./storm.ts";

export const storm: Storm = {
  title: "staff edit cards while the program syncs, compacts and imports under bad weather",
  unit: "edits",
  runs: 10_000,
  batch: 200,
  run: async ({ seed, runs, tell }) => {
    const found = await liveThrough({ seed, edits: runs, tell });
    if (found.length === 0) return null;
    return { what: found[0]!.rule, example: found.map(({ rule, what }) => `${rule}: ${what}`).join("\n") };
  },
};
