/** Each law of the card is seen to bite: with a slip put into the code its test fails, on the notes that the suite tries. */
import { fork } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import { cardLaws } from "../support/laws/all.ts";
import { mutations } from "../support/mutations/all.ts";
import { mutated } from "../support/mutations/mutation.ts";
import type { Outcome } from "../support/mutations/try.ts";

const TIMEOUT = 150_000;
const outcomes = new Map<string, Outcome>();
let error = "";

beforeAll(async () => {
  // One process for all: hooks that change modules have no place among other tests.
  const worker = fork(new URL("../support/mutations/worker.ts", import.meta.url), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    timeout: TIMEOUT,
    killSignal: "SIGKILL",
    silent: true,
  });
  worker.on("message", (outcome: Outcome) => outcomes.set(outcome.name, outcome));
  worker.stderr!.setEncoding("utf8").on("data", (text: string) => {
    error += text;
  });
  await new Promise((end) => worker.on("close", end));
}, TIMEOUT + 10_000);

test("every law has a mutation that must break it, every group at least two, each under a name of its own", () => {
  const laws = cardLaws.map(({ title }) => title);
  expect([...new Set(mutations.map(({ law }) => law))].sort()).toEqual(laws.toSorted());
  for (const group of new Set(cardLaws.map(({ about }) => about))) {
    const titles = cardLaws.filter(({ about }) => about === group).map(({ title }) => title);
    expect(mutations.filter(({ law }) => titles.includes(law)).length, group).toBeGreaterThanOrEqual(2);
  }
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
});

test("a mutation whose place is gone or not the only one says so", () => {
  const gone = { name: "a slip", file: "merge.ts", find: "no such words", put: "" };
  expect(() => mutated(gone)).toThrow("mutation no longer applies: a slip (merge.ts has no no such words)");
  expect(() => mutated({ ...gone, find: "import" })).toThrow("merge.ts has more than one import");
});

test.each(mutations)("the mutation still applies: $name", (mutation) => {
  expect(mutated(mutation)).not.toBe("");
});

describe.each([...new Set(mutations.map(({ law }) => law))])("broken: %s", (law) => {
  test.each(mutations.filter((mutation) => mutation.law === law && !mutation.rare))("$name", ({ name }) => {
    const outcome = outcomes.get(name);
    expect(outcome, `not tried: ${error}`).toBeDefined();
    expect(outcome!.amiss, "broken without the mutation too, or thrown").toBeNull();
    expect(outcome!.broken.map((broken) => broken.law)).toContain(law);
  });
});
