/** Words of the workbooks that the program writes, in the user's language. Pure. */
import type { Language } from "../card/settings.ts";
import type { RejectReason } from "../client/draft.ts";

export type RejectTexts = {
  /** Title of the column of reasons; the mapper knows it and leaves it aside when a mended file is imported. */
  reason: string;
  row: (row: number) => string;
  reasons: Record<RejectReason, string>;
};

export const rejectTexts: Record<Language, RejectTexts> = {
  en: {
    reason: "Reason for rejection",
    row: (row) => `row ${row}`,
    reasons: {
      empty: "nothing but a running number",
      "no-name-no-phone": "neither name nor phone nor mail: nobody can tell whose row it is",
      totals: "a row of totals, not a client",
      subheader: "a subheader, not a client",
      "phone-invalid-only": "the phone is no valid number, and nothing else is known of the client",
      unreadable: "the row cannot be read",
      "conflict-several-clients": "its phones belong to several clients of the account",
      "conflict-row-edited": "this row was imported before and has been changed since",
      "conflict-no-create": "the account has no such client, and new ones were not to be made",
      "conflict-in-doubt": "an earlier import of it was cut off; sync first",
    },
  },
  ru: {
    reason: "Причина отклонения",
    row: (row) => `строка ${row}`,
    reasons: {
      empty: "в строке только порядковый номер",
      "no-name-no-phone": "нет ни имени, ни телефона, ни почты: непонятно, чья это строка",
      totals: "итоговая строка, а не клиент",
      subheader: "подзаголовок, а не клиент",
      "phone-invalid-only": "телефон не похож на номер, и больше о клиенте ничего не известно",
      unreadable: "строку не удалось прочитать",
      "conflict-several-clients": "телефоны строки принадлежат разным клиентам аккаунта",
      "conflict-row-edited": "эта строка уже импортирована, с тех пор её изменили",
      "conflict-no-create": "такого клиента в аккаунте нет, а новых создавать не велено",
      "conflict-in-doubt": "прошлый импорт этой строки прервался; сначала выполните sync",
    },
  },
  hy: {
    reason: "Մերժման պատճառ",
    row: (row) => `տող ${row}`,
    reasons: {
      empty: "տողում միայն հերթական համար է",
      "no-name-no-phone": "չկա ո՛չ անուն, ո՛չ հեռախոս, ո՛չ փոստ․ պարզ չէ, թե ում տողն է",
      totals: "ընդամենը տողն է, ոչ թե հաճախորդ",
      subheader: "ենթավերնագիր է, ոչ թե հաճախորդ",
      "phone-invalid-only": "հեռախոսը ճիշտ համար չէ, և հաճախորդի մասին այլ բան հայտնի չէ",
      unreadable: "տողը հնարավոր չեղավ կարդալ",
      "conflict-several-clients": "տողի հեռախոսները պատկանում են հաշվի տարբեր հաճախորդների",
      "conflict-row-edited": "այս տողն արդեն ներմուծվել է և դրանից հետո փոխվել է",
      "conflict-no-create": "հաշվում այդպիսի հաճախորդ չկա, իսկ նորերը ստեղծել չի թույլատրվել",
      "conflict-in-doubt": "այս տողի նախորդ ներմուծումն ընդհատվել է․ նախ կատարեք sync",
    },
  },
};
