import { isAppError } from "../../lib/errors.ts";
import type { Account } from "../account.ts";
import type { Contact } from "../contact.ts";
import { discard, editByAnother, merge, relink, someContacts, touch } from "../disturb.ts";
import type { Answer, Request } from "../http.ts";
import { isLoopbackHost, jsonAnswer, notFoundPage } from "../http.ts";
import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { Refusal } from "../refusal.ts";
import type { Parts } from "../routes.ts";
import type { Seed } from "../seed.ts";
import { applySeed } from "../seed.ts";
import { exportState, importState } from "../state-json.ts";
import { rfc3339 } from "../time.ts";
import { readFault, readSwitches } from "./input.ts";

type Order = (parts: Parts, body: JsonObject) => unknown;

/** The control plane by method and path; the README shows each with an example. */
const orders: Readonly<Record<string, Order>> = {
  "POST /emulator/reset": ({ world }) => world.reset(),
  "POST /emulator/seed": (parts, body) => ({
    resourceNames: applySeed(parts.world, accountOf(parts, body), body as Seed),
  }),
  "GET /emulator/state": ({ world }) => exportState(world),
  "PUT /emulator/state": ({ world }, body) => importState(world, body),
  "GET /emulator/clock": ({ world }) => ({ now: rfc3339(world.now()) }),
  "POST /emulator/clock": setClock,
  "GET /emulator/switches": ({ world }) => world.switches,
  "PATCH /emulator/switches": ({ world }, body) => Object.assign(world.switches, readSwitches(body)),
  "GET /emulator/faults": ({ faults }) => ({ faults: faults.list() }),
  "POST /emulator/faults": ({ faults }, body) => faults.add(readFault(body)),
  "DELETE /emulator/faults": ({ faults }) => faults.clear(),
  "GET /emulator/calls": ({ ledger }) => ({ calls: ledger.all() }),
  "DELETE /emulator/calls": ({ ledger }) => ledger.clear(),
  "POST /emulator/touch": (parts, body) => change(parts, body, touch),
  "POST /emulator/edit": (parts, body) => change(parts, body, editByAnother),
  "POST /emulator/remove": remove,
  "POST /emulator/merge": (parts, body) => change(parts, body, merge),
  "POST /emulator/relink": (parts, body) => ({
    resourceNames: named(parts, body).map(
      (contact) => `people/c${relink(parts.world, accountOf(parts, body), contact)}`,
    ),
  }),
  "POST /emulator/expire": ({ grants }, { what }) => grants.expire(what === "all" ? "all" : "access"),
};

/**
 * Answers `/emulator/…`, when the control plane is open; `null` for any other path. It takes no token, so it answers only requests that a
 * page in a browser can't send: to a loopback name, and with a JSON content type where there is a body.
 */
export function answerControl(parts: Parts, request: Request): Answer | null {
  const { pathname } = request.url;
  if (!parts.options.control || !pathname.startsWith("/emulator/")) return null;
  const order = orders[`${request.method} ${pathname}`];
  if (!order) return notFoundPage(pathname);
  if (!isLoopbackHost(request)) return jsonAnswer(403, { error: "only under a loopback name" });
  if (request.method !== "GET" && !/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    return jsonAnswer(415, { error: "send the content type application/json" });
  }
  try {
    const body: unknown = request.body.length > 0 ? JSON.parse(request.body.toString("utf8")) : {};
    if (!isObject(body)) return jsonAnswer(400, { error: "send a JSON object" });
    return jsonAnswer(200, order(parts, body) ?? {});
  } catch (error) {
    return jsonAnswer(400, { error: problemOf(error) });
  }
}

/** What is wrong with an order. Anything unforeseen goes on to the server. */
function problemOf(error: unknown): string {
  if (isAppError(error, "usage")) return error.fields.problem;
  if (error instanceof Refusal || error instanceof SyntaxError) return error.message;
  throw error;
}

function accountOf({ world, accountEmail }: Parts, { account }: JsonObject): Account {
  return world.account(typeof account === "string" ? account : accountEmail);
}

/** `{"now": "2026-11-23T12:00:00Z"}` stands still there, `{"advanceMs": 1000}` moves, `{"system": true}` runs again. */
function setClock({ world }: Parts, { now, advanceMs, system }: JsonObject): unknown {
  if (system === true) world.setClock(() => new Date());
  else {
    const at = typeof now === "string" ? Date.parse(now) : world.now();
    const moved = at + (typeof advanceMs === "number" ? advanceMs : 0);
    if (Number.isNaN(moved)) throw new SyntaxError("now is no RFC 3339 time");
    world.setClock(() => new Date(moved));
  }
  return { now: rfc3339(world.now()) };
}

/** The contacts of `resourceNames`, or the `count` that changed longest ago. */
function named(parts: Parts, body: JsonObject): Contact[] {
  const account = accountOf(parts, body);
  if (!Array.isArray(body.resourceNames))
    return someContacts(account, typeof body.count === "number" ? body.count : undefined);
  return namesOf(body).map((name) => {
    const contact = account.contacts.live(name.replace("people/c", ""));
    if (!contact) throw new SyntaxError(`there is no contact ${name}`);
    return contact;
  });
}

function namesOf({ resourceNames }: JsonObject): string[] {
  return Array.isArray(resourceNames) ? resourceNames.map(String) : [];
}

/** Deletes contacts, or other contacts by their names: no method of the API can, yet Google does. */
function remove(parts: Parts, body: JsonObject): unknown {
  const account = accountOf(parts, body);
  const others = namesOf(body).flatMap((name) => account.others.live(name.replace("otherContacts/c", "")) ?? []);
  const contacts = others.length > 0 ? others : named(parts, body);
  discard(parts.world, account, contacts, others.length > 0 ? "others" : "contacts");
  return { changed: contacts.length };
}

function change(parts: Parts, body: JsonObject, make: typeof touch): unknown {
  const contacts = named(parts, body);
  make(parts.world, accountOf(parts, body), contacts);
  return { changed: contacts.length };
}
