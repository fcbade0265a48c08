/** `caller-line on|off` as a person gives it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import { folder, run as runAnywhere } from "./support.ts";

it("puts the line onto the numbers and takes it away again, whatever the template says, until it is switched anew", async () => {
  const emulator = await startEmulator({ clock: () => new Date("2026-11-23T16:00+04:00") });
  onTestFinished(() => emulator.close());
  const cwd = folder();
  writeFileSync(join(cwd, "base.csv"), "Name;Phone;Notes\nAram;091 23-45-67;Order 12: sofa\n");
  const env = {
    CLIENTCARD_HOME: join(cwd, "home"),
    CLIENTCARD_PEOPLE_URL: emulator.url,
    CLIENTCARD_ACCESS_TOKEN: emulator.token,
    CLIENTCARD_ACCOUNT: "google",
  };
  const run = (...args: string[]) => runAnywhere(args, { cwd, env });
  const label = async () => {
    const answer = await fetch(`${emulator.url}/v1/people/me/connections?personFields=phoneNumbers`, {
      headers: { authorization: `Bearer ${emulator.token}` },
    });
    const { connections } = (await answer.json()) as { connections: { phoneNumbers: { type?: string }[] }[] };
    return connections[0]!.phoneNumbers[0]!.type;
  };
  expect((await run("import", "base.csv", "--yes", "--quiet")).code).toBe(0);
  const before = await label();

  const tried = await run("caller-line", "on", "--dry-run", "--json");
  expect(tried.code).toBe(0);
  expect((JSON.parse(tried.out) as { plan: { changes: object[] } }).plan.changes).toHaveLength(1);
  expect(await label()).toBe(before);

  expect((await run("caller-line", "on")).code).toBe(0);
  expect(await label()).toBe("New·#12");
  expect((await run("sync")).code).toBe(0);
  expect(await label()).toBe("New·#12");

  expect((await run("caller-line", "off")).code).toBe(0);
  expect(await label()).toBe(before);

  const { code, err } = await run("caller-line", "perhaps");
  expect(code).toBe(2);
  expect(err).toContain("“perhaps”: it is one of on, off");
});
