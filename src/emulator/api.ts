import { setTimeout as pause } from "node:timers/promises";
import { apiDisabled, authorize } from "./auth.ts";
import { costOf, isContactWrite, itemsOf } from "./cost.ts";
import type { ApiMethod } from "./discovery.ts";
import { findMethod } from "./discovery.ts";
import { contactsNamed, editByAnother, someContacts, touch } from "./disturb.ts";
import type { FaultAction, Faults } from "./faults.ts";
import type { Answer, Request } from "./http.ts";
import { jsonAnswer, notFoundPage } from "./http.ts";
import type { Json, JsonObject } from "./json.ts";
import type { CallLedger } from "./ledger.ts";
import { methodTable } from "./methods/table.ts";
import type { Grants, Session } from "./oauth/grants.ts";
import { parseParameters } from "./parameters.ts";
import { readSelection, selectFields } from "./partial-response.ts";
import type { Quotas } from "./quota.ts";
import { rateLimitExceeded, storageExhausted } from "./quota.ts";
import { invalid, Refusal } from "./refusal.ts";
import { rfc3339 } from "./time.ts";
import { validateBody } from "./validate.ts";
import type { World } from "./world.ts";

export type Api = { world: World; grants: Grants; ledger: CallLedger; quotas: Quotas; faults: Faults };

/** One request on its way to a method. */
type Run = {
  api: Api;
  request: Request;
  method: ApiMethod;
  resourceName: string;
  fault: FaultAction | null;
  body: JsonObject;
};

/** Answers one request to the People API and enters it into the ledger; `null` when a fault drops the reply. */
export async function answerApi(api: Api, request: Request): Promise<Answer | null> {
  const found = findMethod(request.method, request.url.pathname);
  if (!found) return notFoundPage(request.url.pathname);
  const { method } = found;
  const fault = api.faults.strike(method.id);
  const run: Run = { api, request, method, resourceName: found.resourceName ?? "", fault, body: {} };
  // A delay holds up no process whose emulator is closed meanwhile.
  if (fault?.kind === "delay") await pause(fault.ms, undefined, { ref: false });
  const answer = dated(
    api,
    disturbed(fault, () => attempt(run)),
  );
  api.ledger.add({
    method: method.id,
    at: rfc3339(api.world.now()),
    status: answer?.status ?? 0,
    items: itemsOf(run.body),
    cost: costOf(method.id, api.world.switches, itemsOf(run.body)),
  });
  return answer;
}

/** An answer says its time by the emulator's clock (RFC 9110, 6.6.1), as its update times do. */
function dated({ world }: Api, answer: Answer | null): Answer | null {
  return answer && { ...answer, headers: { ...answer.headers, Date: new Date(world.now()).toUTCString() } };
}

/** The faults that hit the connection and not the method. */
function disturbed(fault: FaultAction | null, answer: () => Answer): Answer | null {
  if (fault?.kind === "drop-before") return null;
  const given = answer();
  if (fault?.kind === "drop-after") return null;
  if (fault?.kind === "duplicate") return answer();
  if (fault?.kind === "truncate") return { ...given, cutAt: fault.bytes ?? Math.floor(given.body.length / 2) };
  return given;
}

function attempt(run: Run): Answer {
  const pretty = !/^(false|0)$/.test(run.request.url.searchParams.get("prettyPrint") ?? "");
  try {
    return jsonAnswer(200, perform(run), pretty);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const headers: Record<string, string> =
      error.status === "UNAUTHENTICATED" ? { "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/"' } : {};
    return jsonAnswer(error.httpStatus, error.body(), pretty, headers);
  }
}

function perform(run: Run): JsonObject {
  const { api, request, method, resourceName, fault } = run;
  if (fault?.kind === "expire-token") api.grants.expire("access");
  const session =
    fault?.kind === "expire-token"
      ? authorize(withoutToken(request), method, api.grants)
      : authorize(request, method, api.grants);
  const handler = methodTable[method.id];
  if (!handler) throw new Refusal("UNIMPLEMENTED", `Method ${method.id} is not emulated.`);
  refuseByFault(fault);
  const account = api.world.account(session.email);
  const params = parseParameters(request.url.searchParams, method);
  run.body = method.request ? validateBody(parseJson(request.body), method.request, bodyRoot(method)) : {};
  spendAllowances(run, session);
  if (fault?.kind === "concurrent-writer")
    editByAnother(api.world, account, contactsNamed(account, resourceName, run.body));
  if (fault?.kind === "storm") touch(api.world, account, someContacts(account, fault.count));
  const scopes = new Set(session.scopes);
  const project = String(request.headers["x-goog-user-project"] ?? "");
  const call = { method, resourceName, params, body: run.body, account, scopes, project, world: api.world };
  const fields = readSelection(params.text("fields"), method.response);
  const answer = fault?.kind === "stale-read" ? api.world.behind(fault.ms, () => handler(call)) : handler(call);
  if (fault?.kind === "status-after") throw new Refusal(fault.status, fault.message ?? messageOf(fault.status));
  return selectFields(answer, fields);
}

/** The quotas per minute and, apart from them, first pages of full syncs and contacts written in a day. */
function spendAllowances({ api, request, method, body }: Run, { email }: Session): void {
  const { quotas, world } = api;
  quotas.spend(email, costOf(method.id, world.switches, itemsOf(body)), world.now(), world.switches);
  const query = request.url.searchParams;
  const isList = method.id === "people.connections.list" || method.id === "otherContacts.list";
  if (isList && !query.has("syncToken") && !query.has("pageToken"))
    quotas.beginFullSync(email, world.now(), world.switches);
  if (isContactWrite(method.id)) quotas.writeContacts(email, itemsOf(body), world.now(), world.switches);
}

function refuseByFault(fault: FaultAction | null): void {
  if (fault?.kind === "status") throw new Refusal(fault.status, fault.message ?? messageOf(fault.status));
  if (fault?.kind === "rate-limit") throw rateLimitExceeded(fault.metric);
  if (fault?.kind === "storage-limit") throw storageExhausted();
  if (fault?.kind === "api-disabled") throw apiDisabled();
}

/** BEHAVIOUR 6: the recorded texts of 503 and 500. */
function messageOf(status: string): string {
  if (status === "UNAVAILABLE") return "The service is currently unavailable.";
  return status === "INTERNAL" ? "Internal error encountered." : `Fault of the emulator: ${status}`;
}

/** The request as one whose token has ended. */
function withoutToken(request: Request): Request {
  return { ...request, headers: { ...request.headers, authorization: "Bearer ended" } };
}

/** createContact and updateContact take the person itself as body, which the proto calls `person`. */
function bodyRoot(method: ApiMethod): string {
  return method.request === "Person" ? "person" : "";
}

function parseJson(body: Buffer): Json {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8")) as Json;
  } catch {
    throw invalid("Invalid JSON payload received. Unable to parse the request body.");
  }
}
