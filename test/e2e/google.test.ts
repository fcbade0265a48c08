import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import {
  CLIENTS,
  type Contact,
  call,
  contactsOf,
  doubles,
  type Folder,
  good,
  json,
  newFolder,
  run,
  sample,
  saveNote,
  writesOf,
} from "./office.ts";

/** One office on an account of its own, worked on from test to test as an office is from day to day. */
let folder: Folder & { remove(): void };
let emulator: Emulator;
/** The account's clock: what staff edit is left alone for some minutes. */
const accountTime = new Date("2026-11-23T12:00:00+04:00");

beforeAll(async () => {
  folder = newFolder();
  emulator = await startEmulator({ data: null, clock: () => accountTime });
  Object.assign(folder.env, {
    CLIENTCARD_ACCOUNT: "google",
    CLIENTCARD_PEOPLE_URL: emulator.url,
    CLIENTCARD_ACCESS_TOKEN: emulator.token,
  });
  await good(folder, ["import", sample, "--yes", "--quiet", "--rejects", join(folder.path, "rejects.xlsx")]);
});
afterAll(async () => {
  await emulator.close();
  folder.remove();
});

/** Always the same one: the account names and lists its contacts by chance, the notes are the base's own. */
async function contactWith(text: RegExp): Promise<Contact> {
  const note = ({ biographies }: Contact) => biographies?.[0]?.value ?? "";
  const sorted = (await contactsOf(emulator)).toSorted((a, b) => (note(a) < note(b) ? -1 : 1));
  const found = sorted.find((contact) => text.test(note(contact)));
  expect(found).toBeDefined();
  return found!;
}

/** How many contacts carry a label, by the account itself. */
async function membersOf(label: string): Promise<number> {
  const { contactGroups } = await call(emulator, "GET", "/v1/contactGroups?pageSize=1000");
  const group = (contactGroups as { name: string; memberCount: number }[]).find(({ name }) => name === label);
  expect(group?.memberCount).toBeGreaterThan(0);
  return group!.memberCount;
}

describe("an office on Google's own kind of account", () => {
  it("has the whole base after the import, each client once, and a sync that has nothing to write", async () => {
    const contacts = await contactsOf(emulator);
    expect(contacts).toHaveLength(CLIENTS);
    expect(doubles(contacts)).toEqual([]);
    const before = writesOf(emulator);
    expect(await good(folder, ["sync"])).toContain("All cards are in order");
    expect(writesOf(emulator)).toEqual(before);
    expect(existsSync(join(folder.home, "account"))).toBe(false);
  });

  it("takes in what staff type: a sync completes the line", async () => {
    const { resourceName } = await contactWith(/#\d+ ordered/);
    await saveNote(emulator, resourceName, (note) => `${note}\n\ncalled about the bill (Anna)`);
    expect(await good(folder, ["plan"])).toContain("change 1 client");
    const report = await json(folder, ["sync"]);
    expect(report.clients).toHaveLength(1);
    const after = (await contactsOf(emulator)).find((contact) => contact.resourceName === resourceName);
    expect(after?.biographies?.[0]?.value).toContain("23.11.2026 called about the bill (Anna)");
  });

  it("refuses a kept plan whose client staff have edited since, naming it, and applies it when made anew", async () => {
    const { resourceName, names } = await contactWith(/#\d+ enquiry/);
    await saveNote(emulator, resourceName, (note) => `${note}\n\nasked for a discount (Aram)`);
    const kept = await json(folder, ["plan", "--out", "monday.json"]);
    expect(kept.plan.changes.filter(({ type }: { type: string }) => type === "update")).toHaveLength(1);
    expect(statSync(join(folder.path, "monday.json")).mode & 0o077).toBe(0);
    await saveNote(emulator, resourceName, (note) => `${note}\nand for a lamp (Aram)`);

    const before = writesOf(emulator);
    const refused = await run(folder, ["apply", "monday.json"]);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain("the account has moved on");
    expect(refused.err).toContain(`${names![0]!.displayName}: edited meanwhile`);
    expect(writesOf(emulator)).toEqual(before);

    await good(folder, ["plan", "--out", "tuesday.json"]);
    expect(await good(folder, ["apply", "tuesday.json"])).toContain("1 client changed");
    const note = (await contactsOf(emulator)).find((one) => one.resourceName === resourceName)!.biographies![0]!.value;
    expect(note).toContain("23.11.2026 asked for a discount (Aram)");
    expect(note).toContain("23.11.2026 and for a lamp (Aram)");

    writeFileSync(join(folder.path, "changed.json"), JSON.stringify(kept).replaceAll("discount", "gift"));
    for (const file of ["changed.json", "rejects.xlsx"]) {
      const refused = await run(folder, ["apply", file]);
      expect(refused.code).toBe(2);
      expect(refused.err).toContain(`${file} is no plan`);
    }
  });

  it("counts what needs a person: check ends with 4", async () => {
    const { code, out } = await run(folder, ["check", "--json"]);
    expect(code).toBe(4);
    const rules = (JSON.parse(out) as { clients: { findings: { rule: string }[] }[] }).clients.flatMap(({ findings }) =>
      findings.map(({ rule }) => rule),
    );
    expect(rules).toEqual(expect.arrayContaining(["name.missing", "phone.missing", "order.stale"]));
  });

  it("compacts finished orders, and the history tells the whole life before and after", async () => {
    const { resourceName } = await contactWith(/Order \d+: .*\n(.*\n)+\d\d\.\d\d\.2021 .*оплачен и отгружен/);
    const lines = async () => {
      const { lines } = await json(folder, ["history", resourceName]);
      return (lines as { date: string; text: string }[]).map(({ date, text }) => `${date} ${text}`);
    };
    const before = await lines();
    expect(await good(folder, ["compact", "--dry-run"])).toContain("Nothing was changed");
    await good(folder, ["compact", "--quiet"]);
    const after = (await contactsOf(emulator)).find((one) => one.resourceName === resourceName)!;
    expect(after.biographies![0]!.value).toMatch(/Order \d+: .* – done \d\d\.\d\d\.2021/);
    const now = await lines();
    for (const line of before) expect(now).toContain(line);
    const quiet = writesOf(emulator);
    await good(folder, ["compact", "--quiet"]);
    expect(writesOf(emulator)).toEqual(quiet);
  });

  it("is looked up by number, text and name, and a step is added to the card", async () => {
    const { clients } = await json(folder, ["who", "094 95-93-72"]);
    expect(clients).toHaveLength(1);
    const [{ name, resourceName }] = clients;
    expect(await good(folder, ["who", "+37494959372"])).toContain(name);
    expect((await json(folder, ["find", name])).clients.map((one: Contact) => one.resourceName)).toContain(
      resourceName,
    );
    expect(await good(folder, ["show", resourceName])).toContain("+37494959372");

    expect(await good(folder, ["log", "094959372", "wants a lamp", "--by", "Anna", "--dry-run"])).toContain("lamp");
    expect(await good(folder, ["show", "094959372"])).not.toContain("lamp");
    await good(folder, ["log", "094959372", "wants a lamp", "--by", "Анна", "--at", "22.11.2026"]);
    const note = (await contactsOf(emulator)).find((one) => one.resourceName === resourceName)!.biographies![0]!.value;
    expect(note).toContain("22.11.2026 wants a lamp (Anna)");
    expect(await good(folder, ["history", "094959372"])).toContain("wants a lamp");

    const stranger = await run(folder, ["log", "094959372", "hello", "--by", "Nobody"]);
    expect(stranger).toMatchObject({ code: 2 });
    expect(stranger.err).toContain("Anna, Aram, Suren, Gayane");
    expect((await run(folder, ["who", "099000000"])).code).toBe(1);
    expect((await run(folder, ["show", "Nobody Atall"])).code).toBe(1);
  });

  it("reports orders, call-backs and contacts as tables and as JSON", async () => {
    const counts: Record<string, number> = {};
    for (const name of ["orders", "callbacks", "contacts"]) {
      const [table, report, other] = await Promise.all([
        good(folder, ["report", name]),
        json(folder, ["report", name]),
        good(folder, ["report", name, "--format", "json"]),
      ]);
      expect(JSON.parse(other)).toEqual(report);
      expect(table.trim().split("\n").at(-1)).toContain(`${report.rows.length} rows`);
      counts[name] = report.rows.length;
    }
    expect(counts).toEqual({ orders: 869, callbacks: await membersOf("Call back"), contacts: CLIENTS });
    const month = await json(folder, ["report", "orders", "--from", "2026-10-01", "--to", "31.10.2026"]);
    expect(month.rows.length).toBeGreaterThan(0);
    expect(month.rows.length).toBeLessThan(869);
  });

  it("exports everything as a workbook, as CSV and as JSON, and refuses another form or a folder that is not there", async () => {
    for (const [name, head] of [
      ["clients.xlsx", "PK"],
      ["clients.csv", "\ufeff"],
      ["clients.json", "["],
    ] as const) {
      expect(await json(folder, ["export", name])).toMatchObject({ clients: CLIENTS });
      expect(readFileSync(join(folder.path, name), "utf8").slice(0, head.length)).toBe(head);
    }
    expect(JSON.parse(readFileSync(join(folder.path, "clients.json"), "utf8"))).toHaveLength(CLIENTS);
    expect((await run(folder, ["export", "clients.pdf"])).code).toBe(2);
    const nowhere = await run(folder, ["export", "not/there.csv"]);
    expect(nowhere.code).toBe(1);
    expect(nowhere.err).toContain("there.csv");
    expect(nowhere.err).toContain("There is no such folder");
  });

  it("examines itself", async () => {
    const { ok, checks } = await json(folder, ["doctor"]);
    expect(ok).toBe(true);
    expect(checks.length).toBeGreaterThanOrEqual(4);
    const locked = await run(folder, ["doctor"], { env: { CLIENTCARD_ACCESS_TOKEN: "wrong" } });
    expect(locked.code).toBe(5);
  });
});
