import { describe, expect, it } from "vitest";
import { type Body, emulator, good, notFound } from "./support.ts";

const open = { control: true };
const json = { "content-type": "application/json" };

describe("the control plane", () => {
  it("is shut unless asked for", async () => {
    const { get, send } = await emulator();
    expect((await get("/emulator/state")).status).toBe(404);
    expect((await send("POST", "/emulator/reset", {})).status).toBe(404);
  });

  it("answers nothing that a page in a browser could send", async () => {
    const running = await emulator(open);
    await running.create({});
    const post = (headers: Record<string, string>) =>
      fetch(`${running.url}/emulator/reset`, { method: "POST", headers, body: "{}" });
    expect((await post({ "content-type": "text/plain" })).status).toBe(415);
    expect((await running.send("DELETE", "/emulator/calls", undefined)).status).toBe(415);
    expect(good(await running.list()).totalItems).toBe(1);
    expect((await post(json)).status).toBe(200);
  });

  it("resets to an empty account whose old tokens are foreign", async () => {
    const running = await emulator(open);
    await running.create({});
    await running.group("A");
    const { nextSyncToken } = good(await running.list("&requestSyncToken=true"));
    good(await running.post("/emulator/reset", {}));
    expect(good(await running.list())).toEqual({});
    expect(good(await running.get("/v1/contactGroups")).totalItems).toBe(8);
    expect((await running.list(`&syncToken=${nextSyncToken}`)).status).toBe(400);
  });

  it("seeds people, labels and other contacts, as the option does", async () => {
    const running = await emulator(open);
    const seed = {
      labels: ["Empty"],
      people: [
        {
          person: { names: [{ givenName: "A" }], phoneNumbers: [{ value: "091123456" }] },
          labels: ["Clients", "starred"],
        },
        { person: {} },
      ],
      otherContacts: [{ names: [{ givenName: "O" }] }],
    };
    const { resourceNames } = good(await running.post("/emulator/seed", seed));
    const person = await running.read(resourceNames[0]);
    expect(person.phoneNumbers[0].canonicalForm).toBe("+37491123456");
    expect(person.memberships).toHaveLength(3);
    const { contactGroups } = good(await running.get("/v1/contactGroups"));
    expect(
      contactGroups
        .map((group: Body) => group.name)
        .slice(8)
        .sort(),
    ).toEqual(["Clients", "Empty"]);
    expect((await running.post("/emulator/seed", { people: [{ person: { nonsense: 1 } }] })).status).toBe(400);
    expect(good(await running.list()).totalItems).toBe(2);
  });

  it("exports the whole state and imports it elsewhere: tokens apart, nothing can tell them apart", async () => {
    const first = await emulator(open);
    const label = await first.group("Clients");
    const made = await first.create({ names: [{ givenName: "A" }], biographies: [{ value: "x\ny" }] });
    await first.modify(label.resourceName, { resourceNamesToAdd: [made.resourceName] });
    const photoBytes = Buffer.from("\x89PNG\r\n\x1a\n!", "latin1").toString("base64");
    good(await first.patch(`/v1/${made.resourceName}:updateContactPhoto`, { photoBytes }));
    const gone = await first.create({});
    good(await first.remove(`/v1/${gone.resourceName}:deleteContact`));
    const state = good(await first.get("/emulator/state"));

    const second = await emulator(open);
    await second.create({ names: [{ givenName: "replaced" }] });
    good(await second.send("PUT", "/emulator/state", state));
    expect(good(await second.get("/emulator/state"))).toEqual(state);
    const view = "names,biographies,memberships,metadata";
    expect(await second.read(made.resourceName, view)).toEqual(await first.read(made.resourceName, view));
    const { photos } = await second.read(made.resourceName, "photos");
    expect((await fetch(photos[0].url)).headers.get("content-type")).toBe("image/png");
    good(await second.update(await second.read(made.resourceName), "names"));
    await second.create({});
    expect(good(await second.list()).totalItems).toBe(2);
  });

  it("refuses what is no state, and keeps its own", async () => {
    const running = await emulator(open);
    const { resourceName } = await running.create({});
    const state = good(await running.get("/emulator/state"));
    const broken = structuredClone(state);
    broken.accounts[0].contacts[0].etag = 7;
    const headless = structuredClone(state);
    headless.accounts[0].groups = [{}];
    for (const bad of [{}, { ...state, version: 2 }, broken, headless]) {
      expect((await running.put("/emulator/state", bad)).status).toBe(400);
    }
    expect((await running.read(resourceName, "metadata")).resourceName).toBe(resourceName);
  });

  it("sets and moves the clock", async () => {
    const running = await emulator(open);
    expect(good(await running.get("/emulator/clock"))).toEqual({ now: "2026-11-23T12:00:00.000000Z" });
    good(await running.post("/emulator/clock", { now: "2027-01-01T00:00:00Z", advanceMs: 1500 }));
    const { metadata } = await running.create({});
    expect(metadata.sources[0].updateTime).toBe("2027-01-01T00:00:01.500000Z");
    expect((await running.post("/emulator/clock", { now: "tomorrow" })).status).toBe(400);
    good(await running.post("/emulator/clock", { system: true }));
    expect(good(await running.get("/emulator/clock")).now).not.toContain("2027");
  });

  it("shows and changes switches, and refuses what is none", async () => {
    const running = await emulator(open);
    good(await running.patch("/emulator/switches", { batchFailure: "per-item", lagMs: 5 }));
    expect(good(await running.get("/emulator/switches"))).toMatchObject({
      batchFailure: "per-item",
      lagMs: 5,
      syncTokenDays: 7,
    });
    const bad: object[] = [
      { nonsense: 1 },
      { lagMs: "5" },
      { batchFailure: "x" },
      { quotaPerMinute: { read: 1 } },
      { constructor: 1 },
    ];
    for (const sent of bad) expect((await running.patch("/emulator/switches", sent)).status).toBe(400);
    expect(good(await running.get("/emulator/switches")).lagMs).toBe(5);
  });

  it("arms, lists and clears faults, and refuses what is none", async () => {
    const running = await emulator(open);
    const rule = { method: "people.get", times: 2, action: { kind: "status", status: "UNAVAILABLE" } };
    good(await running.post("/emulator/faults", rule));
    expect((await running.get("/v1/people/c1?personFields=names")).status).toBe(503);
    expect(good(await running.get("/emulator/faults"))).toEqual({ faults: [{ rule, struck: 1 }] });
    good(await running.send("DELETE", "/emulator/faults", undefined, json));
    expect((await running.get("/v1/people/c1?personFields=names")).body).toEqual(notFound);
    const bad = [
      {},
      { action: { kind: "explode" } },
      { action: { kind: "status", status: "FINE" } },
      { action: { kind: "delay" } },
      { action: { kind: "rate-limit", metric: "x" } },
      { every: 0, action: { kind: "storm" } },
      { method: 1, action: { kind: "storm" } },
    ];
    for (const sent of bad)
      expect((await running.post("/emulator/faults", sent)).status, JSON.stringify(sent)).toBe(400);
  });

  it("shows the calls of the API with their cost, and not its own", async () => {
    const running = await emulator(open);
    await running.create({});
    const { calls } = good(await running.get("/emulator/calls"));
    expect(calls).toEqual([
      {
        method: "people.createContact",
        at: "2026-11-23T12:00:00.000000Z",
        status: 200,
        items: 1,
        cost: { criticalRead: 1, criticalWrite: 1 },
      },
    ]);
    good(await running.send("DELETE", "/emulator/calls", undefined, json));
    expect(good(await running.get("/emulator/calls")).calls).toEqual([]);
  });

  it("touches contacts, edits their notes and gives them new names", async () => {
    const running = await emulator(open);
    const made = await running.create({ names: [{ givenName: "A" }] });
    const { nextSyncToken } = good(await running.list("&requestSyncToken=true"));
    const resourceNames = [made.resourceName];
    expect(good(await running.post("/emulator/touch", { count: 5 }))).toEqual({ changed: 1 });
    const touched = await running.read(made.resourceName);
    expect(touched.etag).not.toBe(made.etag);
    good(await running.post("/emulator/edit", { resourceNames }));
    expect((await running.read(made.resourceName)).biographies[0].value).toBe("edited by another");
    const [renamed] = good(await running.post("/emulator/relink", { resourceNames })).resourceNames;
    const delta = good(await running.list(`&syncToken=${nextSyncToken}`)).connections;
    expect(
      delta.map((person: Body) => [
        person.resourceName,
        person.metadata.deleted ?? person.metadata.previousResourceNames,
      ]),
    ).toEqual([
      [made.resourceName, true],
      [renamed, [made.resourceName]],
    ]);
    // BEHAVIOUR 5.9: only a sync says so.
    expect((await running.read(renamed)).metadata).not.toHaveProperty("previousResourceNames");
    expect(JSON.stringify(good(await running.list()))).not.toContain("previousResourceNames");
    // BEHAVIOUR 3.17
    const asked = `/v1/people:batchGet?personFields=names&resourceNames=${made.resourceName}`;
    expect(good(await running.get(asked)).responses).toMatchObject([
      { requestedResourceName: made.resourceName, person: { resourceName: renamed } },
    ]);
    good(await running.send("PATCH", "/emulator/switches", { formerNames: "gone" }, json));
    expect(good(await running.get(asked)).responses).toMatchObject([{ httpStatusCode: 404 }]);
    expect((await running.post("/emulator/touch", { resourceNames })).status).toBe(400);
  });

  it.each([false, true])(
    "merges contacts as Contacts web does; the survivor names the others: %s (§14)",
    async (mergeNamesPrevious) => {
      const running = await emulator({ ...open, switches: { mergeNamesPrevious } });
      const make = (givenName: string, phones: string[]) =>
        running.create({
          names: [{ givenName }],
          phoneNumbers: phones.map((value) => ({ value })),
          biographies: [{ value: `notes of ${givenName}` }],
        });
      const [a, b] = [await make("A", ["1", "2"]), await make("B", ["2", "3"])];
      const { nextSyncToken } = good(await running.list("&requestSyncToken=true"));
      const resourceNames = [a.resourceName, b.resourceName];
      good(await running.post("/emulator/merge", { resourceNames }));
      const [survivor, gone] = good(await running.list(`&syncToken=${nextSyncToken}`)).connections;
      expect(survivor.names).toHaveLength(1);
      expect(survivor.names[0].givenName).toBe("A");
      expect(survivor.phoneNumbers.map((phone: Body) => phone.value)).toEqual(["1", "2", "3"]);
      expect(survivor.biographies[0].value).toBe("notes of A\nnotes of B");
      expect(survivor.metadata.previousResourceNames).toEqual(mergeNamesPrevious ? [b.resourceName] : undefined);
      expect(gone).toMatchObject({ resourceName: b.resourceName, metadata: { deleted: true } });
    },
  );

  it("says what is wrong with a body that is no JSON", async () => {
    const running = await emulator(open);
    for (const body of ["{", "[]", "7"]) {
      const reply = await fetch(`${running.url}/emulator/clock`, { method: "POST", headers: json, body });
      expect(reply.status).toBe(400);
    }
    expect((await running.get("/emulator/nonsense")).status).toBe(404);
  });
});

it("a seed is for a new account only", async () => {
  const seed = { people: [{ person: { names: [{ givenName: "A" }] } }] };
  const running = await emulator({ seed });
  expect(good(await running.list()).connections).toHaveLength(1);
});
