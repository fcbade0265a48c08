import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type App, openApp } from "../src/app.ts";
import { startEmulator } from "../src/emulator/index.ts";
import { silent } from "./support/silent-log.ts";
import { allow } from "./support/storm/sign-in.ts";

test("the embedded account goes on when the process that ran it has ended", async ({ onTestFinished }) => {
  const home = mkdtempSync(join(tmpdir(), "clientcard-app-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const open = async (): Promise<App> => {
    const app = await openApp({
      env: { CLIENTCARD_HOME: home, CLIENTCARD_NOW: "2026-11-23T12:00:00+04:00" },
      flags: {},
      cwd: home,
      log: silent,
      progress: () => undefined,
      checkpoint: () => undefined,
    });
    onTestFinished(() => app.release());
    return app;
  };
  const [first, second] = [await open(), await open()];
  const { emulator, account } = await first.account();
  await account.createLabel("VIP", []);
  const context = await second.context();
  const labels = () =>
    context.withRoad("sync", async (road) => (await road.account.listLabels()).map(({ name }) => name));
  expect(await labels()).toContain("VIP");
  expect((await second.account()).emulator).toBeNull();

  await first.release();
  expect(emulator).not.toBeNull();
  expect(await labels()).toContain("VIP");
  expect((await second.account()).emulator).not.toBeNull();
});

test("a home refuses another account than the one it was made for, and says which it is", async ({
  onTestFinished,
}) => {
  const home = mkdtempSync(join(tmpdir(), "clientcard-app-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const workAs = async (env: Record<string, string | undefined>): Promise<unknown> => {
    const app = await openApp({
      env: { CLIENTCARD_HOME: home, CLIENTCARD_NOW: "2026-11-23T12:00:00+04:00", ...env },
      flags: {},
      cwd: home,
      log: silent,
      progress: () => undefined,
      checkpoint: () => undefined,
    });
    try {
      return await (await app.context()).withRoad("sync", async (road) => (await road.account.listLabels()).length);
    } catch (error) {
      return error;
    } finally {
      await app.release();
    }
  };
  expect(await workAs({})).toBe(8);
  const token = { CLIENTCARD_ACCESS_TOKEN: "ya29.test" };
  for (const other of [{ CLIENTCARD_ACCOUNT: "google" }, { CLIENTCARD_PEOPLE_URL: "http://127.0.0.1:9" }])
    expect(await workAs({ ...token, ...other })).toMatchObject({
      code: "config",
      fields: { problems: [{ where: "CLIENTCARD_ACCOUNT", problem: expect.stringContaining("“embedded”") }] },
    });
  expect(await workAs({})).toBe(8);
});

test("a home refuses another Google account than the one that signed in first, and names both", async ({
  onTestFinished,
}) => {
  const home = mkdtempSync(join(tmpdir(), "clientcard-app-"));
  const emulator = await startEmulator({ data: null });
  onTestFinished(async () => {
    await emulator.close();
    rmSync(home, { recursive: true, force: true });
  });
  const env = {
    CLIENTCARD_HOME: home,
    CLIENTCARD_ACCOUNT: "google",
    CLIENTCARD_PEOPLE_URL: emulator.url,
    CLIENTCARD_AUTHORIZE_URL: emulator.authorizeUrl,
    CLIENTCARD_TOKEN_URL: emulator.tokenUrl,
    CLIENTCARD_REVOKE_URL: emulator.revokeUrl,
    CLIENTCARD_CLIENT_ID: emulator.clientId,
    CLIENTCARD_CLIENT_SECRET: emulator.clientSecret,
  };
  const workAs = async (email: string): Promise<unknown> => {
    const options = { flags: {}, cwd: home, log: silent, progress: () => undefined, checkpoint: () => undefined };
    const app = await openApp({ env, ...options });
    try {
      let answered: Promise<void> = Promise.resolve();
      const show = (url: string) => {
        answered = allow(url, email);
      };
      expect((await app.signIn(show, new AbortController().signal)).owner?.name).toBe(email);
      await answered;
      expect(await app.accountName()).toContain(email);
      return await (await app.context()).withRoad("sync", async (road) => (await road.account.listLabels()).length);
    } catch (error) {
      return error;
    } finally {
      await app.release();
    }
  };
  expect(await workAs("anna@example.com")).toBe(8);
  expect(await workAs("boris@example.com")).toMatchObject({
    code: "config",
    fields: {
      problems: [
        {
          problem: expect.stringMatching(/anna@example\.com.*boris@example\.com/),
          next: expect.stringContaining("sign in as anna@example.com"),
        },
      ],
    },
  });
  expect(await workAs("anna@example.com")).toBe(8);
});

test("no process of a home calls the account while its long-lasting limit holds, longer each time it is met", async ({
  onTestFinished,
}) => {
  const home = mkdtempSync(join(tmpdir(), "clientcard-app-"));
  const emulator = await startEmulator({ data: null });
  onTestFinished(async () => {
    await emulator.close();
    rmSync(home, { recursive: true, force: true });
  });
  const env = { CLIENTCARD_HOME: home, CLIENTCARD_PEOPLE_URL: emulator.url, CLIENTCARD_ACCESS_TOKEN: emulator.token };
  const syncAt = async (time: string): Promise<unknown> => {
    const options = { flags: {}, cwd: home, log: silent, progress: () => undefined, checkpoint: () => undefined };
    const app = await openApp({ env: { ...env, CLIENTCARD_NOW: `2026-11-23T${time}:00+04:00` }, ...options });
    try {
      const context = await app.context();
      return await context.withRoad("sync", async (road) => (await road.account.listLabels()).length);
    } catch (error) {
      return error;
    } finally {
      await app.release();
    }
  };
  const pause = (minutes: number) => ({
    code: "quota",
    fields: { lasting: true, retryAfterMs: minutes * 60_000, detail: expect.any(String) },
  });
  emulator.addFault({ times: 2, action: { kind: "storage-limit" } });
  expect(await syncAt("12:00")).toMatchObject(pause(15));
  expect(await syncAt("12:05")).toMatchObject(pause(10));
  expect(emulator.calls()).toHaveLength(1);
  expect(await syncAt("12:15")).toMatchObject(pause(30));
  expect(await syncAt("12:44")).toMatchObject(pause(1));
  expect(emulator.calls()).toHaveLength(2);
  expect(await syncAt("12:45")).toBe(8);
  emulator.addFault({ action: { kind: "storage-limit" } });
  expect(await syncAt("12:50")).toMatchObject(pause(15));
});
