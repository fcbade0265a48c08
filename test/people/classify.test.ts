import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AppErrorShape, appError } from "../../src/lib/errors.ts";
import { classifyPeopleError } from "../../src/people/classify.ts";

/** An error as the HTTP client throws it for an answer. */
function answered(status: number, data: unknown, headers: Record<string, string> = {}) {
  return Object.assign(new Error("Request failed"), {
    config: {},
    response: { status, data, headers: new Headers(headers) },
  });
}

function refusal(code: number, status: string, message: string, details: unknown[] = []) {
  return answered(code, { error: { code, message, status, details } });
}

const errorInfo = (reason: string, metadata: Record<string, string> = {}) => ({
  "@type": "type.googleapis.com/google.rpc.ErrorInfo",
  reason,
  domain: "googleapis.com",
  metadata,
});

const now = new Date("2026-11-23T14:00:30Z");
const subject = { what: "client" as const, names: ["people/c1", "people/c2"], list: "connections" as const };
const label = { what: "label" as const, names: ["contactGroups/1a"], list: "contactGroups" as const };
const fieldsOf = (error: unknown, about: typeof subject | typeof label = subject): AppErrorShape =>
  classifyPeopleError(error, about, now).fields;

const etagSentence = "is different than the current person.etag. Clear local cache and get the latest person.";

describe("an answer of the API means", () => {
  it.each([
    [
      "a token that is not valid",
      refusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
      { reason: "refused" },
    ],
    [
      "a scope that is missing",
      refusal(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", [
        errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
      ]),
      { reason: "scope" },
    ],
    [
      "an API that is not switched on",
      refusal(403, "PERMISSION_DENIED", "People API has not been used in project 1 before or it is disabled.", [
        errorInfo("SERVICE_DISABLED"),
      ]),
      { reason: "disabled" },
    ],
    [
      "another refusal of the account",
      refusal(403, "PERMISSION_DENIED", "The caller does not have permission"),
      { reason: "refused" },
    ],
  ])("auth for %s", (_, error, expected) => {
    expect(fieldsOf(error)).toMatchObject({ code: "auth", ...expected });
  });

  it.each([
    [
      "the reason, as INVALID_ARGUMENT",
      refusal(400, "INVALID_ARGUMENT", "Sync token is expired.", [errorInfo("EXPIRED_SYNC_TOKEN")]),
    ],
    ["the reason, as FAILED_PRECONDITION", refusal(400, "FAILED_PRECONDITION", "", [errorInfo("EXPIRED_SYNC_TOKEN")])],
    [
      "the sentence alone",
      refusal(
        400,
        "INVALID_ARGUMENT",
        "Sync token is expired. Clear local cache and retry call without the sync token.",
      ),
    ],
    ["410, as older pages say", refusal(410, "", "Gone")],
    ["410 with a page", answered(410, "<html>")],
  ])("sync-token-expired by %s", (_, error) => {
    expect(fieldsOf(error)).toEqual({ code: "sync-token-expired", list: "connections" });
    expect(fieldsOf(error, label)).toEqual({ code: "sync-token-expired", list: "contactGroups" });
  });

  it.each([
    ["of the person", refusal(400, "FAILED_PRECONDITION", `Request person.etag ${etagSentence}`)],
    [
      "of the source",
      refusal(
        400,
        "FAILED_PRECONDITION",
        "Request person.metadata.sources.etag is different than the current person.metadata.sources.etag. Clear local cache and get the latest person.",
      ),
    ],
  ])("stale-etag for an older etag %s, of every contact of the call", (_, error) => {
    expect(fieldsOf(error)).toEqual({ code: "stale-etag", resourceNames: ["people/c1", "people/c2"] });
  });

  it("stale-etag of those contacts only that the details name", () => {
    const details = [
      { "@type": "…BatchUpdateContactsErrorDetails", contactErrors: { "people/c2": { code: 9 }, "people/c99": {} } },
    ];
    expect(fieldsOf(refusal(400, "FAILED_PRECONDITION", `Request person.etag ${etagSentence}`, details))).toEqual({
      code: "stale-etag",
      resourceNames: ["people/c2"],
    });
  });

  it("stale-etag for a label, which answers 409 ABORTED, but not for a name that is taken", () => {
    const outdated =
      "Contact group etag is outdated. Clear the cache and get the latest contact group to set the etag.";
    expect(fieldsOf(refusal(409, "ABORTED", outdated), label)).toEqual({
      code: "stale-etag",
      resourceNames: ["contactGroups/1a"],
    });
    const taken = fieldsOf(refusal(409, "ALREADY_EXISTS", "Contact group name already exists."), label);
    expect(taken).toMatchObject({ code: "account", status: 409, reason: "ALREADY_EXISTS" });
  });

  it("no stale-etag when the etag was forgotten: that is a fault of ours", () => {
    const sentence =
      "Request must set person.etag or person.metadata.sources.etag for the source that is being updated.";
    expect(fieldsOf(refusal(400, "FAILED_PRECONDITION", sentence))).toMatchObject({
      code: "account",
      reason: "FAILED_PRECONDITION",
    });
  });

  it.each([
    ["a get", "Requested entity was not found."],
    ["a delete", "<eye3 title='NOT_FOUND'/> generic::NOT_FOUND: Contact person resources are not found."],
  ])("not-found for what is gone, as %s says it", (_, message) => {
    expect(fieldsOf(refusal(404, "NOT_FOUND", message))).toEqual({
      code: "not-found",
      what: "client",
      query: "people/c1, people/c2",
    });
  });

  it("a quota of the minute, with the wait until the minute is over", () => {
    const metadata = {
      quota_metric: "people.googleapis.com/critical_read_requests",
      window_start_time: "2026-11-23T14:00:00Z",
    };
    const error = refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric …", [
      errorInfo("RATE_LIMIT_EXCEEDED", metadata),
    ]);
    expect(fieldsOf(error)).toEqual({
      code: "quota",
      lasting: false,
      retryAfterMs: 30_000,
      detail: metadata.quota_metric,
    });
  });

  it.each([
    ["Retry-After in seconds", { "retry-after": "7" }, 7_000],
    ["Retry-After as a date", { "retry-after": "Mon, 23 Nov 2026 14:01:00 GMT" }, 30_000],
    ["no word of it", {}, 60_000],
    ["a Retry-After that is none", { "retry-after": "soon" }, 60_000],
    ["a Retry-After in the past", { "retry-after": "Mon, 23 Nov 2020 14:01:00 GMT" }, 60_000],
  ])("a quota with %s", (_, headers, retryAfterMs) => {
    const body = {
      error: { code: 429, status: "RESOURCE_EXHAUSTED", message: "x", details: [errorInfo("RATE_LIMIT_EXCEEDED")] },
    };
    expect(fieldsOf(answered(429, body, headers))).toMatchObject({ code: "quota", lasting: false, retryAfterMs });
  });

  it("a lasting quota for the account's own limit", () => {
    const details = [
      {
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        violations: [{ description: "FBS quota limit exceeded" }],
      },
    ];
    const error = refusal(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", details);
    expect(fieldsOf(error)).toMatchObject({ code: "quota", lasting: true, retryAfterMs: 900_000 });
  });

  it("the end of the account's room, whatever the status", () => {
    for (const status of [400, 429]) {
      const error = refusal(status, "RESOURCE_EXHAUSTED", "MY_CONTACTS_OVERFLOW_COUNT");
      expect(fieldsOf(error)).toMatchObject({ code: "account", status, reason: "MY_CONTACTS_OVERFLOW_COUNT" });
    }
  });

  it.each([
    ["500", refusal(500, "INTERNAL", "Internal error encountered."), 500],
    ["503", refusal(503, "UNAVAILABLE", "The service is currently unavailable."), 503],
    ["a gateway's page", answered(502, "<html><title>502 Bad Gateway</title></html>"), 502],
    ["a body that is cut off", answered(200, '{"connections": [{"resour'), 200],
    ["408", refusal(408, "", "Request Timeout"), 408],
  ])("unavailable for %s", (_, error, status) => {
    expect(fieldsOf(error)).toMatchObject({ code: "unavailable", status });
  });

  it("a wrong address, not a contact that is gone, for an HTML 404", () => {
    expect(fieldsOf(answered(404, "<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>"))).toMatchObject({
      code: "account",
      status: 404,
      reason: "NOT_THE_API",
    });
  });

  it("account, with Google's words, for everything else", () => {
    const error = refusal(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
    expect(fieldsOf(error)).toEqual({
      code: "account",
      status: 400,
      reason: "INVALID_ARGUMENT",
      detail: "Request contains an invalid argument.",
    });
  });
});

describe("the sign-in's own refusals", () => {
  it.each([
    ["invalid_grant", { code: "auth", reason: "expired" }],
    ["invalid_client", { code: "auth", reason: "refused" }],
    ["access_denied", { code: "auth", reason: "refused" }],
    ["temporarily_unavailable", { code: "unavailable" }],
  ])("%s", (name, expected) => {
    expect(
      fieldsOf(answered(400, { error: name, error_description: "Token has been expired or revoked." })),
    ).toMatchObject(expected);
  });

  it("say what to do when the sign-in has ended", () => {
    expect(JSON.stringify(fieldsOf(answered(400, { error: "invalid_grant" })))).toContain("clientcard login");
  });
});

describe("no answer", () => {
  it.each(["ECONNRESET", "ECONNREFUSED", "ETIMEDOUT", "ERR_STREAM_PREMATURE_CLOSE"])("%s is unavailable", (code) => {
    const error = Object.assign(new Error("request to http://127.0.0.1 failed"), { config: { data: "a note" }, code });
    expect(fieldsOf(error)).toEqual({ code: "unavailable", detail: code });
  });

  it("a fault of our own is internal, an AppError stays what it is", () => {
    expect(fieldsOf(new TypeError("x is not a function"))).toMatchObject({ code: "internal" });
    const own = appError({ code: "interrupted", what: "sync" });
    expect(classifyPeopleError(own)).toBe(own);
  });
});

describe("whatever comes", () => {
  it("is one of the promised errors and never carries the request", () => {
    const codes = ["auth", "quota", "sync-token-expired", "stale-etag", "not-found", "account", "unavailable"];
    const body = fc.oneof(
      fc.json().map((text) => JSON.parse(text) as unknown),
      fc.string(),
      fc.record({
        error: fc.record(
          { message: fc.string(), status: fc.string(), details: fc.array(fc.anything()) },
          { requiredKeys: [] },
        ),
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), body, (status, data) => {
        const error = Object.assign(answered(status, data), {
          config: { data: "SECRET NOTE", headers: { authorization: "Bearer SECRET" } },
        });
        const told = classifyPeopleError(error, subject, now);
        expect(codes).toContain(told.code);
        expect(`${told.message}${JSON.stringify(told.fields)}${String(told.cause)}`).not.toContain("SECRET");
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
