/** A million random notes through all laws of the card. */
import fc from "fast-check";
import { cardLaws } from "../support/laws/all.ts";
import type { LawBroken } from "../support/laws/law.ts";
import { lawsInTurns } from "../support/laws/try.ts";
import type { Failure, Storm } from "./storm.ts";

export const storm: Storm = {
  title: `random notes through ${cardLaws.length} laws of the card`,
  unit: "notes",
  runs: 1_000_000,
  batch: 2_000,
  run: async ({ seed, runs, tell }) => {
    let done = 0;
    const counted = lawsInTurns(cardLaws, () => {
      if (++done % 100 === 0) tell(Math.min(done, runs));
    });
    const { failed, counterexample, errorInstance } = fc.check(counted, { seed, numRuns: runs });
    return failed ? failureOf(errorInstance, counterexample?.[0]) : null;
  },
};

function failureOf(error: unknown, example: unknown): Failure {
  const { about, stack } = error as Partial<LawBroken>;
  return {
    what: about ?? "an error where none may be",
    example: `${stack ?? String(error)}\n  ${fc.stringify(example)}`,
  };
}
