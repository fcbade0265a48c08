import { describe, expect, it } from "vitest";
import { type Body, emulator, fixedClock, good, invalid, notFound } from "./support.ts";

const outdated: Body = {
  error: {
    code: 409,
    message: "Contact group etag is outdated. Clear the cache and get the latest contact group to set the etag.",
    status: "ABORTED",
  },
};

describe("contact groups (BEHAVIOUR 7)", () => {
  it("begin with the eight system groups, without etag and metadata (BEHAVIOUR 7.1, 7.3)", async () => {
    const { get, create } = await emulator();
    const { contactGroups, totalItems, nextSyncToken } = good(await get("/v1/contactGroups"));
    expect(contactGroups.map((group: Body) => [group.name, group.formattedName])).toEqual([
      ["starred", "Starred"],
      ["friends", "Friends"],
      ["family", "Family"],
      ["coworkers", "Coworkers"],
      ["myContacts", "My Contacts"],
      ["chatBuddies", "Chat contacts"],
      ["all", "All Contacts"],
      ["blocked", "Blocked"],
    ]);
    expect(totalItems).toBe(8);
    expect(nextSyncToken).toBeTypeOf("string");
    await create({});
    expect(JSON.stringify(good(await get("/v1/contactGroups/myContacts")))).toBe(
      '{"resourceName":"contactGroups/myContacts","groupType":"SYSTEM_CONTACT_GROUP","name":"myContacts","formattedName":"My Contacts","memberCount":1}',
    );
  });

  it("of the user are as recorded, and a create shows no count (BEHAVIOUR 3.1, 3.2, 7.4)", async () => {
    const { post, get } = await emulator();
    const made = good(await post("/v1/contactGroups", { contactGroup: { name: "Virgie Wisozk" } }));
    expect(made).toEqual({
      resourceName: expect.stringMatching(/^contactGroups\/[0-9a-f]{15,16}$/),
      etag: expect.stringMatching(/^[A-Za-z0-9+/]{11}=$/),
      metadata: { updateTime: "2026-11-23T12:00:00.000000Z" },
      groupType: "USER_CONTACT_GROUP",
      name: "Virgie Wisozk",
      formattedName: "Virgie Wisozk",
    });
    expect(good(await get(`/v1/${made.resourceName}`))).toEqual(made);
    expect((await get("/v1/contactGroups/77")).body).toEqual(notFound);
    const counted = { contactGroup: { name: "B" }, readGroupFields: "name,memberCount" };
    // BEHAVIOUR 1.28
    expect((await post("/v1/contactGroups", counted)).body).toEqual(
      invalid('Invalid readGroupFields mask path: "member_count".'),
    );
  });

  it("list thirty at a time by default, walk by page tokens (BEHAVIOUR 1.24)", async () => {
    const { get, group } = await emulator();
    for (let n = 0; n < 33; n++) await group(`Label ${n}`);
    const seen: string[] = [];
    let token = "";
    const sizes: number[] = [];
    do {
      const page = good(await get(`/v1/contactGroups?${token ? `pageToken=${token}` : ""}`));
      sizes.push(page.contactGroups.length);
      expect(page.totalItems).toBe(41);
      seen.push(...page.contactGroups.map((item: Body) => item.name));
      token = page.nextPageToken;
    } while (token);
    expect(sizes).toEqual([30, 11]);
    expect(new Set(seen).size).toBe(41);
    const small = good(await get("/v1/contactGroups?pageSize=3"));
    const next = good(await get(`/v1/contactGroups?pageSize=3&pageToken=${small.nextPageToken}`));
    expect(next.contactGroups.map((item: Body) => item.name)).toEqual(["coworkers", "myContacts", "chatBuddies"]);
  });

  it("show members only to get and batchGet, and only as many as asked for (BEHAVIOUR 1.24, 1.26)", async () => {
    const { get, group, create, modify } = await emulator();
    const { resourceName } = await group("A");
    const resourceNamesToAdd = [(await create({})).resourceName, (await create({})).resourceName];
    good(await modify(resourceName, { resourceNamesToAdd }));
    const shown = { memberCount: 2, memberResourceNames: resourceNamesToAdd.slice(0, 1) };
    expect(good(await get(`/v1/${resourceName}`))).not.toHaveProperty("memberResourceNames");
    expect(good(await get(`/v1/${resourceName}?maxMembers=1`))).toMatchObject(shown);
    const batch = `/v1/contactGroups:batchGet?resourceNames=${resourceName}`;
    expect(good(await get(batch)).responses[0].contactGroup).not.toHaveProperty("memberResourceNames");
    expect(good(await get(`${batch}&maxMembers=1`)).responses[0].contactGroup).toMatchObject(shown);
    expect(JSON.stringify(good(await get("/v1/contactGroups")))).not.toContain("memberResourceNames");
    expect((await get("/v1/contactGroups?maxMembers=1")).status).toBe(400);
  });

  it("batchGet gives each name its own fate", async () => {
    const { get, group } = await emulator();
    const { resourceName } = await group("A");
    const { responses } = good(
      await get(`/v1/contactGroups:batchGet?resourceNames=${resourceName}&resourceNames=contactGroups/9`),
    );
    expect(responses[0]).toMatchObject({
      requestedResourceName: resourceName,
      contactGroup: { name: "A" },
      status: {},
    });
    expect(responses[1]).toEqual({
      requestedResourceName: "contactGroups/9",
      status: { code: 5, message: "Requested entity was not found." },
    });
  });

  it("have unique names: 409 on create and rename, case by a switch (BEHAVIOUR 7.5)", async () => {
    const { post, put, group, setSwitches } = await emulator();
    const first = await group("Clients");
    const other = await group("clients");
    const taken = { error: { code: 409, message: "Contact group name already exists.", status: "ALREADY_EXISTS" } };
    expect((await post("/v1/contactGroups", { contactGroup: { name: "Clients" } })).body).toEqual(taken);
    expect(
      (await put(`/v1/${other.resourceName}`, { contactGroup: { name: "Clients", etag: other.etag } })).body,
    ).toEqual(taken);
    good(await put(`/v1/${first.resourceName}`, { contactGroup: { name: "Clients", etag: first.etag } }));
    setSwitches({ groupNames: "caseless" });
    expect((await post("/v1/contactGroups", { contactGroup: { name: "CLIENTS" } })).status).toBe(409);
    expect((await post("/v1/contactGroups", { contactGroup: {} })).status).toBe(400);
  });

  it("update by PUT with the etag; stale and missing ones are 409 ABORTED (BEHAVIOUR 1.29, 7.6)", async () => {
    const { put, group } = await emulator();
    const made = await group("Old");
    const path = `/v1/${made.resourceName}`;
    const renamed = good(await put(path, { contactGroup: { name: "New", etag: made.etag } }));
    expect(renamed).toMatchObject({ name: "New", formattedName: "New" });
    expect(renamed.etag).not.toBe(made.etag);
    const staleReply = await put(path, { contactGroup: { name: "Newer", etag: made.etag } });
    expect(staleReply.status).toBe(409);
    expect(staleReply.body).toEqual(outdated);
    expect((await put(path, { contactGroup: { name: "Newer" } })).body).toEqual(outdated);
    expect((await put("/v1/contactGroups/myContacts", { contactGroup: { name: "x", etag: "" } })).status).toBe(400);
    expect((await put("/v1/contactGroups/9", { contactGroup: { name: "x", etag: "" } })).body).toEqual(notFound);
  });

  it("carry clientData, shown only when asked for and written only when named (BEHAVIOUR 1.25, 1.29)", async () => {
    const { post, put, get } = await emulator();
    const clientData = [{ key: "role", value: "new" }];
    const made = good(await post("/v1/contactGroups", { contactGroup: { name: "A", clientData } }));
    expect(made).not.toHaveProperty("clientData");
    const path = `/v1/${made.resourceName}`;
    expect(good(await get(`${path}?groupFields=clientData`))).toEqual({
      resourceName: made.resourceName,
      etag: made.etag,
      clientData,
    });
    const renamed = good(
      await put(path, { contactGroup: { name: "B", etag: made.etag, clientData: [] }, readGroupFields: "clientData" }),
    );
    expect(renamed.clientData).toEqual(clientData);
    const cleared = await put(path, {
      contactGroup: { etag: renamed.etag },
      updateGroupFields: "clientData",
      readGroupFields: "name,clientData",
    });
    expect(good(cleared)).toMatchObject({ name: "B" });
    expect(cleared.body).not.toHaveProperty("clientData");
    expect((await put(path, { contactGroup: { etag: "x" }, updateGroupFields: "memberCount" })).body).toEqual(
      invalid('Invalid updateGroupFields mask path: "member_count".'),
    );
  });

  it("tell a sync what changed, with tombstones, on every page a token (BEHAVIOUR 5.6)", async () => {
    const { get, put, group, remove } = await emulator();
    const [a, b] = [await group("A"), await group("B")];
    const { nextSyncToken } = good(await get("/v1/contactGroups?pageSize=1"));
    expect(good(await get(`/v1/contactGroups?pageSize=30&syncToken=${nextSyncToken}`))).toEqual({
      nextSyncToken: expect.any(String),
    });
    good(await put(`/v1/${a.resourceName}`, { contactGroup: { name: "A2", etag: a.etag } }));
    good(await remove(`/v1/${b.resourceName}`));
    const changed = good(await get(`/v1/contactGroups?syncToken=${nextSyncToken}`));
    expect(changed.contactGroups).toMatchObject([
      { name: "A2" },
      { resourceName: b.resourceName, metadata: { deleted: true } },
    ]);
    expect(changed.contactGroups[1]).not.toHaveProperty("name");
    expect(good(await get(`/v1/contactGroups?syncToken=${changed.nextSyncToken}`))).not.toHaveProperty("contactGroups");
  });

  it("have tokens that expire like those of contacts", async () => {
    const clock = fixedClock();
    const { get } = await emulator({ clock: clock.now });
    const { nextSyncToken } = good(await get("/v1/contactGroups"));
    clock.days(8);
    expect((await get(`/v1/contactGroups?syncToken=${nextSyncToken}`)).body.error.message).toBe(
      "Sync token is expired. Clear local cache and retry call without the sync token.",
    );
  });

  it("that are deleted leave their contacts, or take them along (BEHAVIOUR 1.30, 4.15)", async () => {
    const { group, create, modify, remove, read, get } = await emulator();
    const [keep, drop] = [await group("Keep"), await group("Drop")];
    const [first, second] = [await create({}), await create({})];
    await modify(keep.resourceName, { resourceNamesToAdd: [first.resourceName] });
    await modify(drop.resourceName, { resourceNamesToAdd: [second.resourceName] });
    expect(good(await remove(`/v1/${keep.resourceName}`))).toEqual({});
    expect(groupsIn(await read(first.resourceName))).toEqual(["contactGroups/myContacts"]);
    good(await remove(`/v1/${drop.resourceName}?deleteContacts=true`));
    expect((await get(`/v1/${second.resourceName}?personFields=names`)).body).toEqual(notFound);
    expect((await remove(`/v1/${drop.resourceName}`)).body).toEqual(notFound);
    expect((await remove("/v1/contactGroups/starred")).status).toBe(400);
  });
});

describe("members.modify", () => {
  it("adds and removes; repeating either is no error", async () => {
    const { group, create, modify, get, read } = await emulator();
    const { resourceName } = await group("A");
    const { resourceName: person } = await create({});
    for (let n = 0; n < 2; n++) expect(good(await modify(resourceName, { resourceNamesToAdd: [person] }))).toEqual({});
    expect(good(await get(`/v1/${resourceName}`)).memberCount).toBe(1);
    expect(groupsIn(await read(person))).toEqual([resourceName, "contactGroups/myContacts"]);
    for (let n = 0; n < 2; n++)
      expect(good(await modify(resourceName, { resourceNamesToRemove: [person] }))).toEqual({});
    expect(good(await get(`/v1/${resourceName}`))).not.toHaveProperty("memberCount");
  });

  it("answers 200 with the names it does not know and those that would be in no group (BEHAVIOUR 1.31, 4.8)", async () => {
    const { group, create, modify, read } = await emulator();
    const { resourceName } = await group("A");
    const { resourceName: person } = await create({});
    expect(good(await modify(resourceName, { resourceNamesToAdd: ["people/c5", person, "rubbish"] }))).toEqual({
      notFoundResourceNames: ["people/c5", "rubbish"],
    });
    expect(good(await modify("contactGroups/myContacts", { resourceNamesToRemove: [person] }))).toEqual({});
    expect(groupsIn(await read(person))).toEqual([resourceName]);
    expect(good(await modify(resourceName, { resourceNamesToRemove: [person] }))).toEqual({
      canNotRemoveLastContactGroupResourceNames: [person],
    });
    expect(groupsIn(await read(person))).toEqual([resourceName]);
  });

  it("adds to starred and myContacts, to no retired group, and to none that is not there (BEHAVIOUR 7.2)", async () => {
    const { create, modify } = await emulator();
    const { resourceName } = await create({});
    good(await modify("contactGroups/starred", { resourceNamesToAdd: [resourceName] }));
    for (const retired of ["friends", "family", "coworkers", "all", "chatBuddies", "blocked"]) {
      expect((await modify(`contactGroups/${retired}`, { resourceNamesToAdd: [resourceName] })).status).toBe(400);
      expect(good(await modify(`contactGroups/${retired}`, { resourceNamesToRemove: [resourceName] }))).toEqual({});
    }
    expect((await modify("contactGroups/77", { resourceNamesToAdd: [resourceName] })).body).toEqual(notFound);
  });

  it.each([true, false])("touches the contact (etag, delta) when the switch says %s (§14)", async (touches) => {
    const switches = { labelChangesTouchContacts: touches, groupDeletionTouchesContacts: touches };
    const { create, modify, group, read, list, remove } = await emulator({ switches });
    const { resourceName } = await group("A");
    const made = await create({});
    const { nextSyncToken } = good(await list("&requestSyncToken=true"));
    const changes = async () => good(await list(`&syncToken=${nextSyncToken}`)).connections?.length ?? 0;
    good(await modify(resourceName, { resourceNamesToAdd: [made.resourceName] }));
    const after = await read(made.resourceName);
    expect(after.metadata.sources[0].etag === made.metadata.sources[0].etag).toBe(!touches);
    expect(groupsIn(after)).toContain(resourceName);
    expect(await changes()).toBe(touches ? 1 : 0);
    good(await remove(`/v1/${resourceName}`));
    expect(await changes()).toBe(touches ? 1 : 0);
    expect(groupsIn(good(await list()).connections[0])).toEqual(["contactGroups/myContacts"]);
  });
});

function groupsIn(person: Body): string[] {
  return person.memberships.map((item: Body) => item.contactGroupMembership.contactGroupResourceName);
}
