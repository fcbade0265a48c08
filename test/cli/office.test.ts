/** The commands at work on one office, in the order in which a person would give them. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OfficeAtGoogle, openOfficeAtGoogle } from "./office-at-google.ts";
import type { Terminal } from "./support.ts";

const BASE = `Клиент;Телефон;Заказ;Сумма;Статус;Дата;Менеджер;Примечание
Арам Григорян;091 23-45-67;диван Милан;120000;в работе;03.11.2026;Anna;
Ани Петросян;+374 93 765432;стол;40000;выполнен;14.08.2026;Aram;10.08.2026 замер (Aram)
Ольга Волкова;077111222;;;;;;
;123;;;;;;
`;

const NOW = "2026-11-23T18:00+04:00";
let office: OfficeAtGoogle;

beforeAll(async () => {
  office = await openOfficeAtGoogle(NOW);
  writeFileSync(join(office.folder, "base.csv"), BASE);
});
afterAll(() => office?.close());

const run = (args: string[], terminal?: Terminal) => office.run(args, terminal);
const writes = () => office.writes();

/** A contact changed by hand, an hour ago. */
async function edit(name: string, change: (notes: string) => string): Promise<void> {
  office.emulator.setClock(() => new Date("2026-11-23T17:00+04:00"));
  for await (const { people } of office.staff.listPeople(null)) {
    const person = people.find(({ names }) => names?.[0]?.displayName === name);
    if (!person) continue;
    const value = change(person.biographies?.[0]?.value ?? "");
    const [result] = await office.staff.updatePeople(
      [{ resourceName: person.resourceName, etag: person.etag, biographies: [{ value }] }],
      ["biographies"],
    );
    expect(result).toMatchObject({ ok: true });
  }
  office.emulator.setClock(() => new Date(NOW));
}

describe("before anything was fetched", () => {
  it("who and find say so, and ask nothing of the account", async () => {
    const calls = office.emulator.calls().length;
    const who = await run(["who", "091234567"]);
    expect(who).toMatchObject({ code: 1, out: "" });
    expect(who.err).toContain("There is no client with the number “091234567”.");
    const find = await run(["find", "Арам"]);
    expect(find).toMatchObject({ code: 0, out: "Nothing found for “Арам”.\n" });
    expect(find.err).toContain("clientcard sync");
    expect(office.emulator.calls().length).toBe(calls);
  });
});

describe("import", () => {
  it("without a terminal and without --yes shows the plan, writes nothing and ends with 3", async () => {
    const before = writes();
    const { code, out, err } = await run(["import", "base.csv"]);
    expect(code).toBe(3);
    expect(out).toContain("Телефон → phone");
    expect(out).toMatch(/new +3\n/);
    expect(out).toContain("create 3 clients");
    expect(out).toContain("Rejected rows:");
    expect(err).toContain("--yes applies it");
    expect(writes()).toBe(before);
    expect(existsSync(join(office.folder, "base.rejects.xlsx"))).toBe(false);
  });

  it("shows the plan even with --quiet when it has to wait", async () => {
    const { code, out } = await run(["import", "base.csv", "--quiet"]);
    expect(code).toBe(3);
    expect(out).toContain("create 3 clients");
  });

  it("as JSON is one document, with the plan that waits", async () => {
    const { code, out } = await run(["import", "base.csv", "--json"]);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      counts: { create: 3, update: 0, same: 0, conflict: 0, reject: 1 },
      approved: false,
      applied: null,
      rejected: [{ row: 5 }],
    });
  });

  it("as a dry run ends with 0 and writes nothing", async () => {
    const before = writes();
    const { code, out } = await run(["import", "base.csv", "--dry-run", "--lang", "ru"]);
    expect(code).toBe(0);
    expect(out).toContain("создать 3 клиентов");
    expect(out).toContain("это был пробный прогон");
    expect(writes()).toBe(before);
  });

  it("with --yes writes the clients, and the rejected rows beside the file", async () => {
    const { code, out } = await run(["import", "base.csv", "--yes"]);
    expect(code).toBe(0);
    expect(out).toMatch(/Run 1: 10 labels created, 3 clients created/);
    expect(out).toContain("clientcard undo 1");
    expect(existsSync(join(office.folder, "base.rejects.xlsx"))).toBe(true);
  });

  it("again finds all of them there", async () => {
    const before = writes();
    const { code, out } = await run(["import", "base.csv"]);
    expect(code).toBe(0);
    expect(out).toMatch(/known already +3\n/);
    expect(writes()).toBe(before);
  });

  it.each([
    ["missing.xls", "There is no file"],
    [".", "is a folder"],
    ["base.rejects.txt", "is empty"],
  ])("of %s says what is wrong, with exit code 2", async (name, told) => {
    writeFileSync(join(office.folder, "base.rejects.txt"), "");
    const { code, out, err } = await run(["import", name]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(told);
  });
});

describe("looking up", () => {
  it("who finds a number as it is typed, show prints the card, find any alphabet", async () => {
    const who = await run(["who", "091", "23-45-67"]);
    expect(who.code).toBe(0);
    expect(who.out).toContain("Арам Григорян · New · +37491234567");
    const show = await run(["show", "Ани", "Петросян"]);
    expect(show.out).toContain("│ 10.08.2026 замер (Aram)");
    const find = JSON.parse((await run(["find", "Aram Grigoryan", "--json"])).out);
    expect(find.clients.map(({ name }: { name: string }) => name)).toContain("Арам Григорян");
  });

  it("who says when only the last digits fit", async () => {
    const { code, out } = await run(["who", "+7 495 91234567"]);
    expect(code).toBe(0);
    expect(out).toContain("No client has exactly this number");
  });

  it("history tells the whole life, report and figures count it", async () => {
    const history = await run(["history", "Ани Петросян"]);
    expect(history.out).toMatch(/10 Aug 2026 +#\d+ стол +замер/);
    const orders = JSON.parse((await run(["report", "orders", "--format", "json"])).out);
    expect(orders.rows).toHaveLength(2);
    const figures = JSON.parse((await run(["report", "--json"])).out);
    expect(figures).toMatchObject({ clients: 3, orders: { open: 1, done: 1, lost: 0 }, doneSum: { AMD: 40000 } });
    const export_ = await run(["export", "clients.csv", "--quiet"]);
    expect(export_).toMatchObject({ code: 0, out: "" });
    expect(readFileSync(join(office.folder, "clients.csv"), "utf8")).toContain("Волкова");
  });

  it("a client that nobody knows, and one that could be several, are errors with a next step", async () => {
    const nobody = await run(["show", "Нарек"]);
    expect(nobody).toMatchObject({ code: 1, out: "" });
    expect(nobody.err).toContain("There is no client “Нарек”.");
  });
});

describe("log and sync", () => {
  it("log shows what it would add, then adds it under the order", async () => {
    const before = writes();
    const dry = await run(["log", "Арам Григорян", "called about the colour", "--by", "анна", "--dry-run"]);
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.out).toBe("Would be added to the card of Арам Григорян:\n  23.11.2026 called about the colour (Anna)\n");
    expect(writes()).toBe(before);
    const done = await run([
      "log",
      "Арам Григорян",
      "called about the colour",
      "--by",
      "анна",
      "--at",
      "22.11.2026 09:30",
    ]);
    expect(done.code).toBe(0);
    expect((await run(["show", "Арам Григорян"])).out).toContain("│ 22.11.2026 09:30 called about the colour (Anna)");
  });

  it("log refuses an employee whom nobody knows, and an order that is not open", async () => {
    const employee = await run(["log", "Арам Григорян", "called", "--by", "Petros"]);
    expect(employee.code).toBe(2);
    expect(employee.err).toContain("Anna, Aram");
    const order = await run(["log", "Арам Григорян", "called", "--order", "77"]);
    expect(order.code).toBe(1);
    expect(order.err).toContain("#77");
  });

  it("sync tells what it made of what staff typed", async () => {
    await edit("Ольга Волкова", (notes) => `${notes}\n\nЗаказ: шкаф, 90 000 (Anna)`);
    await edit("Арам Григорян", (notes) => `${notes}\n\nwill call on Friday (Aram)`);
    const preview = await run(["sync", "--dry-run"]);
    expect(preview.out).toContain("(number given)");
    const { code, out } = await run(["sync"]);
    expect(code).toBe(0);
    expect(out).toMatch(/Ольга Волкова\n {2}Заказ: шкаф, 90 000 \(Anna\) → Заказ \d+: шкаф/);
    expect(out).toContain("will call on Friday (Aram) → 23.11.2026 will call on Friday (Aram) (dated)");
    expect(out).toMatch(/Run \d+: 2 clients changed/);
    const again = await run(["sync", "--quiet"]);
    expect(again).toMatchObject({ code: 0, out: "", err: "" });
  });

  it("check ends with 4 when a person has to look, compact shortens, both say it as JSON", async () => {
    await edit("Ольга Волкова", (notes) => notes.replace("(Anna)", "(Petros)"));
    await run(["sync"]);
    const check = await run(["check", "--json"]);
    expect(check.code).toBe(4);
    expect(JSON.parse(check.out).clients[0].findings[0].rule).toBe("step.employee-unknown");
    const dry = await run(["compact", "--dry-run"]);
    expect(dry.out).toContain("(shortened)");
    const compact = JSON.parse((await run(["compact", "--json"])).out);
    expect(compact.clients.some(({ archived }: { archived: number }) => archived > 0)).toBe(true);
    expect((await run(["history", "Ани Петросян"])).out).toMatch(/замер +Aram +archive/);
  });
});

describe("plan and apply", () => {
  it("keep a plan in a file, apply it once, and refuse it when the account has moved on", async () => {
    await edit("Арам Григорян", (notes) => `${notes}\n\nasked again (Anna)`);
    const plan = await run(["plan", "--out", "p.json"]);
    expect(plan.code).toBe(0);
    expect(plan.out).toContain("clientcard apply p.json");
    const dry = await run(["apply", "p.json", "--dry-run"]);
    expect(dry.out).toContain("change 1 client");
    expect((await run(["apply", "p.json"])).out).toContain("1 client changed");
    const again = await run(["apply", "p.json"]);
    expect(again.code).toBe(3);
    expect(again.err).toContain("Арам Григорян: edited meanwhile");
  });

  it("refuse a file that is no plan, or was changed by hand", async () => {
    const kept = readFileSync(join(office.folder, "p.json"), "utf8");
    writeFileSync(join(office.folder, "q.json"), kept.replace("asked again", "asked never"));
    writeFileSync(join(office.folder, "r.json"), "{");
    for (const name of ["q.json", "r.json"]) {
      const { code, err } = await run(["apply", name]);
      expect(code).toBe(2);
      expect(err).toContain(join(office.folder, name));
    }
  });
});

describe("runs and undo", () => {
  it("list the runs and one run's changes; a run that never was is an error", async () => {
    const { runs } = JSON.parse((await run(["runs", "--json"])).out);
    expect(runs.map(({ kind }: { kind: string }) => kind)).toContain("import");
    const one = await run(["runs", "1"]);
    expect(one.out).toContain("Run 1: import, done");
    expect((await run(["runs", "99"])).code).toBe(1);
  });

  it("undo shows what it would do, waits for approval, then puts the run back", async () => {
    const { runs } = JSON.parse((await run(["runs", "--json"])).out);
    const { id } = runs.find(({ kind }: { kind: string }) => kind === "log");
    const dry = await run(["undo", String(id), "--dry-run"]);
    expect(dry.code).toBe(0);
    const waits = await run(["undo", String(id)]);
    expect(waits.code).toBe(3);
    expect(waits.out).toContain(`To put run ${id} back:`);
    const done = await run(["undo", String(id), "--yes", "--json"]);
    expect(done.code).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({ approved: true, applied: { updated: 1 } });
    const shown = await run(["show", "Арам Григорян"]);
    expect(shown.out).not.toContain("called about the colour");
    expect(shown.out).toContain("asked again (Anna)");
  });
});

describe("what stands in the way", () => {
  it("a refused token ends with 5", async () => {
    const { code, out, err } = await run(["sync"], { env: { CLIENTCARD_ACCESS_TOKEN: "wrong" } });
    expect({ code, out }).toEqual({ code: 5, out: "" });
    expect(err).toContain("clientcard login");
  });

  it("nobody signed in ends with 5", async () => {
    const { code, err } = await run(["sync"], { env: { CLIENTCARD_ACCESS_TOKEN: "" } });
    expect(code).toBe(5);
    expect(err).toContain("Nobody is signed in");
  });

  it("doctor names what is wrong and what to do, and ends as that would", async () => {
    const refused = await run(["doctor"], { env: { CLIENTCARD_ACCESS_TOKEN: "wrong" } });
    expect(refused.code).toBe(5);
    expect(refused.out).toMatch(/✓ Settings[\s\S]*✗ Account .*Google refuses[\s\S]*→ Sign in again/);
    const well = await run(["doctor", "--json"]);
    expect(well.code).toBe(0);
    expect(JSON.parse(well.out)).toMatchObject({
      ok: true,
      checks: [{ ok: true }, { ok: true }, { ok: true }, { ok: true }],
    });
  });

  it("another run on the account ends with 6, and is named", async () => {
    const { openSqliteStore } = await import("../../src/store/index.ts");
    const store = await openSqliteStore(join(office.folder, "home"));
    const holder = { pid: process.ppid, host: "", command: "sync", at: "2026-11-23T14:00:00Z" };
    try {
      const { hostname } = await import("node:os");
      await store.ledger.lock({ ...holder, host: hostname() });
      const { code, err } = await run(["sync"]);
      expect(code).toBe(6);
      expect(err).toContain("sync");
      await store.ledger.unlock(process.ppid);
    } finally {
      await store.close();
    }
  });
});
