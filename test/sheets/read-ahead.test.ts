/** Rows that were read while the others came: what is made of the base is the same, whatever they said of its columns. */
import { describe, expect, it } from "vitest";
import type { RawBase } from "../../src/sheets/cell.ts";
import { type DraftContext, ReadAhead, readDrafts } from "../../src/sheets/index.ts";
import { MESSES, messyBase } from "./messy-bases.ts";
import { baseOf, type Plain, sheetOf } from "./raw-sheet.ts";
import { officeContext } from "./read-sample.ts";

/** The base comes `step` rows at a time. */
function comes(base: RawBase, ahead: ReadAhead, step = 7): void {
  for (const { name, rows } of base.sheets)
    for (let count = step; count < rows.length + step; count += step)
      ahead.take({ file: base.file, name, rows: rows.slice(0, count) });
}

function said(base: RawBase, context: DraftContext) {
  const { drafts, rejected, sheets, questions, warnings } = readDrafts(base, context);
  return { drafts, rejected, sheets, questions, warnings };
}

/** A context that counts the rows that are read: each is hashed once. */
function counting() {
  const context = officeContext();
  const count = { rows: 0 };
  const hash = (value: unknown) => {
    count.rows += 1;
    return context.hash(value);
  };
  return { context: { ...context, hash }, count };
}

const HEADER = ["Клиент", "Телефон", "Заказ", "Сумма", "Статус"];
const rowOf = (n: number): Plain[] => [
  `Клиент ${n}`,
  `0912${String(n).padStart(5, "0")}`,
  "стол",
  1000 + n,
  "выполнен",
];
const ROWS = Array.from({ length: 60 }, (_, n) => rowOf(n));

describe("rows that are read while others come", () => {
  it("are not read again when the whole sheet says the same of its columns", () => {
    const base = baseOf(sheetOf([HEADER, ...ROWS]));
    const { context, count } = counting();
    const ahead = new ReadAhead(context, 20);
    comes(base, ahead);
    expect(count.rows).toBe(ROWS.length);
    const read = said(base, { ...context, ahead });
    expect(count.rows).toBe(ROWS.length);
    expect(read).toEqual(said(base, officeContext()));
  });

  it("are read anew when later rows say something else of them", () => {
    const wider = ROWS.map((row, n) => (n < 40 ? row : [...row, "Anna@example.am"]));
    const base = baseOf(sheetOf([HEADER, ...wider]));
    const { context, count } = counting();
    const ahead = new ReadAhead(context, 20);
    comes(base, ahead);
    const before = count.rows;
    const read = said(base, { ...context, ahead });
    expect(count.rows).toBe(before + ROWS.length);
    expect(read).toEqual(said(base, officeContext()));
  });

  it("are read anew under a mapping that a person changes", () => {
    const base = baseOf(sheetOf([HEADER, ...ROWS]));
    const context = officeContext();
    const ahead = new ReadAhead(context, 20);
    comes(base, ahead);
    const profile = { sheets: { "*": { columns: { Статус: "notes" as const } } } };
    expect(said(base, { ...context, profile, ahead })).toEqual(said(base, { ...context, profile }));
  });

  it("and then come once more are the ones that count", () => {
    const base = baseOf(sheetOf([HEADER, ...ROWS]));
    const ahead = new ReadAhead(officeContext(), 20);
    comes(baseOf(sheetOf([HEADER, ...ROWS.map((row) => row.with(0, "Иной"))])), ahead);
    comes(base, ahead);
    expect(said(base, { ...officeContext(), ahead })).toEqual(said(base, officeContext()));
  });

  it.each(Object.keys(MESSES))("leave a messy base what it is (%s)", (name) => {
    for (const seed of [20_261_123, 20_261_124]) {
      const { base } = messyBase(seed, MESSES[name]!);
      const context = officeContext();
      const ahead = new ReadAhead(context, 15);
      comes(base, ahead, 11);
      expect(said(base, { ...context, ahead }), `seed ${seed}`).toEqual(said(base, context));
    }
  });
});
