/** What is wrong with a command line. */
export const usage = {
  unknownCommand: (name: string) => `There is no command “${name}”.`,
  unknownOption: (flag: string) => `There is no option ${flag}.`,
  missingArgument: (name: string) => `${name} is missing.`,
  missingValue: (flag: string) => `${flag} needs a value.`,
  tooMany: () => "There are more arguments than this command takes.",
  badChoice: (flag: string, value: string, choices: string) => `${flag} cannot be “${value}”: it is one of ${choices}.`,
  badNumber: (flag: string, value: string) => `${flag} has to be a whole number from 1; “${value}” is none.`,
  badPort: (flag: string, value: string) => `${flag} has to be a port from 0 to 65535; “${value}” is none.`,
  portTaken: (port: number) => `Port ${port} cannot be used: another program has it, or it is reserved.`,
  badDay: (flag: string, value: string) =>
    `${flag} has to be a day such as 2026-11-23 or 23.11.2026; “${value}” is none.`,
  badTime: (flag: string, value: string) =>
    `${flag} has to be a day, with or without a time, such as 2026-11-23 or 2026-11-23T14:05; “${value}” is none.`,
  badScreen: (value: string, known: string) =>
    `There is no screen “${value}”. ${known ? `The template knows ${known}` : "The template names none"}; LINES×CHARACTERS is understood as well, such as 6x38.`,
  unknownEmployee: (value: string, known: string) => `No employee is called “${value}”. The template knows ${known}.`,
  unknownReport: (value: string, known: string) => `There is no report “${value}”. There are ${known}.`,
  badForm: (file: string, endings: string) => `${file} does not say in its ending what to write: ${endings}.`,
  badWhere: {
    term: (typed: string, _key: string) =>
      `--where: “${typed}” is no condition. One looks like label=Wholesale, state!=lost, last<2026-01-31 or employee=Anna,Aram.`,
    key: (_typed: string, key: string) => `--where: nothing is called “${key}”.`,
    sign: (typed: string, key: string) => `--where: “${typed}” compares what cannot be greater or less: ${key}.`,
    value: (typed: string, key: string) => `--where: ${key} is never “${typed}”.`,
  },
  allowed: (values: string) => `There are: ${values}.`,
  needsTwo: (what: string) => `${what} needs two clients: numbers, names, or people/c….`,
  emptyStep: () => "The line to add is empty.",
  didYouMean: (name: string) => `Did you mean ${name}?`,
  seeHelp: (command: string) => `\`${command} --help\` shows how it is used.`,
};
