import { describe, expect, it } from "vitest";
import { type Body, emulator, fixedClock, good } from "./support.ts";

const exceeded = (display: string, metric: string, limit: string): Body => ({
  error: {
    code: 429,
    message:
      `Quota exceeded for quota metric '${display}' and limit '${display} per minute per user' of service ` +
      "'people.googleapis.com' for consumer 'project_number:123456789012'.",
    status: "RESOURCE_EXHAUSTED",
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "RATE_LIMIT_EXCEEDED",
        domain: "googleapis.com",
        metadata: {
          service: "people.googleapis.com",
          consumer: "projects/123456789012",
          quota_metric: `people.googleapis.com/${metric}`,
          quota_limit: limit,
        },
      },
    ],
  },
});
const reads = exceeded(
  "Critical read requests (Contact and Profile Reads)",
  "critical_read_requests",
  "CriticalReadsPerMinutePerProjectPerUser",
);
const fbs: Body = {
  error: {
    code: 429,
    message: "Resource has been exhausted (e.g. check quota).",
    status: "RESOURCE_EXHAUSTED",
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        violations: [{ subject: "QUOTA_EXCEEDED", description: "FBS quota limit exceeded" }],
      },
    ],
  },
};

describe("quotas per minute and user (BEHAVIOUR 6)", () => {
  it("refuse the ninety-first critical read with the recorded body and no Retry-After; the next minute is free (BEHAVIOUR 6.2, 6.8)", async () => {
    const clock = fixedClock();
    const { list } = await emulator({ clock: clock.now, switches: { quotas: true } });
    for (let n = 0; n < 90; n++) good(await list());
    const reply = await list();
    expect(reply.body).toEqual(reads);
    expect(reply.headers.get("retry-after")).toBeNull();
    clock.advance(59_000);
    expect((await list()).status).toBe(429);
    clock.advance(1_000);
    good(await list());
  });

  it("charge an update a write and a read, so a read with each leaves forty-five a minute (BEHAVIOUR 6.1)", async () => {
    const { create, read, update } = await emulator({ switches: { quotas: true } });
    let { resourceName, etag } = await create({});
    for (let n = 0; n < 44; n++) {
      await read(resourceName, "metadata");
      ({ resourceName, etag } = good(await update({ resourceName, etag, names: [{ givenName: `N${n}` }] }, "names")));
    }
    await read(resourceName, "metadata");
    expect((await update({ resourceName, etag, names: [] }, "names")).body).toEqual(reads);
  });

  it("refuse a write where only writes are used up, by the name of that quota (BEHAVIOUR 6.3)", async () => {
    const quotaPerMinute = { criticalRead: 90, criticalWrite: 1, read: 90, write: 90 };
    const { create, post } = await emulator({ switches: { quotas: true, quotaPerMinute } });
    await create({});
    const reply = await post("/v1/people:createContact", {});
    expect([reply.status, reply.body]).toEqual([
      429,
      exceeded(
        "Critical write requests (contact writes)",
        "critical_write_requests",
        "CriticalWritesPerMinutePerProjectPerUser",
      ),
    ]);
  });

  it("charge a batch the same whatever its size, and groups apart from contacts", async () => {
    const running = await emulator({
      switches: { quotas: true, quotaPerMinute: { criticalRead: 12, criticalWrite: 12, read: 2, write: 1 } },
    });
    const contacts = Array.from({ length: 200 }, () => ({ contactPerson: {} }));
    for (let n = 0; n < 2; n++) good(await running.post("/v1/people:batchCreateContacts", { contacts }));
    expect((await running.post("/v1/people:batchCreateContacts", { contacts })).body).toEqual(reads);
    for (let n = 0; n < 2; n++) good(await running.get("/v1/contactGroups"));
    expect((await running.get("/v1/contactGroups")).body).toEqual(
      exceeded("Read requests (contact groups)", "read_requests", "ReadsPerMinutePerProjectPerUser"),
    );
    await running.group("A");
    expect((await running.post("/v1/contactGroups", { contactGroup: { name: "B" } })).status).toBe(429);
    expect(running.calls().at(1)).toMatchObject({ items: 200, cost: { criticalRead: 6, criticalWrite: 6 } });
  });

  it("may charge a batch for every contact in it, by a switch (§14)", async () => {
    const { post } = await emulator({ switches: { quotas: true, batchChargedPerItem: true } });
    const batch = (count: number) =>
      post("/v1/people:batchCreateContacts", { contacts: Array(count).fill({ contactPerson: {} }) });
    good(await batch(90));
    expect((await batch(1)).body).toEqual(reads);
  });

  it("count each account for itself", async () => {
    const running = await emulator({
      switches: { quotas: true, quotaPerMinute: { criticalRead: 1, criticalWrite: 1, read: 1, write: 1 } },
    });
    good(await running.get("/v1/contactGroups"));
    expect((await running.get("/v1/contactGroups")).status).toBe(429);
    const headers = { authorization: `Bearer ${running.tokenFor("second@example.com")}` };
    expect((await running.send("GET", "/v1/contactGroups", undefined, headers)).status).toBe(200);
  });
});

describe("the quotas that last", () => {
  it("limit first pages of full syncs, not the other pages nor syncs (BEHAVIOUR 5.11)", async () => {
    const clock = fixedClock();
    const { list, create } = await emulator({ clock: clock.now, switches: { fullSyncsPerMinute: 1 } });
    await create({});
    await create({});
    const first = good(await list("&pageSize=1&requestSyncToken=true"));
    const { nextSyncToken } = good(await list(`&pageSize=1&requestSyncToken=true&pageToken=${first.nextPageToken}`));
    good(await list(`&syncToken=${nextSyncToken}`));
    expect((await list()).body).toEqual(fbs);
    clock.advance(60_000);
    good(await list());
  });

  it("limit the contacts written in a day (BEHAVIOUR 6.4)", async () => {
    const clock = fixedClock();
    const { post } = await emulator({ clock: clock.now, switches: { writesPerDay: 3 } });
    const batch = (count: number) =>
      post("/v1/people:batchCreateContacts", { contacts: Array(count).fill({ contactPerson: {} }) });
    good(await batch(2));
    expect((await batch(2)).body).toEqual(fbs);
    good(await batch(1));
    clock.advance(60_000);
    expect((await batch(1)).body).toEqual(fbs);
    clock.days(1);
    good(await batch(1));
  });
});
