import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "../../src/lib/errors.ts";
import type { ContactsAccount } from "../../src/ports.ts";
import { failureOf, open, person } from "./bare-account.ts";

describe("what is asked of Google", () => {
  type Asked = {
    method: string;
    path: string;
    query: URLSearchParams;
    body: Record<string, unknown>;
    headers: IncomingMessage["headers"];
  };
  let server: Server;
  let asked: Asked[];
  let answers: unknown[];
  let account: ContactsAccount;
  const cutOff = Symbol("a body that ends before its length");

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const text = Buffer.concat(chunks).toString();
    asked.push({
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      body: text ? JSON.parse(text) : {},
      headers: request.headers,
    });
    response.setHeader("content-type", "application/json");
    if (answers[0] === cutOff) {
      answers.shift();
      response.setHeader("content-length", 1_000);
      response.write('{"createdPeople": [{"person": {"resourceName": "people/c1"}}]', () => response.destroy());
      return;
    }
    response.end(JSON.stringify(answers.shift() ?? {}));
  }

  beforeEach(async () => {
    asked = [];
    answers = [];
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    account = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("pages of a list differ in the page token alone, and so does a delta but for its sync token", async () => {
    answers = [
      { connections: [person("c1")], nextPageToken: "p2", nextSyncToken: "too early" },
      { nextSyncToken: "s1" },
      { nextSyncToken: "s2" },
    ];
    const tokens: (string | null)[] = [];
    for (const token of [null, "s1"]) for await (const page of account.listPeople(token)) tokens.push(page.syncToken);
    expect(tokens).toEqual([null, "s1", "s2"]);
    const [first, second, delta] = asked.map(({ query }) => query);
    expect(first?.getAll("sources")).toEqual(["READ_SOURCE_TYPE_CONTACT"]);
    expect(first?.get("pageSize")).toBe("1000");
    expect(first?.get("requestSyncToken")).toBe("true");
    expect(second?.get("pageToken")).toBe("p2");
    expect(delta?.get("syncToken")).toBe("s1");
    const rest = (query?: URLSearchParams) =>
      [...(query ?? [])].filter(([key]) => key !== "pageToken" && key !== "syncToken").toSorted();
    expect(rest(second)).toEqual(rest(first));
    expect(rest(delta)).toEqual(rest(first));
  });

  it("the mask holds all 24 fields that can be written, and metadata", async () => {
    answers = [{ nextSyncToken: "s1" }];
    for await (const _ of account.listPeople(null));
    const mask = asked[0]?.query.get("personFields")?.split(",") ?? [];
    expect(mask).toHaveLength(25);
    expect(mask).toEqual(
      expect.arrayContaining(["memberships", "clientData", "metadata", "userDefined", "biographies"]),
    );
    expect(mask).not.toContain("photos");
  });

  it("an update names its fields once, sends the etag, and nothing that is not named", async () => {
    answers = [{ updateResult: { "people/c1": { person: person("c1") } } }];
    const edited = {
      ...person("c1"),
      biographies: [{ value: "note" }],
      phoneNumbers: [{ value: "1" }],
      names: [{ givenName: "Not named" }],
    };
    await account.updatePeople([edited], ["phoneNumbers", "biographies"]);
    expect(asked[0]).toMatchObject({ method: "POST", path: "/v1/people:batchUpdateContacts" });
    expect(asked[0]?.body).toMatchObject({
      updateMask: "biographies,phoneNumbers",
      contacts: {
        "people/c1": {
          resourceName: "people/c1",
          etag: "%c1",
          biographies: [{ value: "note" }],
          phoneNumbers: [{ value: "1" }],
        },
      },
    });
    expect(JSON.stringify(asked[0]?.body.contacts)).not.toContain("Not named");
  });

  it("a name is sent in its parts, without the whole that Google made of them before", async () => {
    answers = [{ updateResult: {} }, { createdPeople: [] }];
    const derived = { displayName: "Ani G", displayNameLastFirst: "G, Ani", unstructuredName: "Ani G" };
    const edited = { ...person("c1"), names: [{ ...derived, givenName: "Anahit", familyName: "G" }] };
    await account.updatePeople([edited], ["names"]);
    expect(asked[0]?.body.contacts).toMatchObject({
      "people/c1": { names: [{ givenName: "Anahit", familyName: "G" }] },
    });
    await account.createPeople([edited, { names: [{ unstructuredName: "Nor Tun", displayName: "Nor Tun" }] }]);
    expect(asked[1]?.body.contacts).toEqual([
      { contactPerson: { names: [{ givenName: "Anahit", familyName: "G" }] } },
      { contactPerson: { names: [{ unstructuredName: "Nor Tun" }] } },
    ]);
    expect(JSON.stringify(asked[0]?.body)).not.toContain("Ani G");
  });

  it("a create leaves identity, derived data and retired groups behind", async () => {
    answers = [{ createdPeople: [{ person: person("c9") }] }];
    await account.createPeople([
      {
        ...person("c1"),
        metadata: { sources: [{ type: "CONTACT", id: "1", etag: "#x" }] },
        photos: [{ url: "https://example.com/p" }],
        names: [{ metadata: { primary: true, source: { type: "CONTACT", id: "1" } }, givenName: "Ani" }],
        emailAddresses: [{ metadata: { primary: true, sourcePrimary: true }, value: "ani@example.am" }],
        organizations: [{ name: "Nor Tun", startDate: { year: 2020 } }],
        memberships: ["myContacts", "family", "50ea5f3188536092"].map((group) => ({
          contactGroupMembership: { contactGroupId: group, contactGroupResourceName: `contactGroups/${group}` },
        })),
      },
    ]);
    expect(asked[0]?.body.contacts).toEqual([
      {
        contactPerson: {
          names: [{ givenName: "Ani" }],
          emailAddresses: [{ metadata: { sourcePrimary: true }, value: "ani@example.am" }],
          organizations: [{ name: "Nor Tun" }],
          memberships: ["myContacts", "50ea5f3188536092"].map((group) => ({
            contactGroupMembership: { contactGroupResourceName: `contactGroups/${group}` },
          })),
        },
      },
    ]);
  });

  it("every call asks for an answer without blanks", async () => {
    answers = [{ nextSyncToken: "s1" }, { contactGroups: [] }, {}];
    for await (const _ of account.listPeople(null));
    await account.listLabels();
    await account.modifyMembers("contactGroups/1a", ["people/c1"], []);
    expect(asked.map(({ query }) => query.get("prettyPrint"))).toEqual(["false", "false", "false"]);
  });

  it("the token goes into the header, never into the address", async () => {
    answers = [{ contactGroups: [] }];
    await account.listLabels();
    expect(asked[0]?.headers.authorization).toBe("Bearer ya29.test");
    expect(asked[0]?.query.toString()).not.toContain("ya29");
  });

  it("an organization with dates is refused before it is sent, the others go", async () => {
    answers = [{ updateResult: { "people/c2": { person: person("c2") } } }];
    const dated = { ...person("c1"), organizations: [{ name: "A", endDate: { year: 2020 } }] };
    const results = await account.updatePeople(
      [dated, { ...person("c2"), organizations: [{ name: "B" }] }],
      ["organizations"],
    );
    expect(results.map(({ ok }) => ok)).toEqual([false, true]);
    expect(Object.keys(asked[0]?.body.contacts as object)).toEqual(["people/c2"]);
    expect((await account.updatePeople([dated], ["biographies"]))[0]?.ok).toBe(false);
  });

  it.each([
    ["a list that ends without its sync token", [{ connections: [person("c1")] }]],
    ["a list that goes round in a ring", [{ nextPageToken: "p" }, { nextPageToken: "p" }, { nextSyncToken: "s" }]],
    ["connections that are no list", [{ connections: {}, nextSyncToken: "s" }]],
    ["a contact without a name of its own", [{ connections: [{ etag: "%" }], nextSyncToken: "s" }]],
  ])("%s is never taken for a whole one", async (_, given) => {
    answers = given;
    const seen: unknown[] = [];
    const error = await failureOf(
      (async () => {
        for await (const page of account.listPeople(null)) seen.push(page.syncToken);
      })(),
    );
    expect(isAppError(error, "unavailable")).toBe(true);
    expect(seen.every((token) => token === null)).toBe(true);
  });

  it("a batch that leaves out a contact leaves its fate open", async () => {
    answers = [
      { updateResult: { "people/c1": { person: person("c1") } } },
      { createdPeople: [{ person: person("c5") }] },
    ];
    const updated = await account.updatePeople([person("c1"), person("c2")], ["biographies"]);
    expect(updated.map((result) => (result.ok ? "ok" : result.error.code))).toEqual(["ok", "unavailable"]);
    const created = await account.createPeople([{}, {}]);
    expect(created.map((result) => (result.ok ? "ok" : result.error.code))).toEqual(["unavailable", "unavailable"]);
    answers = [{ responses: [{ requestedResourceName: "people/c1", person: person("c1") }] }];
    expect(isAppError(await failureOf(account.getPeople(["people/c1", "people/c2"])), "unavailable")).toBe(true);
  });

  it("creates that are answered in another order are known by the mark that was sent", async () => {
    const marked = (key: string) => ({ clientData: [{ key: "clientcard.key", value: key }] });
    const answerFor = (key: string, name: string) => ({ person: { ...person(name), ...marked(key) } });
    answers = [{ createdPeople: [answerFor("b", "c2"), answerFor("c", "c3"), answerFor("a", "c1")] }];
    const results = await account.createPeople(["a", "b", "c"].map(marked));
    expect(results.map((result) => result.ok && result.person.resourceName)).toEqual([
      "people/c1",
      "people/c2",
      "people/c3",
    ]);
  });

  it("a connection that ends within the answer: a read is asked again, a write is not", async () => {
    answers = [cutOff, { contactGroups: [] }];
    await expect(account.listLabels()).resolves.toEqual([]);
    expect(account.calls()).toEqual({ "contactGroups.list": 2 });
    answers = [cutOff];
    expect(isAppError(await failureOf(account.createPeople([{}])), "unavailable")).toBe(true);
    expect(account.calls()["people.batchCreateContacts"]).toBe(1);
  });

  it("each item of a batch is judged by its own status", async () => {
    const status = (code: number, message = "") => ({ status: { code, message } });
    answers = [
      {
        updateResult: {
          "people/c1": { ...status(0), person: person("c1") },
          "people/c2": status(5),
          "people/c3": status(
            9,
            "Request person.etag is different than the current person.etag. Clear local cache and get the latest person.",
          ),
          "people/c4": status(14),
          "people/c5": { httpStatusCode: 404 },
          "people/c6": status(3, "bad value"),
        },
      },
    ];
    const results = await account.updatePeople(["c1", "c2", "c3", "c4", "c5", "c6"].map(person), ["biographies"]);
    expect(results.map((result) => (result.ok ? "ok" : result.error.code))).toEqual([
      "ok",
      "not-found",
      "stale-etag",
      "unavailable",
      "not-found",
      "account",
    ]);
  });
});
