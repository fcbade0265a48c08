/** Signing in to Google, and out again. */
import { randomBytes } from "node:crypto";
import type { CodeChallengeMethod, Credentials, OAuth2Client } from "google-auth-library";
import type { Language } from "../card/settings.ts";
import { appError } from "../lib/errors.ts";
import { classifyPeopleError } from "./classify.ts";
import { type AuthSettings, CONTACTS_SCOPE, makeOAuthClient, SCOPES } from "./oauth-client.ts";
import { listenForRedirect, type Redirect } from "./redirect-server.ts";
import { classifyTokenError } from "./token-error.ts";
import { type AccountOwner, forgetTokens, readTokens, saveTokens, signedInAs, tokenFile } from "./token-file.ts";

export type LoginOptions = {
  settings: AuthSettings;
  /** Shows the address to a person, or opens it in their browser, or both. */
  show: (url: string) => void | Promise<void>;
  /** How long a person may take, in milliseconds. */
  timeoutMs?: number;
  /** Ends the wait: Ctrl-C. */
  signal?: AbortSignal;
  /** Language of the page that the browser ends on. */
  lang?: Language;
};

/** Google's consent page and the account chooser take a person a while. */
const PATIENCE_MS = 300_000;

/**
 * Sends a person to Google's page and waits for the browser to come back to a server on loopback (PKCE S256, RFC 7636; RFC 8252). Saves the
 * sign-in in the home, readable by its owner alone, and says where. Throws `auth`, `config`, `interrupted` or `unavailable`.
 */
export async function login({
  settings,
  show,
  timeoutMs = PATIENCE_MS,
  signal,
  lang = "en",
}: LoginOptions): Promise<{ file: string; owner: AccountOwner | null }> {
  const state = randomBytes(32).toString("base64url");
  const server = await listenForRedirect(state, lang);
  try {
    const client = await makeOAuthClient(settings, server.redirectUri);
    const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
    const url = client.generateAuthUrl({
      // A refresh token comes only with offline access, and after the first time only when consent is asked again.
      access_type: "offline",
      prompt: "consent",
      scope: SCOPES,
      state,
      code_challenge: codeChallenge,
      // The library's enum is a type with a value of its own; loading it here would load the library for a letter and three digits.
      code_challenge_method: "S256" as CodeChallengeMethod,
    });
    await show(url);
    const redirect = await patiently(server.redirected, timeoutMs, signal);
    let worked = false;
    try {
      await finish(client, settings, redirect, codeVerifier);
      worked = true;
    } finally {
      redirect.answer(worked);
    }
    return { file: tokenFile(settings.home), owner: signedInAs(settings.home) };
  } finally {
    await server.close();
  }
}

async function finish(
  client: OAuth2Client,
  settings: AuthSettings,
  { result }: Redirect,
  codeVerifier?: string,
): Promise<void> {
  if ("error" in result) throw classifyTokenError({ response: { data: { error: result.error } } });
  const tokens = await exchange(client, result.code, codeVerifier);
  // On Google's page a person can leave the box of a scope empty.
  if (!tokens.scope?.split(" ").includes(CONTACTS_SCOPE))
    throw appError({
      code: "auth",
      reason: "scope",
      detail: "tick the box for contacts on Google's page: clientcard login",
    });
  if (!tokens.refresh_token)
    throw appError({
      code: "auth",
      reason: "refused",
      detail:
        "Google gave no lasting sign-in; remove the app under myaccount.google.com/connections, then clientcard login",
    });
  saveTokens(settings.home, {
    clientId: settings.clientId ?? "",
    refreshToken: tokens.refresh_token,
    accessToken: tokens.access_token ?? null,
    expiryDate: tokens.expiry_date ?? null,
    scope: tokens.scope,
    owner: ownerOf(tokens.id_token),
  });
}

/** The account that an ID token speaks of (OpenID Connect Core, 2). It comes from the token endpoint itself, so its signature need not be checked. */
function ownerOf(idToken: string | null | undefined): AccountOwner | null {
  try {
    const claims = JSON.parse(Buffer.from(idToken!.split(".")[1]!, "base64url").toString());
    if (typeof claims.sub !== "string") return null;
    return { id: claims.sub, name: typeof claims.email === "string" ? claims.email : claims.sub };
  } catch {
    return null;
  }
}

async function exchange(client: OAuth2Client, code: string, codeVerifier?: string): Promise<Credentials> {
  try {
    return (await client.getToken({ code, codeVerifier })).tokens;
  } catch (error) {
    throw classifyPeopleError(error);
  }
}

/** Takes the sign-in back at Google and forgets it here. `revoked` is false when Google could not be told, or knew of none. */
export async function logout(settings: AuthSettings): Promise<{ signedIn: boolean; revoked: boolean }> {
  const saved = readTokens(settings.home);
  if (saved === null) return { signedIn: false, revoked: false };
  const client = await makeOAuthClient({ ...settings, clientId: settings.clientId ?? saved.clientId });
  let revoked = true;
  try {
    await client.revokeToken(saved.refreshToken);
  } catch {
    // Ended already, or no connection: the file goes all the same, and the caller says so.
    revoked = false;
  }
  forgetTokens(settings.home);
  return { signedIn: true, revoked };
}

async function patiently(redirected: Promise<Redirect>, timeoutMs: number, signal?: AbortSignal): Promise<Redirect> {
  const over = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const detail = `nobody signed in within ${Math.max(1, Math.round(timeoutMs / 60_000))} min: clientcard login`;
    const timer = setTimeout(() => reject(appError({ code: "auth", reason: "missing", detail })), timeoutMs);
    over.signal.addEventListener("abort", () => clearTimeout(timer));
    const stop = () => reject(appError({ code: "interrupted", what: "login" }));
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([redirected, ended]);
  } finally {
    over.abort();
  }
}
