import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { type AppError, isAppError } from "../../src/lib/errors.ts";
import { type AuthSettings, authFor, login, logout, openPeopleAccount } from "../../src/people/index.ts";
import { keepingLog } from "./quiet-log.ts";

let emulator: Emulator;
let settings: AuthSettings;
let file: string;
/** The emulator lives in the present: how long a token lasts is reckoned by the machine's clock. */
let shift = 0;

beforeEach(async () => {
  shift = 0;
  emulator = await startEmulator({ data: null, clock: () => new Date(Date.now() + shift) });
  const home = mkdtempSync(join(tmpdir(), "clientcard-login-"));
  file = join(home, "google-token.json");
  const { authorizeUrl, tokenUrl, revokeUrl, clientId, clientSecret } = emulator;
  settings = { home, accessToken: null, clientId, clientSecret, authorizeUrl, tokenUrl, revokeUrl };
});
afterEach(async () => {
  await emulator.close();
  rmSync(settings.home, { recursive: true, force: true });
});

/** A person in a browser: looks at Google's page, presses a button, and is sent back. `changes` is what they change on the page. */
async function press(button: "allow" | "deny", url: string, changes: Record<string, string> = {}): Promise<Response> {
  const page = await fetch(url);
  expect(page.status).toBe(200);
  const form = new URLSearchParams({ ...Object.fromEntries(new URL(url).searchParams), ...changes, answer: button });
  const sent = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  return fetch(sent.headers.get("location")!);
}

async function signIn(): Promise<{ url: URL; page: Response }> {
  let seen: { url: URL; page: Promise<Response> } | null = null;
  await login({
    settings,
    show: (url) => {
      seen = { url: new URL(url), page: press("allow", url) };
    },
  });
  return { url: seen!.url, page: await seen!.page };
}

/** The status of a GET that names another host than the one it goes to. */
function statusFor(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on("error", reject);
  });
}

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw new Error("it should have failed with an AppError");
  return error;
}

function openAccount(log = keepingLog()) {
  const clock = { now: () => new Date() };
  return openPeopleAccount({
    rootUrl: emulator.url,
    auth: authFor(settings),
    clock,
    log,
    quota: null,
    sleep: async () => undefined,
  });
}

const saved = () => JSON.parse(readFileSync(file, "utf8"));

describe("signing in", () => {
  it("asks for the contacts and whose they are, offline, with a challenge and a state, and comes back to loopback", async () => {
    const { url } = await signIn();
    const asked = url.searchParams;
    expect(asked.get("scope")).toBe(
      "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/contacts",
    );
    expect(asked.get("access_type")).toBe("offline");
    expect(asked.get("code_challenge_method")).toBe("S256");
    expect(asked.get("code_challenge")).toMatch(/^[\w-]{43}$/);
    expect(asked.get("state")).toMatch(/^[\w-]{43}$/);
    expect(asked.get("redirect_uri")).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("leaves a file that only its owner can read, and a page that says so", async () => {
    const { page } = await signIn();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(saved()).toMatchObject({
      clientId: emulator.clientId,
      scope: expect.stringContaining("auth/contacts"),
      owner: { id: expect.stringMatching(/^\d+$/), name: "office@example.com" },
    });
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).toContain("Signed in");
  });

  it("lets the account be used, by later processes too, without a word of the tokens in the log", async () => {
    await signIn();
    const log = keepingLog();
    await openAccount(log).createLabel("New", []);
    expect((await openAccount(log).listLabels()).some(({ name }) => name === "New")).toBe(true);
    const { refreshToken, accessToken } = saved();
    for (const token of [refreshToken, accessToken]) expect(log.lines.join("\n")).not.toContain(token);
  });

  it("fetches a new access token when the old one has ended, and keeps it", async () => {
    await signIn();
    const before = saved();
    writeFileSync(file, JSON.stringify({ ...before, accessToken: "ya29.gone", expiryDate: Date.now() - 1_000 }), {
      mode: 0o600,
    });
    await openAccount().listLabels();
    expect(saved().accessToken).not.toBe("ya29.gone");
    expect(saved().refreshToken).toBe(before.refreshToken);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("asks for a new access token when the API refuses the one that looked good", async () => {
    await signIn();
    writeFileSync(
      file,
      JSON.stringify({ ...saved(), accessToken: "ya29.unknown", expiryDate: Date.now() + 3_600_000 }),
      { mode: 0o600 },
    );
    await expect(openAccount().listLabels()).resolves.not.toEqual([]);
  });

  it("says that the sign-in has ended, and how to begin again, when Google says invalid_grant", async () => {
    await signIn();
    writeFileSync(file, JSON.stringify({ ...saved(), refreshToken: "1//gone", accessToken: null, expiryDate: null }), {
      mode: 0o600,
    });
    const error = await failureOf(openAccount().listLabels());
    expect(error.fields).toMatchObject({
      code: "auth",
      reason: "expired",
      detail: expect.stringContaining("clientcard login"),
    });
  });
});

describe("a sign-in that goes wrong", () => {
  const waiting = async (
    visit: (back: URL) => Promise<void>,
    options: { timeoutMs?: number; signal?: AbortSignal } = {},
  ) =>
    failureOf(
      login({
        settings,
        ...options,
        show: async (url) => {
          const asked = new URL(url).searchParams;
          const back = new URL(asked.get("redirect_uri")!);
          back.searchParams.set("state", asked.get("state")!);
          await visit(back);
        },
      }),
    );

  it("is not fooled by a request without our state, and still takes the right one", async () => {
    const strays: number[] = [];
    await login({
      settings,
      show: async (url) => {
        const back = new URL(url).searchParams.get("redirect_uri")!;
        for (const stray of [
          "/",
          "/?code=x",
          "/?code=x&state=wrong",
          "/?error=access_denied&state=wrong",
          "/favicon.ico",
        ])
          strays.push((await fetch(back + stray)).status);
        strays.push((await fetch(`${back}/?code=x`, { method: "POST" })).status);
        // A page whose name was made to point at 127.0.0.1 gives itself away by its Host.
        const state = new URL(url).searchParams.get("state");
        strays.push(await statusFor(`${back}/?code=x&state=${state}`, "evil.example"));
        void press("allow", url);
      },
    });
    expect(strays).toEqual([400, 400, 400, 400, 400, 400, 400]);
    expect(existsSync(file)).toBe(true);
  });

  it("is told when a person declines", async () => {
    const error = await failureOf(login({ settings, show: (url) => void press("deny", url) }));
    expect(error.fields).toEqual({ code: "auth", reason: "refused", detail: "the sign-in was declined" });
  });

  it.each([
    ["the box for contacts empty", { scope: "https://www.googleapis.com/auth/contacts.readonly" }, "scope"],
    ["no lasting access", { access_type: "online" }, "refused"],
  ])("is no sign-in with %s", async (_, changes, reason) => {
    let page: Promise<Response> | null = null;
    const show = (url: string) => {
      page = press("allow", url, changes);
    };
    const error = await failureOf(login({ settings, show }));
    expect(error.fields).toMatchObject({ code: "auth", reason, detail: expect.stringContaining("clientcard login") });
    expect((await page!).status).toBe(400);
    expect(existsSync(file)).toBe(false);
  });

  it("tells a refusal on Google's page, escaped, and saves nothing", async () => {
    let page = "";
    const error = await waiting(async (back) => {
      back.searchParams.set("error", "<script>alert(1)</script>");
      void fetch(back).then(async (answer) => {
        page = await answer.text();
      });
    });
    expect(error.fields).toMatchObject({ code: "auth", reason: "refused" });
    await expect.poll(() => page).toContain("&#60;script&#62;");
    expect(page).not.toContain("<script>");
    expect(existsSync(file)).toBe(false);
  });

  it("says so when a code is not one of Google's", async () => {
    const error = await waiting(async (back) => {
      back.searchParams.set("code", "4/none");
      void fetch(back);
    });
    expect(error.fields).toMatchObject({ code: "auth", reason: "expired" });
    expect(existsSync(file)).toBe(false);
  });

  it("ends when nobody comes back in time", async () => {
    const error = await waiting(async () => undefined, { timeoutMs: 20 });
    expect(error.fields).toMatchObject({
      code: "auth",
      reason: "missing",
      detail: expect.stringContaining("clientcard login"),
    });
  });

  it("ends when a person stops it, before or while it waits", async () => {
    const stop = new AbortController();
    const error = await waiting(async () => stop.abort(), { signal: stop.signal });
    expect(error.code).toBe("interrupted");
    expect((await waiting(async () => undefined, { signal: AbortSignal.abort() })).code).toBe("interrupted");
  });

  it("needs the office's client", async () => {
    const error = await failureOf(login({ settings: { ...settings, clientId: null }, show: () => undefined }));
    expect(error.fields).toMatchObject({ code: "config", problems: [{ where: "CLIENTCARD_CLIENT_ID" }] });
  });
});

describe("a saved sign-in", () => {
  it("that is not there sends a person to login", async () => {
    expect((await failureOf(openAccount().listLabels())).fields).toMatchObject({ code: "auth", reason: "missing" });
  });

  it("that others can read is refused, with the command that mends it", async () => {
    await signIn();
    chmodSync(file, 0o644);
    const error = await failureOf(openAccount().listLabels());
    expect(error.fields).toMatchObject({ code: "config", problems: [{ where: file, next: `chmod 600 '${file}'` }] });
  });

  it.each(["", "{", "[]", '{"refreshToken": 1}'])("that is damaged (%j) sends a person to login", async (text) => {
    writeFileSync(file, text, { mode: 0o600 });
    const error = await failureOf(openAccount().listLabels());
    expect(error.fields).toMatchObject({
      code: "config",
      problems: [{ where: file, next: expect.stringContaining("clientcard login") }],
    });
  });

  it("is not needed with a token from the settings", async () => {
    settings = { ...settings, accessToken: emulator.token };
    await expect(openAccount().listLabels()).resolves.not.toEqual([]);
    settings = { ...settings, accessToken: "ya29.wrong" };
    expect((await failureOf(openAccount().listLabels())).fields).toMatchObject({ code: "auth", reason: "refused" });
  });
});

describe("signing out", () => {
  it("takes the sign-in back at Google and forgets it", async () => {
    await signIn();
    const tokens = saved();
    expect(await logout(settings)).toEqual({ signedIn: true, revoked: true });
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, JSON.stringify({ ...tokens, accessToken: null, expiryDate: null }), { mode: 0o600 });
    expect((await failureOf(openAccount().listLabels())).fields).toMatchObject({ code: "auth", reason: "expired" });
  });

  it("forgets it even when Google cannot be told, and says so", async () => {
    await signIn();
    expect(await logout({ ...settings, revokeUrl: `${emulator.url}/nowhere` })).toEqual({
      signedIn: true,
      revoked: false,
    });
    expect(existsSync(file)).toBe(false);
    expect(await logout(settings)).toEqual({ signedIn: false, revoked: false });
  });
});
