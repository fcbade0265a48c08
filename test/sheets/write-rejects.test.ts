import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readBase, readDrafts, writeRejects } from "../../src/sheets/index.ts";
import { scratch, xlsxOf } from "./make-files.ts";
import { officeContext, readSample } from "./read-sample.ts";

const { folder, put } = scratch();
const textsOf = async (path: string) =>
  (await readBase(path)).sheets.map(({ name, rows }) => ({
    name,
    rows: rows.map(({ cells }) => cells.map((cell) => cell?.text ?? null)),
  }));

describe("the workbook of rejected rows", () => {
  it("has every column of the sheet, the rows as they were, and the reason beside each, in the user's language", async () => {
    const { read } = await readSample("office-base.xls");
    const path = join(folder, "rejects.xlsx");
    await writeRejects(path, read.rejected, { language: "ru", sheets: read.sheets });
    const [sheet, ...more] = await textsOf(path);
    expect(more).toEqual([]);
    expect(sheet!.name).toBe("База");
    expect(sheet!.rows[0]!.slice(0, -1)).toEqual([
      ...read.sheets[0]!.columns.map(({ title }) => title),
      "Причина отклонения",
    ]);
    expect(sheet!.rows.slice(1).map((row) => [...row.slice(0, 3), row.at(-2)])).toEqual([
      ["— старые клиенты —", null, null, "строка 489: подзаголовок, а не клиент"],
      [null, "Тест", "123", "строка 973: телефон не похож на номер, и больше о клиенте ничего не известно"],
      ["Итого", "965", null, "строка 978: итоговая строка, а не клиент"],
    ]);
  });

  it.each(["en", "ru", "hy"] as const)(
    "is imported again once it is mended; its column of reasons (%s) is left aside",
    async (language) => {
      const rows = [
        ["Клиент", "Телефон", "Заказ"],
        ["Арам Григорян", "091123456", "стол"],
        ["Тест", "123"],
        ["", "", "стул"],
      ];
      const { rejected, sheets } = readDrafts(await readBase(put("base.xlsx", xlsxOf(rows))), officeContext());
      const path = join(folder, `mend-${language}.xlsx`);
      await writeRejects(path, rejected, { language, sheets });
      const [{ rows: written } = { rows: [] }] = await textsOf(path);
      const mended = written.map((row, index) => (index === 1 ? ["Тест", "094111222", ...row.slice(2)] : row));
      const again = readDrafts(await readBase(put("mended.xlsx", xlsxOf(mended))), officeContext());
      expect(again.drafts).toMatchObject([
        { name: { display: "Тест" }, phones: [{ e164: "+37494111222" }], notes: [], orders: [] },
      ]);
      expect(again.rejected.map(({ reason }) => reason)).toEqual(["no-name-no-phone"]);
    },
  );

  it("keeps the columns in their order where only the rows tell it", async () => {
    const source = (row: number, cells: Record<string, string>) => ({
      file: "a.xlsx",
      sheet: "A",
      row,
      id: null,
      hash: String(row),
      cells,
    });
    const path = join(folder, "order.xlsx");
    await writeRejects(
      path,
      [
        { source: source(2, { A: "1", D: "4" }), reason: "empty", detail: "" },
        {
          source: source(3, { B: "2", C: "3", D: "4" }),
          reason: "conflict-several-clients",
          detail: "people/c1, people/c2",
        },
        { source: source(4, { A: "1", B: "=2" }), reason: "totals", detail: "" },
      ],
      { language: "en" },
    );
    const [sheet] = await textsOf(path);
    expect(sheet!.rows[0]!.slice(0, -2).sort()).toEqual(["A", "B", "C", "D"]);
    expect(sheet!.rows[0]!.indexOf("C")).toBeGreaterThan(sheet!.rows[0]!.indexOf("B"));
    expect(sheet!.rows[2]!.at(-2)).toBe(
      "row 3: its phones belong to several clients of the account (people/c1, people/c2)",
    );
    expect(sheet!.rows[3]).toContain("=2");
  });

  it("parts the sheets of several files", async () => {
    const source = (file: string) => ({ file, sheet: "Лист1", row: 2, id: null, hash: file, cells: { A: file } });
    const path = join(folder, "files.xlsx");
    await writeRejects(
      path,
      ["a.xlsx", "b.xlsx"].map((file) => ({ source: source(file), reason: "empty" as const, detail: "" })),
      { language: "hy" },
    );
    expect((await textsOf(path)).map(({ name }) => name)).toEqual(["Лист1", "Лист1 (2)"]);
  });
});
