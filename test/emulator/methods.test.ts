import { describe, expect, it } from "vitest";
import { consent } from "./real-clients.ts";
import { allMethods, validPaths } from "./schema.ts";
import { type Body, client, emulator, good, invalid, notFound } from "./support.ts";

const readPage = "https://developers.google.com/people/api/rest/v1/people/get.";

describe("every method", () => {
  it("takes the parameters that all have in common (BEHAVIOUR 1.1)", async () => {
    const { url, get, token } = await emulator();
    const common =
      "alt=json&fields=*&key=k&prettyPrint=true&quotaUser=u&%24.xgafv=2&uploadType=media&upload_protocol=raw";
    expect(good(await get(`/v1/contactGroups?${common}`)).totalItems).toBe(8);
    for (const name of ["access_token", "oauth_token"]) {
      const reply = await fetch(`${url}/v1/contactGroups?${name}=${token}`);
      expect(reply.status, name).toBe(200);
    }
  });

  it("asks for one of its scopes and for no more (BEHAVIOUR 1.23)", async () => {
    const running = await emulator({ autoApprove: true });
    const all = [...new Set(allMethods.flatMap(({ scopes }) => scopes))];
    expect(all).toHaveLength(12);
    for (const scope of all) {
      const { access_token } = await consent(running, scope);
      const { send } = client(running.url, access_token);
      for (const { id, httpMethod, flatPath, scopes } of allMethods) {
        const path = flatPath.replace("{peopleId}", "c1").replace(/\{[^}]+\}/g, "x1");
        const { status, body } = await send(httpMethod, `/${path}`, httpMethod === "GET" ? undefined : {});
        const refused = status === 403 && body.error.details?.[0].reason === "ACCESS_TOKEN_SCOPE_INSUFFICIENT";
        expect([id, scope, refused]).toEqual([id, scope, !scopes.includes(scope)]);
      }
    }
  });
});

describe("people.get", () => {
  it("takes me, an account's id and the names of contacts (BEHAVIOUR 1.9)", async () => {
    const running = await emulator();
    const me = good(await running.get("/v1/people/me?personFields=names,metadata"));
    expect(me.metadata.sources[0].type).toBe("PROFILE");
    expect(good(await running.get(`/v1/${me.resourceName}?personFields=names,metadata`))).toEqual(me);
    const batch = `/v1/people:batchGet?personFields=names,metadata&resourceNames=people/me`;
    expect(good(await running.get(batch)).responses[0]).toMatchObject({
      requestedResourceName: "people/me",
      person: me,
    });
    const { resourceName } = await running.create({});
    const path = `/v1/${resourceName}?personFields=names`;
    expect(good(await running.get(path)).resourceName).toBe(resourceName);
    // BEHAVIOUR 1.6: of sources that hold no contact it is not there.
    expect((await running.get(`${path}&sources=READ_SOURCE_TYPE_PROFILE`)).body).toEqual(notFound);
    const both = "&sources=READ_SOURCE_TYPE_PROFILE&sources=READ_SOURCE_TYPE_CONTACT";
    expect(good(await running.get(path + both)).resourceName).toBe(resourceName);
  });
});

describe("the masks of the discovery document", () => {
  const reads: [string, string, string][] = [
    ["people.people.get", "personFields", "/v1/people/me"],
    ["people.people.connections.list", "personFields", "/v1/people/me/connections"],
    ["people.people.searchContacts", "readMask", "/v1/people:searchContacts"],
    ["people.otherContacts.search", "readMask", "/v1/otherContacts:search"],
    ["people.contactGroups.list", "groupFields", "/v1/contactGroups"],
  ];

  it.each(reads)("%s takes each path of %s and none beside them (BEHAVIOUR 2.1, 2.7)", async (id, parameter, path) => {
    const { get } = await emulator();
    const valid = validPaths(id, parameter);
    for (const name of valid) good(await get(`${path}?${parameter}=${name}`));
    good(await get(`${path}?${parameter}=${valid.join(",")}`));
    expect((await get(`${path}?${parameter}=${valid[0]},nonsense`)).status).toBe(400);
  });

  it("hold 29 paths to read and 24 to write, and an update takes each of them (BEHAVIOUR 2.1, 2.2)", async () => {
    const { create, update } = await emulator();
    const read = validPaths("people.people.get", "personFields");
    const written = validPaths("people.people.updateContact", "updatePersonFields");
    expect([read.length, written.length]).toEqual([29, 24]);
    let person = await create({ names: [{ givenName: "A" }] });
    for (const path of written) person = good(await update(person, path));
    person = good(await update(person, written.join(",")));
    for (const path of read.filter((name) => !written.includes(name))) {
      expect((await update(person, path)).body.error.message).toMatch(/^Invalid updatePersonFields mask path: /);
    }
    expect((await update(person, "fileAses")).body.error.message).toContain('"file_ases"');
  });

  it("need not be given twice, but must be given (BEHAVIOUR 1.3, 1.10, 1.12, 1.19)", async () => {
    const { get, create, patch } = await emulator();
    const required = (mask: string, page = readPage) =>
      invalid(`${mask} is required. Please specify one or more valid paths. Valid paths are documented at ${page}`);
    expect((await get("/v1/people:batchGet?resourceNames=people/me")).body).toEqual(required("personFields mask"));
    expect((await get("/v1/people:searchContacts?query=")).body).toEqual(required("readMask"));
    const { resourceName, etag } = await create({});
    const page = "https://developers.google.com/people/api/rest/v1/people/updateContact.";
    expect((await patch(`/v1/${resourceName}:updateContact`, { etag })).body).toEqual(
      required("updatePersonFields mask", page),
    );
  });
});

describe("the photo's methods", () => {
  it("read the person back only when a mask is given, in the body of one and the query of the other (BEHAVIOUR 1.17, 1.18)", async () => {
    const { create, send } = await emulator();
    const { resourceName } = await create({});
    const photoBytes = Buffer.from("\x89PNG\r\n\x1a\n!", "latin1").toString("base64");
    const set = (body: Body) => send("PATCH", `/v1/${resourceName}:updateContactPhoto`, { photoBytes, ...body });
    const unset = (query: string) => send("DELETE", `/v1/${resourceName}:deleteContactPhoto${query}`);
    expect(good(await set({}))).toEqual({});
    expect(good(await unset(""))).toEqual({});
    expect(Object.keys(good(await set({ personFields: "photos" })).person)).toEqual(["resourceName", "etag", "photos"]);
    expect(Object.keys(good(await unset("?personFields=names,photos")).person)).toContain("photos");
    expect((await set({ personFields: "nonsense" })).status).toBe(400);
    expect((await unset("?personFields=nonsense")).status).toBe(400);
  });
});

it("deleteContact answers an empty object (BEHAVIOUR 1.13)", async () => {
  const { create, remove } = await emulator();
  const { resourceName } = await create({});
  expect(good(await remove(`/v1/${resourceName}:deleteContact`))).toEqual({});
});
