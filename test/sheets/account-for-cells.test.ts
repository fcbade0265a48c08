import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Draft } from "../../src/client/draft.ts";
import { AppError } from "../../src/lib/errors.ts";
import { type DraftsRead, readDrafts } from "../../src/sheets/index.ts";
import { baseOf, day, type Plain, sheetOf } from "./raw-sheet.ts";
import { officeContext } from "./read-sample.ts";

const TITLES = [
  "№",
  "Клиент",
  "Телефон",
  "Доп. тел.",
  "Почта",
  "Адрес",
  "Группа",
  "Заказ",
  "Сумма",
  "Статус",
  "Дата",
  "Менеджер",
  "Примечание",
  "Цвет",
  "Имя",
  "Фамилия",
  "Отчество",
  "Компания",
  "Наименование",
  "",
  "Телефон",
];

/** Cells as bases have them, in the right column or not. */
const cell: fc.Arbitrary<Plain> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Plain>(
      "Арам Григорян",
      " ИВАНОВ ИВАН ",
      "ООО «Дом»",
      "091123456",
      "093 65-43-21 / 094111222 (жена)",
      37_491_123_456,
      "123",
      "a@b.am",
      "091 12 34 51, a@x.am",
      "B@b.am (жена) / 093654321, нет",
      "опт",
      "VIP",
      "стол",
      184_000,
      "144 тыс",
      "сто тысяч",
      "выполнен",
      "думает",
      day("2024-08-24"),
      "31.02.2024",
      "5.6.24",
      "Анна",
      "01.02.2024 звонил (Анна); 02.02.2024 замер\nне звонить!",
      "Итого",
      "— старые —",
      "=1+1",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()) },
);
const bases = fc.record({
  titles: fc.shuffledSubarray(TITLES, { minLength: 4 }).map((titles) => ["Клиент", "Телефон", ...titles]),
  above: fc.array(fc.constantFrom<Plain[]>(["Клиентская база"], ["обновлено", "14.10.2026"], []), { maxLength: 3 }),
  rows: fc.array(fc.array(cell, { maxLength: 20 }), { minLength: 1, maxLength: 14 }),
});

function read(rows: Plain[][]): DraftsRead | null {
  try {
    return readDrafts(baseOf(sheetOf(rows)), officeContext());
  } catch (error) {
    if (error instanceof AppError && error.fields.code === "input-file") return null;
    throw error;
  }
}

/** Everything that a draft says, wherever it says it. */
function saidBy({ name, phones, emails, addresses, organization, orders, notes, variants }: Draft): string {
  return JSON.stringify([
    name,
    phones,
    emails,
    addresses,
    organization,
    notes,
    variants,
    orders.map(({ row: _, ...order }) => order),
  ])
    .normalize("NFC")
    .toLowerCase();
}

describe("whatever stands in a base", () => {
  it("every non-empty cell of a data row is in the sources of exactly one draft, or in the rejects, as it is shown", () => {
    fc.assert(
      fc.property(bases, ({ titles, above, rows }) => {
        const sheet = sheetOf([...above, titles, ...rows]);
        const found = read([...above, titles, ...rows]);
        if (found === null) return;
        const [{ headerRow, skipped, columns } = { headerRow: 0, skipped: 0, columns: [] }] = found.sheets;
        const kept = [...found.drafts.flatMap(({ sources }) => sources), ...found.rejected.map(({ source }) => source)];
        const below = sheet.rows.filter(({ row }) => row > headerRow!);
        const byRow = Map.groupBy(kept, ({ row }) => row);
        let unkept = 0;
        for (const { row, cells } of below) {
          const [source, ...more] = byRow.get(row) ?? [];
          expect(more).toEqual([]);
          if (!source) {
            unkept += 1;
            continue;
          }
          const shown = cells.flatMap((one, column) => (one ? [[columns[column]!.title, one.text]] : []));
          expect(Object.entries(source.cells)).toEqual(shown);
        }
        const titlesSkipped = sheet.rows.filter(({ row }) => row <= headerRow!).length;
        // A row that is nowhere says the header again.
        expect(unkept).toBe(skipped - titlesSkipped);
      }),
      { numRuns: 300, seed: 20_261_123 },
    );
  });

  it("every word of a row is said by its client: in a field, an order, a remark or a variant", () => {
    fc.assert(
      fc.property(bases, ({ titles, above, rows }) => {
        const found = read([...above, titles, ...rows]);
        if (found === null) return;
        const fields = new Map(found.sheets[0]!.columns.map(({ title, field }) => [title, field]));
        for (const draft of found.drafts) {
          const said = saidBy(draft);
          for (const { cells } of draft.sources)
            for (const [title, shown] of Object.entries(cells)) {
              // Phones, sums, days and groups that are understood are said in another form, and numbers of rows are ids.
              if (["phone", "amount", "date", "group", "id", "reason"].includes(fields.get(title)!)) continue;
              // A telephone in a cell of names or mails is said in its international form.
              const called = ["name", "email"].includes(fields.get(title)!) && /\d{6}/.test(shown.replace(/\D/g, ""));
              const words = shown.normalize("NFC").match(/[\p{L}\p{N}]{2,}/gu) ?? [];
              for (const word of words.filter((one) => !called || draft.phones.length === 0 || /\p{L}/u.test(one)))
                expect(said).toContain(JSON.stringify(word.toLowerCase()).slice(1, -1));
            }
        }
      }),
      { numRuns: 300, seed: 20_261_123 },
    );
  });

  it("every non-empty cell of every row has a fate, and what it says is a cell of the sheet as it is shown", () => {
    fc.assert(
      fc.property(bases, ({ titles, above, rows }) => {
        const plain = [...above, titles, ...rows];
        const found = read(plain);
        if (found === null) return;
        for (const { row, cells } of sheetOf(plain).rows) {
          const explained = found.explain(row);
          expect(explained).toHaveLength(1);
          expect(explained[0]!.cells.map(({ text }) => text)).toEqual(cells.flatMap((one) => one?.text ?? []));
          for (const one of explained[0]!.cells) expect(one, JSON.stringify(plain)).not.toMatchObject({ fates: [] });
        }
        expect(found.explain(plain.length + 1)).toEqual([]);
      }),
      { numRuns: 300, seed: 20_261_123 },
    );
  });

  it("reading it again, or its rows in another order, gives the same rows the same hashes", () => {
    fc.assert(
      fc.property(bases, ({ titles, rows }) => {
        const hashes = (read: DraftsRead | null) =>
          read &&
          [...read.drafts.flatMap(({ sources }) => sources), ...read.rejected.map(({ source }) => source)]
            .map(({ hash }) => hash)
            .sort();
        const one = hashes(read([titles, ...rows]));
        const other = hashes(read([titles, ...rows.toReversed()]));
        if (one && other) expect(one.length).toBe(other.length);
        expect(hashes(read([titles, ...rows]))).toEqual(one);
      }),
      { numRuns: 60, seed: 20_261_123 },
    );
  });
});
