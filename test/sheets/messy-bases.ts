/** Bases as offices have them, made from a known truth by a seed: the same people under other headers, orders of columns, forms and clutter. */
import type { Merge, RawBase } from "../../src/sheets/cell.ts";
import { baseOf, day, number, type Plain, sheetOf } from "./raw-sheet.ts";

export type TrueOrder = { title: string; amount: number; state: "done" | "lost" | "open"; date: string };
export type TrueClient = { name: string; phones: string[]; email: string | null; group: string; orders: TrueOrder[] };
export type MessyBase = { base: RawBase; clients: TrueClient[] };

type Field = "id" | "name" | "phone" | "email" | "group" | "order" | "amount" | "status" | "date" | "notes";
type Row = { client: TrueClient; order: TrueOrder; cells: Record<Field, Plain> };
type Chance = { below(n: number): number; one<T>(list: readonly T[]): T; shuffled<T>(list: T[]): T[] };

/** mulberry32: small, and the same everywhere. */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    one: (list) => list[below(list.length)]!,
    shuffled: (list) =>
      list
        .map((value) => ({ value, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ value }) => value),
  };
}

const FAMILIES = ["Григорян", "Петросян", "Саркисян", "Иванов", "Волков", "Мартиросян", "Гаспарян", "Кузнецов"];
const GIVEN = ["Арам", "Давид", "Тигран", "Сергей", "Павел", "Нарек", "Армен", "Игорь"];
const TITLES = ["диван", "стол", "шкаф-купе", "кровать", "кухня", "полка"];
const GROUPS: Record<string, string[]> = {
  new: ["новый", "Новые", "NEW"],
  returning: ["повторный", "постоянный"],
  wholesale: ["опт", "ОПТ", "оптовик"],
  retail: ["розница", "Розн.", "retail"],
};
const STATES: Record<TrueOrder["state"], string[]> = {
  done: ["выполнен", "Выполнено", "готово, сдан"],
  lost: ["отказ", "Отказался"],
  open: ["в работе", "В производстве"],
};

function truthOf(chance: Chance): TrueClient[] {
  const names = FAMILIES.flatMap((family) => GIVEN.map((given) => `${family} ${given}`));
  return chance
    .shuffled(names)
    .slice(0, 14)
    .map((name, index) => ({
      name,
      phones: Array.from(
        { length: 1 + chance.below(2) },
        (_, of) => `+3749${1 + of}${String(100_000 + index * 97 + chance.below(90)).slice(0, 6)}`,
      ),
      email: chance.below(2) === 0 ? null : `client${index}@example.com`,
      group: chance.one(Object.keys(GROUPS)),
      orders: Array.from({ length: 1 + chance.below(2) }, (_, of) => ({
        title: `${chance.one(TITLES)} ${index}-${of}`,
        amount: 10_000 + 500 * chance.below(400),
        state: chance.one(["done", "lost", "open"] as const),
        date: `2025-${String(1 + chance.below(12)).padStart(2, "0")}-${String(13 + chance.below(15)).padStart(2, "0")}`,
      })),
    }));
}

const dotted = (iso: string) => iso.split("-").reverse().join(".");
const local = (phone: string) => `0${phone.slice(4, 6)} ${phone.slice(6, 8)}-${phone.slice(8, 10)}-${phone.slice(10)}`;

type Forms = {
  name: (name: string) => Plain;
  phones: (phones: string[]) => Plain;
  amount: (amount: number) => Plain;
  date: (iso: string) => Plain;
};
const PLAIN: Forms = {
  name: (name) => name,
  phones: (phones) => phones.map(local).join(", "),
  amount: (amount) => amount,
  date: (iso) => day(iso),
};

type Clutter = {
  headers: Partial<Record<Field, string>>;
  forms: Partial<Forms>;
  shuffle: boolean;
  without: Field[];
  /** What is done with the finished table. */
  dress: (table: Table, chance: Chance) => Table;
};
type Table = { header: Plain[][]; rows: { row: Row | null; cells: Plain[] }[]; merges: Merge[]; fields: Field[] };

const HEADERS: Record<Field, string> = {
  id: "№",
  name: "Клиент (ФИО)",
  phone: "Телефон",
  email: "Эл. почта",
  group: "Группа",
  order: "Заказ",
  amount: "Сумма",
  status: "Статус",
  date: "Дата",
  notes: "Примечание",
};

function clutter(part: Partial<Clutter>): Clutter {
  return { headers: {}, forms: {}, shuffle: false, without: [], dress: (table) => table, ...part };
}

const line = (width: number, text: string, at = 0): Plain[] =>
  Array.from({ length: width }, (_, index) => (index === at ? text : null));

/** The ways in which a base is messy, by name. */
export const MESSES: Record<string, Clutter> = {
  "as it is": clutter({}),
  "columns in another order": clutter({ shuffle: true }),
  "headers in Armenian": clutter({
    shuffle: true,
    headers: {
      name: "Անուն Ազգանուն",
      phone: "Հեռախոս",
      email: "Էլ. փոստ",
      group: "Խումբ",
      order: "Պատվեր",
      amount: "Գումար",
      status: "Կարգավիճակ",
      date: "Ամսաթիվ",
      notes: "Նշումներ",
    },
  }),
  "headers in English": clutter({
    headers: {
      id: "No.",
      name: "Customer",
      phone: "Mobile",
      email: "E-mail",
      group: "Segment",
      order: "Product",
      amount: "Total price",
      status: "Stage",
      date: "Created",
      notes: "Comments",
    },
  }),
  "headers in Latin letters": clutter({
    headers: { name: "Haxaxord", phone: "Heraxos", order: "Zakaz", amount: "Summa", date: "Amsativ", email: "mail" },
  }),
  "headers that say nothing": clutter({ headers: { email: "1", status: "2", date: "3" } }),
  "a client's cells merged over its orders": clutter({
    dress: (table) => {
      const top = table.header.length + 1;
      const shared = (["name", "phone", "email", "group"] as const).map((field) => table.fields.indexOf(field));
      const { rows, merges } = table;
      for (let from = 0; from < rows.length; ) {
        let to = from;
        while (rows[to + 1]?.row?.client === rows[from]!.row?.client) to += 1;
        if (to > from)
          for (const column of shared) {
            merges.push({ top: top + from, bottom: top + to, left: column, right: column });
            for (let index = from + 1; index <= to; index++) rows[index]!.cells[column] = null;
          }
        from = to + 1;
      }
      return table;
    },
  }),
  "subheaders that name the groups": clutter({
    without: ["group"],
    dress: ({ rows, ...table }) => ({
      ...table,
      rows: [...Map.groupBy(rows, ({ row }) => row!.client.group)].flatMap(([group, of]) => [
        { row: null, cells: line(table.fields.length, GROUPS[group]![0]!.toUpperCase(), 1) },
        ...of,
      ]),
    }),
  }),
  "totals, empty rows and a subheader of no group": clutter({
    dress: ({ rows, ...table }) => {
      const width = table.fields.length;
      const total = line(width, "Итого:", 1);
      total[table.fields.indexOf("amount")] = number(999_999);
      const half = Math.floor(rows.length / 2);
      const between = [line(width, ""), line(width, "— старые клиенты —", 1), line(width, "")];
      const all = [
        ...rows.slice(0, half).map(({ row, cells }) => ({ row, cells })),
        ...between.map((cells) => ({ row: null, cells })),
        ...rows.slice(half),
        { row: null, cells: total },
      ];
      return { ...table, rows: all };
    },
  }),
  "two rows of header under titles": clutter({
    dress: ({ header, merges, fields, rows }) => {
      const width = fields.length;
      const upper = header[0]!.map((title, column) =>
        fields[column] === "phone" || fields[column] === "email" ? "Контакты" : title,
      );
      const lower = header[0]!.map((title, column) => (upper[column] === "Контакты" ? title : null));
      const down = fields.flatMap((_, column): Merge[] =>
        upper[column] === "Контакты" ? [] : [{ top: 4, bottom: 5, left: column, right: column }],
      );
      return {
        header: [line(width, "База клиентов"), line(width, "обновлено 14.10.2026"), line(width, ""), upper, lower],
        merges: [...merges, ...down],
        fields,
        rows,
      };
    },
  }),
  "the header said again and again": clutter({
    dress: ({ rows, ...table }) => ({
      ...table,
      rows: rows.flatMap((row, index) =>
        index > 0 && index % 6 === 0 ? [{ row: null, cells: table.header[0]! }, row] : [row],
      ),
    }),
  }),
  "dates as text in four forms": clutter({
    forms: {
      date: (iso) => {
        const [year, month, date] = iso.split("-");
        const forms = [
          dotted(iso),
          iso,
          `${Number(date)}.${Number(month)}.${year!.slice(2)}`,
          `${date}/${month}/${year} г.`,
        ];
        return forms[Number(date) % 4]!;
      },
    },
  }),
  "dates with the month first": clutter({
    forms: { date: (iso) => `${Number(iso.slice(5, 7))}/${Number(iso.slice(8))}/${iso.slice(0, 4)}` },
  }),
  "dates as bare serial numbers": clutter({
    forms: { date: (iso) => number(Math.round(Date.parse(`${iso}T00:00Z`) / 86_400_000) + 25_569) },
  }),
  "phones as numbers": clutter({
    forms: {
      phones: (phones) => (phones.length > 1 ? phones.map(local).join(" / ") : number(Number(phones[0]!.slice(1)))),
    },
  }),
  "several phones with remarks": clutter({
    forms: { phones: (phones) => phones.map((phone, of) => (of === 0 ? local(phone) : `${phone} (жена)`)).join("; ") },
  }),
  "names in capitals with blanks": clutter({
    forms: { name: (name) => `  ${name.toUpperCase().replace(" ", "  ")} ` },
  }),
  "sums as people write them": clutter({
    forms: {
      amount: (amount) =>
        amount % 1000 === 0 ? `${amount / 1000} тыс` : `${String(amount).replace(/(\d)(?=(\d{3})+$)/g, "$1 ")} др.`,
    },
  }),
  "all at once": clutter({
    shuffle: true,
    headers: { name: "Заказчик", phone: "Моб.", amount: "Стоимость", notes: "Комментарий" },
    forms: {
      name: (name) => ` ${name.toUpperCase()}`,
      phones: (phones) => phones.map(local).join("\n"),
      date: dotted,
      amount: (amount) => `${amount} AMD`,
    },
    dress: ({ rows, header, ...table }) => ({
      ...table,
      header: [line(table.fields.length, "ООО «Дом»"), ...header],
      rows: rows.flatMap((row, index) => (index === 5 ? [{ row: null, cells: header[0]! }, row] : [row])),
    }),
  }),
};

export function messyBase(seed: number, mess: Clutter): MessyBase {
  const chance = chanceOf(seed);
  const clients = truthOf(chance);
  const forms = { ...PLAIN, ...mess.forms };
  let id = 0;
  const rows = chance.shuffled(clients).flatMap((client) =>
    client.orders.map((order): Row => {
      id += 1;
      const cells: Row["cells"] = {
        id: number(id),
        name: forms.name(client.name),
        phone: forms.phones(client.phones),
        email: client.email,
        group: chance.one(GROUPS[client.group]!),
        order: order.title,
        amount: forms.amount(order.amount),
        status: chance.one(STATES[order.state]),
        date: forms.date(order.date),
        notes: chance.below(3) === 0 ? `${dotted(order.date)} звонил, этаж ${id}` : null,
      };
      return { client, order, cells };
    }),
  );
  const all = (Object.keys(HEADERS) as Field[]).filter((field) => !mess.without.includes(field));
  const fields = mess.shuffle ? chance.shuffled(all) : all;
  const header = fields.map((field) => mess.headers[field] ?? HEADERS[field]);
  const table = mess.dress(
    {
      header: [header],
      rows: rows.map((row) => ({ row, cells: fields.map((field) => row.cells[field]) })),
      merges: [],
      fields,
    },
    chance,
  );
  const plain = [...table.header, ...table.rows.map(({ cells }) => cells)];
  return { base: baseOf(sheetOf(plain, { merges: table.merges })), clients };
}
