import type { Answer, Request } from "../http.ts";
import { jsonAnswer } from "../http.ts";
import type { Parts } from "../routes.ts";
import { clientId, clientSecret } from "./client.ts";
import { idToken } from "./id-token.ts";
import { verifies } from "./pkce.ts";
import { parseScopes } from "./scopes.ts";
import { answerJwtGrant, jwtBearer } from "./service-account.ts";

const dayMs = 86_400_000;

/** Flat errors of RFC 6749 (BEHAVIOUR 11); `invalid_client` is a 401, the others 400. */
function refuse(error: string, description: string): Answer {
  return jsonAnswer(error === "invalid_client" ? 401 : 400, { error, error_description: description });
}

/** The token endpoint: an authorization code with PKCE, a refresh token, or a service account's assertion, which needs no client. */
export function answerToken(parts: Parts, request: Request): Answer {
  const sent = new URLSearchParams(request.body.toString("utf8"));
  if (sent.get("grant_type") === jwtBearer) return answerJwtGrant(parts, sent.get("assertion"));
  const client = credentials(request, sent);
  if (client.id !== clientId) return refuse("invalid_client", "The OAuth client was not found.");
  if (client.secret !== clientSecret) return refuse("invalid_client", "Unauthorized");
  const type = sent.get("grant_type");
  if (type === "authorization_code") return redeemCode(parts, sent);
  if (type === "refresh_token") return refresh(parts, sent);
  if (!type) return refuse("invalid_request", "Required parameter is missing: grant_type");
  return refuse("unsupported_grant_type", `Invalid grant_type: ${type}`);
}

/** In the body or, as RFC 6749 2.3.1 has it, in the Authorization header. */
function credentials({ headers }: Request, sent: URLSearchParams): { id: string | null; secret: string | null } {
  const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  if (!basic) return { id: sent.get("client_id"), secret: sent.get("client_secret") };
  const [id = "", secret = ""] = Buffer.from(basic, "base64").toString("utf8").split(":").map(decodeURIComponent);
  return { id, secret };
}

function redeemCode({ grants, world, options }: Parts, sent: URLSearchParams): Answer {
  const code = sent.get("code");
  if (!code) return refuse("invalid_request", "Missing required parameter: code");
  const grant = grants.takeCode(code);
  if (!grant) return refuse("invalid_grant", "Malformed auth code.");
  if (sent.get("redirect_uri") !== grant.redirectUri) return refuse("redirect_uri_mismatch", "Bad Request");
  if (!verifies(sent.get("code_verifier"), grant.challenge)) return refuse("invalid_grant", "Invalid code verifier.");
  const { email, scopes } = grant;
  const life = options.refreshTokenDays ? options.refreshTokenDays * dayMs : null;
  const refreshToken = grant.offline ? grants.issueRefresh({ email, scopes, clientId }, life) : null;
  return jsonAnswer(200, {
    access_token: grants.issueAccess(email, scopes, refreshToken),
    expires_in: 3599,
    ...(refreshToken ? { refresh_token: refreshToken } : {}),
    ...(refreshToken && life ? { refresh_token_expires_in: Math.floor(life / 1000) } : {}),
    scope: scopes.join(" "),
    token_type: "Bearer",
    ...(scopes.includes("openid") ? { id_token: idToken(world, world.account(email), scopes, grant.nonce) } : {}),
  });
}

/** A refresh response carries no new refresh token (BEHAVIOUR 11). */
function refresh({ grants, world }: Parts, sent: URLSearchParams): Answer {
  const token = sent.get("refresh_token");
  if (!token) return refuse("invalid_request", "Missing required parameter: refresh_token");
  const grant = grants.useRefresh(token);
  if (!grant) return refuse("invalid_grant", "Token has been expired or revoked.");
  const asked = parseScopes(sent.get("scope") ?? "");
  if (asked.some((scope) => !grant.scopes.includes(scope))) return refuse("invalid_scope", "Bad Request");
  const scopes = asked.length > 0 ? asked : grant.scopes;
  return jsonAnswer(200, {
    access_token: grants.issueAccess(grant.email, scopes, token),
    expires_in: 3599,
    scope: scopes.join(" "),
    token_type: "Bearer",
    ...(scopes.includes("openid") ? { id_token: idToken(world, world.account(grant.email), scopes, null) } : {}),
  });
}
