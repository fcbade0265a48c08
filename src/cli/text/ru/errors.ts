import type { InputFileReason, MappingQuestion, RefusalReason } from "../../../lib/errors.ts";
import type { ErrorWords, Told } from "../catalogue.ts";
import type { ColumnField } from "../column-field.ts";
import { formatOf, momentText } from "../format.ts";
import { russianForm } from "../plural.ts";
import { riskOf } from "../risk.ts";
import { asked } from "./mapping.ts";
import { views } from "./views.ts";

const format = formatOf("ru");
/** «1 клиент», «2 клиента», «5 клиентов». */
const clients = (count: number) => `${format.number(count)} ${russianForm(count, "клиент", "клиента", "клиентов")}`;
/** С «у 1 клиента», «у 5 клиентов». */
const ofClients = (count: number) => `${format.number(count)} ${russianForm(count, "клиента", "клиентов", "клиентов")}`;

type FileError = { file: string; sheet?: string; detail?: string };
const files: Record<InputFileReason, (error: FileError) => Told> = {
  missing: ({ file }) => ({ what: `Файла ${file} нет.`, next: "Проверьте путь и имя." }),
  empty: ({ file }) => ({ what: `Файл ${file} пуст.`, next: "Сохраните его заново в программе, из которой он взят." }),
  directory: ({ file }) => ({ what: `${file} — папка, а не файл.`, next: "Назовите файл в ней." }),
  "not-a-spreadsheet": ({ file }) => ({
    what: `${file} — не таблица, которую можно прочесть.`,
    next: "Сохраните её как .xlsx, .ods или .csv и укажите этот файл.",
  }),
  "password-protected": ({ file }) => ({
    what: `${file} закрыт паролем.`,
    next: "Откройте его, сохраните копию без пароля и укажите её.",
  }),
  truncated: ({ file }) => ({
    what: `${file} повреждён: у файла нет конца.`,
    next: "Скопируйте или скачайте его ещё раз.",
  }),
  "no-header": ({ file }) => ({
    what: `В ${file} нет строки с названиями столбцов, поэтому непонятно, что в них стоит.`,
    next: "Подпишите столбцы («Имя», «Телефон» …), выберите другой лист (--sheet) или дайте разметку (--mapping), где сказано «header: 0» и что стоит в столбцах A, B …",
  }),
  "no-rows": ({ file }) => ({
    what: `В ${file} под названиями столбцов ничего нет.`,
    next: "Проверьте, тот ли это файл и лист.",
  }),
  "all-skipped": ({ file }) => ({
    what: `Все листы в ${file} пропущены: у каждого в разметке стоит «skip: true».`,
    next: "Уберите «skip: true» у листа, который надо прочесть, или дайте другую разметку (--mapping).",
  }),
  "too-large": ({ file }) => ({
    what: `${file} слишком велик, чтобы его можно было безопасно прочесть.`,
    next: "Разделите его на несколько файлов.",
  }),
  "sheet-missing": ({ file, sheet, detail }) => ({
    what: `В ${file} нет листа «${sheet ?? ""}».`,
    details: detail ? [`Листы в нём: ${detail}`] : [],
    next: "Назовите один из них после --sheet или не пишите --sheet: тогда читаются все.",
  }),
  "not-a-plan": ({ file }) => ({
    what: `${file || "Файл"} — не план, или его изменили после записи.`,
    next: "Составьте новый: clientcard plan --out PLAN.json",
  }),
  "not-an-archive": ({ file }) => ({
    what: `В ${file} нет списка строк архива.`,
    next: "Укажите файл, который записала команда `clientcard card compact --json`.",
  }),
  "not-utf8": ({ file }) => ({ what: `${file} — не текст в UTF-8.`, next: "Сохраните его как текст в UTF-8." }),
  "unknown-encoding": ({ file, detail }) => ({
    what: `Кодировки «${detail ?? ""}» нет, прочесть по ней ${file} нельзя.`,
    next: "Укажите --encoding utf-8, utf-16le, windows-1251, koi8-r, cp866 или armscii-8 либо не пишите её: тогда программа найдёт кодировку сама.",
  }),
  denied: ({ file }) => ({
    what: `${file} не читается: нет прав.`,
    next: "Проверьте, чей это файл и кому можно его читать.",
  }),
  "not-a-backup": ({ file }) => ({
    what: `${file} — не резервная копия clientcard.`,
    next: "Укажите файл, который записала команда clientcard backup.",
  }),
  "damaged-backup": ({ file, detail }) => ({
    what: `Резервная копия ${file} повреждена${detail ? `: ${detail}` : ""}.`,
    next: "Ничего не тронуто. Возьмите другой её экземпляр или более раннюю копию.",
  }),
  "newer-backup": ({ file }) => ({
    what: `Резервную копию ${file} записала более новая версия clientcard.`,
    next: "Сначала обновите программу.",
  }),
  "other-account": ({ file, detail }) => ({
    what: `Резервная копия ${file} — другого аккаунта${detail ? ` (${detail})` : ""}.`,
    next: "Восстанавливайте её в папке того аккаунта (CLIENTCARD_HOME, CLIENTCARD_ACCOUNT).",
  }),
  unsupported: ({ file, detail }) => ({
    what: `${file} не удаётся прочесть${detail ? ` (${detail})` : ""}.`,
    next: "Сохраните его как .xlsx, .ods или .csv в UTF-8 и укажите этот файл.",
  }),
};

const signIn = "Войдите заново: clientcard login";
const auth: Record<string, Told> = {
  missing: { what: "Вход в Google здесь не выполнен.", next: "Войдите: clientcard login" },
  refused: { what: "Google не принимает данные для входа.", next: signIn },
  expired: { what: "Вход в Google истёк или был отозван.", next: signIn },
  scope: {
    what: "Вход в Google не даёт права читать и менять контакты.",
    next: `${signIn} — и разрешите доступ к контактам.`,
  },
  disabled: {
    what: "В проекте Google Cloud выключен People API.",
    next: "Включите его в консоли Google Cloud (APIs & Services), подождите несколько минут и повторите.",
  },
};

const disks = {
  full: ["На диске нет места", "Освободите место и запустите команду снова: она продолжит с того же места."],
  "read-only": ["Диск только для чтения", "Выберите папку, в которую можно писать (CLIENTCARD_HOME)."],
  "no-folder": ["Такой папки нет", "Проверьте путь или сначала создайте папку."],
  denied: ["Нет доступа", "Проверьте, чья это папка, или выберите другую (CLIENTCARD_HOME)."],
  corrupt: [
    "Файл повреждён",
    "mirror.db можно удалить: следующая синхронизация заполнит его заново. В ledger.db — история: отложите его копию и верните исправную.",
  ],
} as const;

function movedOnText(reason: string): string {
  const [, taken] = /^order number (\d+) is taken$/.exec(reason) ?? [];
  return taken ? `за это время занят номер заказа ${taken}` : (movedOn[reason] ?? reason);
}

const movedOn: Record<string, string> = {
  gone: "за это время удалён",
  "edited since": "за это время изменён",
  "created already": "уже есть",
  "label created already": "такой ярлык уже есть",
  "label gone": "такого ярлыка больше нет",
};

/** Родительный падеж: «нет …». */
const nouns: Record<string, string> = {
  client: "клиента",
  "deleted client": "удалённого клиента",
  number: "клиента с номером",
  run: "запуска",
  order: "открытого заказа",
  label: "ярлыка",
  file: "файла",
};

const refusals = {
  merge: "Ничего не объединено.",
  "restore-client": "Клиент не возвращён.",
  undo: "Этот запуск нельзя отменить.",
};

const afterRefusal = {
  merge: "Ничего не изменено. Когда это решится, выполните команду снова.",
  "restore-client": "Ничего не изменено. Если это другой человек, --force всё же вернёт клиента.",
  undo: "Ничего не изменено. Список запусков: clientcard runs.",
};

const whyRefused: Record<RefusalReason, (detail: string) => string> = {
  "being-edited": () => "изменён несколько минут назад, возможно, кто-то ещё пишет: попробуйте позже",
  "formatted-note": () => "заметка — форматированный текст: сначала сохраните её в Google Контактах как простой текст",
  "write-undecided": () =>
    "ещё неизвестно, дошла ли запись: clientcard sync это выяснит, самое позднее через несколько минут; тогда попробуйте снова",
  "named-twice": () => "назван дважды",
  alive: () => "на месте",
  merged: (run) => `живёт в другом клиенте: clientcard undo ${run}`,
  "same-contact": () => "уже есть с тем же номером или почтой",
  "too-old": () => "запуск так давно, что прежние тексты больше не хранятся",
  "nothing-left": () => "отменять больше нечего",
};

/** In words, and as it is written in a mapping. */
const fieldOf = (question: MappingQuestion) => {
  const field = "field" in question ? question.field : "date";
  return `${views.import.fields[field as ColumnField]} (${field})`;
};

export const errors: ErrorWords = {
  usage: ({ problem, next }) => ({ what: problem, next }),
  config: ({ problems }) => ({
    what: `Нужно исправить ${format.number(problems.length)} ${russianForm(problems.length, "настройку", "настройки", "настроек")}:`,
    details: problems.map(({ where, problem, next }) => `${where}: ${problem}${next ? ` – ${next}` : ""}`),
    next: "Ничего не изменено. Исправьте и запустите команду снова.",
  }),
  "input-file": (error) => {
    const told = files[error.reason]({ ...error, file: error.file === "-" ? "Ввод" : error.file });
    const place = [error.sheet && `лист «${error.sheet}»`, error.row && `строка ${error.row}`]
      .filter(Boolean)
      .join(", ");
    return {
      ...told,
      details: [...(place && error.reason !== "sheet-missing" ? [place] : []), ...(told.details ?? [])],
    };
  },
  "mapping-unsure": ({ questions, lines }) => ({
    what: asked.unsure,
    details: [
      ...questions.map((question) => asked.question(question, fieldOf(question))),
      ...(lines.length > 0 ? [asked.answer, ...lines] : []),
    ],
    next: asked.next,
  }),
  "mapping-sheets": ({ missing, sheets }) => ({
    what: `В разметке назван лист, которого нет ни в одном файле: ${missing.map(({ sheet, meant }) => `«${sheet}»${meant === null ? "" : ` (может быть, «${meant}»?)`}`).join(", ")}.`,
    details: [`Листы такие: ${sheets.join(", ")}`],
    next: 'Ничего не изменено. Исправьте имя в разметке или напишите вместо него "*": это любой лист, который не назван.',
  }),
  auth: ({ reason, detail }) => ({ ...auth[reason]!, details: detail ? [detail] : [] }),
  "stale-etag": ({ resourceNames }) => ({
    what: `Пока шла запись, в Google ${russianForm(resourceNames.length, "изменился", "изменились", "изменились")} ${clients(resourceNames.length)}.`,
    next: "Ничего не затёрто. Запустите команду ещё раз.",
  }),
  "sync-token-expired": () => ({
    what: "Google забыл, до какого места контакты уже прочитаны.",
    next: "Прочтите их один раз целиком: clientcard sync --full",
  }),
  quota: ({ lasting, retryAfterMs, detail }) => ({
    what: lasting ? "На сегодня разрешённые аккаунту обращения исчерпаны." : "Google просит обращаться реже.",
    details: [detail],
    next: `Повторите ${retryAfterMs > 0 ? `через ${wait(retryAfterMs)}` : "позже"}: команда продолжит с того же места.`,
  }),
  "unsafe-plan": ({ reasons }) => ({
    what: "План не выполнен: он меняет больше, чем шаблон разрешает без спроса.",
    details: reasons.map(riskLine),
    next: "Посмотрите его с --dry-run; если всё верно, --force его выполнит.",
  }),
  "plan-refused": ({ reasons }) => ({
    what: "План не выполнен: с тех пор как его составили, аккаунт изменился.",
    details: reasons.map(({ client, reason }) => `${client}: ${movedOnText(reason)}`),
    next: "Составьте новый: clientcard plan --out PLAN.json",
  }),
  "approval-needed": ({ what }) => ({
    what: `Ничего не изменено: ${what} — нужно согласие.`,
    next: "Посмотрите план выше; --yes его выполнит.",
  }),
  "not-found": ({ what, query, candidates = [] }) => {
    if (candidates.length > 1 && what.endsWith("client"))
      return {
        what: `«${query}» — это может быть любой из ${ofClients(candidates.length)}:`,
        details: candidates,
        next: "Назовите нужного по номеру или по имени в скобках.",
      };
    return {
      what: `Нет ${nouns[what] ?? what} «${query}».`,
      details: candidates.length > 0 ? [`Есть: ${candidates.join(", ")}`] : [],
      next:
        what === "client"
          ? "clientcard find ТЕКСТ ищет по именам, номерам и заметкам; clientcard sync забирает новое."
          : undefined,
    };
  },
  refused: ({ what, reasons }) => ({
    what: refusals[what],
    details: reasons.map(({ client, reason, detail }) => `${client}: ${whyRefused[reason](detail ?? "")}`),
    next: afterRefusal[what],
  }),
  "formatted-note": ({ client }) => ({
    what: `Заметка клиента «${client}» — текст с форматированием, в неё ничего не дописывается.`,
    next: "Сохраните её в Google Контактах простым текстом и повторите команду.",
  }),
  locked: ({ holder, since, why, until = "" }) => {
    const details = holder === "" ? [] : [`${holder}, с ${momentText(since)}`];
    if (why === "taken-over")
      return {
        what: "Другой запуск занял место этого.",
        details,
        next: "Что сделано — сделано и записано. Когда другой закончит, запустите команду снова: она продолжит с того же места.",
      };
    if (why === "settling")
      return {
        what: "Другой компьютер только что создал клиентов, и списки Google могут их ещё не показывать.",
        details,
        next: `Сейчас те же клиенты могли бы получиться дважды: запустите команду снова после ${momentText(until)}.`,
      };
    return {
      what: "С этим аккаунтом сейчас работает другой запуск.",
      details,
      next: "Дождитесь его окончания и запустите команду снова. Если он уже не закончится, --take-over займёт его место.",
    };
  },
  disk: ({ path, reason, detail }) => {
    const [what, next] = disks[detail === "ENOENT" ? "no-folder" : reason];
    return {
      what: `${what}: ${path}${detail ? ` (${detail})` : ""}`,
      next,
    };
  },
  unavailable: ({ detail, status }) => ({
    what: `Аккаунт недоступен${status ? ` (HTTP ${status})` : ""}.`,
    details: [detail],
    next: "Проверьте соединение и запустите команду снова: она сама выяснит, что успело дойти.",
  }),
  account: ({ status, reason, detail }) => ({
    what: `Google отклонил запрос (${[status, reason].filter(Boolean).join(" ")}).`,
    details: [detail],
    next: "clientcard doctor проверит настройки, вход и аккаунт.",
  }),
  interrupted: ({ what }) => ({
    what: `Остановлено${what ? `: ${what}` : ""}.`,
    next: "Что сделано — сделано и записано. Запустите команду снова: она продолжит с того же места.",
  }),
  internal: ({ detail }) => ({
    what: `Случилось то, чего не должно было: ${detail}`,
    next: "Ничего не осталось сделанным наполовину: следующий запуск приведёт аккаунт в порядок. Сообщите об этом, приложив строки выше.",
  }),
};

function wait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} ${russianForm(seconds, "секунду", "секунды", "секунд")}`;
  const minutes = Math.ceil(seconds / 60);
  return `${minutes} ${russianForm(minutes, "минуту", "минуты", "минут")}`;
}

function riskLine(reason: string): string {
  const risk = riskOf(reason);
  if (!risk) return reason;
  switch (risk.kind) {
    case "label-changes":
      return `снимает ярлык «${risk.label}» у ${ofClients(risk.count)} (предел ${format.number(risk.limit)})`;
    case "label-share":
      return `снимает ярлык «${risk.label}» у ${format.percent(risk.share)} всех клиентов (предел ${format.percent(risk.limit)})`;
    case "deletes":
      return `удаляет клиентов: ${format.number(risk.count)} (предел ${format.number(risk.limit)})`;
    case "delete-share":
      return `удаляет ${format.percent(risk.share)} всех клиентов (предел ${format.percent(risk.limit)})`;
    case "lines":
      return `${format.number(risk.count)} ${russianForm(risk.count, "строка, написанная людьми, не попадёт", "строки, написанные людьми, не попадут", "строк, написанных людьми, не попадут")} ни в карточку, ни в архив: ${risk.clients.join(", ")}`;
  }
}
