import type { Account } from "../account.ts";
import type { Answer, Request } from "../http.ts";
import { notFoundPage } from "../http.ts";
import type { JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { Refusal } from "../refusal.ts";
import type { Parts } from "../routes.ts";
import { pageHeaders, pageJson, refuseForeign } from "./guard.ts";
import { assetAt } from "./page/assets.ts";
import type { Visit } from "./reads.ts";
import { contact, list, overview, revisionOf } from "./reads.ts";
import { orders } from "./writes.ts";

const reads: Readonly<Record<string, (visit: Visit) => JsonObject>> = {
  revision: ({ parts: { world }, account }) => ({ revision: revisionOf(world, account) }),
  overview,
  list,
  contact,
};

/** Answers the stand-in for Contacts web: its page at `/`, what belongs to it under `/web/`. `null` for any other path, or when it is not shown. */
export function answerWeb(parts: Parts, request: Request): Answer | null {
  const { pathname } = request.url;
  if (!parts.options.web || !(pathname === "/" || pathname.startsWith("/web/"))) return null;
  const refusal = refuseForeign(request);
  if (refusal) return refusal;
  const action = /^\/web\/api\/([a-z-]+)$/.exec(pathname)?.[1];
  if (action !== undefined) return answerAction(parts, request, action);
  const asset = request.method === "GET" ? assetAt(pathname) : null;
  if (!asset) return notFoundPage(pathname);
  return { status: 200, headers: { ...pageHeaders, "Content-Type": asset.type }, body: asset.body };
}

function answerAction(parts: Parts, request: Request, action: string): Answer {
  const account = accountOf(parts, request.url.searchParams);
  if (!account) return pageJson(404, { error: "There is no such account." });
  const visit = { parts, account, query: request.url.searchParams };
  try {
    const { method } = request;
    if (method === "GET" && Object.hasOwn(reads, action)) return pageJson(200, reads[action]!(visit));
    if (method === "POST" && Object.hasOwn(orders, action)) {
      const answer = orders[action]!(visit, bodyOf(request));
      return pageJson(200, { ...answer, revision: revisionOf(parts.world, account) });
    }
    return notFoundPage(request.url.pathname);
  } catch (error) {
    if (error instanceof Refusal) return pageJson(error.httpStatus, { error: error.message, status: error.status });
    if (error instanceof SyntaxError) return pageJson(400, { error: "This is no JSON." });
    throw error;
  }
}

/** The account that the page has chosen, the emulator's own when it has chosen none. A page makes no accounts. */
function accountOf({ world, accountEmail }: Parts, query: URLSearchParams): Account | null {
  const email = query.get("account");
  return email === null ? world.account(accountEmail) : (world.accounts.get(email) ?? null);
}

function bodyOf(request: Request): JsonObject {
  const body: unknown = JSON.parse(request.body.toString("utf8"));
  if (!isObject(body)) throw new SyntaxError("a JSON object is wanted");
  return body;
}
