import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/index.ts";
import { collect, MONDAY, namesOf, TUESDAY } from "../contract/store-builders.ts";
import { temporaryFolders } from "./folder.ts";

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));
const folder = temporaryFolders();

type Child = ChildProcessByStdio<null, Readable, null>;
const children: Child[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

function start(...args: string[]): Child {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return child;
}

/** Reads lines until `enough` of them came, kills the process at once, and gives every line that it wrote before it died. */
async function killAfter(child: Child, enough: number): Promise<string[]> {
  const gone = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === enough) child.kill("SIGKILL");
  }
  await gone;
  return lines;
}

async function outputOf(child: Child): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  return lines.join("\n");
}

describe("a process killed with SIGKILL", () => {
  it.each([1, 2, 3, 4, 41, 122])("after %i promises of the ledger leaves every one of them kept", async (enough) => {
    const dir = folder();
    const promised = (await killAfter(start("promiseAndWait", dir), enough)).map((line) => line.split(" "));
    expect(promised.length).toBeGreaterThanOrEqual(enough);

    const store = await openSqliteStore(dir);
    const [run] = await store.ledger.runs(1);
    const entries = new Map((await store.ledger.entriesOf(run!.id)).map((entry) => [String(entry.id), entry]));
    const rank = ["intended", "sent", "confirmed"];
    for (const [what, id = ""] of promised) {
      if (what === "number") expect(await store.ledger.lastNumber()).toBeGreaterThanOrEqual(Number(id));
      else {
        const entry = entries.get(id);
        expect(entry?.archive).toMatchObject([{ text: `line ${id}` }]);
        expect(rank.indexOf(entry!.state)).toBeGreaterThanOrEqual(rank.indexOf(what!));
        const texts = (await store.ledger.versionsOf(entry!.subject, 1)).map(({ notes }) => notes);
        if (what === "confirmed") expect(texts).toEqual([`text ${id}`]);
      }
    }
    await store.close();
  });

  it("in the middle of a full list leaves the mirror as it was", async () => {
    const dir = folder();
    await killAfter(start("stageAndWait", dir), 1);
    const store = await openSqliteStore(dir);
    expect(namesOf(await collect(store.mirror.all()))).toEqual(["people/c1"]);
    expect(await store.mirror.state()).toEqual({ peopleToken: "t1", fullAt: null, pulledAt: MONDAY });
    await store.close();
  });

  it("holding the writer's lock loses it to the next writer of its host, but not while it lives", async () => {
    const dir = folder();
    const holder = start("lockAndWait", dir, "office");
    await once(createInterface({ input: holder.stdout }), "line");
    const store = await openSqliteStore(dir);
    const mine = { pid: process.pid, host: "office", command: "sync", at: TUESDAY };
    expect(await store.ledger.lock(mine)).toEqual({
      ok: false,
      holder: `serve (process ${holder.pid} on office)`,
      since: MONDAY,
    });
    const gone = once(holder, "exit");
    holder.kill("SIGKILL");
    await gone;
    expect(await store.ledger.lock({ ...mine, host: "warehouse" })).toMatchObject({ ok: false });
    expect(await store.ledger.lock(mine)).toEqual({ ok: true });
    await store.close();
  });
});

describe("several processes at once", () => {
  it("make one store together, lose nothing of one another, and never give a number twice", async () => {
    const dir = folder();
    const outputs = await Promise.all([1, 2, 3, 4].map(() => outputOf(start("reserve", dir, "40"))));
    const numbers = outputs.flatMap((text) => JSON.parse(text) as number[]);
    expect(numbers).toHaveLength(4 * 40 * 2);
    expect(new Set(numbers).size).toBe(numbers.length);
    const store = await openSqliteStore(dir);
    expect(await store.mirror.count()).toBe(4);
    await store.close();
  });
});
