import type { Views } from "../catalogue.ts";
import { formatOf } from "../format.ts";
import { russianForm as form } from "../plural.ts";

const { number } = formatOf("ru");
const clients = (n: number) => `${number(n)} ${form(n, "клиент", "клиента", "клиентов")}`;

/** Слова о клиентах, записанных дважды, удалённых клиентах, резервных копиях и копии аккаунта. */
export const keeping: Pick<Views, "duplicates" | "merge" | "restoreClient" | "backup" | "restore" | "rebuild"> = {
  duplicates: {
    none: "Похоже, никто не записан дважды.",
    total: (n) =>
      `${number(n)} ${form(n, "группа контактов, которые", "группы контактов, которые", "групп контактов, которые")}, возможно, один клиент.`,
    hint: "Если двое — разные: clientcard duplicates --not A B",
    orders: (n) => `${number(n)} ${form(n, "заказ", "заказа", "заказов")}`,
    toldApart: (one, other) => `Теперь это разные клиенты: ${one} и ${other}.`,
    reasons: {
      phone: (value) => `один и тот же номер: ${value}`,
      email: (value) => `одна и та же почта: ${value}`,
      "shared-phone": (value) => `одно имя и номер, который есть у многих: ${value}`,
      "shared-email": (value) => `одно имя и почта, которая есть у многих: ${value}`,
      "phone-end": (value) => `одно имя и одинаковые последние цифры номера: …${value}`,
      name: (value) => `одно имя, у одного нет ни номера, ни почты: ${value}`,
    },
  },
  merge: {
    title: (name) => `Чтобы стал один клиент, остаётся ${name}.`,
    goes: (name) => `${name} уходит: всё соединяется, затем контакт удаляется`,
    gains: "Новое на карточке:",
    approve: "Объединить?",
  },
  restoreClient: {
    would: (name, day) => `${name} (удалён ${day}) вернулся бы.`,
    done: (name) => `${name} снова на месте.`,
  },
  backup: {
    done: (file, size) => `Резервная копия: ${file} (${size} МБ в распакованном виде). Храните её и на другом диске.`,
    would: (file) => `Резервная копия была бы записана в ${file}.`,
  },
  restore: {
    title: (file) => `${file} — целая резервная копия:`,
    runs: (n, last) => `${number(n)} ${form(n, "запуск", "запуска", "запусков")}, последний ${last}`,
    noRuns: "запусков нет",
    replaces: (path) => `Она займёт место ${path}; прежний файл останется рядом.`,
    approve: "Поставить её на место?",
    done: "Резервная копия на месте. Теперь выполните clientcard sync.",
    kept: (path) => `Что было здесь раньше: ${path}`,
    dryRun: "Ничего не изменено: это пробный запуск.",
    waits: "Ничего не изменено: --yes ставит копию на место.",
  },
  rebuild: {
    done: (n) => `Копия прочитана заново: ${clients(n)}.`,
    same: (n) => `Копия и аккаунт совпадают: ${clients(n)}.`,
    differs: "Копия и аккаунт расходятся:",
    missing: "есть только в аккаунте",
    extra: "есть только в копии",
    fields: (names) => `расходится: ${names}`,
    next: "clientcard rebuild читает копию заново.",
  },
};
