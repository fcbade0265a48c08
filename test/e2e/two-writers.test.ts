/** Two homes are two machines to the program: only the account knows of both. Real processes, killed and stopped by signals. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AtEnd, contactsOf, doubles, good, googleOf, run, start, tempFolder, writesOf } from "./office.ts";
import { openWire } from "./wire.ts";

const LATER = "2026-11-23T18:30:00+04:00";
/** Three batches of creates: one before the moment that a test chooses, and one after it. */
const CLIENTS = 410;
/** Short, since whoever takes over by force waits it out in earnest. */
const SHORT = { CLIENTCARD_LEASE_SECONDS: "1" };

async function twoMachines(atEnd: AtEnd, env: Record<string, string> = {}) {
  const office = tempFolder(atEnd);
  const warehouse = tempFolder(atEnd);
  const emulator = await googleOf(office, {}, atEnd);
  const { CLIENTCARD_ACCOUNT, CLIENTCARD_PEOPLE_URL, CLIENTCARD_ACCESS_TOKEN } = office.env;
  Object.assign(warehouse.env, { CLIENTCARD_ACCOUNT, CLIENTCARD_PEOPLE_URL, CLIENTCARD_ACCESS_TOKEN });
  const rows = Array.from({ length: CLIENTS }, (_, n) => `Client ${n},+3749${1_000_000 + n},asks about a table`);
  for (const folder of [office, warehouse]) {
    Object.assign(folder.env, env);
    writeFileSync(join(folder.path, "base.csv"), ["Name,Phone,Notes", ...rows].join("\n"));
  }
  const wire = await openWire(emulator.url, atEnd);
  return { office, warehouse, emulator, wire, onWire: { env: { CLIENTCARD_PEOPLE_URL: wire.url } } };
}

const logging = (client: string, text: string) => ["log", client, text, "--by", "Anna"];
const importing = ["import", "base.csv", "--yes", "--quiet"];

describe("a run that another machine holds up", () => {
  it.concurrent("says who works where and since when, changes nothing, and ends with 6", async ({ onTestFinished }) => {
    const { office, warehouse, emulator, wire, onWire } = await twoMachines(onTestFinished);
    await good(office, importing);
    await good(warehouse, ["sync"]);
    let second: Awaited<ReturnType<typeof run>> | null = null;
    wire.pauseAt({ path: /batchUpdate/, nth: 1, when: "before" }, async () => {
      const writes = writesOf(emulator).length;
      second = await run(warehouse, logging("+37491000007", "asks about delivery"));
      expect(writesOf(emulator).length).toBe(writes);
    });
    const first = await run(office, logging("+37491000003", "called"), onWire);
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: "" });
    expect(second).toMatchObject({ code: 6, out: "" });
    expect(second!.err).toMatch(
      /Another run is working on this account\.\n {2}log \(process \d+ on .+\), since 2026-11-23 18:00/,
    );
    expect(second!.err).toContain("--take-over");
    await good(warehouse, logging("+37491000007", "asks about delivery"));
  });
});

describe("a run that is killed while it holds the account", () => {
  it.concurrent("is followed at once on its own computer, and its creates are made twice by nobody", async ({
    onTestFinished,
  }) => {
    const { office, warehouse, emulator, wire, onWire } = await twoMachines(onTestFinished);
    const first = start(office, importing, onWire);
    wire.cutAt({ path: /batchCreateContacts/, nth: 2, when: "after" }, () => first.process.kill("SIGKILL"));
    expect((await first.ended).signal).toBe("SIGKILL");

    // What the lists show of it by now nobody knows, so the other machine creates nothing.
    const refused = await run(warehouse, importing);
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 6, out: "" });
    expect(refused.err).toContain("Another computer has just created clients");

    // Its own home knows by the journal what became of them.
    emulator.setClock(() => new Date(LATER));
    await good(office, importing, { env: { CLIENTCARD_NOW: LATER } });
    expect(await contactsOf(emulator)).toHaveLength(CLIENTS);
    const muchLater = "2026-11-23T19:00:00+04:00";
    emulator.setClock(() => new Date(muchLater));
    await good(warehouse, importing, { env: { CLIENTCARD_NOW: muchLater } });
    const contacts = await contactsOf(emulator);
    expect(contacts).toHaveLength(CLIENTS);
    expect(doubles(contacts)).toEqual([]);
  });
});

describe("a run that is stopped in mid-air, driven out, and goes on late", () => {
  it.concurrent("sends its batch of creates into an account where they are made once", async ({ onTestFinished }) => {
    const { office, warehouse, emulator, wire, onWire } = await twoMachines(onTestFinished, SHORT);
    const first = start(office, importing, onWire);
    wire.pauseAt({ path: /batchCreateContacts/, nth: 2, when: "before" }, async () => {
      first.process.kill("SIGSTOP");
      // The batch is on its way all the while; the other machine takes over, and waits.
      const second = await run(warehouse, [...importing, "--take-over"]);
      expect({ code: second.code, out: second.out }).toEqual({ code: 6, out: "" });
      expect(second.err).toContain("Another computer has just created clients");
      await good(warehouse, ["sync"]);
      first.process.kill("SIGCONT");
    });
    const { code, err } = await first.ended;
    expect(code).toBe(6);
    expect(err).toContain("Another run has taken the place of this one.");

    emulator.setClock(() => new Date(LATER));
    await good(office, importing, { env: { CLIENTCARD_NOW: LATER } });
    const contacts = await contactsOf(emulator);
    expect(contacts).toHaveLength(CLIENTS);
    expect(doubles(contacts)).toEqual([]);
  });

  it.concurrent("sends its batch of updates over nothing that was written meanwhile", async ({ onTestFinished }) => {
    const { office, warehouse, emulator, wire, onWire } = await twoMachines(onTestFinished, SHORT);
    await good(office, importing);
    await good(warehouse, ["sync"]);
    const first = start(office, logging("+37491000003", "called"), onWire);
    wire.pauseAt({ path: /batchUpdate/, nth: 1, when: "before" }, async () => {
      first.process.kill("SIGSTOP");
      await good(warehouse, [...logging("+37491000003", "asks about delivery"), "--take-over"]);
      first.process.kill("SIGCONT");
    });
    const { code, err } = await first.ended;
    expect(code).toBe(6);
    expect(err).toContain("Another run has taken the place of this one.");
    const note = async () => {
      const contacts = await contactsOf(emulator);
      return (
        contacts.find((contact) => JSON.stringify(contact).includes("+37491000003"))?.biographies?.[0]?.value ?? ""
      );
    };
    expect(await note()).toMatch(/asks about delivery/);
    expect(await note()).not.toMatch(/called/);

    await good(office, logging("+37491000003", "called"));
    for (const text of ["asks about a table", "asks about delivery", "called"])
      expect((await note()).split(text)).toHaveLength(2);
  });
});

describe("two runs of one home", () => {
  it.concurrent("follow each other with --take-over; the first one goes no further than the batch on its way", async ({
    onTestFinished,
  }) => {
    const { office, emulator, wire, onWire } = await twoMachines(onTestFinished, SHORT);
    const first = start(office, importing, onWire);
    wire.pauseAt({ path: /batchCreateContacts/, nth: 2, when: "after" }, async () => {
      first.process.kill("SIGSTOP");
      const refused = await run(office, ["sync"]);
      expect(refused.code).toBe(6);
      await good(office, [...importing, "--take-over"]);
      first.process.kill("SIGCONT");
    });
    const { code, err } = await first.ended;
    expect(code).toBe(6);
    expect(err).toContain("Another run has taken the place of this one.");
    const contacts = await contactsOf(emulator);
    expect(contacts).toHaveLength(CLIENTS);
    expect(doubles(contacts)).toEqual([]);
    expect(await good(office, ["sync"], { env: { CLIENTCARD_NOW: LATER } })).toContain("All cards are in order");
  });
});
