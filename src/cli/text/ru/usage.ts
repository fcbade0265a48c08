import type { Usage } from "../catalogue.ts";

/** Что не так в командной строке. */
export const usage: Usage = {
  unknownCommand: (name) => `Нет команды «${name}».`,
  unknownOption: (flag) => `Нет параметра ${flag}.`,
  missingArgument: (name) => `Не указано: ${name}.`,
  missingValue: (flag) => `После ${flag} должно стоять значение.`,
  tooMany: () => "Лишние слова: столько аргументов у этой команды нет.",
  badChoice: (flag, value, choices) => `${flag} не бывает «${value}»; можно: ${choices}.`,
  badNumber: (flag, value) => `${flag} — целое число от 1; «${value}» не подходит.`,
  badPort: (flag, value) => `${flag} — порт от 0 до 65535; «${value}» не подходит.`,
  portTaken: (port) => `Порт ${port} занять нельзя: его держит другая программа или он зарезервирован.`,
  badDay: (flag, value) => `${flag} — день, например 2026-11-23 или 23.11.2026; «${value}» не подходит.`,
  badTime: (flag, value) =>
    `${flag} — день, можно со временем, например 2026-11-23 или 2026-11-23T14:05; «${value}» не подходит.`,
  badScreen: (value, known) =>
    `Экрана «${value}» нет. ${known ? `В шаблоне есть ${known}` : "В шаблоне экранов нет"}; можно и СТРОКИ×ЗНАКИ, например 6x38.`,
  unknownEmployee: (value, known) => `Сотрудника «${value}» нет. В шаблоне есть: ${known}.`,
  unknownReport: (value, known) => `Отчёта «${value}» нет. Есть: ${known}.`,
  badForm: (file, endings) => `По окончанию имени ${file} непонятно, что записать. Можно: ${endings}.`,
  badWhere: {
    term: (typed) =>
      `--where: «${typed}» – не условие. Условие выглядит так: label=Опт, state!=lost, last<2026-01-31 или employee=Анна,Арам.`,
    key: (_typed, key) => `--where: «${key}» здесь не известно.`,
    sign: (typed, key) => `--where: «${typed}» сравнивает то, что не бывает больше или меньше: ${key}.`,
    value: (typed, key) => `--where: ${key} не бывает «${typed}».`,
  },
  allowed: (values) => `Есть: ${values}.`,
  needsTwo: (what) => `${what}: нужны два клиента: номера, имена или people/c….`,
  emptyStep: () => "Строка, которую нужно добавить, пуста.",
  didYouMean: (name) => `Может быть, ${name}?`,
  seeHelp: (command) => `Как пользоваться: \`${command} --help\`.`,
};
