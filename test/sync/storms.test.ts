/** The storms of `npm run storm`, as short as a test may be, and what they must notice. */
import { describe, expect, test } from "vitest";
import type { InvariantRule, Violation } from "../support/storm/invariants.ts";
import { surviveKills } from "../support/storm/killed-life.ts";
import { type LifeOptions, liveThrough } from "../support/storm/office-life.ts";
import { lastWriterWins, retriedPost, shortListTaken, withoutJournal } from "../support/storm/sabotage.ts";

describe("a storm of staff", () => {
  test.each([1, 2])("with the seed %i leaves every line, nobody twice, and nothing to do", async (seed) => {
    expect(await liveThrough({ seed, edits: 40 })).toEqual([]);
  });
});

describe("a storm of kills", () => {
  test("with the seed 1 leaves every client once, every line, and a settled journal", {
    timeout: 120_000,
  }, async () => {
    expect(await surviveKills({ seed: 1, kills: 3 })).toEqual([]);
  });
});

describe("a program that is broken on purpose is noticed:", () => {
  const broken: [what: string, broken: LifeOptions["broken"], noticed: InvariantRule[]][] = [
    ["no journal", withoutJournal, ["line-missing"]],
    ["the last writer wins", lastWriterWins, ["line-missing"]],
    ["a create is sent again", retriedPost, ["client-twice"]],
    ["a short list is taken for whole", shortListTaken, ["client-in-trash"]],
  ];
  test.each(broken)("%s", { timeout: 120_000 }, async (_, sabotage, rules) => {
    expect(rules).toContain((await firstViolation(sabotage, rules))?.rule);
  });
});

/** Lives until one breaks in that way; a sound program would never. */
async function firstViolation(broken: LifeOptions["broken"], rules: InvariantRule[]): Promise<Violation | undefined> {
  for (let seed = 1; seed <= 20; seed++) {
    const found = await liveThrough({ seed, edits: 25, broken });
    const noticed = found.find(({ rule }) => rules.includes(rule));
    if (noticed) return noticed;
  }
  return undefined;
}
