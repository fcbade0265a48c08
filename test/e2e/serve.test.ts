import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { webPage } from "../emulator/web-support.ts";
import {
  call,
  contactsOf,
  type Folder,
  filesIn,
  googleOf,
  json,
  query,
  root,
  run,
  start,
  tempFolder,
  writesOf,
} from "./office.ts";

const PHONE = "+37491234567";
const SECRET = "dislikes the neighbour";

async function serve(folder: Folder) {
  const service = start(folder, ["serve", "--port", "0"]);
  const [, url] = await service.says(/(http:\/\/127\.0\.0\.1:\d+)\/healthz/);
  await service.says(/"job":"sync".*"msg":"done"/);
  return { ...service, url: url! };
}

describe.concurrent("the service", () => {
  it.concurrent("takes in an edit, is healthy, ends cleanly on SIGTERM, and logs neither notes nor numbers nor tokens", async ({
    onTestFinished,
  }) => {
    const folder = tempFolder(onTestFinished);
    const emulator = await googleOf(folder, { clock: () => new Date("2026-11-23T12:00:00+04:00") }, onTestFinished);
    const { resourceName } = await call(emulator, "POST", "/v1/people:createContact", {
      names: [{ givenName: "Nareh", familyName: "Testyan" }],
      phoneNumbers: [{ value: PHONE }],
      biographies: [{ value: `Order: table, 40 000\n${SECRET}`, contentType: "TEXT_PLAIN" }],
    });
    const service = await serve(folder);

    const reply = await fetch(`${service.url}/healthz`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toContain("application/json");
    const health = (await reply.json()) as { ok: boolean; jobs: { name: string; lastEnd: string | null }[] };
    expect(health.ok).toBe(true);
    expect(health.jobs.find(({ name }) => name === "sync")?.lastEnd).not.toBeNull();
    expect(JSON.stringify(health)).not.toMatch(/Testyan|374/);

    const [contact] = await contactsOf(emulator);
    expect(contact?.resourceName).toBe(resourceName);
    expect(contact?.biographies?.[0]?.value).toContain("Order 1: table, 40 000");
    expect(contact?.biographies?.[0]?.value).toContain(SECRET);

    const asked = performance.now();
    service.process.kill("SIGTERM");
    const { code, signal, out, err } = await service.ended;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(5_000);
    const said = out + err;
    expect(said).toContain('"job":"sync"');
    for (const secret of [SECRET, "table, 40 000", "Testyan", "91234567", emulator.token])
      expect(said).not.toContain(secret);
    await expect(fetch(`${service.url}/healthz`)).rejects.toThrow();
  });

  it.concurrent("is refused a port that is taken, with the reason", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    const emulator = await googleOf(folder, {}, onTestFinished);
    const port = new URL(emulator.url).port;
    const { code, err } = await run(folder, ["serve", "--port", port]);
    expect(code).toBe(2);
    expect(err).toContain(port);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe("the service on the embedded account", () => {
  it("shows its contacts to be edited by hand, and takes in what is typed there", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    // As docs/try-by-hand.md says: nobody is waited for.
    const template = readFileSync(join(root, "templates/office.en.yaml"), "utf8");
    folder.env.CLIENTCARD_TEMPLATE = join(folder.path, "office.yaml");
    writeFileSync(folder.env.CLIENTCARD_TEMPLATE, template.replace(/^quietMinutes: 5/m, "quietMinutes: 0"));
    const service = start(folder, ["serve", "--port", "0"]);
    onTestFinished(async () => {
      service.process.kill("SIGTERM");
      await service.ended;
    });
    const [, url = ""] = await service.says(/by hand: (http:\/\/127\.0\.0\.1:\d+)\//);
    await service.says(/"job":"sync".*"msg":"done"/);
    const page = webPage({ url });
    const person = { names: [{ givenName: "Ani" }], biographies: [{ value: "Order: table, 40 000" }] };
    const { id } = await page.tell("create", { person, groups: [] });
    await json(folder, ["sync"]);
    const shown = await page.ask("contact", { id });
    expect(shown.person.biographies[0].value).toContain("Order 1: table, 40 000");
    expect((await page.ask("overview")).labels.length).toBeGreaterThan(0);
  });
});

describe.concurrent("a second writer at the same home", () => {
  it.concurrent("is told who holds the account and ends with 6; looking up goes on; afterwards it may", async ({
    onTestFinished,
  }) => {
    const folder = tempFolder(onTestFinished);
    const emulator = await googleOf(folder, {}, onTestFinished);
    // The account keeps the first writer waiting for its answer.
    emulator.addFault({ method: "contactGroups.list", action: { kind: "delay", ms: 6_000 } });
    const first = start(folder, ["sync"]);
    await lockTaken(folder);

    const second = await run(folder, ["sync"]);
    expect(second.code).toBe(6);
    expect(second.err).toContain(`sync (process ${first.process.pid} on `);
    expect(second.err).toContain("since 2026-11-23");
    expect(JSON.parse((await run(folder, ["check", "--json"])).out).error).toMatchObject({ code: "locked" });
    expect((await run(folder, ["find", "anybody"])).code).toBe(0);

    expect((await first.ended).code).toBe(0);
    emulator.clearFaults();
    const before = writesOf(emulator);
    expect((await json(folder, ["sync"])).clients).toEqual([]);
    expect(writesOf(emulator)).toEqual(before);
    expect(Object.keys(filesIn(folder.home))).toContain("ledger.db");
  });
});

async function lockTaken(folder: Folder): Promise<void> {
  const until = performance.now() + 20_000;
  while (performance.now() < until) {
    try {
      if (query(folder, "ledger.db", "SELECT pid FROM writer").length > 0) return;
    } catch {
      // The store is still being made.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nobody took the lock");
}
