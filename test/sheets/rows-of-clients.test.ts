import { describe, expect, it } from "vitest";
import type { Draft } from "../../src/client/draft.ts";
import { day, draftsOf, number } from "./raw-sheet.ts";

const names = (drafts: Draft[]) => drafts.map(({ name }) => name.display);

describe("rows that are no clients", () => {
  const header = ["№", "Клиент", "Телефон", "Группа"];

  it("a subheader that names a group sets it for the rows below that have none", () => {
    const { drafts, rejected } = draftsOf([
      header,
      [1, "Арам Григорян", "091123456", ""],
      ["ОПТ"],
      [2, "Анна Петрова", "093654321", ""],
      [3, "Вера Белова", "094111222", "розница"],
      ["", "— старые клиенты —"],
      [4, "Гор Мкртчян", "095333444", ""],
    ]);
    expect(drafts.map(({ marker }) => marker)).toEqual([null, "wholesale", "retail", null]);
    expect(rejected.map(({ source, reason }) => [source.row, reason])).toEqual([
      [3, "subheader"],
      [6, "subheader"],
    ]);
  });

  it("totals, in three languages; a client whose name only begins like one stays", () => {
    const { drafts, rejected } = draftsOf([
      header,
      [1, "Тоталин Пётр", "091123456", ""],
      ["Итого:", 1],
      ["", "Ընդամենը", "", ""],
      ["Total", 5],
      [2, "Всего Хорошего ООО", "093654321", ""],
    ]);
    expect(names(drafts)).toEqual(["Тоталин Пётр", "Всего Хорошего ООО"]);
    expect(rejected.map(({ reason }) => reason)).toEqual(["totals", "totals", "totals"]);
  });

  it("numbered rows with nothing in them, and rows without anybody", () => {
    const { rejected } = draftsOf([
      header,
      [1, "Арам Григорян", "091123456"],
      [2],
      [3, "", "", "опт"],
      [4, "", "нет", ""],
    ]);
    expect(rejected.map(({ source, reason }) => [source.row, reason])).toEqual([
      [3, "empty"],
      [4, "no-name-no-phone"],
      [5, "no-name-no-phone"],
    ]);
  });

  it("a lone name in the column of names is a client", () => {
    const { drafts } = draftsOf([header, [1, "Арам Григорян", "091123456"], ["", "Анна Петрова"]]);
    expect(names(drafts)).toEqual(["Арам Григорян", "Анна Петрова"]);
  });
});

describe("rows of one client", () => {
  const header = ["Клиент", "Телефон", "Почта", "Заказ", "Сумма", "Дата"];

  it("are joined by a phone, through others, and by mail; never by name alone", () => {
    const { drafts } = draftsOf([
      header,
      ["Арам Григорян", "091123456", "", "стол", 1000],
      ["Арам Григорян", "093654321", "", "стул", 2000],
      ["Арам", "0037491123456; 094111222", "", "шкаф", 3000],
      ["Арам Г.", "094 11-12-22", "a@b.am", "диван", 4000],
      ["", "", "A@B.AM", "кровать", 5000],
    ]);
    expect(drafts.map(({ orders }) => orders.map(({ title }) => title))).toEqual([
      ["стол", "шкаф", "диван", "кровать"],
      ["стул"],
    ]);
    expect(drafts[0]!.variants.name).toEqual(["Арам", "Арам Г."]);
  });

  it("stay apart when their names are clearly different: a phone may be an office's", () => {
    const { drafts, warnings } = draftsOf([
      header,
      ["Иванов Иван", "010 52-34-56"],
      ["Петров Сергей", "010523456"],
      ["ИВАНОВ ИВАН", "010523456", "", "стол", 100],
      ["", "010523456", "", "стул", 200],
    ]);
    expect(drafts.map(({ name, orders }) => [name.display, orders.length])).toEqual([
      ["Иванов Иван", 2],
      ["Петров Сергей", 0],
    ]);
    expect(warnings).toMatchObject([
      { kind: "shared-contact", value: "+37410523456", rows: [{ row: 2 }, { row: 3 }, { row: 4 }, { row: 5 }] },
    ]);
  });

  it("are one in whatever alphabet the name is typed", () => {
    const { drafts } = draftsOf([
      header,
      ["Арам Григорян", "091123456"],
      ["Արամ Գրիգորյան", "091123456"],
      ["Aram Grigoryan", "091123456"],
    ]);
    expect(drafts).toHaveLength(1);
  });

  it("copied whole are one order, and both are accounted for", () => {
    const row = ["Арам Григорян", "091123456", "", "стол", 1000, day("2024-08-24")];
    const [draft] = draftsOf([header, row, row]).drafts;
    expect(draft!.orders).toHaveLength(1);
    expect(draft!.sources.map(({ row: at }) => at)).toEqual([2, 3]);
  });

  it("take the client of a cell that is merged over them, and their own orders", () => {
    const rows = [
      header,
      ["Арам Григорян", "091123456", "", "стол", 1000],
      ["", "", "", "стул", 2000],
      ["", "", "", "шкаф", ""],
    ];
    const merges = [0, 1, 2, 4].map((left) => ({ top: 2, bottom: 4, left, right: left }));
    const { drafts, rejected } = draftsOf(rows, { merges });
    expect(drafts.map(({ orders }) => orders.map(({ title, amount }) => [title, amount]))).toEqual([
      [
        ["стол", 1000],
        ["стул", 2000],
        ["шкаф", null],
      ],
    ]);
    expect(rejected).toEqual([]);
  });

  it("put their orders in time, the undated last", () => {
    const { drafts } = draftsOf([
      header,
      ["Арам", "091123456", "", "третий", 1, ""],
      ["Арам", "091123456", "", "второй", 1, "05.02.2024"],
      ["Арам", "091123456", "", "первый", 1, day("2023-01-01")],
    ]);
    expect(drafts[0]!.orders.map(({ title }) => title)).toEqual(["первый", "второй", "третий"]);
  });

  it("that name different groups take the latest order's; the other is kept", () => {
    const { drafts } = draftsOf([
      ["Клиент", "Телефон", "Группа", "Заказ", "Дата"],
      ["Арам", "091123456", "новый", "стол", "01.01.2022"],
      ["Арам", "091123456", "постоянный", "стул", "01.01.2024"],
    ]);
    expect(drafts).toMatchObject([{ marker: "returning", variants: { group: ["новый"] } }]);
  });
});

describe("what has no field of its own is kept as a remark", () => {
  it("cells of other columns, a group that nobody knows, a phone cell without a number", () => {
    const { drafts } = draftsOf([
      ["Клиент", "Телефон", "Группа", "Источник", "Предоплата"],
      ["Арам Григорян", "нет", "VIP", "сайт", number(5000)],
    ]);
    expect(drafts[0]!.notes.map((note) => note.text)).toEqual([
      "Телефон: нет",
      "Группа: VIP",
      "Источник: сайт",
      "Предоплата: 5000",
    ]);
  });

  it("a row of calls: its day and its employee make a line of the log", () => {
    const { drafts } = draftsOf([
      ["Дата", "Клиент", "Телефон", "Комментарий", "Менеджер"],
      [day("2024-08-24"), "Арам", "091123456", "звонил, просил цену", "Анна"],
      ["25.08.2024", "Арам", "091123456", "", "Анна"],
    ]);
    expect(drafts).toMatchObject([
      { orders: [], notes: [{ text: "2024-08-24 звонил, просил цену (Анна)" }, { text: "2024-08-25 (Анна)" }] },
    ]);
  });

  it("a column with the name of a property of every object", () => {
    const { drafts } = draftsOf([
      ["Клиент", "Телефон", "__proto__", "constructor"],
      ["Арам", "091123456", "x", "y"],
    ]);
    expect(drafts[0]!.notes.map((note) => note.text)).toEqual(["C: x", "constructor: y"]);
  });

  it("an order without a title is named in the sheet's language", () => {
    const { drafts } = draftsOf([
      ["Клиент", "Телефон", "Сумма"],
      ["Арам", "091123456", 1000],
    ]);
    expect(drafts[0]!.orders).toMatchObject([{ title: "без названия", amount: 1000, currency: "AMD" }]);
  });

  it("rows that name nobody go on with the client above them where the mapping says so, else they are rejected", () => {
    const rows = [
      ["Клиент", "Телефон", "Группа", "Заказ", "Сумма"],
      ["Арам", "091123456", "опт", "диван", 120_000],
      ["", "", "", "кресло", 60_000],
      ["", "", "", "пуф", 15_000],
      ["Анна", "093654321", "", "кухня", 950_000],
      ["— архив —"],
      ["", "", "", "стол", 5000],
    ];
    expect(draftsOf(rows).rejected.map(({ source }) => source.row)).toEqual([3, 4, 6, 7]);
    const profile = { sheets: { "*": { continued: true } } };
    const { drafts, rejected, explain } = draftsOf(rows, { context: { profile } });
    expect(drafts.map(({ name, orders }) => [name.display, orders.map(({ title }) => title)])).toEqual([
      ["Арам", ["диван", "кресло", "пуф"]],
      ["Анна", ["кухня"]],
    ]);
    // A subheader ends a client; its row stands between them.
    expect(rejected.map(({ source, reason }) => [source.row, reason])).toEqual([
      [6, "subheader"],
      [7, "no-name-no-phone"],
    ]);
    expect(explain(4)[0]).toMatchObject({ fate: { kind: "client" }, cells: [{ text: "пуф" }, { text: "15000" }] });
  });
});
