/** The sample base goes in whole, and agrees with its truth (samples/README.md). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseNotes } from "../../src/card/index.ts";
import type { Order } from "../../src/card/model.ts";
import type { Client } from "../../src/client/client.ts";
import { readClient } from "../../src/client/read-client.ts";
import type { SourceRow } from "../../src/client/source-row.ts";
import { figures } from "../../src/reports/figures.ts";
import { readBase } from "../../src/sheets/index.ts";
import { type ImportReport, importBase } from "../../src/use-cases/import-base.ts";
import { contextOf } from "../support/context.ts";
import { openOffice, type TestOffice } from "../support/office.ts";

const samples = join(import.meta.dirname, "../../samples");
const file = join(samples, "office-base.xls");

type TruthOrder = {
  title: string;
  amount: number | null;
  status: "won" | "lost" | "open" | "enquiry";
  date: string;
  employee: string;
};
type TruthPerson = {
  name: string;
  group: string;
  phones: string[];
  email: string;
  orders?: TruthOrder[];
  note?: string;
};
type Truth = {
  clients: number;
  clientsBySecondSheet: number;
  phonesE164: number;
  orders: Record<"total" | "won" | "lost" | "open" | "enquiry" | "amountWon", number>;
  byGroup: Record<string, number>;
  people: TruthPerson[];
  peopleHy: TruthPerson[];
};
const truth = JSON.parse(readFileSync(join(samples, "office-base.truth.json"), "utf8")) as Truth;
const everyone = [...truth.people, ...truth.peopleHy];
const EMPLOYEES: Record<string, string> = { Анна: "Anna", Арам: "Aram", Сурен: "Suren", Гаянэ: "Gayane" };

let office: TestOffice;
let report: ImportReport;
let clients: Client[];
const byPhone = new Map<string, Client>();
const options = { sheet: null, encoding: null, create: true, force: false, dryRun: false };
const rejects = () => join(office.folder, "rejects.xlsx");

beforeAll(async () => {
  office = await openOffice({ at: "2026-11-23T18:00:00+04:00" });
  const context = await contextOf(office);
  report = await importBase(context, [file], { ...options, rejects: rejects() }, async () => true);
  const people = [];
  for await (const page of office.staff.listPeople(null)) people.push(...page.people);
  clients = people.map((person) => readClient(person, "AM"));
  for (const client of clients) for (const { e164 } of client.phones) if (e164) byPhone.set(e164, client);
}, 60_000);
afterAll(() => office.close());

const ordersOf = ({ notes }: Client) => parseNotes(office.road.grammar, notes, { today: "2026-11-23" }).card.orders;
const clientOf = ({ phones }: TruthPerson) => byPhone.get(phones[0]!)!;
/** The letters of a name, in any order and case: how Google shows a name is its own affair. */
const words = (name: string) => (name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(" ");

describe("the sample base in the account", () => {
  test("is 660 clients, each with its own phones, and the four bad rows that can be one", () => {
    expect(everyone).toHaveLength(660);
    expect(new Set(everyone.map((person) => clientOf(person).resourceName)).size).toBe(660);
    expect(clients).toHaveLength(664);
    const phones = everyone.flatMap((person) => person.phones);
    expect(phones.every((phone) => byPhone.has(phone))).toBe(true);
    expect(new Set(phones).size).toBe(truth.phonesE164);
    for (const person of everyone) {
      expect(
        clientOf(person)
          .phones.map(({ e164 }) => e164)
          .sort(),
      ).toEqual([...person.phones].sort());
    }
  });

  test("has every name and mail", () => {
    for (const person of everyone) {
      const client = clientOf(person);
      expect(words(client.name.display)).toBe(words(person.name));
      expect(client.emails.map((mail) => mail.toLowerCase())).toEqual(person.email ? [person.email.toLowerCase()] : []);
    }
  });

  test("has every order with title, amount, state, day and employee", () => {
    const plain = (order: Order) => {
      const last = order.steps.findLast(({ employee, date }) => employee !== null || date !== null);
      const state = { done: "won", lost: "lost", open: order.stage === "enquiry" ? "enquiry" : "open" }[order.state];
      return [order.title, order.amount, state, order.closed ?? last?.date, order.employee ?? last?.employee].join("|");
    };
    for (const person of truth.people) {
      const told = (person.orders ?? []).map(({ title, amount, status, date, employee }) =>
        [title, amount, status, date, EMPLOYEES[employee] ?? employee].join("|"),
      );
      expect(ordersOf(clientOf(person)).map(plain).sort(), person.name).toEqual(told.sort());
    }
  });

  test("agrees with the truth in the figures: orders by status, and the sum of the finished ones", async () => {
    const known = everyone.map(clientOf);
    const orders = known.flatMap(ordersOf);
    const count = (state: Order["state"], enquiry?: boolean) =>
      orders.filter(
        (order) => order.state === state && (enquiry === undefined || (order.stage === "enquiry") === enquiry),
      ).length;
    expect(orders).toHaveLength(truth.orders.total);
    expect(count("done")).toBe(truth.orders.won);
    expect(count("lost")).toBe(truth.orders.lost);
    expect(count("open", true)).toBe(truth.orders.enquiry);
    expect(count("open", false)).toBe(truth.orders.open);
    const { template, grammar } = office.road;
    const total = await figures(office.store, { template, grammar, today: "2026-11-23" });
    expect(total.doneSum).toEqual({ AMD: truth.orders.amountWon });
  });

  test("has the groups of the base as labels, by the import's own plan", () => {
    const marker = (labels: string[]) =>
      labels.find((label) => label.startsWith("role:marker:"))?.slice("role:marker:".length);
    const planned = new Map(
      report.items.flatMap((item) => {
        if (item.outcome !== "create") return [];
        const phones = item.draft.phones.flatMap(({ e164 }) => e164 ?? []);
        return phones.map((phone) => [phone, marker(item.change.labels)] as const);
      }),
    );
    const counted: Record<string, number> = {};
    for (const person of everyone) {
      const group = planned.get(person.phones[0]!)!;
      expect(group, person.name).toBe(person.group);
      counted[group] = (counted[group] ?? 0) + 1;
    }
    expect(counted).toEqual(truth.byGroup);
  });
});

describe("the bad rows of the sample base", () => {
  const named = (name: string) => clients.find((client) => client.name.display === name);
  const rules = (fits: (client: { display: string; notes: string }) => boolean) =>
    report.items.flatMap((item) => {
      if (item.outcome !== "create") return [];
      const { display, person, findings } = item.change;
      return fits({ display, notes: person.biographies?.[0]?.value ?? "" }) ? findings.map(({ rule }) => rule) : [];
    });

  test("a remark with a phone and no name is a client under its phone", () => {
    const client = byPhone.get("+37498893819");
    expect(client?.notes).toContain("кто это?");
    expect(rules(({ notes }) => notes === "кто это?")).toContain("name.missing");
  });

  test("“Тест” with the phone 123 is rejected with its reason", () => {
    expect(named("Тест")).toBeUndefined();
    expect(report.rejected).toContainEqual(
      expect.objectContaining({ reason: "phone-invalid-only", source: expect.objectContaining({ row: 973 }) }),
    );
  });

  test("“Без телефона” is a client without a phone, and the remark stays", () => {
    const client = named("Без телефона");
    expect(client?.phones).toEqual([]);
    expect(client?.notes).toContain("потерял номер");
    expect(rules(({ display }) => display === "Без телефона")).toContain("phone.missing");
  });

  test("an impossible day and an amount in words stay as they were typed", () => {
    const client = byPhone.get("+37494767457");
    expect(client?.notes).toContain("31.02.2024");
    expect(client?.notes).toContain("сто тысяч");
    expect(rules(({ notes }) => notes.includes("31.02.2024"))).toContain("step.date-impossible");
  });

  test("a name that looks like a formula is plain text", () => {
    const client = byPhone.get("+37494582574");
    expect(client?.name.display).toBe('=HYPERLINK("http://evil.example","click")');
  });
});

describe("nothing of the sample base is dropped", () => {
  /** What a reader of the contact can find: its fields and notes, letters and digits alone, in one case. */
  const squash = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  test("every non-empty cell of every data row is in the contact, its archive or the rejects workbook", async () => {
    const base = await readBase(file);
    const kept = new Map<string, { subject: string; row: SourceRow }>();
    for (const entry of await office.store.ledger.sourceRows()) kept.set(`${entry.row.sheet}|${entry.row.row}`, entry);
    const rejected = await readBase(rejects());
    const rejectedTexts = new Set(
      rejected.sheets.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map((cell) => cell?.text ?? ""))),
    );
    const byName = new Map(clients.map((client) => [client.resourceName, client]));
    let walked = 0;
    const lost: string[] = [];
    for (const sheet of base.sheets) {
      const header = report.sheets.find(({ name }) => name === sheet.name)?.headerRow ?? Number.POSITIVE_INFINITY;
      for (const { row, cells } of sheet.rows.filter((candidate) => candidate.row > header)) {
        const source = kept.get(`${sheet.name}|${row}`);
        for (const cell of cells) {
          const text = cell?.text.trim() ?? "";
          if (text === "") continue;
          walked += 1;
          const inArchive = source && Object.values(source.row.cells).includes(cell!.text);
          if (source ? !(inArchive && byName.has(source.subject)) : !rejectedTexts.has(cell!.text))
            lost.push(`${sheet.name} ${row}: ${text}`);
        }
      }
    }
    expect(lost).toEqual([]);
    expect(walked).toBeGreaterThan(9_000);
  });

  test("what a person looks for is in the contact itself: address, order, remarks", async () => {
    const contacts = new Map(clients.map((client) => [client.resourceName, squash(JSON.stringify(client.person))]));
    const lost: string[] = [];
    for (const { subject, row } of await office.store.ledger.sourceRows()) {
      const contact = contacts.get(subject)!;
      for (const column of ["Адрес", "Заказ", "Примечание", "Մեկնաբանություն"]) {
        for (const part of (row.cells[column] ?? "").split(/\n|; (?=\d\d\.)/)) {
          if (!contact.includes(squash(part.replace(/\n/g, "\\n")))) lost.push(`${row.row} ${column}: ${part}`);
        }
      }
    }
    expect(lost).toEqual([]);
  });
});

describe("the same base again", () => {
  test("plans nothing and writes nothing, also after staff have deleted a client of it", async () => {
    const context = await contextOf(office);
    await office.staff.deletePeople([clientOf(truth.people[0]!).resourceName]);
    office.emulator.resetCalls();
    const again = await importBase(context, [file], { ...options, rejects: rejects() }, async () => true);
    expect(again.plan.changes).toEqual([]);
    expect(again.items.every(({ outcome }) => outcome === "same")).toBe(true);
    expect(office.emulator.calls().filter(({ method }) => /create|update|modify/i.test(method))).toEqual([]);
  });
});
