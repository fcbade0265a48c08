import { expect, onTestFinished } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator/index.ts";
import { errorMisfits, misfits, responseSchema } from "./schema.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into and compared; the schema check types them
export type Body = Record<string, any>;
export type Reply = { status: number; body: Body; text: string; headers: Headers };

export const noon = new Date("2026-11-23T12:00:00.000Z");
const all = "names,nicknames,emailAddresses,phoneNumbers,biographies,organizations,memberships,clientData,metadata";

/** A clock that stands still until it is moved. */
export function fixedClock(start = noon) {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance(ms: number) {
      at += ms;
    },
    days(n: number) {
      at += n * 86_400_000;
    },
  };
}

/** An emulator that ends with the test. */
export async function emulator(options: EmulatorOptions = {}): Promise<Emulator & Client> {
  const running = await startEmulator({ clock: () => noon, ...options });
  onTestFinished(() => running.close());
  return Object.assign(running, client(running.url, running.token));
}

export type Client = ReturnType<typeof client>;

/** Plain HTTP. Every answer of a method is held against the discovery document's schema, every refusal against the form of Google's errors. */
export function client(url: string, token: string) {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: "manual",
    });
    const text = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    const answer = (isJson ? JSON.parse(text) : {}) as Body;
    const { pathname } = new URL(url + path);
    const schema = responseSchema(method, pathname);
    if (schema && response.status === 200) expect(misfits(answer, schema)).toEqual([]);
    if (schema && response.status >= 400) expect(errorMisfits(answer, response.status)).toEqual([]);
    return { status: response.status, body: answer, text, headers: response.headers };
  };
  const get = (path: string) => send("GET", path);
  const post = (path: string, body: unknown) => send("POST", path, body);
  return {
    send,
    get,
    post,
    put: (path: string, body: unknown) => send("PUT", path, body),
    patch: (path: string, body: unknown) => send("PATCH", path, body),
    remove: (path: string) => send("DELETE", path),
    create: async (person: Body, query = ""): Promise<Body> =>
      good(await post(`/v1/people:createContact${query}`, person)),
    read: async (name: string, mask = all): Promise<Body> => good(await get(`/v1/${name}?personFields=${mask}`)),
    update: (person: Body, mask: string, query = "") =>
      send("PATCH", `/v1/${person.resourceName}:updateContact?updatePersonFields=${mask}${query}`, person),
    group: async (name: string): Promise<Body> => good(await post("/v1/contactGroups", { contactGroup: { name } })),
    modify: (group: string, body: Body) => post(`/v1/${group}/members:modify`, body),
    list: (query = "") => get(`/v1/people/me/connections?personFields=${all}${query}`),
  };
}

/** The body of a reply that must be a 200. */
export function good(reply: Reply): Body {
  expect(reply.body.error ?? null).toBeNull();
  expect(reply.status).toBe(200);
  return reply.body;
}

export function invalid(message: string): Body {
  return { error: { code: 400, message, status: "INVALID_ARGUMENT" } };
}

export const notFound: Body = { error: { code: 404, message: "Requested entity was not found.", status: "NOT_FOUND" } };
export const stale = (path = "person.etag"): Body => ({
  error: {
    code: 400,
    message: `Request ${path} is different than the current ${path}. Clear local cache and get the latest person.`,
    status: "FAILED_PRECONDITION",
  },
});
