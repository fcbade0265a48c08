import { describe, expect, it } from "vitest";
import { client, emulator, fixedClock, good, invalid, stale } from "./support.ts";

const create = "people.createContact";

describe("a fault", () => {
  it("refuses as its status says before anything happens, then is spent (BEHAVIOUR 6.6)", async () => {
    const { addFault, post, list } = await emulator();
    addFault({ method: create, action: { kind: "status", status: "UNAVAILABLE" } });
    expect((await post("/v1/people:createContact", {})).body).toEqual({
      error: { code: 503, message: "The service is currently unavailable.", status: "UNAVAILABLE" },
    });
    good(await post("/v1/people:createContact", {}));
    expect(good(await list()).totalItems).toBe(1);
  });

  it("can answer an error although the write took effect (BEHAVIOUR 6.7)", async () => {
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

  it("can be the API that nobody enabled (BEHAVIOUR 11.1)", async () => {
    const { addFault, list } = await emulator();
    addFault({ action: { kind: "api-disabled" } });
    const reply = await list();
    expect(reply.status).toBe(403);
    const url = "https://console.developers.google.com/apis/api/people.googleapis.com/overview?project=123456789012";
    expect(reply.body).toEqual({
      error: {
        code: 403,
        message:
          `People API has not been used in project 123456789012 before or it is disabled. Enable it by visiting ${url} then retry. ` +
          "If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.",
        status: "PERMISSION_DENIED",
        details: [
          {
            "@type": "type.googleapis.com/google.rpc.Help",
            links: [{ description: "Google developers console API activation", url }],
          },
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "SERVICE_DISABLED",
            domain: "googleapis.com",
            metadata: { service: "people.googleapis.com", consumer: "projects/123456789012" },
          },
        ],
      },
    });
  });

  it("can be a read that has not seen the last write yet", async () => {
    const clock = fixedClock();
    const { addFault, create: make, update, read, list } = await emulator({ clock: clock.now });
    const made = await make({ biographies: [{ value: "old" }] });
    clock.advance(10_000);
    good(await update({ ...made, biographies: [{ value: "new" }] }, "biographies"));
    const note = async () => (await read(made.resourceName)).biographies[0].value;
    const listed = async () => good(await list()).connections?.[0]?.biographies[0].value;
    addFault({ method: "people.*", times: 2, action: { kind: "stale-read", ms: 5_000 } });
    expect([await note(), await listed()]).toEqual(["old", "old"]);
    expect([await note(), await listed()]).toEqual(["new", "new"]);
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

it("fields selects parts of an answer (BEHAVIOUR 1.2)", async () => {
  const running = await emulator();
  await running.create({ names: [{ givenName: "A", familyName: "B" }], phoneNumbers: [{ value: "1" }] });
  const select = async (fields: string) => good(await running.list(`&fields=${encodeURIComponent(fields)}`));
  expect(await select("connections(names/givenName,phoneNumbers(value))")).toEqual({
    connections: [{ names: [{ givenName: "A" }], phoneNumbers: [{ value: "1" }] }],
  });
  expect(Object.keys(await select("nextPageToken,totalItems"))).toEqual(["totalItems"]);
  expect(await select("connections/names/familyName")).toEqual({ connections: [{ names: [{ familyName: "B" }] }] });
  expect(Object.keys(await select("*"))).toContain("connections");
  const unknown = await running.list("&fields=connections(names/first),total");
  const violation = (field: string) => ({
    field,
    description: `Error expanding 'fields' parameter. Cannot find matching fields for path '${field}'.`,
  });
  expect(unknown.body).toEqual({
    error: {
      ...invalid("Request contains an invalid argument.").error,
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.BadRequest",
          fieldViolations: [violation("connections.names.first"), violation("total")],
        },
      ],
    },
  });
  for (const broken of ["connections(", "a,,b", "(x)", "a)", "a b$"]) {
    expect((await running.list(`&fields=${encodeURIComponent(broken)}`)).status, broken).toBe(400);
  }
});
