import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import { filesIn, good, json, run, start, tempFolder } from "./office.ts";

/** An office that has registered its desktop app, and an account whose consent page says yes by itself. */
async function registeredOffice() {
  const folder = tempFolder();
  // Tokens end by the machine's clock, so the account and the program live in the present.
  const emulator = await startEmulator({ data: null, autoApprove: true });
  onTestFinished(() => emulator.close());
  Object.assign(folder.env, {
    CLIENTCARD_NOW: "",
    CLIENTCARD_ACCOUNT: "google",
    CLIENTCARD_PEOPLE_URL: emulator.url,
    CLIENTCARD_AUTHORIZE_URL: emulator.authorizeUrl,
    CLIENTCARD_TOKEN_URL: emulator.tokenUrl,
    CLIENTCARD_REVOKE_URL: emulator.revokeUrl,
    CLIENTCARD_CLIENT_ID: emulator.clientId,
    CLIENTCARD_CLIENT_SECRET: emulator.clientSecret,
  });
  return { folder, emulator, file: join(folder.home, "google-token.json") };
}

describe("signing in", () => {
  it("keeps the sign-in for its owner alone; commands work with it until somebody signs out", async () => {
    const { folder, emulator, file } = await registeredOffice();
    expect((await run(folder, ["sync"])).code).toBe(5);

    const login = start(folder, ["login", "--quiet"]);
    const [address] = await login.says(/http:\S+/);
    const query = new URL(address).searchParams;
    expect(query.get("code_challenge_method")).toBe("S256");
    expect(query.get("state")?.length).toBeGreaterThan(20);
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(new URL(page.url).hostname).toBe("127.0.0.1");
    expect(await login.ended).toMatchObject({ code: 0, out: "" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { refreshToken } = JSON.parse(readFileSync(file, "utf8")) as { refreshToken: string };

    const { ok } = await json(folder, ["doctor"]);
    expect(ok).toBe(true);
    await good(folder, ["sync"]);
    expect(emulator.calls().map(({ method }) => method)).toContain("people.connections.list");

    expect(await json(folder, ["logout"])).toEqual({ wasSignedIn: true, revoked: true });
    expect(existsSync(file)).toBe(false);
    const refused = await fetch(emulator.tokenUrl, {
      method: "POST",
      body: new URLSearchParams({
        client_id: emulator.clientId,
        client_secret: emulator.clientSecret,
        grant_type: "refresh_token",
        refresh_token: refreshToken,
      }),
    });
    expect(refused.status).toBe(400);
    expect((await run(folder, ["sync"])).code).toBe(5);
    expect(await json(folder, ["logout"])).toEqual({ wasSignedIn: false, revoked: false });
  });

  it("that a person breaks off ends at once and leaves no token", async () => {
    const { folder, file } = await registeredOffice();
    const login = start(folder, ["login"]);
    await login.says(/http:\S+/);
    login.process.kill("SIGINT");
    expect((await login.ended).code).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it("without a registered app ends with 2 and names the setting", async () => {
    const { folder } = await registeredOffice();
    const { code, err } = await run(folder, ["login"], { env: { CLIENTCARD_CLIENT_ID: "" } });
    expect(code).toBe(2);
    expect(err).toContain("CLIENTCARD_CLIENT_ID");
    expect(filesIn(folder.home)).toEqual({});
  });
});
