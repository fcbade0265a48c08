import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Body, type Client, emulator, fixedClock, good, invalid } from "./support.ts";

const expired = (status = "INVALID_ARGUMENT"): Body => ({
  error: {
    code: 400,
    message: "Sync token is expired. Clear local cache and retry call without the sync token.",
    status,
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "EXPIRED_SYNC_TOKEN",
        domain: "people.googleapis.com",
      },
    ],
  },
});
const foreign = invalid("Request contains an invalid argument.");

/** Walks all pages; `between` runs after each but the last. */
async function walk(client: Client, query: string, between: () => Promise<unknown> = async () => {}) {
  const people: Body[] = [];
  let token = "";
  for (;;) {
    const page = good(await client.list(`${query}${token && `&pageToken=${token}`}`));
    people.push(...(page.connections ?? []));
    if (!page.nextPageToken) return { people, syncToken: page.nextSyncToken as string };
    expect(page.nextSyncToken).toBeUndefined();
    token = page.nextPageToken;
    await between();
  }
}

async function createMany(client: Client, count: number): Promise<string[]> {
  const contacts = Array.from({ length: count }, (_, n) => ({ contactPerson: { names: [{ givenName: `N${n}` }] } }));
  const { createdPeople } = good(await client.post("/v1/people:batchCreateContacts", { contacts, readMask: "names" }));
  return createdPeople.map((entry: Body) => entry.person.resourceName);
}

describe("connections.list (BEHAVIOUR 1 and 5)", () => {
  it("of an empty account has neither connections nor a count", async () => {
    const { list } = await emulator();
    expect(good(await list())).toEqual({});
    expect(Object.keys(good(await list("&requestSyncToken=true")))).toEqual(["nextSyncToken"]);
  });

  it("shows a hundred by default and every contact once, in the order of their last change (BEHAVIOUR 1.4, 1.8)", async () => {
    const running = await emulator();
    const names = await createMany(running, 150);
    const first = good(await running.list());
    expect(first.connections).toHaveLength(100);
    expect(first).toMatchObject({ totalItems: 150, totalPeople: 150 });
    good(await running.update(first.connections[3], "names"));
    const { people } = await walk(running, "&pageSize=40");
    const order = people.map((person) => person.resourceName);
    expect(order).toEqual([...names.filter((name) => name !== names[3]), names[3]]);
    expect(good(await running.list("&pageSize=0")).connections).toHaveLength(100);
  });

  it("knows only people/me (BEHAVIOUR 1.7)", async () => {
    const { get } = await emulator();
    expect((await get("/v1/people/c1/connections?personFields=names")).status).toBe(400);
  });

  it("sorts by first name, last name and newest change (BEHAVIOUR 1.5)", async () => {
    const running = await emulator();
    for (const [givenName, familyName] of [
      ["B", "X"],
      ["A", "Z"],
      ["C", "Y"],
    ])
      await running.create({ names: [{ givenName, familyName }] });
    const order = async (sortOrder: string) =>
      (await walk(running, `&pageSize=2&sortOrder=${sortOrder}`)).people
        .map((person) => person.names[0].givenName)
        .join("");
    expect(await order("FIRST_NAME_ASCENDING")).toBe("ABC");
    expect(await order("LAST_NAME_ASCENDING")).toBe("BCA");
    expect(await order("LAST_MODIFIED_DESCENDING")).toBe("CAB");
    expect(await order("LAST_MODIFIED_ASCENDING")).toBe("BAC");
    expect((await running.list("&requestSyncToken=true&sortOrder=FIRST_NAME_ASCENDING")).body).toEqual(foreign);
  });

  it("shows contacts only when their source is asked for (BEHAVIOUR 1.6)", async () => {
    const { create, list } = await emulator();
    await create({});
    expect(good(await list("&sources=READ_SOURCE_TYPE_PROFILE")).connections).toBeUndefined();
    expect(
      good(await list("&sources=READ_SOURCE_TYPE_CONTACT&sources=READ_SOURCE_TYPE_PROFILE")).connections,
    ).toHaveLength(1);
  });

  it("clamps the page size for clients of the old limit by a switch", async () => {
    const { list } = await emulator({ switches: { clampPageSize: true } });
    good(await list("&pageSize=2000"));
    expect((await list("&pageSize=-1")).status).toBe(400);
  });
});

describe("a sync", () => {
  it("tells what was made, changed and deleted since, with tombstones (BEHAVIOUR 5.2, 5.8)", async () => {
    const running = await emulator();
    const [changed, deleted, untouched] = await createMany(running, 3);
    const { syncToken } = await walk(running, "&requestSyncToken=true");
    expect((await walk(running, `&syncToken=${syncToken}`)).people).toEqual([]);
    good(await running.update(await running.read(changed!), "names"));
    good(await running.remove(`/v1/${deleted}:deleteContact`));
    const { resourceName: made } = await running.create({});
    const { people, syncToken: next } = await walk(running, `&syncToken=${syncToken}`);
    expect(people.map((person) => person.resourceName)).toEqual([changed, deleted, made]);
    expect(people.map((person) => person.resourceName)).not.toContain(untouched);
    expect(people[1]).toEqual({
      resourceName: deleted,
      etag: expect.stringMatching(/^%/),
      metadata: {
        sources: [
          { type: "CONTACT", id: expect.any(String), etag: expect.any(String), updateTime: expect.any(String) },
        ],
        deleted: true,
        objectType: "PERSON",
      },
    });
    expect((await walk(running, `&syncToken=${next}`)).people).toEqual([]);
  });

  it("shows a tombstone's metadata only if the mask names it, unless a switch says always (§14)", async () => {
    const { create, get, remove, setSwitches } = await emulator();
    const { resourceName } = await create({});
    const query = "/v1/people/me/connections?personFields=names";
    const { nextSyncToken } = good(await get(`${query}&requestSyncToken=true`));
    await remove(`/v1/${resourceName}:deleteContact`);
    const look = async () => good(await get(`${query}&syncToken=${nextSyncToken}`)).connections[0];
    expect(Object.keys(await look())).toEqual(["resourceName", "etag"]);
    setSwitches({ tombstoneFollowsMask: false });
    expect((await look()).metadata.deleted).toBe(true);
  });

  it("comes in pages, with the token on the last", async () => {
    const running = await emulator();
    const { syncToken } = await walk(running, "&requestSyncToken=true&pageSize=10");
    await createMany(running, 25);
    const { people, syncToken: next } = await walk(running, `&syncToken=${syncToken}&pageSize=10`);
    expect(people).toHaveLength(25);
    expect(next).toBeTypeOf("string");
  });

  it("misses nothing that happens between the pages of a full walk (BEHAVIOUR 5.1)", async () => {
    const running = await emulator();
    const names = await createMany(running, 30);
    const victims = [...names];
    const between = async () => {
      await running.remove(`/v1/${victims.shift()}:deleteContact`);
      good(await running.update(await running.read(victims.shift()!), "names"));
      await running.create({});
    };
    const { people, syncToken } = await walk(running, "&requestSyncToken=true&pageSize=10", between);
    const mirror = new Map(people.map((person) => [person.resourceName, person.etag]));
    apply(mirror, (await walk(running, `&syncToken=${syncToken}`)).people);
    expect(mirror).toEqual(await truth(running));
  });

  it("leads any mirror to the account's state: law over histories", async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("create" as const) }),
      fc.record({ do: fc.constantFrom("update" as const, "delete" as const, "label" as const), pick: fc.nat(50) }),
      fc.record({ do: fc.constant("sync" as const), pageSize: fc.integer({ min: 1, max: 4 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const running = await emulator();
        const label = await running.group("Label");
        const mirror = new Map<string, string>();
        const live: string[] = [];
        let token = (await walk(running, "&requestSyncToken=true")).syncToken;
        const sync = async (pageSize: number) => {
          const delta = await walk(running, `&syncToken=${token}&pageSize=${pageSize}`);
          apply(mirror, delta.people);
          token = delta.syncToken;
        };
        for (const action of steps) {
          if (action.do === "create") live.push((await running.create({})).resourceName);
          else if (action.do === "sync") await sync(action.pageSize);
          else if (live.length > 0) await change(running, action.do, live, action.pick, label.resourceName);
        }
        await sync(3);
        expect(mirror).toEqual(await truth(running));
      }),
      { numRuns: 12, seed: 3 },
    );
  });

  async function change(
    running: Client,
    what: "update" | "delete" | "label",
    live: string[],
    pick: number,
    label: string,
  ) {
    const name = live[pick % live.length]!;
    if (what === "update") good(await running.update(await running.read(name), "names"));
    else if (what === "label") good(await running.modify(label, { resourceNamesToAdd: [name] }));
    else {
      good(await running.remove(`/v1/${name}:deleteContact`));
      live.splice(live.indexOf(name), 1);
    }
  }

  function apply(mirror: Map<string, string>, people: Body[]) {
    for (const person of people) {
      if (person.metadata.deleted) mirror.delete(person.resourceName);
      else mirror.set(person.resourceName, person.etag);
    }
  }

  async function truth(running: Client): Promise<Map<string, string>> {
    return new Map((await walk(running, "")).people.map((person) => [person.resourceName, person.etag]));
  }
});

describe("a token", () => {
  it.each(["INVALID_ARGUMENT", "FAILED_PRECONDITION"] as const)(
    "expires seven days after the full sync (%s) (BEHAVIOUR 5.4, 5.5)",
    async (status) => {
      const clock = fixedClock();
      const running = await emulator({ clock: clock.now, switches: { expiredTokenStatus: status } });
      const { syncToken } = await walk(running, "&requestSyncToken=true");
      clock.days(6);
      const { syncToken: later } = await walk(running, `&syncToken=${syncToken}`);
      clock.days(1.1);
      for (const token of [syncToken, later]) {
        const reply = await running.list(`&syncToken=${token}`);
        expect(reply.status).toBe(400);
        expect(reply.body).toEqual(expired(status));
      }
    },
  );

  it("of an incremental sync may by a switch start a new life", async () => {
    const clock = fixedClock();
    const running = await emulator({ clock: clock.now, switches: { incrementalTokensRenew: true } });
    let { syncToken } = await walk(running, "&requestSyncToken=true");
    for (let week = 0; week < 3; week++) {
      clock.days(6);
      ({ syncToken } = await walk(running, `&syncToken=${syncToken}`));
    }
    clock.days(8);
    expect((await running.list(`&syncToken=${syncToken}`)).body).toEqual(expired());
  });

  it("that is corrupt, foreign or of another kind is refused (BEHAVIOUR 2.12, 5.7)", async () => {
    const running = await emulator();
    const other = await emulator();
    await createMany(running, 3);
    const { syncToken } = await walk(running, "&requestSyncToken=true");
    const { syncToken: foreignToken } = await walk(other, "&requestSyncToken=true");
    const { nextPageToken } = good(await running.list("&pageSize=1"));
    const { nextSyncToken: groups } = good(await running.get("/v1/contactGroups"));
    for (const token of [syncToken, nextPageToken]) expect(token).toMatch(/^[\w-]+$/);
    const bad = ["x", "!!!", `${syncToken}A`, syncToken.slice(2), foreignToken, nextPageToken, groups];
    for (const token of bad) expect((await running.list(`&syncToken=${token}`)).body, token).toEqual(foreign);
    for (const token of ["x", syncToken, `A${nextPageToken}`]) {
      expect((await running.list(`&pageSize=1&pageToken=${token}`)).body).toEqual(foreign);
    }
  });

  it("asks for the parameters of the first call, unless a switch says to ignore them (§14) (BEHAVIOUR 5.3)", async () => {
    const running = await emulator();
    await createMany(running, 3);
    const { syncToken } = await walk(running, "&requestSyncToken=true");
    const { nextPageToken } = good(await running.list("&pageSize=1"));
    const other = "/v1/people/me/connections?personFields=names";
    expect((await running.get(`${other}&syncToken=${syncToken}`)).body).toEqual(foreign);
    expect((await running.get(`${other}&pageToken=${nextPageToken}`)).body).toEqual(foreign);
    running.setSwitches({ parameterMismatch: "ignore" });
    good(await running.get(`${other}&syncToken=${syncToken}`));
    good(await running.get(`${other}&pageToken=${nextPageToken}`));
  });
});

describe("lists lag behind writes by a switch (BEHAVIOUR 5)", () => {
  it("full and incremental, and their tokens with them; nothing is lost (BEHAVIOUR 5.10)", async () => {
    const clock = fixedClock();
    const running = await emulator({ clock: clock.now, switches: { lagMs: 60_000 } });
    const made = await running.create({ biographies: [{ value: "old" }] });
    expect(good(await running.list()).connections).toBeUndefined();
    clock.advance(60_000);
    const full = await walk(running, "&requestSyncToken=true");
    expect(full.people).toHaveLength(1);
    good(await running.update({ ...made, biographies: [{ value: "new" }] }, "biographies"));
    expect((await walk(running, "")).people[0]!.biographies[0].value).toBe("old");
    const early = await walk(running, `&syncToken=${full.syncToken}`);
    expect(early.people).toEqual([]);
    good(await running.remove(`/v1/${made.resourceName}:deleteContact`));
    expect((await walk(running, "")).people[0]!.biographies[0].value).toBe("old");
    clock.advance(60_000);
    const late = await walk(running, `&syncToken=${early.syncToken}`);
    expect(late.people).toMatchObject([{ resourceName: made.resourceName, metadata: { deleted: true } }]);
    expect((await walk(running, "")).people).toEqual([]);
  });
});
