import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type App, openApp } from "../src/app.ts";
import { silent } from "./support/silent-log.ts";

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
