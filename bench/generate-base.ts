/**
 * A generated base like the sample: one row per order, a client's rows joined by phones that are spelled in many ways. Seeded, so that every
 * run measures the same. `node bench/generate-base.ts ROWS FILE.xlsx [SEED]` writes one to look at.
 */
import { openWorkbook, type SheetColumn } from "../src/sheets/styled-workbook.ts";

const FAMILIES = [
  "Иванов",
  "Петров",
  "Белов",
  "Волков",
  "Зайцев",
  "Орлов",
  "Морозов",
  "Лебедев",
  "Соколов",
  "Гаврилов",
];
const GIVEN = ["Павел", "Игорь", "Сергей", "Юрий", "Алексей", "Дмитрий"];
const ARMENIAN = [
  "Արամ Գրիգորյան",
  "Լիլիթ Ավետիսյան",
  "Վահե Մկրտչյան",
  "Սոնա Հակոբյան",
  "Նարեկ Սարգսյան",
  "Գոռ Ղազարյան",
];
const COMPANIES = ["Ararat Trade LLC", "ООО «Уютный дом»", "Hotel Sevan", "«Լուսին» ՍՊԸ", "Café Aroma", "ИП Геворкян"];
const GROUPS = ["новый", "New", "постоянный", "Повторный", "ОПТ", "оптовик", "розница", "розн."];
const TITLES = ["комод", "стул венский", "սեղան", "диван «Милан»", "wardrobe Oslo", "шкаф-купе", "кухня угловая"];
const STATUSES = ["выполнен", "done", "закрыт", "отказ", "передумал", "в работе", "думает", "ждет предоплату", ""];
const STAFF = ["Анна", "анна", "АРАМ ", "Сурен", "Гаяне"];
const STEPS = ["звонил, уточнил цену", "выслали КП", "замер сделан", "договор подписан", "предоплата получена"];
const PREFIXES = ["33", "41", "43", "44", "55", "77", "91", "93", "94", "95", "98", "99"];

const COLUMNS: SheetColumn[] = [
  ["№", 8],
  ["Клиент (ФИО)", 30],
  ["Телефон", 24],
  ["Доп. тел.", 16],
  ["Эл. почта", 28],
  ["Адрес", 28],
  ["Группа", 14],
  ["Заказ", 22],
  ["Сумма, др.", 14],
  ["Статус", 20],
  ["Дата", 12],
  ["Менеджер", 12],
  ["Примечание", 60],
  ["Город", 14],
  ["Этаж", 8],
  ["Материал", 16],
  ["Цвет", 12],
  ["Доставка", 14],
  ["Источник", 14],
  ["Гарантия", 12],
].map(([title, width]) => ({ title: String(title), width: Number(width), kind: "number" }) as const);

/** A small generator of numbers (mulberry32): the same seed, the same base. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type GeneratedBase = { rows: number; clients: number };

/** Writes a base of so many rows and 20 columns; tells how many clients are in it. */
export async function generateBase(path: string, rows: number, seed = 20_261_123): Promise<GeneratedBase> {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const book = await openWorkbook(path, new Date(Date.UTC(2026, 10, 23)));
  const sheet = book.addSheet("База", { columns: COLUMNS });
  let clients = 0;
  for (let row = 0; row < rows; ) {
    clients += 1;
    const client = newClient(clients, random, pick);
    for (let left = 1 + Math.floor(random() * 2.2); left > 0 && row < rows; left--) {
      row += 1;
      await sheet.row(orderRow(row, client, random, pick));
    }
  }
  await book.save();
  return { rows, clients };
}

type Pick = <T>(from: readonly T[]) => T;
type GeneratedClient = { name: string; digits: string; email: string; address: string; group: string };

function newClient(index: number, random: () => number, pick: Pick): GeneratedClient {
  const kind = random();
  const name =
    kind < 0.5 ? `${pick(FAMILIES)} ${pick(GIVEN)}` : kind < 0.85 ? pick(ARMENIAN) : `${pick(COMPANIES)} ${index % 50}`;
  const digits = pick(PREFIXES) + String((index * 7919 + 100_003) % 1_000_000).padStart(6, "0");
  return {
    name,
    digits,
    email: random() < 0.4 ? `client_${index}@example.am` : "",
    address: random() < 0.6 ? `Ереван, ул. Туманяна ${index % 90}` : "",
    group: pick(GROUPS),
  };
}

function spell(digits: string, random: () => number): string | number {
  const [area, rest] = [digits.slice(0, 2), digits.slice(2)];
  switch (Math.floor(random() * 6)) {
    case 0:
      return `0${area} ${rest.slice(0, 2)}-${rest.slice(2, 4)}-${rest.slice(4)}`;
    case 1:
      return `+374 ${area} ${rest.slice(0, 3)}-${rest.slice(3)}`;
    case 2:
      return `00374${digits}`;
    case 3:
      return `8-10-374-${area}-${rest}`;
    case 4:
      return Number(`374${digits}`);
    default:
      return `(0${area}) ${rest}`;
  }
}

function orderRow(
  row: number,
  { name, digits, email, address, group }: GeneratedClient,
  random: () => number,
  pick: Pick,
) {
  const day = (offset: number) =>
    new Date(Date.UTC(2021, 0, 1 + ((row * 37) % 2000) + offset)).toISOString().slice(0, 10);
  const dotted = (iso: string) => iso.split("-").reverse().join(".");
  const staff = pick(STAFF);
  const steps = Array.from(
    { length: Math.floor(random() * 4) },
    (_, index) => `${dotted(day(index - 5))} ${pick(STEPS)} (${staff.trim()})`,
  );
  const amount = 20_000 + Math.floor(random() * 900) * 1000;
  const sum = [amount, `${amount} др.`, `${amount / 1000} тыс`, ""][Math.floor(random() * 4)]!;
  return [
    row,
    random() < 0.1 ? ` ${name.toUpperCase()} ` : name,
    spell(digits, random),
    random() < 0.1 ? spell(`99${digits.slice(2)}`, random) : "",
    email,
    address,
    group,
    pick(TITLES),
    sum,
    pick(STATUSES),
    random() < 0.5 ? dotted(day(0)) : day(0),
    staff,
    steps.join("; "),
    pick(["Ереван", "Гюмри", "Ванадзор"]),
    1 + (row % 9),
    pick(["дуб", "ясень", "МДФ"]),
    pick(["белый", "орех"]),
    pick(["самовывоз", "доставка"]),
    pick(["сайт", "звонок", "инстаграм"]),
    12,
  ];
}

if (import.meta.main) {
  const [rows = "25000", file = "base.xlsx", seed] = process.argv.slice(2);
  const made = await generateBase(file, Number(rows), seed === undefined ? undefined : Number(seed));
  console.log(`${file}: ${made.rows} rows, ${made.clients} clients`);
}
