import { authorize } from "./auth.ts";
import { costOf, itemsOf } from "./cost.ts";
import type { ApiMethod } from "./discovery.ts";
import { findMethod } from "./discovery.ts";
import type { Answer, Request } from "./http.ts";
import { jsonAnswer, notFoundPage } from "./http.ts";
import type { Json, JsonObject } from "./json.ts";
import type { CallLedger } from "./ledger.ts";
import { methodTable } from "./methods/table.ts";
import type { Grants } from "./oauth/grants.ts";
import { parseParameters } from "./parameters.ts";
import { invalid, Refusal } from "./refusal.ts";
import { rfc3339 } from "./time.ts";
import { validateBody } from "./validate.ts";
import type { World } from "./world.ts";

export type Api = { world: World; grants: Grants; ledger: CallLedger };

/** Answers one request to the People API and enters it into the ledger. */
export function answerApi(api: Api, request: Request): Answer {
  const found = findMethod(request.method, request.url.pathname);
  if (!found) return notFoundPage(request.url.pathname);
  const { method } = found;
  const run: { body: JsonObject } = { body: {} };
  const pretty = !/^(false|0)$/.test(request.url.searchParams.get("prettyPrint") ?? "");
  let answer: Answer;
  try {
    answer = jsonAnswer(200, perform(api, request, method, found.resourceName ?? "", run), pretty);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    answer = refused(error, pretty);
  }
  api.ledger.add({
    method: method.id,
    at: rfc3339(api.world.now()),
    status: answer.status,
    items: itemsOf(run.body),
    cost: costOf(method.id, api.world.switches),
  });
  return answer;
}

function refused(refusal: Refusal, pretty: boolean): Answer {
  const headers: Record<string, string> =
    refusal.status === "UNAUTHENTICATED" ? { "WWW-Authenticate": 'Bearer realm="https://accounts.google.com/"' } : {};
  return jsonAnswer(refusal.httpStatus, refusal.body(), pretty, headers);
}

function perform(
  api: Api,
  request: Request,
  method: ApiMethod,
  resourceName: string,
  run: { body: JsonObject },
): JsonObject {
  const session = authorize(request, method, api.grants);
  const handler = methodTable[method.id];
  if (!handler) throw new Refusal("UNIMPLEMENTED", `Method ${method.id} is not emulated.`);
  const params = parseParameters(request.url.searchParams, method);
  run.body = method.request ? validateBody(parseJson(request.body), method.request, bodyRoot(method)) : {};
  return handler({
    method,
    resourceName,
    params,
    body: run.body,
    account: api.world.account(session.email),
    scopes: new Set(session.scopes),
    world: api.world,
  });
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
