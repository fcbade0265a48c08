import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { findEmulator, startEmulator } from "../../src/emulator/index.ts";
import { isAppError } from "../../src/lib/errors.ts";
import { type Body, client, emulator, good, noon } from "./support.ts";

const clock = () => noon;

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "emulator-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An emulator in a process of its own. */
async function spawned(data: string) {
  const script = fileURLToPath(new URL("./keep-writing.ts", import.meta.url));
  const child = spawn(process.execPath, [script, data], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { url, token } = JSON.parse(line.toString()) as { url: string; token: string };
  const kill = async () => {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  return { url, token, pid: child.pid, kill, ...client(url, token) };
}

it("keeps contacts, groups, photos of the state, sync tokens and the ledger over a restart", async () => {
  const data = directory();
  const first = await startEmulator({ data, clock });
  const before = client(first.url, first.token);
  const label = await before.group("Clients");
  const made = await before.create({ names: [{ givenName: "Ани" }], biographies: [{ value: "a\nb" }] });
  good(await before.modify(label.resourceName, { resourceNamesToAdd: [made.resourceName] }));
  const person = await before.read(made.resourceName);
  const { nextSyncToken } = good(await before.list("&requestSyncToken=true"));
  const gone = await before.create({});
  good(await before.remove(`/v1/${gone.resourceName}:deleteContact`));
  const calls = first.calls();
  await first.close();

  const second = await emulator({ data });
  expect(second.calls()).toEqual(calls);
  expect(await second.read(made.resourceName)).toEqual(person);
  expect(good(await second.get(`/v1/${label.resourceName}`))).toMatchObject({
    name: "Clients",
    memberCount: 1,
    etag: label.etag,
  });
  const delta = good(await second.list(`&syncToken=${nextSyncToken}`)).connections;
  expect(delta).toMatchObject([{ resourceName: gone.resourceName, metadata: { deleted: true } }]);
});

it("loses no acknowledged write to kill -9, and can be opened at once afterwards", async () => {
  const data = directory();
  const doomed = await spawned(data);
  const acknowledged: string[] = [];
  for (let n = 0; n < 10; n++)
    acknowledged.push((await doomed.create({ names: [{ givenName: `N${n}` }] })).resourceName);
  const flood = Promise.allSettled(
    Array.from({ length: 40 }, async () => acknowledged.push((await doomed.create({})).resourceName)),
  );
  const label = await doomed.group("Label");
  await doomed.kill();
  await flood;

  const next = await emulator({ data });
  const found = new Set<string>(
    good(await next.list("&pageSize=1000")).connections.map((person: Body) => person.resourceName),
  );
  expect(acknowledged.length).toBeGreaterThanOrEqual(10);
  for (const name of acknowledged) expect(found).toContain(name);
  expect(good(await next.get(`/v1/${label.resourceName}`)).name).toBe("Label");
  expect(next.calls().filter((call) => call.method === "people.createContact").length).toBeGreaterThanOrEqual(
    acknowledged.length,
  );
});

it("is held by one emulator: a second is refused, in this process and in another, and finds the first", async () => {
  const data = directory();
  const holder = await spawned(data);
  const refusal = await startEmulator({ data, clock }).catch((error: unknown) => error);
  expect(isAppError(refusal, "locked") && refusal.fields.holder).toBe(`process ${holder.pid} at ${holder.url}`);
  expect(await findEmulator(data)).toEqual({ url: holder.url, token: holder.token, pid: holder.pid });
  await holder.create({ names: [{ givenName: "still writes" }] });
  await holder.kill();
  expect(existsSync(join(data, "endpoint.json"))).toBe(true);
  expect(await findEmulator(data)).toBeNull();

  const heir = await startEmulator({ data, clock });
  const again = await startEmulator({ data, clock }).catch((error: unknown) => error);
  expect(isAppError(again, "locked")).toBe(true);
  expect(good(await client(heir.url, heir.token).list()).totalItems).toBe(1);
  expect((await findEmulator(data))?.url).toBe(heir.url);
  await heir.close();
});

it("tells where it is in a file that only its owner reads, and takes it away", async () => {
  const data = directory();
  const file = join(data, "endpoint.json");
  const running = await startEmulator({ data, clock });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ url: running.url, token: running.token, pid: process.pid });
  await running.close();
  expect(existsSync(file)).toBe(false);
});

it("closes whole, however often it is asked to: the port and the directory are free, calls under way end", async () => {
  const data = directory();
  const running = await startEmulator({ data, clock, control: true });
  const before = client(running.url, running.token);
  const { resourceName } = await before.create({});
  running.addFault({ action: { kind: "delay", ms: 60_000 } });
  const hanging = before.list().then(
    () => "answered",
    () => "ended",
  );
  // The fault is spent when the call has arrived.
  await expect.poll(async () => good(await before.get("/emulator/faults")).faults).toEqual([]);
  await Promise.all([running.close(), running.close()]);
  await running.close();
  expect(await hanging).toBe("ended");
  await expect(fetch(running.url)).rejects.toThrow();
  const heir = await emulator({ data, port: Number(new URL(running.url).port) });
  expect(heir.url).toBe(running.url);
  expect((await heir.read(resourceName, "metadata")).resourceName).toBe(resourceName);
});

it("is not found through a file that leads nowhere, or to another program", async () => {
  const data = directory();
  const other = await emulator();
  for (const text of ["", "{}", `{"url":"${other.url}","token":"not its token","pid":${process.pid}}`]) {
    writeFileSync(join(data, "endpoint.json"), text);
    expect(await findEmulator(data)).toBeNull();
  }
  expect(await findEmulator(join(data, "nowhere"))).toBeNull();
});

it("refuses a directory that it can't use, a damaged state, a taken port and an unknown region", async () => {
  const data = directory();
  writeFileSync(
    join(data, "emulator.db"),
    "this is no database, only a text that is long enough to be looked at as one".repeat(20),
  );
  writeFileSync(join(data, "file"), "");
  const failure = (options: object) =>
    startEmulator({ clock, ...options }).then(
      () => "started",
      (error: unknown) => (isAppError(error) ? error.code : "unexpected"),
    );
  expect(await failure({ data })).toBe("disk");
  expect(await failure({ data: join(data, "file", "x") })).toBe("disk");
  const { url } = await emulator();
  expect(await failure({ port: Number(new URL(url).port) })).toBe("usage");
  expect(await failure({ region: "XX" })).toBe("usage");
});
