import type { Answer } from "../http.ts";
import { jsonAnswer } from "../http.ts";
import type { JsonObject } from "../json.ts";
import type { Parts } from "../routes.ts";
import type { World } from "../world.ts";
import { keptKey, readJwt } from "./keys.ts";
import { knownScopes, parseScopes } from "./scopes.ts";

export const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const serviceEmail = "emulator@emulator.iam.gserviceaccount.com";
const googleTokenUrl = "https://oauth2.googleapis.com/token";
const hourSeconds = 3600;
/** How far clocks may differ. */
const skewSeconds = 300;

/** What a service account's key file holds; `token_uri` leads to this server. */
export type ServiceAccountKey = {
  type: "service_account";
  client_email: string;
  client_id: string;
  private_key: string;
  private_key_id: string;
  token_uri: string;
};

export function serviceAccountKey(world: World): ServiceAccountKey {
  const { pem, kid } = keptKey(world, "service-account-key");
  return {
    type: "service_account",
    client_email: serviceEmail,
    client_id: "100000000000000000001",
    private_key: pem,
    private_key_id: kid,
    token_uri: `${world.root}/token`,
  };
}

/**
 * The JWT grant of a service account with domain-wide delegation (BEHAVIOUR 11): it may stand for users of `delegatedDomain` only; for
 * all others, and with no such domain for anyone, `unauthorized_client`.
 */
export function answerJwtGrant({ world, grants, options }: Parts, assertion: string | null): Answer {
  const jwt = readJwt(assertion ?? "", keptKey(world, "service-account-key").key);
  if (!jwt) return refuse("invalid_grant", "Bad Request");
  const problem = problemWith(world, jwt.claims);
  if (problem) return refuse("invalid_grant", problem);
  if (!jwt.signed) return refuse("invalid_grant", "Invalid JWT Signature.");
  const scopes = parseScopes(String(jwt.claims.scope ?? ""));
  if (scopes.length === 0 || scopes.some((scope) => !knownScopes.includes(scope))) {
    return refuse("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
  }
  const user = String(jwt.claims.sub ?? "");
  if (!options.delegatedDomain || !user.endsWith(`@${options.delegatedDomain}`)) {
    const description =
      "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.";
    return refuse("unauthorized_client", description, 401);
  }
  return jsonAnswer(200, {
    access_token: grants.issueAccess(user, scopes, null),
    expires_in: 3599,
    token_type: "Bearer",
  });
}

function problemWith(world: World, { iss, aud, iat, exp }: JsonObject): string | null {
  if (iss !== serviceEmail) return "Invalid grant: account not found";
  if (aud !== `${world.root}/token` && aud !== googleTokenUrl) return "Invalid JWT: Failed audience check.";
  const now = world.now() / 1000;
  const [from, to] = [Number(iat), Number(exp)];
  const inTime = from <= now + skewSeconds && to >= now - skewSeconds && to - from <= hourSeconds;
  if (inTime) return null;
  return (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. " +
    "Check your iat and exp values in the JWT claim."
  );
}

function refuse(error: string, description: string, status = 400): Answer {
  return jsonAnswer(status, { error, error_description: description });
}
