/** Every mutation of the card's code on random notes through all laws, until the law breaks that it must break. */
import { mutations } from "../support/mutations/all.ts";
import { randomNotes, tryMutation } from "../support/mutations/try.ts";
import type { Storm } from "./storm.ts";

/** Notes after which a mutation counts as unnoticed. */
const NOTES = 3_000;

export const storm: Storm = {
  title: "slips put into the card's code, each until the law notices that must",
  unit: "mutations",
  runs: mutations.length,
  batch: 4,
  run: async ({ seed, from, runs, tell }) => {
    const notes = randomNotes(seed, NOTES);
    for (const [at, mutation] of mutations.slice(from, from + runs).entries()) {
      const { broken, amiss, tried } = await tryMutation(mutation, notes, true);
      const example = broken.map(({ law, note }) => `note ${note}: ${law}`).join("\n  ");
      if (amiss) return { what: `broken without "${mutation.name}" too: ${amiss}`, example };
      if (!broken.some(({ law }) => law === mutation.law)) {
        const what = `"${mutation.name}" went unnoticed on ${tried} notes by: ${mutation.law}`;
        return { what, example: `broken instead, the first one first:\n  ${example || "none"}` };
      }
      tell(at + 1);
    }
    return null;
  },
};
