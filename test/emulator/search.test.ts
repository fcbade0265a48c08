import { describe, expect, it } from "vitest";
import { type Body, emulator, fixedClock, good, invalid } from "./support.ts";

const path = (query: string, more = "&readMask=names") =>
  `/v1/people:searchContacts?query=${encodeURIComponent(query)}${more}`;

describe("searchContacts (BEHAVIOUR 9)", () => {
  it.each([
    ["f", 1],
    ["fo", 1],
    ["foo", 1],
    ["foo n", 1],
    ["nam", 1],
    ["NAME", 1],
    ["oo n", 0],
    ["ockelie", 0],
    ["Bockelie", 1],
    ["jack", 1],
    ["mail", 1],
    ["example.c", 1],
    ["+374 91", 1],
    ["091 12-34", 1],
    ["123456", 1],
    ["23456", 0],
    ["workshop", 1],
    ["secret", 0],
    ["user key", 0],
  ])("finds %j in %i contact (BEHAVIOUR 9.1)", async (query, count) => {
    const { create, get } = await emulator();
    await create({
      names: [{ givenName: "Foo", familyName: "Name" }],
      nicknames: [{ value: "Jack Bockelie" }],
      emailAddresses: [{ value: "mail@example.com" }],
      phoneNumbers: [{ value: "(091) 123456" }, { value: "123456" }],
      organizations: [{ name: "Big Workshop" }],
      biographies: [{ value: "secret" }],
      userDefined: [{ key: "user key", value: "user value" }],
      clientData: [{ key: "secret", value: "secret" }],
    });
    expect(good(await get(path(query))).results?.length ?? 0).toBe(count);
  });

  it("answers ten by default and thirty at most, without a word (BEHAVIOUR 1.19)", async () => {
    const { post, get } = await emulator();
    const contacts = Array.from({ length: 40 }, () => ({ contactPerson: { names: [{ givenName: "Anna" }] } }));
    good(await post("/v1/people:batchCreateContacts", { contacts }));
    const count = async (more: string) => good(await get(path("an", `&readMask=names${more}`))).results.length;
    expect(await count("")).toBe(10);
    expect(await count("&pageSize=5")).toBe(5);
    expect(await count("&pageSize=1000")).toBe(30);
  });

  it("forgets the deleted, shows the changed, needs a mask", async () => {
    const { create, update, remove, get } = await emulator();
    const made = await create({ names: [{ givenName: "Old" }] });
    good(await update({ ...made, names: [{ givenName: "New" }] }, "names"));
    expect(good(await get(path("old"))).results).toBeUndefined();
    expect(good(await get(path("new"))).results).toMatchObject([{ person: { resourceName: made.resourceName } }]);
    good(await remove(`/v1/${made.resourceName}:deleteContact`));
    expect(good(await get(path("new")))).toEqual({});
    const tail =
      "Please specify one or more valid paths. Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get.";
    expect((await get("/v1/people:searchContacts?query=x")).body).toEqual(invalid(`readMask is required. ${tail}`));
  });

  it("may need a warm-up, and lags with the lists, by switches (BEHAVIOUR 9.2)", async () => {
    const clock = fixedClock();
    const { create, get, setSwitches } = await emulator({ clock: clock.now, switches: { searchNeedsWarmUp: true } });
    await create({ names: [{ givenName: "Anna" }] });
    const found = async () => good(await get(path("anna"))).results?.length ?? 0;
    expect(await found()).toBe(0);
    expect(good(await get(path("")))).toEqual({});
    expect(await found()).toBe(1);
    setSwitches({ lagMs: 1000 });
    expect(await found()).toBe(0);
    clock.advance(1000);
    expect(await found()).toBe(1);
  });
});

describe("other contacts (BEHAVIOUR 1)", () => {
  const seed = {
    otherContacts: [
      {
        names: [{ givenName: "Olga" }],
        emailAddresses: [{ value: "olga@example.com" }],
        phoneNumbers: [{ value: "1" }],
      },
      { emailAddresses: [{ value: "plain@example.com" }], biographies: [{ value: "not kept" }] },
    ],
  };
  const list = "/v1/otherContacts?readMask=names,emailAddresses,metadata";

  it("are listed under their own names and source, apart from contacts, and sync (BEHAVIOUR 1.32)", async () => {
    const running = await emulator({ seed });
    const { otherContacts, totalSize, nextSyncToken } = good(await running.get(`${list}&requestSyncToken=true`));
    expect(totalSize).toBe(2);
    const [olga] = otherContacts as [Body];
    expect(olga.resourceName).toMatch(/^otherContacts\/c\d+$/);
    const { type, id } = olga.metadata.sources[0];
    expect([type, BigInt(olga.resourceName.slice(15)).toString(16)]).toEqual(["OTHER_CONTACT", id]);
    expect(good(await running.list())).toEqual({});
    expect(good(await running.get(`${list}&syncToken=${nextSyncToken}`)).otherContacts).toBeUndefined();
    const page = good(await running.get(`${list}&pageSize=1`));
    expect(good(await running.get(`${list}&pageSize=1&pageToken=${page.nextPageToken}`)).otherContacts).toHaveLength(1);
  });

  it("show five fields only, unless profiles are asked for as well (BEHAVIOUR 1.32, 1.33)", async () => {
    const { get } = await emulator({ seed });
    expect((await get("/v1/otherContacts?readMask=biographies")).body.error.message).toMatch(
      /^Invalid readMask mask path: "biographies"\./,
    );
    const sources = "&sources=READ_SOURCE_TYPE_PROFILE";
    expect((await get(`/v1/otherContacts?readMask=names${sources}`)).status).toBe(400);
    good(await get(`/v1/otherContacts?readMask=biographies${sources}&sources=READ_SOURCE_TYPE_CONTACT`));
    expect((await get("/v1/otherContacts")).body.error.message).toMatch(/^readMask is required\./);
  });

  it("are found and copied: names, mails and phones into myContacts (BEHAVIOUR 1.34, 1.35)", async () => {
    const { get, post, list: connections } = await emulator({ seed });
    const { results } = good(await get("/v1/otherContacts:search?query=olga&readMask=names"));
    const { resourceName } = results[0].person;
    const copy = (body: Body, name = resourceName) => post(`/v1/${name}:copyOtherContactToMyContactsGroup`, body);
    const made = good(await copy({ copyMask: "names,emailAddresses" }));
    expect(Object.keys(made)).toEqual(["resourceName", "etag", "metadata", "names", "emailAddresses", "memberships"]);
    expect(made.resourceName).toMatch(/^people\/c/);
    expect(made.memberships[0].contactGroupMembership.contactGroupId).toBe("myContacts");
    expect(good(await connections()).connections[0]).not.toHaveProperty("phoneNumbers");
    expect((await copy({})).status).toBe(400);
    expect((await copy({ copyMask: "biographies" })).status).toBe(400);
    expect((await copy({ copyMask: "names" }, "otherContacts/c7")).status).toBe(404);
    expect((await copy({ copyMask: "names" }, "otherContacts/x")).status).toBe(400);
  });
});

describe("other contacts and those of the user", () => {
  it("are searched apart, at most thirty, by their names, mails and phones (BEHAVIOUR 1.20, 1.34, 9.3)", async () => {
    const otherContacts = Array.from({ length: 35 }, (_, n) => ({
      names: [{ givenName: `Vera${n}` }],
      emailAddresses: [{ value: `mail${n}@example.com` }],
    }));
    const { get, create } = await emulator({ seed: { otherContacts } });
    await create({ names: [{ givenName: "Vera" }], nicknames: [{ value: "Verochka" }] });
    const mine = await get(path("vera"));
    expect(good(mine).results).toHaveLength(1);
    expect(good(await get(path("vera", "&readMask=names&sources=READ_SOURCE_TYPE_PROFILE")))).toEqual({});
    const search = (query: string, more = "") =>
      get(`/v1/otherContacts:search?query=${query}&readMask=names,emailAddresses${more}`);
    expect(good(await search("vera")).results).toHaveLength(10);
    expect(good(await search("vera", "&pageSize=500")).results).toHaveLength(30);
    expect(good(await search("mail7")).results).toHaveLength(1);
    expect(good(await search("verochka"))).toEqual({});
    expect((await get("/v1/otherContacts:search?query=v&readMask=photos")).body.error.message).toMatch(
      /^Invalid readMask mask path: "photos"\./,
    );
    expect((await get("/v1/otherContacts:search?query=v")).body.error.message).toMatch(/^readMask is required\./);
  });

  it("can't be got or written, and say in a sync which of them are gone (BEHAVIOUR 1.36, 5.12)", async () => {
    const person = { names: [{ givenName: "O" }] };
    const running = await emulator({ control: true, seed: { otherContacts: [person, person] } });
    const list = "/v1/otherContacts?readMask=names,metadata";
    const { otherContacts, nextSyncToken } = good(await running.get(`${list}&requestSyncToken=true`));
    const [{ resourceName }] = otherContacts;
    expect((await running.get(`/v1/${resourceName}?readMask=names`)).text).toContain("<!DOCTYPE html>");
    expect((await running.patch(`/v1/${resourceName}:updateContact?updatePersonFields=names`, {})).status).toBe(404);
    expect((await running.remove(`/v1/${resourceName}`)).status).toBe(404);
    good(await running.post("/emulator/remove", { resourceNames: [resourceName] }));
    expect(good(await running.get(`${list}&syncToken=${nextSyncToken}`)).otherContacts).toMatchObject([
      { resourceName, metadata: { deleted: true } },
    ]);
    expect(good(await running.get(list)).totalSize).toBe(1);
  });
});

describe("directory methods on a consumer's account (BEHAVIOUR 11)", () => {
  const sources = "sources=DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT";
  const refused: Body = {
    error: { code: 400, message: "Must be a G Suite domain user", status: "FAILED_PRECONDITION" },
  };

  it("are refused after their masks were checked (BEHAVIOUR 1.21, 2.5)", async () => {
    const { get } = await emulator();
    expect((await get(`/v1/people:listDirectoryPeople?${sources}&readMask=names`)).body).toEqual(refused);
    expect((await get(`/v1/people:searchDirectoryPeople?${sources}&readMask=names&query=x`)).body).toEqual(refused);
    expect((await get(`/v1/people:listDirectoryPeople?${sources}`)).body).toEqual(
      invalid(
        "readMask is required. Please specify one or more valid paths. Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get.",
      ),
    );
    expect((await get("/v1/people:listDirectoryPeople?readMask=names")).status).toBe(400);
  });
});
