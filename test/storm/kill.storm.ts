/** The program is killed with `kill -9` in the middle of its work. */
import { surviveKills } from "../support/storm/killed-life.ts";
import type { Storm } from "./storm.ts";

export const storm: Storm = {
  title: "the program is killed in import, sync, compact, merge, undo, restore-client and rebuild",
  unit: "kills",
  runs: 500,
  batch: 25,
  run: async ({ seed, runs, tell }) => {
    const found = await surviveKills({ seed, kills: runs, tell });
    if (found.length === 0) return null;
    return { what: found[0]!.rule, example: found.map(({ rule, what }) => `${rule}: ${what}`).join("\n") };
  },
};
