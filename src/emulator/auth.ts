import type { ApiMethod } from "./discovery.ts";
import type { Request } from "./http.ts";
import type { Grants, Session } from "./oauth/grants.ts";
import { errorInfo, project, Refusal } from "./refusal.ts";

const see =
  "Expected OAuth 2 access token, login cookie or other valid authentication credential. " +
  "See https://developers.google.com/identity/sign-in/web/devconsole-project.";

/** The session of a request to a method; refuses a missing or dead token (401) and a missing scope (403), BEHAVIOUR 11. */
export function authorize(request: Request, method: ApiMethod, grants: Grants): Session {
  const token = bearerToken(request);
  if (!token) throw new Refusal("UNAUTHENTICATED", `Request is missing required authentication credential. ${see}`);
  const session = grants.session(token);
  if (!session) throw new Refusal("UNAUTHENTICATED", `Request had invalid authentication credentials. ${see}`);
  if (!method.scopes.some((scope) => session.scopes.includes(scope))) throw insufficientScope(method);
  return session;
}

/** From the header or, as the document's common parameters allow, from the query. */
export function bearerToken({ headers, url }: Request): string | null {
  const header = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "");
  return header?.[1] ?? url.searchParams.get("access_token") ?? url.searchParams.get("oauth_token");
}

function insufficientScope(method: ApiMethod): Refusal {
  const verb = method.id.split(".").at(-1)!;
  const metadata = {
    service: "people.googleapis.com",
    method: `google.people.v1.PeopleService.${verb[0]!.toUpperCase()}${verb.slice(1)}`,
  };
  return new Refusal("PERMISSION_DENIED", "Request had insufficient authentication scopes.", [
    errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "googleapis.com", metadata),
  ]);
}

/** The project of the client has not enabled the API (BEHAVIOUR 11). It is no reason to ask for consent again. */
export function apiDisabled(): Refusal {
  const url = `https://console.developers.google.com/apis/api/people.googleapis.com/overview?project=${project}`;
  const message =
    `People API has not been used in project ${project} before or it is disabled. Enable it by visiting ${url} then retry. ` +
    "If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.";
  return new Refusal("PERMISSION_DENIED", message, [
    {
      "@type": "type.googleapis.com/google.rpc.Help",
      links: [{ description: "Google developers console API activation", url }],
    },
    errorInfo("SERVICE_DISABLED", "googleapis.com", {
      service: "people.googleapis.com",
      consumer: `projects/${project}`,
    }),
  ]);
}
