import type { MappingQuestion } from "../../../lib/errors.ts";
import type { mapping as english, asked as englishAsked } from "../en/mapping.ts";

const samples = (list: string[]) => list.map((text) => `«${text}»`).join(", ");

export const asked: typeof englishAsked = {
  unsure: "Непонятно, что в некоторых столбцах, а спросить некого. Ничего не изменено.",
  question: (question: MappingQuestion, field: string): string => {
    const where = `${question.file}, лист «${question.sheet}»`;
    switch (question.kind) {
      case "column":
        return `${where}, столбец ${question.column} «${question.title}»: это ${field}? В нём ${samples(question.samples)}.`;
      case "dates":
        return `${where}, столбец ${question.column} «${question.title}»: что стоит первым в ${samples(question.samples)}, день или месяц? (dates: day-first или month-first)`;
      case "no-header":
        return `${where}: столбцы никак не названы, и первая строка похожа на клиента: ${samples(question.samples)}. Это так? (header: 0; иначе header: номер строки с названиями)`;
      case "missing-column":
        return `${where}: нет столбца «${question.title}», который по разметке читается как ${field}. Есть столбцы: ${samples(question.titles)}.`;
    }
  },
  answer: "Разметка, которая ответит; поправьте её там, где догадка неверна:",
  next: "Запишите эти строки в файл и укажите его: --mapping ФАЙЛ; --save-mapping ФАЙЛ записывает всю разметку. В терминале команда спросит сама.",
};

export const mapping: typeof english = {
  heading: (sheet) => `Столбцы листа «${sheet}»`,
  column: "столбец",
  holds: "например",
  readAs: "читается как",
  guessed: "догадка",
  hidden: "скрыт",
  right: "Столбцы прочитаны верно?",
  goOn: "Да, дальше",
  change: "Изменить столбец",
  skip: "Не читать этот лист",
  which: "Какой столбец?",
  what: (title) => `Что в столбце «${title}»?`,
  dates: (samples) => `Что стоит первым в ${samples}?`,
  dayFirst: "день",
  monthFirst: "месяц",
  nameless: (sheet, rows) => `На листе «${sheet}» под строками клиентов стоят строки без имени: ${rows}. Чьи они?`,
  goesOn: "клиента над ними",
  apart: "ничьи: отложить для меня",
  save: "Сохранить разметку для следующего раза? Имя файла или ничего",
  saved: (file) => `Разметка сохранена: ${file} (в следующий раз: --mapping)`,
  stopped: "Остановлено; ничего не изменено.",
  explain: {
    row: (file, sheet, row) => `${file}, лист «${sheet}», строка ${row}`,
    missing: (row) => `строки ${row} нет или она пуста`,
    cell: "ячейка",
    became: "чем стала",
    rows: {
      client: (name) => `строка клиента ${name}`,
      header: "названия столбцов",
      "above-header": "над названиями столбцов: не читается",
      "repeated-header": "повторяет названия столбцов: не читается",
      "skipped-sheet": "лист пропущен: не читается",
      call: (name) => `звонок: ${name}`,
      own: "строка нашей выгрузки: важны только изменённые ячейки, план их называет",
      rejected: (reason) => `отклонена: ${reason}`,
    },
    fates: {
      name: "имя",
      variant: "хранится в архиве: у клиента другое написание",
      "group-variant": "хранится в архиве: у клиента другая группа",
      organization: "компания",
      phone: "телефон",
      "phone-as-typed": "телефон, как написан: по такому номеру не позвонить",
      email: "почта",
      "email-as-typed": "почта, как написана: это не настоящий адрес",
      address: "адрес",
      group: "группа",
      kind: "кем приходится контакт",
      "own-label": "ярлык, который программа ставит сама: хранить нечего",
      order: "заказ",
      amount: "сумма заказа",
      "order-text": "хранится текстом при заказе",
      status: "состояние заказа",
      date: "день заказа",
      "log-date": "день строки в журнале",
      employee: "сотрудник",
      "order-note": "строка заказа",
      note: "строка заметок",
      "row-id": "номер строки: по нему её узнают снова",
      "left-aside": "пометка самой программы: не читается",
      rejects: "идёт в книгу отклонённых строк",
      "not-read": "не читается",
      call: "звонок",
      "own-edited": "изменена: что с ней станет, говорит план",
      "own-as-written": "как была записана: делать нечего",
    },
  },
};
