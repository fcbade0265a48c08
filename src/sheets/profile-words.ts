/** What is said in a mapping's file, and of one that cannot be used, in the languages of the offices. Pure. */
import type { Language } from "../card/settings.ts";

type ProfileWords = {
  about: string;
  noSheets: string;
  noSheet: string;
  unknown: string;
  skip: string;
  header: string;
  dates: string;
  columns: string;
  noField: (field: string) => string;
  oneOf: (words: string) => string;
  didYouMean: (word: string) => string;
};

export const profileWords: Record<Language, ProfileWords> = {
  en: {
    about: "How the columns of a base are read: clientcard import FILE --mapping THIS. The fields there are:",
    noSheets: "a mapping names its sheets under `sheets`",
    noSheet: "a sheet has `skip`, or `header`, `dates`, `continued` and `columns`",
    unknown: "nobody knows this setting",
    skip: "it is true or false",
    header: "it is the number of the row with the column names, from 1; 0 for none",
    dates: "it is day-first or month-first",
    columns: "it names a field for each column",
    noField: (field) => `there is no field “${field}”`,
    oneOf: (words) => `one of: ${words}`,
    didYouMean: (word) => `did you mean ${word}?`,
  },
  ru: {
    about: "Как читать столбцы базы: clientcard import ФАЙЛ --mapping ЭТОТ. Поля бывают такие:",
    noSheets: "листы называются под `sheets`",
    noSheet: "у листа бывает `skip` или `header`, `dates`, `continued` и `columns`",
    unknown: "такой настройки нет",
    skip: "здесь true или false",
    header: "здесь номер строки с названиями столбцов, от 1; 0, если её нет",
    dates: "здесь day-first (сначала день) или month-first (сначала месяц)",
    columns: "здесь каждому столбцу называют поле",
    noField: (field) => `поля «${field}» нет`,
    oneOf: (words) => `одно из: ${words}`,
    didYouMean: (word) => `может быть, ${word}?`,
  },
  hy: {
    about: "Ինչպես կարդալ բազայի սյունակները՝ clientcard import ՖԱՅԼ --mapping ԱՅՍ. Դաշտերն են՝",
    noSheets: "թերթերը նշվում են `sheets`-ի տակ",
    noSheet: "թերթը ունի `skip`, կամ `header`, `dates`, `continued` և `columns`",
    unknown: "այսպիսի կարգավորում չկա",
    skip: "այստեղ true կամ false է",
    header: "այստեղ սյունակների անունների տողի համարն է՝ 1-ից. 0, եթե այն չկա",
    dates: "այստեղ day-first (նախ օրը) կամ month-first (նախ ամիսը) է",
    columns: "այստեղ ամեն սյունակի համար դաշտ է նշվում",
    noField: (field) => `«${field}» դաշտ չկա`,
    oneOf: (words) => `սրանցից մեկը՝ ${words}`,
    didYouMean: (word) => `գուցե՝ ${word}`,
  },
};
