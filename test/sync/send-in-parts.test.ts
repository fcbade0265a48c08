import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Person } from "../../src/client/person.ts";
import { type AppError, appError } from "../../src/lib/errors.ts";
import type { ItemResult } from "../../src/ports.ts";
import { sendInParts } from "../../src/sync/send-in-parts.ts";

const refused = appError({
  code: "account",
  status: 400,
  reason: "INVALID_ARGUMENT",
  detail: "Request contains an invalid argument.",
});
const stale = appError({ code: "stale-etag", resourceNames: [] });
const unanswered = appError({ code: "unavailable", detail: "socket hang up" });

const person = (n: number): Person => ({
  resourceName: `people/c${n}`,
  etag: `e${n}`,
  biographies: [{ value: `note ${n}` }],
});
const edited = { etag: "newer", biographies: [{ value: "another's words" }] };
const people = (count: number) => Array.from({ length: count }, (_, n) => person(n));
const done = (part: Person[]): ItemResult[] =>
  part.map((sent) => ({ ok: true, person: { ...sent, etag: `${sent.etag}+` } }));
const errorOf = (result: ItemResult | undefined) => (result && !result.ok ? (result.error as AppError).code : null);

/** An account that refuses a batch as a whole when it holds any of `culprits`, and knows the contacts as they are now. */
function account(culprits: Set<string>, now: (sent: Person) => Person | null = (sent) => sent, error = refused) {
  let calls = 0;
  return {
    calls: () => calls,
    send: async (part: Person[]) => {
      calls += 1;
      if (part.some(({ resourceName }) => culprits.has(resourceName!))) throw error;
      return done(part);
    },
    reread: async (part: Person[]) => {
      calls += 1;
      return new Map(part.map((sent) => [sent.resourceName!, now(sent)]));
    },
  };
}

describe("a batch", () => {
  test("that is accepted costs one call", async () => {
    const google = account(new Set());
    const { results } = await sendInParts(people(200), google.send, google);
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(google.calls()).toBe(1);
  });

  test("with a stale and a missing contact is settled for them, and sent again without them", async () => {
    const google = account(
      new Set(["people/c3", "people/c7"]),
      ({ resourceName, ...rest }) =>
        resourceName === "people/c7"
          ? null
          : { resourceName, ...rest, ...(resourceName === "people/c3" ? edited : {}) },
      stale,
    );
    const { results } = await sendInParts(people(10), google.send, google);
    expect(errorOf(results[3])).toBe("stale-etag");
    expect(errorOf(results[7])).toBe("not-found");
    expect(results.filter(({ ok }) => ok)).toHaveLength(8);
    expect(google.calls()).toBe(3);
  });

  test("with poisoned contacts leaves only those refused, at 2·log₂200 extra calls each at the most", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(199), { minLength: 1, maxLength: 4 }), async (poisoned) => {
        const google = account(new Set(poisoned.map((n) => `people/c${n}`)));
        const { results } = await sendInParts(people(200), google.send, google);
        const bad = results.flatMap((result, n) => (result.ok ? [] : [n]));
        expect(bad).toEqual([...poisoned].sort((a, b) => a - b));
        expect(google.calls() - 1).toBeLessThanOrEqual(poisoned.length * 2 * Math.log2(200));
      }),
      { seed: 1123, numRuns: 60 },
    );
  });

  test("of which the account takes nothing is not asked for more than by halves", async () => {
    const google = account(new Set(people(200).map(({ resourceName }) => resourceName!)));
    const { results } = await sendInParts(people(200), google.send, google);
    expect(results.map(errorOf)).toEqual(Array.from({ length: 200 }, () => "account"));
    expect(google.calls()).toBeLessThanOrEqual(2 * 200 + 4 * 2 * Math.log2(200));
  });

  test("that does not fit into the account any more is not tried in parts", async () => {
    const full = appError({ code: "account", status: 429, reason: "MY_CONTACTS_OVERFLOW_COUNT", detail: "full" });
    const google = account(new Set(["people/c3"]), undefined, full);
    const { results, fatal } = await sendInParts(people(200), google.send, { reread: null });
    expect(fatal).toBe(full);
    expect(results.map(errorOf)).toEqual(Array.from({ length: 200 }, () => "account"));
    expect(google.calls()).toBe(1);
  });

  test("that was delivered twice is settled by what stands there: its own first delivery made it stale", async () => {
    const google = account(new Set(["people/c1"]), (sent) => ({ ...sent, etag: `${sent.etag}+` }), stale);
    const { results } = await sendInParts(people(3), google.send, google);
    expect(results.map((result) => (result.ok ? result.person.etag : null))).toEqual(["e0+", "e1+", "e2+"]);
    expect(google.calls()).toBe(2);
  });

  test("without an answer that was applied all the same is known by its text", async () => {
    const google = account(new Set(["people/c1"]), (sent) => ({ ...sent, etag: "after" }), unanswered);
    expect((await sendInParts(people(3), google.send, google)).results.every(({ ok }) => ok)).toBe(true);
  });

  test("without an answer and with an unchanged etag stays in doubt: reads may run behind writes", async () => {
    const google = account(new Set(["people/c1"]), (sent) => sent, unanswered);
    const { results } = await sendInParts(people(3), google.send, google);
    expect(results.map(errorOf)).toEqual(["unavailable", "unavailable", "unavailable"]);
  });

  test("of creates without an answer stays in doubt: nothing is sent again", async () => {
    const google = account(new Set(["people/c1"]), undefined, unanswered);
    const { results } = await sendInParts(people(3), google.send, { reread: null });
    expect(results.map(errorOf)).toEqual(["unavailable", "unavailable", "unavailable"]);
    expect(google.calls()).toBe(1);
  });

  test("is given up with the error when the account itself cannot be used, and what was answered before is kept", async () => {
    const error = appError({ code: "auth", reason: "expired" });
    const google = account(new Set(["people/c3"]), undefined, refused);
    let sends = 0;
    const send = async (part: Person[]) => {
      sends += 1;
      if (sends === 3) throw error;
      return google.send(part);
    };
    const { results, fatal } = await sendInParts(people(4), send, { reread: null });
    expect(fatal).toBe(error);
    expect(results.map(errorOf)).toEqual([null, null, "auth", "auth"]);
  });
});
