/** What is said of a template that cannot be used, in the languages of the offices. */
import type { Language } from "../card/settings.ts";

/** What a value should look like; the schema names these where it refuses one. */
export type Hint =
  | "oneLine"
  | "noBrackets"
  | "id"
  | "country"
  | "currency"
  | "timeZone"
  | "phrase"
  | "screenName"
  | "callerPart";

/** What kind of value is expected. */
export type Wanted = "text" | "number" | "whole" | "truth" | "list" | "group";

/** Mistakes of YAML that people make, by the parser's codes. */
export type YamlSlip = "twice" | "indent" | "tab" | "unclosed" | "documents" | "key" | "quotes" | "reference" | "other";

export type ProblemWords = {
  tooLong: string;
  yaml: Record<YamlSlip, (detail: string) => string>;
  unknownKey: (key: string, under: string) => string;
  badKey: (key: string) => string;
  didYouMean: (word: string) => string;
  oneOf: (words: string) => string;
  missing: (key: string) => string;
  theTemplate: string;
  add: (wanted: Wanted) => string;
  emptyWhere: (wanted: Wanted) => string;
  notText: string;
  quote: string;
  wrongType: (got: string | null, wanted: Wanted) => string;
  notKnown: (value: string) => string;
  cannotBeUsed: (value: string) => string;
  write: (hint: Hint) => string;
  empty: string;
  longerThan: (most: number) => string;
  entries: (bound: "least" | "most", count: number) => string;
  range: (bound: "least" | "most", value: number) => string;
  already: (name: string, what: "label" | "id" | "employee" | "phrase") => string;
  instead: Record<"label" | "marker" | "kind" | "employee" | "phrase", string>;
  noLabel: (id: string) => string;
};

const en: ProblemWords = {
  tooLong: "is too long for a template",
  yaml: {
    twice: () => "this setting is given twice: keep one of the two",
    indent: () => "the indentation does not fit the lines above",
    tab: () => "a tab: indent with blanks",
    unclosed: () => "a bracket, brace or quote is never closed, or a comma is missing",
    documents: () => "a second document begins here (---): a template is one",
    key: () => "a setting is written `name: value`; a value with a colon in it stands in quotes",
    quotes: () => "put this value in quotes",
    reference: () => "a reference (*name) to something that is not there",
    other: (detail) => `this cannot be read as YAML (${detail})`,
  },
  unknownKey: (key, under) => `there is no setting "${key}"${under && ` under ${under}`}`,
  badKey: (key) => `"${key}" cannot be a name here`,
  didYouMean: (word) => `did you mean "${word}"?`,
  oneOf: (words) => `one of: ${words}`,
  missing: (key) => `${key} is missing`,
  theTemplate: "the template",
  add: (wanted) => `add it: ${enWanted[wanted]}`,
  emptyWhere: (wanted) => `is empty where ${enWanted[wanted]} is expected`,
  notText: "is a number or a yes/no where text is expected",
  quote: "put it in quotes",
  wrongType: (got, wanted) => `${got ?? "a list"} where ${enWanted[wanted]} is expected`,
  notKnown: (value) => `${value} is not known here`,
  cannotBeUsed: (value) => `${value} cannot be used here`,
  write: (hint) =>
    `write ${
      {
        oneLine: "one line, without control characters",
        noBrackets: "it without brackets",
        id: "small Latin letters, digits and dashes, e.g. new-client",
        country: "two capital letters, a country of ISO 3166, e.g. AM",
        currency: "a currency of ISO 4217, e.g. AMD",
        timeZone: "a time zone such as Asia/Yerevan",
        phrase: "words alone, without digits and signs",
        screenName: "a short name of letters and digits",
        callerPart: "each part once",
      }[hint]
    }`,
  empty: "is empty",
  longerThan: (most) => `is longer than ${most} characters`,
  entries: (bound, count) => `needs at ${bound} ${count} entries`,
  range: (bound, value) => `has to be at ${bound} ${value}`,
  already: (name, what) =>
    `"${name}" is ${{ label: "a label or alias", id: "an id", employee: "an employee", phrase: "a phrase of this kind" }[what]} already`,
  instead: {
    label: "each name may lead to one label only: remove or change one of the two",
    marker: "give each marker an id of its own",
    kind: "give each kind an id of its own",
    employee: "keep one entry and put the other spelling among its aliases",
    phrase: "give each its own words, or nobody can tell them apart",
  },
  noLabel: (id) => `no label has the id "${id}"`,
};

const enWanted: Record<Wanted, string> = {
  text: "text",
  number: "a number",
  whole: "a whole number",
  truth: "true or false",
  list: "a list",
  group: "a group of settings",
};

const ru: ProblemWords = {
  tooLong: "слишком длинный файл для шаблона",
  yaml: {
    twice: () => "эта настройка указана дважды: оставьте одну",
    indent: () => "отступ не подходит к строкам выше",
    tab: () => "табуляция: отступы делаются пробелами",
    unclosed: () => "не закрыта скобка или кавычка, или пропущена запятая",
    documents: () => "здесь начинается второй документ (---): шаблон — это один",
    key: () => "настройка пишется как `имя: значение`; значение с двоеточием внутри берётся в кавычки",
    quotes: () => "возьмите это значение в кавычки",
    reference: () => "ссылка (*имя) на то, чего нет",
    other: (detail) => `это не читается как YAML (${detail})`,
  },
  unknownKey: (key, under) => `нет настройки "${key}"${under && ` в ${under}`}`,
  badKey: (key) => `"${key}" не может быть именем`,
  didYouMean: (word) => `возможно, имелось в виду "${word}"?`,
  oneOf: (words) => `одно из: ${words}`,
  missing: (key) => `нет ${key}`,
  theTemplate: "шаблона",
  add: (wanted) => `добавьте: ${ruWanted[wanted]}`,
  emptyWhere: (wanted) => `пусто, а нужно: ${ruWanted[wanted]}`,
  notText: "число или да/нет там, где нужен текст",
  quote: "возьмите в кавычки",
  wrongType: (got, wanted) => `${got ?? "список"}, а нужно: ${ruWanted[wanted]}`,
  notKnown: (value) => `${value} здесь не известно`,
  cannotBeUsed: (value) => `${value} здесь не подходит`,
  write: (hint) =>
    `напишите ${
      {
        oneLine: "одной строкой, без управляющих знаков",
        noBrackets: "без скобок",
        id: "малыми латинскими буквами, цифрами и дефисами, например new-client",
        country: "две заглавные буквы, страну по ISO 3166, например AM",
        currency: "валюту по ISO 4217, например AMD",
        timeZone: "часовой пояс, например Asia/Yerevan",
        phrase: "только слова, без цифр и знаков",
        screenName: "короткое имя из букв и цифр",
        callerPart: "каждую часть один раз",
      }[hint]
    }`,
  empty: "пусто",
  longerThan: (most) => `длиннее ${most} знаков`,
  entries: (bound, count) => `записей должно быть ${bound === "least" ? "не меньше" : "не больше"} ${count}`,
  range: (bound, value) => `должно быть ${bound === "least" ? "не меньше" : "не больше"} ${value}`,
  already: (name, what) =>
    `"${name}" уже есть: ${{ label: "ярлык или его другое имя", id: "id", employee: "сотрудник", phrase: "выражение этого вида" }[what]}`,
  instead: {
    label: "каждое имя ведёт только к одному ярлыку: уберите или измените одно из двух",
    marker: "дайте каждому маркеру свой id",
    kind: "дайте каждому виду свой id",
    employee: "оставьте одну запись, а другое написание добавьте в её aliases",
    phrase: "дайте каждому свои слова, иначе их не различить",
  },
  noLabel: (id) => `нет ярлыка с id "${id}"`,
};

const ruWanted: Record<Wanted, string> = {
  text: "текст",
  number: "число",
  whole: "целое число",
  truth: "true или false",
  list: "список",
  group: "группа настроек",
};

const hy: ProblemWords = {
  tooLong: "ձևանմուշի համար չափազանց երկար է",
  yaml: {
    twice: () => "այս կարգավորումը նշված է երկու անգամ. թողեք մեկը",
    indent: () => "խորքը չի համապատասխանում վերևի տողերին",
    tab: () => "տաբուլյացիա. խորքը արվում է բացատներով",
    unclosed: () => "փակագիծ կամ չակերտ չի փակված, կամ ստորակետ է պակասում",
    documents: () => "այստեղ սկսվում է երկրորդ փաստաթուղթ (---). ձևանմուշը մեկն է",
    key: () => "կարգավորումը գրվում է `անուն: արժեք`. վերջակետ պարունակող արժեքը դրվում է չակերտների մեջ",
    quotes: () => "այս արժեքը դրեք չակերտների մեջ",
    reference: () => "հղում (*անուն) մի բանի, որը չկա",
    other: (detail) => `սա չի կարդացվում որպես YAML (${detail})`,
  },
  unknownKey: (key, under) => `"${key}" կարգավորում չկա${under && ` ${under}-ում`}`,
  badKey: (key) => `"${key}"-ն այստեղ անուն լինել չի կարող`,
  didYouMean: (word) => `գուցե նկատի ունեիք "${word}"`,
  oneOf: (words) => `սրանցից մեկը՝ ${words}`,
  missing: (key) => `${key} չկա`,
  theTemplate: "ձևանմուշ",
  add: (wanted) => `ավելացրեք՝ ${hyWanted[wanted]}`,
  emptyWhere: (wanted) => `դատարկ է, իսկ պետք է՝ ${hyWanted[wanted]}`,
  notText: "թիվ կամ այո/ոչ է այնտեղ, որտեղ տեքստ է պետք",
  quote: "դրեք չակերտների մեջ",
  wrongType: (got, wanted) => `${got ?? "ցանկ"}, իսկ պետք է՝ ${hyWanted[wanted]}`,
  notKnown: (value) => `${value} այստեղ հայտնի չէ`,
  cannotBeUsed: (value) => `${value} այստեղ չի համապատասխանում`,
  write: (hint) =>
    `գրեք ${
      {
        oneLine: "մեկ տողով, առանց կառավարող նիշերի",
        noBrackets: "առանց փակագծերի",
        id: "փոքր լատինատառ, թվանշաններ և գծիկ, օրինակ՝ new-client",
        country: "երկու մեծատառ՝ երկիր ըստ ISO 3166-ի, օրինակ՝ AM",
        currency: "արժույթ ըստ ISO 4217-ի, օրինակ՝ AMD",
        timeZone: "ժամային գոտի, օրինակ՝ Asia/Yerevan",
        phrase: "միայն բառեր՝ առանց թվանշանների և նշանների",
        screenName: "կարճ անուն՝ տառերից և թվանշաններից",
        callerPart: "յուրաքանչյուր մասը մեկ անգամ",
      }[hint]
    }`,
  empty: "դատարկ է",
  longerThan: (most) => `${most} նիշից երկար է`,
  entries: (bound, count) => `գրառումները պետք է լինեն ${bound === "least" ? "ոչ պակաս" : "ոչ ավելի"}, քան ${count}`,
  range: (bound, value) => `պետք է լինի ${bound === "least" ? "ոչ պակաս" : "ոչ ավելի"}, քան ${value}`,
  already: (name, what) =>
    `"${name}" արդեն կա՝ ${{ label: "պիտակ կամ նրա այլ անուն", id: "id", employee: "աշխատակից", phrase: "այս տեսակի արտահայտություն" }[what]}`,
  instead: {
    label: "յուրաքանչյուր անուն տանում է միայն մեկ պիտակի. հանեք կամ փոխեք երկուսից մեկը",
    marker: "յուրաքանչյուր նշիչին տվեք իր id-ն",
    kind: "յուրաքանչյուր տեսակին տվեք իր id-ն",
    employee: "թողեք մեկ գրառում, իսկ մյուս գրելաձևն ավելացրեք նրա aliases-ում",
    phrase: "յուրաքանչյուրին տվեք իր բառերը, այլապես դրանք չեն տարբերվի",
  },
  noLabel: (id) => `"${id}" id-ով պիտակ չկա`,
};

const hyWanted: Record<Wanted, string> = {
  text: "տեքստ",
  number: "թիվ",
  whole: "ամբողջ թիվ",
  truth: "true կամ false",
  list: "ցանկ",
  group: "կարգավորումների խումբ",
};

export const problemWords: Record<Language, ProblemWords> = { en, ru, hy };
