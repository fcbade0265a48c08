import { describe, expect, it } from "vitest";
import { appError, isAppError } from "../../src/lib/errors.ts";
import { Caller, type CallerOptions, partsOf } from "../../src/people/caller.ts";
import { usualRetryPolicy } from "../../src/people/retry.ts";
import { keepingLog, quietLog } from "./quiet-log.ts";

const clients = { what: "client" as const, names: ["people/c1"], list: "connections" as const };

function callerOf(options: Partial<CallerOptions> = {}) {
  const slept: number[] = [];
  const caller = new Caller({
    authorize: async () => undefined,
    pacer: null,
    policy: usualRetryPolicy,
    clock: { now: () => new Date("2026-11-23T14:00:00Z") },
    log: quietLog,
    sleep: async (ms) => void slept.push(ms),
    random: () => 0,
    elapsed: () => 0,
    ...options,
  });
  return { caller, slept };
}

const ok = { status: 200, data: { ok: true } };
const failing = (...errors: unknown[]) => {
  const left = [...errors];
  return async () => {
    if (left.length > 0) throw left.shift();
    return ok;
  };
};
const answer = (status: number, name: string) =>
  Object.assign(new Error(name), {
    config: {},
    response: { status, data: { error: { code: status, status: name, message: name } }, headers: {} },
  });
const broken = (code: string) => Object.assign(new Error(code), { config: {}, code });

describe("a call", () => {
  it("that is a read goes on after errors, with growing waits, and counts every try", async () => {
    const { caller, slept } = callerOf();
    const send = failing(answer(503, "UNAVAILABLE"), broken("ECONNRESET"), answer(500, "INTERNAL"));
    await expect(caller.call("people.connections.list", clients, send)).resolves.toEqual({ ok: true });
    expect(slept).toEqual([500, 1_000, 2_000]);
    expect(caller.counts()).toEqual({ "people.connections.list": 4 });
  });

  it("that is a read gives up in the end, with the last error", async () => {
    const { caller, slept } = callerOf();
    const error = await caller
      .call("people.connections.list", clients, () => Promise.reject(answer(503, "UNAVAILABLE")))
      .catch((thrown) => thrown);
    expect(isAppError(error, "unavailable")).toBe(true);
    expect(slept).toHaveLength(usualRetryPolicy.read.unavailable.tries - 1);
  });

  it.each([
    ["an error of the server", answer(500, "INTERNAL")],
    ["a lost connection", broken("ECONNRESET")],
    ["a time-out", broken("TimeoutError")],
  ])("that is a write is sent once when %s leaves its fate open", async (_, error) => {
    const { caller, slept } = callerOf();
    const thrown = await caller.call("people.batchCreateContacts", clients, failing(error)).catch((refused) => refused);
    expect(isAppError(thrown, "unavailable")).toBe(true);
    expect(caller.counts()).toEqual({ "people.batchCreateContacts": 1 });
    expect(slept).toEqual([]);
  });

  it.each([
    ["was refused for the quota", answer(429, "RESOURCE_EXHAUSTED")],
    ["never left", broken("ECONNREFUSED")],
  ])("that is a write is sent again when it %s", async (_, error) => {
    const { caller, slept } = callerOf();
    await expect(caller.call("people.batchCreateContacts", clients, failing(error))).resolves.toEqual({ ok: true });
    expect(caller.counts()).toEqual({ "people.batchCreateContacts": 2 });
    expect(slept).toHaveLength(1);
  });

  it("that is a write is not repeated when its answer was cut off", async () => {
    const { caller } = callerOf();
    const thrown = await caller
      .call("people.batchCreateContacts", clients, async () => ({ status: 200, data: '{"createdPeople": [' }))
      .catch((refused) => refused);
    expect(isAppError(thrown, "unavailable")).toBe(true);
    expect(caller.counts()).toEqual({ "people.batchCreateContacts": 1 });
  });

  it("sends nothing without a token", async () => {
    const { caller } = callerOf({ authorize: () => Promise.reject(appError({ code: "auth", reason: "expired" })) });
    const thrown = await caller.call("people.getBatchGet", clients, async () => ok).catch((refused) => refused);
    expect(isAppError(thrown, "auth")).toBe(true);
    expect(caller.counts()).toEqual({});
  });

  it("of a write is tried again when only the token could not be fetched", async () => {
    let asked = 0;
    const authorize = async () => {
      asked += 1;
      if (asked === 1) throw appError({ code: "unavailable", detail: "ECONNRESET" });
    };
    const { caller } = callerOf({ authorize });
    await expect(caller.call("contactGroups.create", clients, async () => ok)).resolves.toEqual({ ok: true });
    expect(caller.counts()).toEqual({ "contactGroups.create": 1 });
  });
});

describe("writes", () => {
  it("go one after the other, in the order asked, even when one fails; reads do not wait for them", async () => {
    const { caller } = callerOf();
    const seen: string[] = [];
    const gates = ["first", "second"].map((name) => ({ name, ...Promise.withResolvers<typeof ok>() }));
    const started = Promise.withResolvers<void>();
    const writes = gates.map(({ name, promise }) =>
      caller.call("contactGroups.create", clients, () => {
        seen.push(`${name} begins`);
        started.resolve();
        return promise.finally(() => seen.push(`${name} ends`));
      }),
    );
    await started.promise;
    await caller.call("contactGroups.list", clients, async () => {
      seen.push("read");
      return ok;
    });
    gates[1]!.resolve(ok);
    gates[0]!.reject(answer(400, "INVALID_ARGUMENT"));
    await Promise.allSettled(writes);
    expect(seen).toEqual(["first begins", "read", "first ends", "second begins", "second ends"]);
  });
});

describe("the log of calls", () => {
  it("names the method and the error, never what was sent or answered", async () => {
    const log = keepingLog();
    const { caller } = callerOf({ log });
    const error = Object.assign(answer(503, "UNAVAILABLE"), {
      config: { data: "+374 91 780917", headers: { authorization: "Bearer ya29.x" } },
    });
    await caller.call("people.connections.list", clients, failing(error));
    expect(log.lines.join("\n")).toContain("people.connections.list");
    expect(log.lines.join("\n")).not.toMatch(/780917|ya29|people\/c1/);
  });
});

describe("parts", () => {
  it("hold everything once, in order", () => {
    expect(partsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(partsOf([], 2)).toEqual([]);
  });
});
