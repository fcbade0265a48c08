import { describe, expect, it } from "vitest";
import { type Body, emulator, good, notFound } from "./support.ts";

type Inner = { id: string; status: number; body: Body };

async function batch(
  url: string,
  token: string,
  parts: string[],
  type = "multipart/mixed; boundary=limit",
): Promise<Response> {
  const body = [...parts.flatMap((part) => ["--limit", part]), "--limit--", ""].join("\r\n");
  const headers = { authorization: `Bearer ${token}`, "content-type": type };
  return fetch(`${url}/batch`, { method: "POST", headers, body });
}

function part(id: string, line: string, body?: object): string {
  const head = ["Content-Type: application/http", `Content-ID: <${id}>`, "", line];
  return [...head, ...(body ? ["Content-Type: application/json", "", JSON.stringify(body)] : ["", ""])].join("\r\n");
}

async function read(response: Response): Promise<Inner[]> {
  const boundary = /boundary=(\S+)/.exec(response.headers.get("content-type") ?? "")![1]!;
  const texts = (await response.text()).split(`--${boundary}`).slice(1, -1);
  return texts.map((text) => ({
    id: /Content-ID: <([^>]+)>/.exec(text)![1]!,
    status: Number(/HTTP\/1\.1 (\d+)/.exec(text)![1]),
    body: JSON.parse(text.slice(text.lastIndexOf("\r\n\r\n{") + 4)) as Body,
  }));
}

describe("the old multipart batch (BEHAVIOUR 1)", () => {
  it("answers each part for itself, under response- and its id, and enters each call", async () => {
    const { url, token, calls, list } = await emulator();
    const answers = await read(
      await batch(url, token, [
        part("a", "POST /v1/people:createContact?personFields=names HTTP/1.1", { names: [{ givenName: "Անի" }] }),
        part("b", "GET /v1/people/c1?personFields=names HTTP/1.1"),
        part("c", "GET /v1/contactGroups"),
      ]),
    );
    expect(answers.map(({ id, status }) => [id, status])).toEqual([
      ["response-a", 200],
      ["response-b", 404],
      ["response-c", 200],
    ]);
    expect(answers[0]!.body.names[0].displayName).toBe("Անի");
    expect(answers[1]!.body).toEqual(notFound);
    expect(calls().map((call) => call.method)).toEqual(["people.createContact", "people.get", "contactGroups.list"]);
    expect(good(await list()).totalItems).toBe(1);
  });

  it("needs a credential, in the batch or in the part", async () => {
    const { url, token } = await emulator();
    const plain = part("a", "GET /v1/contactGroups HTTP/1.1");
    expect((await read(await batch(url, "wrong", [plain])))[0]!.status).toBe(401);
    const own = part("a", `GET /v1/contactGroups HTTP/1.1\r\nAuthorization: Bearer ${token}`);
    expect((await read(await batch(url, "wrong", [own])))[0]!.status).toBe(200);
  });

  it.each([
    ["another type", "application/json", [part("a", "GET /v1/contactGroups")]],
    ["no boundary", "multipart/mixed", [part("a", "GET /v1/contactGroups")]],
    ["another boundary", "multipart/mixed; boundary=other", [part("a", "GET /v1/contactGroups")]],
    ["no part", undefined, []],
    ["a part that is no request", undefined, [part("a", "hello")]],
  ])("is refused with %s", async (_what, type, parts) => {
    const { url, token, calls } = await emulator();
    const reply = await batch(url, token, parts, type);
    expect(reply.status).toBe(400);
    expect(((await reply.json()) as Body).error.status).toBe("INVALID_ARGUMENT");
    expect(calls()).toEqual([]);
  });
});
