import type { OAuth2Client } from "google-auth-library";
import { appError } from "../lib/errors.ts";
import { fromCommonJs } from "../lib/from-common-js.ts";

/** What of the settings the sign-in needs. Addresses that are `null` are Google's. */
export type AuthSettings = {
  home: string;
  accessToken: string | null;
  clientId: string | null;
  clientSecret: string | null;
  authorizeUrl: string | null;
  tokenUrl: string | null;
  revokeUrl: string | null;
};

/** Read and write the contacts (people-api reference, 11). */
export const CONTACTS_SCOPE = "https://www.googleapis.com/auth/contacts";
/** And whose they are: a home is one account's, so the sign-in says which. Nothing else. */
export const SCOPES = ["openid", "https://www.googleapis.com/auth/userinfo.email", CONTACTS_SCOPE];

/** An OAuth client for the office's registered desktop app. Throws `config` when the office has not named one. */
export async function makeOAuthClient(settings: AuthSettings, redirectUri?: string): Promise<OAuth2Client> {
  const { clientId, clientSecret, authorizeUrl, tokenUrl, revokeUrl } = settings;
  if (clientId === null) {
    const next = "register a desktop app in the Google Cloud console and put its id and secret into .env";
    throw appError({ code: "config", problems: [{ where: "CLIENTCARD_CLIENT_ID", problem: "is not set", next }] });
  }
  const { OAuth2Client } = fromCommonJs(await import("google-auth-library"));
  return new OAuth2Client({
    clientId,
    // A desktop app's secret is sent but not secret (people-api reference, 11); a client without one is asked for none.
    ...(clientSecret === null ? {} : { clientSecret }),
    ...(redirectUri === undefined ? {} : { redirectUri }),
    endpoints: {
      ...(authorizeUrl === null ? {} : { oauth2AuthBaseUrl: authorizeUrl }),
      ...(tokenUrl === null ? {} : { oauth2TokenUrl: tokenUrl }),
      ...(revokeUrl === null ? {} : { oauth2RevokeUrl: revokeUrl }),
    },
    // A token can end before its time (revoked, clock wrong): ask once for a new one when the API refuses it.
    forceRefreshOnFailure: true,
    transporterOptions: { noProxy: ["127.0.0.1", "localhost", "[::1]"] },
  });
}
