import { describe, expect, it } from "vitest";
import { client, emulator, good, stale } from "./support.ts";

const create = "people.createContact";

describe("a fault", () => {
  it("refuses as its status says before anything happens, then is spent", async () => {
    const { addFault, post, list } = await emulator();
    addFault({ method: create, action: { kind: "status", status: "UNAVAILABLE" } });
    expect((await post("/v1/people:createContact", {})).body).toEqual({
      error: { code: 503, message: "The service is currently unavailable.", status: "UNAVAILABLE" },
    });
    good(await post("/v1/people:createContact", {}));
    expect(good(await list()).totalItems).toBe(1);
  });

  it("can answer an error although the write took effect", async () => {
    const { addFault, post, list } = await emulator();
    addFault({ method: create, action: { kind: "status-after", status: "INTERNAL" } });
    expect((await post("/v1/people:createContact", {})).body).toEqual({
      error: { code: 500, message: "Internal error encountered.", status: "INTERNAL" },
    });
    expect(good(await list()).totalItems).toBe(1);
  });

  it.each([
    ["drop-before", 0],
    ["drop-after", 1],
  ] as const)("can drop the connection: %s leaves %i contact", async (kind, count) => {
    const { addFault, post, list, calls } = await emulator();
    addFault({ method: create, action: { kind } });
    await expect(post("/v1/people:createContact", {})).rejects.toThrow();
    expect(good(await list()).totalItems ?? 0).toBe(count);
    expect(calls()[0]).toMatchObject({ method: create, status: 0 });
  });

  it("can break an answer off", async () => {
    const { addFault, post, list } = await emulator();
    addFault({ method: create, action: { kind: "truncate", bytes: 20 } });
    await expect(post("/v1/people:createContact", {})).rejects.toThrow();
    addFault({ method: create, action: { kind: "truncate" } });
    await expect(post("/v1/people:createContact", {})).rejects.toThrow();
    expect(good(await list()).totalItems).toBe(2);
  });

  it("can deliver a request twice", async () => {
    const { addFault, post, list } = await emulator();
    addFault({ method: create, action: { kind: "duplicate" } });
    good(await post("/v1/people:createContact", {}));
    expect(good(await list()).totalItems).toBe(2);
  });

  it("can answer either 429", async () => {
    const { addFault, list } = await emulator();
    addFault({ action: { kind: "rate-limit", metric: "criticalRead" } });
    addFault({ action: { kind: "storage-limit" } });
    expect((await list()).body.error.details[0].reason).toBe("RATE_LIMIT_EXCEEDED");
    expect((await list()).body.error.details[0].violations[0].description).toBe("FBS quota limit exceeded");
    good(await list());
  });

  it("can end every access token", async () => {
    const running = await emulator({ autoApprove: true });
    const { addFault, list } = running;
    addFault({ action: { kind: "expire-token" } });
    expect((await list()).status).toBe(401);
    good(await list());
  });

  it("can be another writer: the contact named has changed meanwhile", async () => {
    const { addFault, create: make, update, read } = await emulator();
    const made = await make({ biographies: [{ value: "first" }] });
    addFault({ method: "people.updateContact", action: { kind: "concurrent-writer" } });
    expect((await update({ ...made, biographies: [{ value: "mine" }] }, "biographies")).body).toEqual(stale());
    expect((await read(made.resourceName)).biographies[0].value).toBe("first\nedited by another");
  });

  it("can be a storm of changes: etags move, contents stay", async () => {
    const { addFault, create: make, list } = await emulator();
    const made = await make({ names: [{ givenName: "A" }] });
    const { nextSyncToken } = good(await list("&requestSyncToken=true"));
    addFault({ method: "people.connections.list", action: { kind: "storm" } });
    const { connections } = good(await list(`&syncToken=${nextSyncToken}`));
    expect(connections[0].names).toEqual(made.names);
    expect(connections[0].etag).not.toBe(made.etag);
  });

  it("strikes by method, after some, so often, every so many", async () => {
    const { addFault, get, list, clearFaults } = await emulator();
    addFault({
      method: "contactGroups.*",
      skip: 1,
      times: 2,
      every: 2,
      action: { kind: "status", status: "UNAVAILABLE" },
    });
    const statuses: number[] = [];
    for (let n = 0; n < 6; n++) {
      good(await list());
      statuses.push((await get("/v1/contactGroups")).status);
    }
    expect(statuses).toEqual([200, 503, 200, 503, 200, 200]);
    addFault({ times: 0, action: { kind: "status", status: "UNAVAILABLE" } });
    for (let n = 0; n < 5; n++) expect((await list()).status).toBe(503);
    clearFaults();
    good(await list());
  });

  it("can delay an answer", async () => {
    const { addFault, list } = await emulator();
    addFault({ action: { kind: "delay", ms: 60 } });
    const before = performance.now();
    good(await list());
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  });
});

it("several accounts live side by side", async () => {
  const running = await emulator();
  const second = client(running.url, running.tokenFor("second@example.com"));
  const { resourceName } = await running.create({ names: [{ givenName: "A" }] });
  expect(good(await second.list())).toEqual({});
  expect((await second.get(`/v1/${resourceName}?personFields=names`)).status).toBe(404);
  const { nextSyncToken } = good(await running.list("&requestSyncToken=true"));
  expect((await second.list(`&syncToken=${nextSyncToken}`)).status).toBe(400);
});

it("fields selects parts of an answer (BEHAVIOUR 1)", async () => {
  const running = await emulator();
  await running.create({ names: [{ givenName: "A", familyName: "B" }], phoneNumbers: [{ value: "1" }] });
  const select = async (fields: string) => good(await running.list(`&fields=${encodeURIComponent(fields)}`));
  expect(await select("connections(names/givenName,phoneNumbers(value))")).toEqual({
    connections: [{ names: [{ givenName: "A" }], phoneNumbers: [{ value: "1" }] }],
  });
  expect(Object.keys(await select("nextPageToken,totalItems"))).toEqual(["totalItems"]);
  expect(await select("connections/names/familyName")).toEqual({ connections: [{ names: [{ familyName: "B" }] }] });
  expect(Object.keys(await select("*"))).toContain("connections");
  for (const broken of ["connections(", "a,,b", "(x)", "a)", "a b$"]) {
    expect((await running.list(`&fields=${encodeURIComponent(broken)}`)).status, broken).toBe(400);
  }
});
