import { describe, expect, it } from "vitest";
import { allMethods, misfits, responseSchema } from "./schema.ts";
import { emulator, good, invalid } from "./support.ts";

const violation = (field: string | null, description: string) => ({
  error: {
    code: 400,
    message: description,
    status: "INVALID_ARGUMENT",
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        fieldViolations: [field === null ? { description } : { field, description }],
      },
    ],
  },
});
const readPage = "Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/get.";
const updatePage =
  "Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/updateContact.";

it("the check of answers against the discovery document sees planted mistakes", () => {
  expect(responseSchema("GET", "/v1/people/me/connections")).toBe("ListConnectionsResponse");
  expect(responseSchema("PATCH", "/v1/people/c1:updateContact")).toBe("Person");
  const planted = {
    names: [{ givenname: "x" }],
    photos: [],
    etag: 1,
    metadata: { sources: [{ type: "C", updateTime: "now" }] },
  };
  expect(misfits(planted, "Person")).toEqual([
    "Person.names[0].givenname: unknown",
    "Person.photos: no filled list",
    "Person.etag: number",
    "Person.metadata.sources[0].type: C",
    "Person.metadata.sources[0].updateTime: no time",
  ]);
});

describe("an URL (BEHAVIOUR 1)", () => {
  it("that does not exist answers Google's page, with the path escaped (BEHAVIOUR 1.37)", async () => {
    const { get, post } = await emulator();
    const reply = await get("/v1/bananas?x=<b>");
    expect(reply.status).toBe(404);
    expect(reply.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    expect(reply.text).toContain("Error 404 (Not Found)!!1");
    expect(reply.text).toContain("The requested URL <code>/v1/bananas</code> was not found");
    expect((await post("/v1/people/me:createContact", {})).status).toBe(404);
    expect((await get("/v1/people:createContact")).status).toBe(404);
    const cross = await get("/v1/%3Cscript%3E%22");
    expect(cross.status).toBe(404);
    expect(cross.text).not.toContain("<script>");
    expect((await get("/v1/%E0%A4%A")).status).toBe(404);
  });

  it("of every method in the discovery document is known: it answers JSON, never the page", async () => {
    const { send } = await emulator();
    expect(allMethods.length).toBe(24);
    for (const method of allMethods) {
      const path = method.flatPath.replace("{peopleId}", "c1").replace(/\{[^}]+\}/g, "x1");
      const reply = await send(method.httpMethod, `/${path}`, method.httpMethod === "GET" ? undefined : {});
      expect(reply.headers.get("content-type"), path).toContain("application/json");
      expect(reply.status, path).not.toBe(500);
    }
  });

  it("of the discovery document leads to this server", async () => {
    const { url, get } = await emulator();
    for (const path of ["/$discovery/rest?version=v1", "/discovery/v1/apis/people/v1/rest"]) {
      const { body } = await get(path);
      expect(body).toMatchObject({ id: "people:v1", rootUrl: `${url}/`, baseUrl: `${url}/`, revision: "20251117" });
      expect(Object.keys(body.schemas).length).toBeGreaterThan(60);
    }
  });

  it("answers with the headers that were recorded, and no ETag (BEHAVIOUR 1.38)", async () => {
    const { get } = await emulator();
    const { headers } = await get("/v1/contactGroups");
    expect(headers.get("content-type")).toBe("application/json; charset=UTF-8");
    expect(headers.get("server")).toBe("ESF");
    expect(headers.get("cache-control")).toBe("private");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("SAMEORIGIN");
    expect(headers.get("x-xss-protection")).toBe("0");
    expect(headers.get("vary")).toBe("X-Origin, Referer, Origin,Accept-Encoding");
    expect(headers.get("etag")).toBeNull();
  });

  it("prints its JSON in lines unless asked not to", async () => {
    const { get } = await emulator();
    expect((await get("/v1/contactGroups")).text).toContain('\n  "contactGroups": [');
    expect((await get("/v1/contactGroups?prettyPrint=false")).text.trim()).not.toContain("\n");
  });
});

describe("a mask (BEHAVIOUR 2)", () => {
  it.each([
    ["/v1/people/c1", `personFields mask is required. Please specify one or more valid paths. ${readPage}`],
    ["/v1/people/me/connections", `personFields mask is required. Please specify one or more valid paths. ${readPage}`],
    ["/v1/people/c1?personFields=metadfafads", `Invalid personFields mask path: "metadfafads". ${readPage}`],
    ["/v1/people/c1?personFields=names,etag", `Invalid personFields mask path: "etag". ${readPage}`],
    ["/v1/people/c1?personFields=fileAses", `Invalid personFields mask path: "file_ases". ${readPage}`],
    ["/v1/contactGroups?groupFields=formattedName", 'Invalid groupFields mask path: "formatted_name".'],
    ["/v1/people/me/connections?personFields=names&pageSize=1001", "Page size must be less than or equal to 1000."],
    ["/v1/contactGroups?pageSize=1001", "Page size must be less than or equal to 1000."],
    ["/v1/people/cx?personFields=names", "Invalid resource name"],
    ["/v1/people/c99999999999999999999?personFields=names", "Invalid resource name"],
  ])("%s is refused (BEHAVIOUR 2.3, 2.4, 2.7, 2.8, 2.11)", async (path, message) => {
    const { get } = await emulator();
    const reply = await get(path);
    expect(reply.status).toBe(400);
    expect(reply.body).toEqual(invalid(message));
  });

  it("of an update is required, and takes only what can be written (BEHAVIOUR 2.2, 2.6)", async () => {
    const { create, patch } = await emulator();
    const { resourceName, etag } = await create({});
    const path = `/v1/${resourceName}:updateContact`;
    expect((await patch(path, { etag })).body).toEqual(
      invalid(`updatePersonFields mask is required. Please specify one or more valid paths. ${updatePage}`),
    );
    for (const name of ["photos", "notes", "metadata", "skills", "ageRanges", "coverPhotos"]) {
      const echo = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const { body } = await patch(`${path}?updatePersonFields=${name}`, { etag });
      expect(body).toEqual(invalid(`Invalid updatePersonFields mask path: "${echo}". ${updatePage}`));
    }
  });

  it("that is none at all names the field twice (BEHAVIOUR 2.9)", async () => {
    const { create, patch } = await emulator();
    const { resourceName, etag } = await create({});
    const mask = encodeURIComponent("['names']");
    const { body } = await patch(`/v1/${resourceName}:updateContact?updatePersonFields=${mask}`, { etag });
    expect(body).toEqual(
      violation(
        "update_person_fields",
        "Invalid value at 'update_person_fields' (type.googleapis.com/google.protobuf.FieldMask), Field 'update_person_fields', " +
          "Invalid FieldMask '['names']'. Map keys should be represented as [\"some_key\"].",
      ),
    );
  });

  it("may be spelled as requestMask.includeField or in snake case (BEHAVIOUR 1.3)", async () => {
    const { create, get } = await emulator();
    const { resourceName } = await create({ phoneNumbers: [{ value: "091 123456" }] });
    for (const query of ["requestMask.includeField=person.phoneNumbers", "person_fields=phone_numbers"]) {
      const { phoneNumbers } = good(await get(`/v1/${resourceName}?${query}`));
      expect(phoneNumbers[0].canonicalForm).toBe("+37491123456");
    }
  });
});

describe("a request that does not fit the proto (BEHAVIOUR 2)", () => {
  it("names an unknown query parameter", async () => {
    const { get } = await emulator();
    const { body } = await get("/v1/contactGroups?colour=red");
    expect(body).toEqual(
      violation(
        null,
        'Invalid JSON payload received. Unknown name "colour": Cannot bind query parameter. ' +
          "Field 'colour' could not be found in request message.",
      ),
    );
  });

  it("names a bad enum value, as of a list joined by commas (BEHAVIOUR 2.10)", async () => {
    const { get } = await emulator();
    const sources = "READ_SOURCE_TYPE_CONTACT,READ_SOURCE_TYPE_PROFILE";
    const { body } = await get(`/v1/people/me/connections?personFields=names&sources=${sources}`);
    expect(body).toEqual(
      violation(
        "sources",
        `Invalid value at 'sources' (type.googleapis.com/google.people.v1.ReadSourceType), "${sources}"`,
      ),
    );
  });

  it.each([
    ["pageSize=ten", "Invalid value at 'page_size' (TYPE_INT32), \"ten\"", "page_size"],
    ["requestSyncToken=yes", "Invalid value at 'request_sync_token' (TYPE_BOOL), \"yes\"", "request_sync_token"],
    [
      "sortOrder=UP",
      "Invalid value at 'sort_order' (type.googleapis.com/google.people.v1.SortOrder), \"UP\"",
      "sort_order",
    ],
  ])("names the type that %s lacks", async (query, message, field) => {
    const { list } = await emulator();
    expect((await list(`&${query}`)).body).toEqual(violation(field, message));
  });

  it("names an unknown member and where it stands", async () => {
    const { post } = await emulator();
    const body = { contacts: [{ contactPerson: { name: "x" } }] };
    expect((await post("/v1/people:batchCreateContacts", body)).body).toEqual(
      violation(
        "contacts[0].contact_person",
        "Invalid JSON payload received. Unknown name \"name\" at 'contacts[0].contact_person': Cannot find field.",
      ),
    );
    expect((await post("/v1/people:batchCreateContacts", { people: [] })).body.error.message).toBe(
      'Invalid JSON payload received. Unknown name "people": Cannot find field.',
    );
    expect(
      (await post("/v1/people:createContact", { __proto__x: 1, constructor: 2 })).body.error.details[0].fieldViolations,
    ).toHaveLength(2);
  });

  it("tells a list from a map and one value from several (BEHAVIOUR 2.12)", async () => {
    const { post, list } = await emulator();
    const asList = await post("/v1/people:batchUpdateContacts", {
      contacts: [],
      updateMask: "names",
      readMask: "names",
    });
    expect(asList.body.error.message).toContain("Cannot bind a list to map");
    expect((await post("/v1/people:createContact", { names: { givenName: "A" } })).body).toEqual(
      invalid("Request contains an invalid argument."),
    );
    const number = await post("/v1/people:createContact", { phoneNumbers: [{ value: 91123456 }] });
    expect(number.body.error.message).toBe("Invalid value at 'person.phone_numbers[0].value' (TYPE_STRING), 91123456");
    expect((await list()).body.totalItems).toBeUndefined();
  });

  it("is refused when it is no JSON", async () => {
    const { url, token } = await emulator();
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const reply = await fetch(`${url}/v1/people:createContact`, { method: "POST", headers, body: '{"names": [' });
    expect(reply.status).toBe(400);
    expect(((await reply.json()) as { error: { status: string } }).error.status).toBe("INVALID_ARGUMENT");
  });
});

describe("a batch has a limit", () => {
  it.each([
    ["/v1/people:batchCreateContacts", { contacts: Array(201).fill({ contactPerson: {} }), readMask: "names" }],
    [
      "/v1/people:batchUpdateContacts",
      {
        contacts: Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`people/c${n + 1}`, {}])),
        updateMask: "names",
        readMask: "names",
      },
    ],
    ["/v1/people:batchDeleteContacts", { resourceNames: Array(501).fill("people/c1") }],
    ["/v1/contactGroups/starred/members:modify", { resourceNamesToAdd: Array(1001).fill("people/c1") }],
  ])("%s (BEHAVIOUR 1.14, 1.15, 1.16, 1.31)", async (path, body) => {
    const { post } = await emulator();
    const reply = await post(path, body);
    expect(reply.status).toBe(400);
    expect(reply.body.error.message).toMatch(/must be less than or equal to (200|500|1000)\./);
  });

  it("of 200 names in getBatchGet and in contactGroups.batchGet (BEHAVIOUR 1.10, 1.27)", async () => {
    const { get } = await emulator();
    const names = Array.from({ length: 201 }, (_, n) => `&resourceNames=people/c${n + 1}`).join("");
    expect((await get(`/v1/people:batchGet?personFields=names${names}`)).status).toBe(400);
    expect((await get(`/v1/contactGroups:batchGet?${names}`)).status).toBe(400);
  });
});
