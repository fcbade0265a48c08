import { createHash, createPublicKey, sign, verify } from "node:crypto";
import { people } from "@googleapis/people";
import { CodeChallengeMethod, OAuth2Client } from "google-auth-library";
import { describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator/index.ts";
import { type Body, client, emulator, fixedClock, good, noon } from "./support.ts";

const contacts = "https://www.googleapis.com/auth/contacts";
const redirectUri = "http://127.0.0.1:49152/callback";
const verifier = "v".repeat(43);
const challenge = createHash("sha256").update(verifier).digest("base64url");

function authorizeQuery({ clientId }: Emulator, extra: Record<string, string> = {}): URLSearchParams {
  return new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: `openid email ${contacts}`,
    state: "s p&=",
    access_type: "offline",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...extra,
  });
}

async function authorize(running: Emulator, extra: Record<string, string> = {}): Promise<URLSearchParams> {
  const reply = await fetch(`${running.authorizeUrl}?${authorizeQuery(running, extra)}`, { redirect: "manual" });
  expect(reply.status).toBe(302);
  const location = new URL(reply.headers.get("location")!);
  expect(location.origin + location.pathname).toBe(redirectUri);
  return location.searchParams;
}

async function token(running: Emulator, fields: Record<string, string>): Promise<{ status: number; body: Body }> {
  const body = new URLSearchParams({ client_id: running.clientId, client_secret: running.clientSecret, ...fields });
  const reply = await fetch(running.tokenUrl, { method: "POST", body });
  return { status: reply.status, body: (await reply.json()) as Body };
}

async function signIn(running: Emulator, extra: Record<string, string> = {}): Promise<Body> {
  const code = (await authorize(running, extra)).get("code")!;
  const { status, body } = await token(running, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  expect(status).toBe(200);
  return body;
}

const invalidGrant = (description: string) => ({
  status: 400,
  body: { error: "invalid_grant", error_description: description },
});

describe("signing in (BEHAVIOUR 11)", () => {
  it("gives state and code back at once with autoApprove, and tokens for the code with PKCE", async () => {
    const running = await emulator({ autoApprove: true });
    const back = await authorize(running);
    expect(back.get("state")).toBe("s p&=");
    const tokens = await signIn(running);
    expect(tokens).toMatchObject({ expires_in: 3599, token_type: "Bearer" });
    expect(tokens.scope.split(" ")).toContain(contacts);
    expect(tokens.refresh_token).toMatch(/^1\/\/0/);
    good(await client(running.url, tokens.access_token).list());
  });

  it("shows a page with a button otherwise; its answer is the user's", async () => {
    const running = await emulator();
    const page = await fetch(`${running.authorizeUrl}?${authorizeQuery(running, { state: '"><script>' })}`);
    const html = await page.text();
    expect(html).toContain("office@example.com");
    expect(html).toContain('<button name="answer" value="allow"');
    expect(html).not.toContain("<script>");
    for (const [answer, given] of [
      ["allow", "code"],
      ["deny", "error"],
    ] as const) {
      const body = authorizeQuery(running, { answer });
      const reply = await fetch(running.authorizeUrl, { method: "POST", body, redirect: "manual" });
      expect(new URL(reply.headers.get("location")!).searchParams.get(given)).toBeTruthy();
    }
  });

  it("through google-auth-library works as with Google: consent, code, call, refresh, revoke", async () => {
    const running = await emulator({ autoApprove: true });
    const auth = new OAuth2Client({
      clientId: running.clientId,
      clientSecret: running.clientSecret,
      redirectUri,
      endpoints: {
        oauth2AuthBaseUrl: running.authorizeUrl,
        oauth2TokenUrl: running.tokenUrl,
        oauth2RevokeUrl: running.revokeUrl,
        tokenInfoUrl: `${running.url}/tokeninfo`,
      },
    });
    const asked = auth.generateAuthUrl({
      access_type: "offline",
      scope: [contacts, "email"],
      code_challenge: challenge,
      code_challenge_method: CodeChallengeMethod.S256,
    });
    const reply = await fetch(asked, { redirect: "manual" });
    const code = new URL(reply.headers.get("location")!).searchParams.get("code")!;
    const { tokens } = await auth.getToken({ code, codeVerifier: verifier });
    auth.setCredentials(tokens);
    const api = people({ version: "v1", auth, rootUrl: `${running.url}/`, retry: false });
    await api.people.createContact({ requestBody: { names: [{ givenName: "A" }] } });
    expect((await auth.getTokenInfo(tokens.access_token!)).email).toBe("office@example.com");
    auth.setCredentials({ refresh_token: tokens.refresh_token! });
    expect(
      (await api.people.connections.list({ resourceName: "people/me", personFields: "names" })).data.totalItems,
    ).toBe(1);
    await auth.revokeToken(tokens.refresh_token!);
    auth.setCredentials({ refresh_token: tokens.refresh_token! });
    await expect(api.contactGroups.list({})).rejects.toThrow(/invalid_grant/);
  });

  it("refuses strangers on a page, and tells a client of its own mistakes at its address (BEHAVIOUR 11.7)", async () => {
    const running = await emulator({ autoApprove: true });
    const mistakes: Record<string, string>[] = [
      { client_id: "x" },
      { redirect_uri: "https://example.com/" },
      { redirect_uri: "" },
      { redirect_uri: "urn:ietf:wg:oauth:2.0:oob" },
      { redirect_uri: "https://127.0.0.1/" },
    ];
    for (const extra of mistakes) {
      const reply = await fetch(`${running.authorizeUrl}?${authorizeQuery(running, extra)}`, { redirect: "manual" });
      expect([reply.status, reply.headers.get("location")]).toEqual([400, null]);
    }
    expect((await authorize(running, { scope: "https://www.googleapis.com/auth/drive" })).get("error")).toBe(
      "invalid_scope",
    );
    expect((await authorize(running, { response_type: "token" })).get("error")).toBe("unsupported_response_type");
    expect((await authorize(running, { code_challenge_method: "plain" })).get("error")).toBe("invalid_request");
  });
});

describe("the token endpoint", () => {
  it("takes a code once, in time, with its verifier and its address (BEHAVIOUR 11.7)", async () => {
    const clock = fixedClock();
    const running = await emulator({ autoApprove: true, clock: clock.now });
    const redeem = async (fields: Record<string, string>) => {
      const code = (await authorize(running)).get("code")!;
      return token(running, {
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...fields,
      });
    };
    expect(await redeem({ code_verifier: "w".repeat(43) })).toEqual(invalidGrant("Invalid code verifier."));
    expect(await redeem({ code_verifier: "" })).toEqual(invalidGrant("Invalid code verifier."));
    expect((await redeem({ redirect_uri: "http://127.0.0.1:1/" })).body.error).toBe("redirect_uri_mismatch");
    expect(await redeem({ code: "4/0Arubbish" })).toEqual(invalidGrant("Malformed auth code."));
    const code = (await authorize(running)).get("code")!;
    const fields = { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier };
    expect((await token(running, fields)).status).toBe(200);
    expect(await token(running, fields)).toEqual(invalidGrant("Malformed auth code."));
    const late = (await authorize(running)).get("code")!;
    clock.advance(600_001);
    expect(await token(running, { ...fields, code: late })).toEqual(invalidGrant("Malformed auth code."));
  });

  it("refuses wrong clients with 401 and unknown grants with 400", async () => {
    const running = await emulator();
    expect((await token(running, { client_secret: "x", grant_type: "refresh_token" })).status).toBe(401);
    expect((await token(running, { client_id: "x", grant_type: "refresh_token" })).body.error).toBe("invalid_client");
    expect((await token(running, { grant_type: "password" })).body.error).toBe("unsupported_grant_type");
    expect((await token(running, {})).body.error).toBe("invalid_request");
    expect((await token(running, { grant_type: "refresh_token" })).body.error).toBe("invalid_request");
  });

  it("refreshes without a new refresh token; access ends after an hour, revoked and unknown ones are invalid_grant (BEHAVIOUR 11.5, 11.6)", async () => {
    const clock = fixedClock();
    const running = await emulator({ autoApprove: true, clock: clock.now });
    const tokens = await signIn(running);
    clock.advance(3_599_000);
    expect((await client(running.url, tokens.access_token).list()).status).toBe(401);
    const fields = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    const { body } = await token(running, fields);
    expect(body).not.toHaveProperty("refresh_token");
    good(await client(running.url, body.access_token).list());
    const revoked = await fetch(running.revokeUrl, {
      method: "POST",
      body: new URLSearchParams({ token: body.access_token }),
    });
    expect(revoked.status).toBe(200);
    expect((await client(running.url, body.access_token).list()).status).toBe(401);
    expect(await token(running, fields)).toEqual(invalidGrant("Token has been expired or revoked."));
    const again = await fetch(running.revokeUrl, {
      method: "POST",
      body: new URLSearchParams({ token: body.access_token }),
    });
    expect(again.status).toBe(400);
  });

  it("ends refresh tokens of an app in testing after seven days (BEHAVIOUR 11.2)", async () => {
    const clock = fixedClock();
    const running = await emulator({ autoApprove: true, clock: clock.now, refreshTokenDays: 7 });
    const tokens = await signIn(running);
    expect(tokens.refresh_token_expires_in).toBe(7 * 86_400);
    clock.days(7);
    expect(await token(running, { grant_type: "refresh_token", refresh_token: tokens.refresh_token })).toEqual(
      invalidGrant("Token has been expired or revoked."),
    );
  });

  it("ends a refresh token that nobody used for six months (BEHAVIOUR 11.3)", async () => {
    const clock = fixedClock();
    const running = await emulator({ autoApprove: true, clock: clock.now });
    const { refresh_token } = await signIn(running);
    const refresh = () => token(running, { grant_type: "refresh_token", refresh_token });
    for (let month = 0; month < 10; month += 5) {
      clock.days(150);
      expect((await refresh()).status).toBe(200);
    }
    clock.days(184);
    expect(await refresh()).toEqual(invalidGrant("Token has been expired or revoked."));
  });

  it("keeps a hundred refresh tokens, the oldest ends without a word (BEHAVIOUR 11.4)", async () => {
    const running = await emulator({ autoApprove: true });
    const tokens: string[] = [];
    for (let n = 0; n < 101; n++) tokens.push((await signIn(running, { scope: contacts })).refresh_token);
    const statuses = [0, 1, 100].map(async (n) => {
      return (await token(running, { grant_type: "refresh_token", refresh_token: tokens[n]! })).status;
    });
    expect(await Promise.all(statuses)).toEqual([400, 200, 200]);
  });

  it("redirects to either literal loopback address on any port (BEHAVIOUR 11.7)", async () => {
    const running = await emulator({ autoApprove: true });
    for (const redirect_uri of ["http://127.0.0.1:1/", "http://[::1]:65535/back"]) {
      const query = authorizeQuery(running, { redirect_uri });
      const reply = await fetch(`${running.authorizeUrl}?${query}`, { redirect: "manual" });
      expect(reply.headers.get("location")!.split("?")[0]).toBe(redirect_uri);
    }
  });

  it("gives a refresh token only for offline access, and an ID token that its key verifies", async () => {
    const running = await emulator({ autoApprove: true });
    expect(await signIn(running, { access_type: "online" })).not.toHaveProperty("refresh_token");
    const { id_token: idToken } = await signIn(running, { nonce: "n" });
    const [head, claims, signature] = idToken.split(".") as [string, string, string];
    const { keys } = (await (await fetch(`${running.url}/oauth2/v3/certs`)).json()) as { keys: Body[] };
    const key = createPublicKey({ key: keys[0]!, format: "jwk" });
    expect(verify("sha256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url"))).toBe(true);
    const read = JSON.parse(Buffer.from(claims, "base64url").toString()) as Body;
    expect(read).toMatchObject({ iss: running.url, aud: running.clientId, email: "office@example.com", nonce: "n" });
  });
});

it("Google's library takes an ID token by the keys that are published for it", async () => {
  const running = await emulator({ autoApprove: true, clock: () => new Date() });
  const { id_token } = await signIn(running);
  const keys = (await (await fetch(`${running.url}/oauth2/v1/certs`)).json()) as Record<string, string>;
  const library = new OAuth2Client();
  const login = await library.verifySignedJwtWithCertsAsync(id_token, keys, running.clientId, [running.url]);
  expect(login.getPayload()).toMatchObject({ email: "office@example.com", email_verified: true });
  const stranger = await emulator();
  const other = (await (await fetch(`${stranger.url}/oauth2/v1/certs`)).json()) as Record<string, string>;
  const refused = library.verifySignedJwtWithCertsAsync(id_token, other, running.clientId, [running.url]);
  await expect(refused).rejects.toThrow();
});

describe("a service account (BEHAVIOUR 11)", () => {
  const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  const claim = { aud: "https://oauth2.googleapis.com/token", sub: "boss@office.example", scope: contacts };

  function assertion(running: Emulator, extra: Body = {}, alg = "RS256"): string {
    const { client_email: iss, private_key: key } = running.serviceAccountKey();
    const now = Math.floor(noon.getTime() / 1000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg, typ: "JWT" })}.${part({ iss, ...claim, iat: now, exp: now + 3600, ...extra })}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
  }

  it("stands for users of the domain that delegated to it, each with an account of its own", async () => {
    const running = await emulator({ delegatedDomain: "office.example" });
    await running.create({});
    const { status, body } = await token(running, { grant_type: grantType, assertion: assertion(running) });
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.any(String), expires_in: 3599, token_type: "Bearer" });
    expect(good(await client(running.url, body.access_token).list())).toEqual({});
  });

  it("is refused for anyone else, and everywhere when no domain delegated", async () => {
    const unauthorized = {
      error: "unauthorized_client",
      error_description:
        "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.",
    };
    const delegated = await emulator({ delegatedDomain: "office.example" });
    for (const sub of ["x@gmail.com", "x@notoffice.example", ""]) {
      expect(
        (await token(delegated, { grant_type: grantType, assertion: assertion(delegated, { sub }) })).body,
      ).toEqual(unauthorized);
    }
    const plain = await emulator();
    expect((await token(plain, { grant_type: grantType, assertion: assertion(plain) })).body).toEqual(unauthorized);
  });

  it("needs its own signature, address, time and scopes", async () => {
    const running = await emulator({ delegatedDomain: "office.example" });
    const other = await emulator();
    const now = Math.floor(noon.getTime() / 1000);
    const attempts: [string, string][] = [
      ["invalid_grant", assertion(other)],
      ["invalid_grant", assertion(running, {}, "none")],
      ["invalid_grant", assertion(running, { iss: "x" })],
      ["invalid_grant", assertion(running, { aud: "https://example.com" })],
      ["invalid_grant", assertion(running, { iat: now - 7200, exp: now - 3600 })],
      ["invalid_grant", assertion(running, { exp: now + 3601 })],
      ["invalid_grant", assertion(running, { exp: "x" })],
      ["invalid_grant", "rubbish"],
      ["invalid_grant", ""],
      ["invalid_scope", assertion(running, { scope: "" })],
      ["invalid_scope", assertion(running, { scope: "https://www.googleapis.com/auth/drive" })],
    ];
    for (const [error, sent] of attempts) {
      expect((await token(running, { grant_type: grantType, assertion: sent })).body.error).toBe(error);
    }
  });
});

describe("a token and its scopes (BEHAVIOUR 11)", () => {
  const missing =
    "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid " +
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";
  const dead = missing.replace(
    "is missing required authentication credential",
    "had invalid authentication credentials",
  );

  it("is required: 401 with Google's words, before anything else is looked at", async () => {
    const running = await emulator();
    const without = await fetch(`${running.url}/v1/people/me/connections`);
    expect(without.status).toBe(401);
    expect(await without.json()).toEqual({ error: { code: 401, message: missing, status: "UNAUTHENTICATED" } });
    expect(without.headers.get("www-authenticate")).toContain("Bearer");
    const reply = await client(running.url, "wrong").list();
    expect(reply.body).toEqual({ error: { code: 401, message: dead, status: "UNAUTHENTICATED" } });
    const inQuery = await fetch(`${running.url}/v1/contactGroups?access_token=${running.token}`);
    expect(inQuery.status).toBe(200);
  });

  it("without the scope of a method is a 403", async () => {
    const running = await emulator({ autoApprove: true });
    const { access_token: readOnly } = await signIn(running, { scope: `${contacts}.readonly` });
    const limited = client(running.url, readOnly);
    good(await limited.list());
    const reply = await limited.post("/v1/people:createContact", {});
    expect(reply.status).toBe(403);
    expect(reply.body).toEqual({
      error: {
        code: 403,
        message: "Request had insufficient authentication scopes.",
        status: "PERMISSION_DENIED",
        details: [
          {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            domain: "googleapis.com",
            metadata: { service: "people.googleapis.com", method: "google.people.v1.PeopleService.CreateContact" },
          },
        ],
      },
    });
  });

  it("reads people/me only with the scope profile", async () => {
    const running = await emulator({ autoApprove: true });
    const { access_token: plain } = await signIn(running, { scope: `${contacts} email` });
    const reply = await client(running.url, plain).get("/v1/people/me?personFields=names,emailAddresses,metadata");
    expect(reply.status).toBe(403);
    expect(reply.body.error.message).toContain("profile");
    const { access_token: full } = await signIn(running, { scope: `${contacts} profile` });
    const me = good(await client(running.url, full).get("/v1/people/me?personFields=names,emailAddresses,metadata"));
    expect(me.resourceName).toMatch(/^people\/\d{21}$/);
    expect(me.emailAddresses[0].value).toBe("office@example.com");
  });

  it("tells who it stands for", async () => {
    const running = await emulator({ accountEmail: "other@example.com" });
    expect(good(await running.get("/v1/userinfo"))).toMatchObject({
      email: "other@example.com",
      sub: expect.stringMatching(/^\d{21}$/),
    });
    const info = good(await running.get(`/tokeninfo?access_token=${running.token}`));
    expect(info).toMatchObject({ aud: running.clientId, email: "other@example.com" });
    expect((await client(running.url, "x").get("/v1/userinfo")).status).toBe(401);
  });

  it("accepts the tokens that it was started with, each", async () => {
    const running = await emulator({ tokens: ["one", "two"] });
    expect(running.token).toBe("one");
    good(await client(running.url, "two").list());
  });
});
