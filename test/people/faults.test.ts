import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAppError } from "../../src/lib/errors.ts";
import type { ContactsAccount } from "../../src/ports.ts";
import { failureOf, open, person } from "./bare-account.ts";

describe("faults on the way", () => {
  const root = "http://127.0.0.1:1";
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });
  const readAll = async (account: ContactsAccount) => {
    const pages: unknown[] = [];
    for await (const page of account.listPeople(null)) pages.push(page);
    return pages;
  };

  it("a page of a gateway in the middle of a list is asked for again", async () => {
    nock(root)
      .get("/v1/people/me/connections")
      .query(true)
      .reply(502, "<html><title>502 Bad Gateway</title></html>", { "content-type": "text/html" })
      .get("/v1/people/me/connections")
      .query(true)
      .reply(200, { connections: [person("c1")], nextSyncToken: "s" });
    const account = open(root);
    await expect(readAll(account)).resolves.toHaveLength(1);
    expect(account.calls()).toEqual({ "people.connections.list": 2 });
  });

  it("a body that is cut off is no short list", async () => {
    nock(root)
      .persist()
      .get("/v1/people/me/connections")
      .query(true)
      .reply(200, '{"connections": [{"resourceName": "people/c1"}', {
        "content-type": "application/json",
      });
    expect(isAppError(await failureOf(readAll(open(root))), "unavailable")).toBe(true);
  });

  it("a write whose connection is reset is sent once and its fate left open", async () => {
    const scope = nock(root)
      .post("/v1/people:batchCreateContacts")
      .query(true)
      .replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
    const account = open(root);
    const error = await failureOf(account.createPeople([{ names: [{ givenName: "Ani" }] }]));
    expect(isAppError(error, "unavailable")).toBe(true);
    expect(scope.isDone()).toBe(true);
    expect(account.calls()).toEqual({ "people.batchCreateContacts": 1 });
  });

  it("a delete is not repeated behind our back by the client library", async () => {
    nock(root)
      .delete("/v1/contactGroups/1a")
      .query(true)
      .reply(503, { error: { code: 503, status: "UNAVAILABLE", message: "" } });
    const account = open(root);
    expect(isAppError(await failureOf(account.deleteLabel("contactGroups/1a")), "unavailable")).toBe(true);
    expect(account.calls()).toEqual({ "contactGroups.delete": 1 });
  });

  it("a wrong address is no account without contacts", async () => {
    nock(root)
      .get("/v1/people/me/connections")
      .query(true)
      .reply(404, "<!DOCTYPE html><title>Error 404</title>", { "content-type": "text/html" });
    const error = await failureOf(readAll(open(root)));
    expect(isAppError(error, "account") && error.fields.reason).toBe("NOT_THE_API");
  });

  it("a redirect is not followed: it would carry notes and the token elsewhere", async () => {
    const elsewhere = nock("http://127.0.0.1:2").post("/").reply(200, {});
    nock(root).post("/v1/people:batchCreateContacts").query(true).reply(307, "", { location: "http://127.0.0.1:2/" });
    expect(isAppError(await failureOf(open(root).createPeople([{}])))).toBe(true);
    expect(elsewhere.isDone()).toBe(false);
  });

  it("a server that is not there is said to be unavailable, after a few tries", async () => {
    nock.enableNetConnect();
    const account = open("http://127.0.0.1:9");
    const error = await failureOf(account.createLabel("New", []));
    expect(isAppError(error, "unavailable") && error.fields.detail).toBe("ECONNREFUSED");
    expect(account.calls()).toEqual({ "contactGroups.create": 4 });
  });
});
