/** Who signs the calls: a fixed token, or the office's own sign-in kept in the home. */
import type { OAuth2Client } from "google-auth-library";
import { appError } from "../lib/errors.ts";
import { fromCommonJs } from "../lib/from-common-js.ts";
import { classifyPeopleError } from "./classify.ts";
import { type AuthSettings, makeOAuthClient } from "./oauth-client.ts";
import { readTokens, saveTokens } from "./token-file.ts";

/** Signs calls of the API. Loads the client library only when it is asked. */
export type PeopleAuth = {
  /** Resolves when a valid token is at hand, refreshing it if need be. Throws `auth`, `config` or `unavailable`. */
  authorize(): Promise<void>;
  client(): Promise<OAuth2Client>;
};

/** A static token if the settings name one, else the office's sign-in. */
export function authFor(settings: AuthSettings): PeopleAuth {
  return settings.accessToken === null ? signedIn(settings) : staticToken(settings.accessToken);
}

/** A bearer token that is used as it is: the embedded account's, or one from the settings. */
export function staticToken(token: string): PeopleAuth {
  return authOf(async () => {
    const { OAuth2Client } = fromCommonJs(await import("google-auth-library"));
    const client = new OAuth2Client();
    client.setCredentials({ access_token: token });
    return client;
  });
}

/** The sign-in that `login` saved. A new access token is saved as well, so that the next command need not ask for one. */
function signedIn(settings: AuthSettings): PeopleAuth {
  return authOf(async () => {
    const saved = readTokens(settings.home);
    if (saved === null) throw appError({ code: "auth", reason: "missing", detail: "sign in first: clientcard login" });
    const client = await makeOAuthClient({ ...settings, clientId: settings.clientId ?? saved.clientId });
    client.setCredentials({
      refresh_token: saved.refreshToken,
      access_token: saved.accessToken,
      expiry_date: saved.expiryDate,
      scope: saved.scope,
    });
    client.on("tokens", (fresh) => {
      saveTokens(settings.home, {
        ...saved,
        refreshToken: fresh.refresh_token ?? saved.refreshToken,
        accessToken: fresh.access_token ?? null,
        expiryDate: fresh.expiry_date ?? null,
      });
    });
    return client;
  });
}

function authOf(make: () => Promise<OAuth2Client>): PeopleAuth {
  let made: Promise<OAuth2Client> | null = null;
  const client = () => {
    made ??= make();
    return made;
  };
  return {
    client,
    async authorize() {
      try {
        await (await client()).getAccessToken();
      } catch (error) {
        throw classifyPeopleError(error);
      }
    },
  };
}
