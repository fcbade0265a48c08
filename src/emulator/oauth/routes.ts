import { bearerToken } from "../auth.ts";
import type { Answer, Request } from "../http.ts";
import { jsonAnswer } from "../http.ts";
import type { Parts } from "../routes.ts";
import { authorizePage } from "./authorize.ts";
import { clientId } from "./client.ts";
import { keySet, pemKeys } from "./id-token.ts";
import { answerToken } from "./token.ts";

const emailScope = "https://www.googleapis.com/auth/userinfo.email";

/** Google's sign-in endpoints under the paths they have there; `null` for any other path. */
export function answerOAuth(parts: Parts, request: Request): Answer | null {
  const { pathname } = request.url;
  const isPost = request.method === "POST";
  if (pathname === "/o/oauth2/v2/auth" || pathname === "/o/oauth2/auth") return authorizePage(parts, request);
  if (isPost && (pathname === "/token" || pathname === "/oauth2/v4/token")) return answerToken(parts, request);
  if (isPost && pathname === "/revoke") return revoke(parts, request);
  if (pathname === "/tokeninfo" || /^\/oauth2\/v[13]\/tokeninfo$/.test(pathname)) return tokenInfo(parts, request);
  if (/^\/(oauth2\/v[123]|v1)\/userinfo$/.test(pathname)) return userInfo(parts, request);
  if (pathname === "/oauth2/v3/certs") return jsonAnswer(200, keySet(parts.world));
  if (pathname === "/oauth2/v1/certs") return jsonAnswer(200, pemKeys(parts.world));
  if (pathname === "/.well-known/openid-configuration") return jsonAnswer(200, configuration(parts.world.root));
  return null;
}

function sentToken(request: Request): string {
  const body = new URLSearchParams(request.body.toString("utf8"));
  const query = request.url.searchParams;
  return body.get("token") ?? query.get("token") ?? query.get("access_token") ?? bearerToken(request) ?? "";
}

function revoke({ grants }: Parts, request: Request): Answer {
  if (grants.revoke(sentToken(request))) return jsonAnswer(200, {});
  return jsonAnswer(400, { error: "invalid_token", error_description: "Token expired or revoked" });
}

function tokenInfo({ grants, world }: Parts, request: Request): Answer {
  const session = grants.session(sentToken(request));
  if (!session) return jsonAnswer(400, { error: "invalid_token", error_description: "Invalid Value" });
  const left = session.expiresAt === null ? 3599 : Math.floor((session.expiresAt - world.now()) / 1000);
  const exp = Math.floor(world.now() / 1000) + left;
  return jsonAnswer(200, {
    azp: clientId,
    aud: clientId,
    sub: world.account(session.email).profileId,
    scope: session.scopes.join(" "),
    exp: String(exp),
    expires_in: String(left),
    ...(session.scopes.includes(emailScope) ? { email: session.email, email_verified: "true" } : {}),
    access_type: session.refresh ? "offline" : "online",
  });
}

function userInfo({ grants, world }: Parts, request: Request): Answer {
  const session = grants.session(bearerToken(request) ?? "");
  if (!session) return jsonAnswer(401, { error: "invalid_request", error_description: "Invalid Credentials" });
  const email = session.scopes.includes(emailScope) ? { email: session.email, email_verified: true } : {};
  const { profileId } = world.account(session.email);
  return jsonAnswer(200, { sub: profileId, id: profileId, ...email });
}

function configuration(root: string): unknown {
  return {
    issuer: root,
    authorization_endpoint: `${root}/o/oauth2/v2/auth`,
    token_endpoint: `${root}/token`,
    userinfo_endpoint: `${root}/v1/userinfo`,
    revocation_endpoint: `${root}/revoke`,
    jwks_uri: `${root}/oauth2/v3/certs`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
  };
}
