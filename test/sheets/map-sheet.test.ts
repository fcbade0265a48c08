import { describe, expect, it } from "vitest";
import type { Draft } from "../../src/client/draft.ts";
import { readDrafts } from "../../src/sheets/index.ts";
import { mapSheet } from "../../src/sheets/map-sheet.ts";
import { groupReader } from "../../src/sheets/read-group.ts";
import { baseOf, day, draftsOf, type Plain, sheetOf } from "./raw-sheet.ts";
import { officeContext } from "./read-sample.ts";

const { markers, kinds, country } = officeContext();
const office = { country, readGroup: groupReader(markers, kinds) };
const fieldsOf = (rows: Plain[][], words: Record<string, string[]> = {}) =>
  mapSheet(sheetOf(rows), { words, office }).columns.map(({ field }) => field);
const names = (drafts: Draft[]) => drafts.map(({ name }) => name.display);

describe("columns are known by their words", () => {
  it.each<[string, string[], string[]]>([
    [
      "Russian",
      [
        "№ п/п",
        "Ф.И.О.",
        "Контактный тел.",
        "E-mail",
        "Дата заказа",
        "Сумма заказа, руб",
        "Статус заказа",
        "Товар",
        "Ответственный",
        "Тип клиента",
      ],
      ["id", "name", "phone", "email", "date", "amount", "status", "order", "employee", "group"],
    ],
    [
      "Armenian",
      [
        "Հ/Հ",
        "Հաճախորդ",
        "Հեռ.",
        "Էլ. փոստ",
        "Հասցե",
        "Պատվեր",
        "Գումար",
        "Կարգավիճակ",
        "Ամսաթիվ",
        "Մենեջեր",
        "Նշումներ",
      ],
      ["id", "name", "phone", "email", "address", "order", "amount", "status", "date", "employee", "notes"],
    ],
    [
      "English",
      ["No.", "Client", "Mobile", "Email", "City", "Product", "Price", "Stage", "Created", "Manager", "Comment"],
      ["id", "name", "phone", "email", "address", "order", "amount", "status", "date", "employee", "notes"],
    ],
    [
      "parted names",
      ["Фамилия", "Имя", "Отчество", "Телефон 1", "Телефон 2", "Название компании"],
      ["family", "given", "middle", "phone", "phone", "organization"],
    ],
    ["a lone given name", ["Имя", "Тел"], ["name", "phone"]],
    [
      "what is none of a client's fields",
      ["Клиент", "Телефон", "Источник", "Дата рождения", "Предоплата"],
      ["name", "phone", "other", "other", "other"],
    ],
    [
      "headers that speak of two things",
      ["Клиент", "Телефон", "Комментарий менеджера", "Адрес доставки"],
      ["name", "phone", "notes", "address"],
    ],
    [
      "the telephone of somebody who sells",
      ["Клиент", "Телефон", "Телефон менеджера", "Manager e-mail"],
      ["name", "phone", "other", "other"],
    ],
    ["a field said twice", ["Клиент", "Телефон", "Дата", "Дата оплаты"], ["name", "phone", "date", "other"]],
  ])("%s", (_, header, fields) => {
    expect(fieldsOf([header, header.map((_, index) => `x${index}`)])).toEqual(fields);
  });

  it("what is said by whole names is not said by their parts", () => {
    expect(
      fieldsOf([
        ["Клиент", "Имя", "Фамилия", "Телефон"],
        ["a", "b", "c", "d"],
      ]),
    ).toEqual(["name", "other", "other", "phone"]);
  });

  it("`Наименование` is what was ordered in a base that has the client besides", () => {
    expect(
      fieldsOf([
        ["Клиент", "Телефон", "Наименование", "Сумма"],
        ["a", "b", "c", "d"],
      ])[2],
    ).toBe("order");
    expect(
      fieldsOf([
        ["Наименование", "Телефон"],
        ["a", "b"],
      ])[0],
    ).toBe("name");
  });

  it("a column of orders that holds only numbers holds no titles", () => {
    const rows = [
      ["Клиент", "Телефон", "Заказ"],
      ...[1001, 1002, 1003, 1004].map((order) => ["Арам", "091123456", order]),
    ];
    expect(fieldsOf(rows)[2]).toBe("id");
    expect(fieldsOf(rows.map((row, index) => [index === 0 ? "№" : index, ...row]))[3]).toBe("other");
  });

  it("and by the template's own, which come first", () => {
    expect(
      fieldsOf(
        [
          ["Клиент", "Сотовый друга", "Продал"],
          ["a", "b", "c"],
        ],
        { employee: ["продал"], phone: ["сотовый друга"] },
      ),
    ).toEqual(["name", "phone", "employee"]);
  });
});

describe("columns are known by their cells", () => {
  const rows: Plain[][] = [
    ["Телефон", "Сумма", "Графа 1", "Графа 2", "Графа 3", ""],
    ["091123456", 100_000, "Иванов Иван", "a@b.am", "выполнен", "опт"],
    ["093654321", 200_000, "Петров Пётр", "c@d.am", "отказ", "розница"],
    ["094111222", 300_000, "Сидоров Семён", "e@f.am", "в работе", "новый"],
    ["095333444", 400_000, "Кузнецова Анна", "g@h.am", "закрыт", "опт"],
  ];

  it("where the header says nothing", () => {
    expect(fieldsOf(rows)).toEqual(["phone", "amount", "name", "email", "status", "group"]);
  });

  it("with less confidence than by words", () => {
    const { columns } = mapSheet(sheetOf(rows), { words: {}, office });
    for (const { by, confidence } of columns) {
      if (by === "contents") expect(confidence).toBeLessThan(0.9);
      else expect(confidence).toBe(1);
    }
  });

  it("where the header is vague and all cells are phones", () => {
    expect(fieldsOf([["Клиент", "Контакты"], ...rows.slice(1).map(([phone, , name]) => [name!, phone!])])).toEqual([
      "name",
      "phone",
    ]);
  });
});

describe("the header is found", () => {
  const header = ["Клиент", "Телефон", "Заказ"];
  const row = ["Арам Григорян", "091123456", "стол"];

  it("under titles, notes and empty rows", () => {
    const { sheets } = draftsOf([
      ["ООО «Мебель» — клиенты"],
      ["тел. для справок 091123456"],
      [],
      ["обновлено", "вчера"],
      [],
      header,
      row,
    ]);
    expect(sheets).toMatchObject([{ headerRow: 6, rows: 1 }]);
  });

  it("and is not taken for a client when it is said again", () => {
    const { drafts, sheets } = draftsOf([header, row, header, ["Анна Петрова", "093654321", "стул"]]);
    expect(names(drafts)).toEqual(["Арам Григорян", "Анна Петрова"]);
    expect(sheets).toMatchObject([{ skipped: 2 }]);
  });

  it("in two rows, of which the upper is merged down to the lower", () => {
    const rows = [
      ["Клиент", "Контакты", "", "Заказ"],
      ["", "Телефон", "Почта", ""],
      ["Арам Григорян", "091123456", "a@b.am", "стол"],
    ];
    const merges = [
      { top: 1, bottom: 2, left: 0, right: 0 },
      { top: 1, bottom: 1, left: 1, right: 2 },
      { top: 1, bottom: 2, left: 3, right: 3 },
    ];
    const { drafts } = draftsOf(rows, { merges });
    expect(drafts).toMatchObject([
      { name: { display: "Арам Григорян" }, emails: [{ value: "a@b.am" }], orders: [{ title: "стол" }] },
    ]);
  });

  const titled = (rows: Plain[][], merges: [top: number, left: number, right: number][]) =>
    mapSheet(sheetOf(rows, { merges: merges.map(([top, left, right]) => ({ top, bottom: top, left, right })) }), {
      words: {},
      office,
    }).columns.map(({ title, field }) => [title, field]);

  it("in two rows, of which the lower names parts of what the upper is merged over", () => {
    const rows = [
      ["Клиент", "Телефон", "", "Заказ", "", "Примечание"],
      ["", "рабочий", "домашний", "что", "сумма", ""],
      ["Арам Григорян", "091123456", "093654321", "стол", 50_000, "звонить вечером"],
    ];
    expect(
      titled(rows, [
        [1, 1, 2],
        [1, 3, 4],
      ]),
    ).toEqual([
      ["Клиент", "name"],
      ["Телефон рабочий", "phone"],
      ["Телефон домашний", "phone"],
      ["Заказ что", "other"],
      ["сумма", "amount"],
      ["Примечание", "notes"],
    ]);
    const { drafts } = draftsOf(rows, {
      merges: [
        { top: 1, bottom: 1, left: 1, right: 2 },
        { top: 1, bottom: 1, left: 3, right: 4 },
      ],
    });
    expect(drafts).toMatchObject([{ phones: [{ e164: "+37491123456" }, { e164: "+37493654321" }] }]);
  });

  it("in two rows, where one name alone would not tell a column from another", () => {
    const rows = [
      ["База клиентов", "", "", "", "", ""],
      ["Клиент", "", "Заказ", "", "Менеджер", ""],
      ["Имя", "Телефон", "Дата", "Сумма", "Имя", "Телефон"],
      ["Арам Григорян", "091123456", day("2026-03-11"), 50_000, "Анна", "077000111"],
    ];
    expect(
      titled(rows, [
        [1, 0, 5],
        [2, 0, 1],
        [2, 2, 3],
        [2, 4, 5],
      ]),
    ).toEqual([
      ["Клиент Имя", "name"],
      ["Клиент Телефон", "phone"],
      ["Дата", "date"],
      ["Сумма", "amount"],
      ["Менеджер Имя", "employee"],
      ["Менеджер Телефон", "other"],
    ]);
  });

  it("and not in a first row of clients, below a title of the whole sheet or a merged cell", () => {
    const rows = [["Клиенты ОПТ", "", ""], header, ["Арам", "Звонил утром", "стол"]];
    const { sheets, drafts } = draftsOf(rows, { merges: [{ top: 1, bottom: 1, left: 0, right: 2 }] });
    expect(sheets).toMatchObject([{ headerRow: 2, columns: header.map((title) => ({ title })) }]);
    expect(names(drafts)).toEqual(["Арам"]);
  });

  it("in one sheet among others, which are told", () => {
    const read = readDrafts(
      baseOf(sheetOf([["просто", "текст"]], { name: "Заметки" }), sheetOf([header, row])),
      officeContext(),
    );
    expect(names(read.drafts)).toEqual(["Арам Григорян"]);
    expect(read.warnings).toEqual([{ kind: "sheet-without-header", sheet: "Заметки" }]);
    expect(read.sheets).toMatchObject([
      { name: "Заметки", headerRow: null },
      { name: "База", headerRow: 1 },
    ]);
  });
});

describe("a column in which phones and mails stand together", () => {
  const cells = ["091 12 34 51, a@x.am", "b@x.am", "093654321", "077 11 12 22 / c@x.am", "нет, d@x.am"];

  it.each(["Тел/почта", "Тел./e-mail", "Телефон, e-mail", "E-mail", "Телефон", "Связь", "Контакты", ""])(
    "gives each client both: %s",
    (title) => {
      const people = ["Арам Григорян", "Анна Петрова", "Олег Волков", "Иван Иванов", "Мария Белова"];
      const read = draftsOf([["Клиент", title, "Заказ"], ...cells.map((cell, row) => [people[row]!, cell, "стол"])]);
      const said = read.drafts.map(({ name, phones, emails, notes }) => [
        name.display,
        phones.map(({ e164 }) => e164),
        emails.map(({ value }) => value),
        notes.map(({ text }) => text.replace(/^.*: /, "")),
      ]);
      expect(said).toEqual([
        ["Арам Григорян", ["+37491123451"], ["a@x.am"], []],
        ["Анна Петрова", [], ["b@x.am"], []],
        ["Олег Волков", ["+37493654321"], [], []],
        ["Иван Иванов", ["+37477111222"], ["c@x.am"], []],
        ["Мария Белова", [], ["d@x.am"], ["нет"]],
      ]);
      expect(read.explain(2)[0]!.cells[1]!.fates).toEqual([
        { fate: "phone", value: "+37491123451" },
        { fate: "email", value: "a@x.am" },
      ]);
    },
  );
});
