import { beforeAll, describe, expect, it } from "vitest";
import type { Draft, DraftOrder } from "../../src/client/draft.ts";
import type { DraftsRead, RawBase } from "../../src/sheets/index.ts";
import { shippedTemplate } from "../support/template.ts";
import { byPhone, readSample, type TrueOrder, type TruePerson, truth } from "./read-sample.ts";

const people = [...truth.people, ...truth.peopleHy];
const { employees } = shippedTemplate("ru").card;

/** The employee that a cell means, as the card's grammar will find it: by name or alias, in any case. */
function employeeOf(typed: string | null): string | undefined {
  const folded = typed?.toLowerCase();
  return employees.find(({ name, aliases }) => [name, ...aliases].some((one) => one.toLowerCase() === folded))?.name;
}

/** A status in the words of the truth. */
function statusOf({ status }: DraftOrder): string {
  if (status?.state === "done") return "won";
  if (status?.state === "lost") return "lost";
  return status?.stage === "enquiry" ? "enquiry" : "open";
}

function orderAsTruth(order: DraftOrder): TrueOrder {
  const { title, amount, date, employee } = order;
  return { title, amount, status: statusOf(order), date: date ?? "", employee: employeeOf(employee) ?? "" };
}

const inOrder = (orders: TrueOrder[]) => orders.map((order) => JSON.stringify(order)).sort();

let base: RawBase;
let read: DraftsRead;
let drafts: Map<string, Draft>;
const draftOf = (person: TruePerson) => drafts.get(person.phones[0]!)!;

beforeAll(async () => {
  ({ base, read } = await readSample("office-base.xlsx"));
  drafts = byPhone(read.drafts);
});

describe("the sample base is read as it truly is", () => {
  it("has the 660 clients of the truth and four of the bad rows", () => {
    expect(people).toHaveLength(truth.clients + truth.clientsBySecondSheet);
    expect(new Set(people.map(draftOf)).size).toBe(660);
    expect(read.drafts).toHaveLength(660 + 4);
  });

  it("has every phone in E.164, and no other", () => {
    const known = new Set(people.flatMap(({ phones }) => phones));
    const found = [...drafts.keys()].filter((phone) => known.has(phone));
    expect(found).toHaveLength(truth.phonesE164);
    expect(truth.phonesE164).toBe(842);
    expect(drafts.size).toBe(842 + 3);
  });

  it("has the orders by status and the sum of the finished ones", () => {
    const orders = people.flatMap((person) => draftOf(person).orders.map(orderAsTruth));
    const count = (status: string) => orders.filter((order) => order.status === status).length;
    expect({ won: count("won"), lost: count("lost"), open: count("open"), enquiry: count("enquiry") }).toEqual({
      won: 478,
      lost: 159,
      open: 125,
      enquiry: 106,
    });
    const won = orders.filter(({ status }) => status === "won").reduce((sum, { amount }) => sum + (amount ?? 0), 0);
    expect(won).toBe(211_167_000);
    expect(truth.orders).toMatchObject({ won: 478, lost: 159, open: 125, enquiry: 106, amountWon: 211_167_000 });
  });

  it("has the groups", () => {
    const groups = Map.groupBy(people, (person) => draftOf(person).marker);
    expect(Object.fromEntries([...groups].map(([marker, members]) => [marker, members.length]))).toEqual(truth.byGroup);
    expect(truth.byGroup).toEqual({ retail: 164, wholesale: 178, new: 162, returning: 156 });
  });

  it("has every client, field by field", () => {
    for (const person of people) {
      const draft = draftOf(person);
      expect({
        name: draft.name.display,
        group: draft.marker,
        phones: draft.phones.map(({ e164 }) => e164).sort(),
        email: draft.emails.map(({ value }) => value).join(),
        orders: inOrder(draft.orders.map(orderAsTruth)),
      }).toEqual({
        name: person.name,
        group: person.group,
        phones: [...person.phones].sort(),
        email: person.email,
        orders: inOrder(person.orders ?? []),
      });
    }
  });

  it("keeps the remarks of the Armenian sheet", () => {
    for (const person of truth.peopleHy)
      expect(draftOf(person).notes.map(({ text }) => text)).toEqual(person.note ? [person.note] : []);
  });

  it("takes the names of persons apart and leaves companies whole", () => {
    const nameOf = (display: string) => read.drafts.find(({ name }) => name.display === display)!.name;
    expect(nameOf("Гаврилов Павел Андреевич")).toMatchObject({
      family: "Гаврилов",
      given: "Павел",
      middle: "Андреевич",
      company: false,
    });
    expect(nameOf("Иванова Марина")).toMatchObject({ family: "Иванова", given: "Марина" });
    expect(nameOf("Լիլիթ Ավետիսյան")).toMatchObject({ given: "Լիլիթ", family: "Ավետիսյան" });
    for (const company of ["ООО «Уютный дом» 40", "Ararat Trade LLC 36", "«Լուսին» ՍՊԸ 7", "Гостиница Наири"])
      expect(nameOf(company)).toMatchObject({ given: "", family: "", company: true });
  });

  it("keeps each spelling of a name that the card does not show", () => {
    const spelled = read.drafts.filter(({ sources }) =>
      sources.some(({ cells }) => /^\s/.test(cells["Клиент (ФИО)"] ?? "")),
    );
    expect(spelled.length).toBeGreaterThan(40);
    for (const { name, variants, sources } of spelled) {
      const typed = sources.map(({ cells }) => (cells["Клиент (ФИО)"] ?? "").trim());
      for (const spelling of typed) expect([name.display, ...(variants.name ?? [])]).toContain(spelling);
    }
  });

  it("keeps whose second phone it is", () => {
    const wives = read.drafts.flatMap(({ phones }) => phones.filter(({ type }) => type !== null));
    expect(wives.length).toBeGreaterThan(20);
    expect(new Set(wives.map(({ type }) => type))).toEqual(new Set(["жена"]));
  });
});

describe("the five bad rows", () => {
  const named = (name: string) => read.drafts.filter((draft) => draft.name.display === name);

  it("without a name is a client under its phone, with the remark", () => {
    expect(named("")).toMatchObject([{ phones: [{ e164: "+37498893819" }], notes: [{ text: "кто это?" }] }]);
  });

  it("with 123 for a phone and nothing else is rejected", () => {
    expect(read.rejected.filter(({ reason }) => reason === "phone-invalid-only")).toMatchObject([
      { source: { row: 973, cells: { "Клиент (ФИО)": "Тест", Телефон: "123" } } },
    ]);
    expect(named("Тест")).toEqual([]);
  });

  it("without a phone is a client with its remark", () => {
    expect(named("Без телефона")).toMatchObject([{ phones: [], notes: [{ text: "потерял номер" }] }]);
  });

  it("with an impossible day and a sum in words keeps both as text", () => {
    expect(named("Дата Ошибочная")).toMatchObject([
      {
        phones: [{ e164: "+37494767457" }],
        orders: [
          { date: null, dateTyped: "31.02.2024", amount: null, amountTyped: "сто тысяч", status: { state: "done" } },
        ],
      },
    ]);
  });

  it("with a formula for a name has it as plain text", () => {
    const formula = '=HYPERLINK("http://evil.example","click")';
    expect(named(formula)).toMatchObject([{ name: { given: "", family: "" }, phones: [{ e164: "+37494582574" }] }]);
  });

  it("are all; the totals and the subheader are rejected besides", () => {
    expect(read.rejected.map(({ source, reason }) => [source.sheet, source.row, reason])).toEqual([
      ["База", 489, "subheader"],
      ["База", 973, "phone-invalid-only"],
      ["База", 978, "totals"],
    ]);
  });
});

describe("what was found in the sheets", () => {
  it("is told sheet by sheet", () => {
    expect(read.sheets.map(({ name, headerRow, rows }) => ({ name, headerRow, rows }))).toEqual([
      { name: "База", headerRow: 4, rows: truth.mainRows + 5 },
      { name: "Հաճախորդներ", headerRow: 1, rows: 60 },
      { name: "Лист3", headerRow: null, rows: 0 },
    ]);
    expect(read.sheets[0]!.columns.map(({ title, field }) => `${title} → ${field}`)).toEqual([
      "№ → id",
      "Клиент (ФИО) → name",
      "Телефон → phone",
      "Доп. тел. → phone",
      "Эл. почта → email",
      "Адрес → address",
      "Группа → group",
      "Заказ → order",
      "Сумма, др. → amount",
      "Статус → status",
      "Дата → date",
      "Менеджер → employee",
      "Примечание → notes",
    ]);
    expect(read.warnings).toEqual([]);
  });

  it("leaves no cell unaccounted for: each stands in a draft's sources or in the rejects, as it is shown", () => {
    const kept = new Map<string, Record<string, string>>();
    for (const { sources } of read.drafts)
      for (const { sheet, row, cells } of sources) kept.set(`${sheet}|${row}`, cells);
    for (const { source } of read.rejected) kept.set(`${source.sheet}|${source.row}`, source.cells);
    let cells = 0;
    for (const { name, rows } of base.sheets) {
      const report = read.sheets.find((sheet) => sheet.name === name)!;
      for (const row of rows.filter((one) => one.row > (report.headerRow ?? 0)))
        for (const [column, cell] of row.cells.entries()) {
          if (cell === null) continue;
          cells += 1;
          expect(kept.get(`${name}|${row.row}`)?.[report.columns[column]!.title]).toBe(cell.text);
        }
    }
    expect(cells).toBeGreaterThan(8000);
  });

  it("leaves nothing of a row out of its draft: every word of the cells stands in a field, an order, a remark or a variant", () => {
    for (const draft of read.drafts) {
      const said = [
        draft.name.display,
        ...(draft.variants.name ?? []),
        ...draft.addresses,
        ...draft.emails.map(({ value }) => value),
        ...draft.notes.map(({ text }) => text),
        ...draft.orders.flatMap(({ title, amountTyped, dateTyped, status, employee, notes }) => [
          title,
          amountTyped ?? "",
          dateTyped ?? "",
          status?.typed ?? "",
          employee ?? "",
          ...notes,
        ]),
      ].join("\n");
      for (const { cells } of draft.sources)
        for (const title of ["Клиент (ФИО)", "Адрес", "Заказ", "Статус", "Менеджер", "Անուն Ազգանուն"])
          expect(said).toContain((cells[title] ?? "").trim());
    }
  });
});

describe("the other formats", () => {
  /** File names and hashes apart, hashes being of the cells' texts. */
  const plain = ({ drafts: all, rejected }: DraftsRead) =>
    JSON.parse(JSON.stringify([all, rejected], (key, value) => (key === "file" ? undefined : value)));

  it.each(["office-base.ods", "office-base.xls"])("%s gives the same drafts, with the same hashes", async (file) => {
    const other = await readSample(file);
    expect(plain(other.read)).toEqual(plain(read));
  });

  it("the CSV of windows-1251 gives its rows' share of them", async () => {
    const csv = await readSample("office-base-cp1251.csv");
    expect(csv.base.text?.encoding).toBe("windows-1251");
    const orders = csv.read.drafts.flatMap((draft) => draft.orders.map((order) => [draft, order] as const));
    const both = orders.filter(([draft]) => drafts.has(draft.phones[0]?.e164 ?? ""));
    expect(both.length).toBeGreaterThan(300);
    for (const [draft, order] of both) {
      const whole = drafts.get(draft.phones[0]!.e164!)!;
      expect(whole.orders.map(({ row: _, ...rest }) => rest)).toContainEqual(
        expect.objectContaining({ title: order.title, amount: order.amount, date: order.date, status: order.status }),
      );
      for (const { e164 } of draft.phones) expect(whole.phones.map((phone) => phone.e164)).toContain(e164);
      expect(draft.marker === null || whole.marker === draft.marker).toBe(true);
    }
    expect(csv.read.rejected.map(({ reason }) => reason)).toEqual(["subheader", "phone-invalid-only", "totals"]);
  });
});
