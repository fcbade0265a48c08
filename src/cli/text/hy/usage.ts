import type { Usage } from "../catalogue.ts";

/** Ինչն է սխալ հրամանի տողում։ */
export const usage: Usage = {
  unknownCommand: (name) => `«${name}» հրաման չկա։`,
  unknownOption: (flag) => `${flag} պարամետր չկա։`,
  missingArgument: (name) => `Նշված չէ՝ ${name}։`,
  missingValue: (flag) => `${flag}-ից հետո արժեք է պետք։`,
  tooMany: () => "Ավելորդ բառեր կան. այս հրամանն այդքան արգումենտ չունի։",
  badChoice: (flag, value, choices) => `${flag}-ը չի կարող լինել «${value}»։ Հնարավոր է՝ ${choices}։`,
  badNumber: (flag, value) => `${flag}-ը պետք է լինի ամբողջ թիվ՝ սկսած 1-ից. «${value}»-ն չի համապատասխանում։`,
  badPort: (flag, value) => `${flag}-ը պետք է լինի պորտ՝ 0-ից 65535. «${value}»-ն չի համապատասխանում։`,
  portTaken: (port) => `${port} պորտը հնարավոր չէ զբաղեցնել. այն ուրիշ ծրագիր ունի, կամ վերապահված է։`,
  badDay: (flag, value) =>
    `${flag}-ը պետք է լինի օր, օրինակ՝ 2026-11-23 կամ 23.11.2026. «${value}»-ն չի համապատասխանում։`,
  badTime: (flag, value) =>
    `${flag}-ը պետք է լինի օր՝ ժամով կամ առանց ժամի, օրինակ՝ 2026-11-23 կամ 2026-11-23T14:05. «${value}»-ն չի համապատասխանում։`,
  badScreen: (value, known) =>
    `«${value}» էկրան չկա։ ${known ? `Ձևանմուշում կա ${known}` : "Ձևանմուշում էկրան չկա"}. կարելի է նաև ՏՈՂԵՐ×ՆԻՇԵՐ, օրինակ՝ 6x38։`,
  unknownEmployee: (value, known) => `«${value}» անունով աշխատակից չկա։ Ձևանմուշում կան՝ ${known}։`,
  unknownReport: (value, known) => `«${value}» հաշվետվություն չկա։ Կան՝ ${known}։`,
  badForm: (file, endings) => `${file} անվան վերջավորությունից պարզ չէ, թե ինչ գրել։ Հնարավոր է՝ ${endings}։`,
  badWhere: {
    term: (typed) =>
      `--where՝ «${typed}» պայման չէ։ Պայմանն այսպիսին է՝ label=Մեծածախ, state!=lost, last<2026-01-31 կամ employee=Աննա,Արամ։`,
    key: (_typed, key) => `--where՝ «${key}» այստեղ հայտնի չէ։`,
    sign: (typed, key) => `--where՝ «${typed}» համեմատում է այն, ինչը մեծ կամ փոքր չի լինում՝ ${key}։`,
    value: (typed, key) => `--where՝ ${key} երբեք «${typed}» չի լինում։`,
  },
  allowed: (values) => `Կա՝ ${values}։`,
  needsTwo: (what) => `${what}՝ պետք է երկու հաճախորդ՝ համարներ, անուններ կամ people/c…։`,
  emptyStep: () => "Ավելացվող տողը դատարկ է։",
  didYouMean: (name) => `Գուցե նկատի ունեիք ${name}։`,
  seeHelp: (command) => `Ինչպես օգտագործել՝ \`${command} --help\`։`,
};
