/** Every mutation of the card's code on random notes, until the law breaks that it must break. */
import { mutations } from "../support/mutations/all.ts";
import { randomNotes, tryMutation } from "../support/mutations/try.ts";
import type { Storm } from "./storm.ts";

/** Notes after which a mutation counts as unnoticed. */
const NOTES = 6_000;
/** Notes on which all laws are then tried, to tell which of them breaks instead. */
const LOOK = 200;

export const storm: Storm = {
  title: "slips put into the card's code, each until the law notices that must",
  unit: "mutations",
  runs: mutations.length,
  batch: 4,
  patience: 600,
  run: async ({ seed, from, runs, tell }) => {
    const notes = randomNotes(seed, NOTES);
    for (const [at, mutation] of mutations.slice(from, from + runs).entries()) {
      const { broken, amiss, tried } = await tryMutation(mutation, notes);
      if (amiss)
        return { what: `broken without "${mutation.name}" too: ${amiss}`, example: `seed ${seed}, note ${tried}` };
      if (broken.length === 0) {
        const what = `"${mutation.name}" went unnoticed on ${tried} notes by: ${mutation.law}`;
        const others = await tryMutation(mutation, notes.slice(0, LOOK), true);
        const list = others.broken.map(({ law, note }) => `note ${note}: ${law}`).join("\n  ");
        return { what, example: `broken instead, the first one first:\n  ${list || "none"}` };
      }
      tell(at + 1);
    }
    return null;
  },
};
