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
      "no-name-no-phone":
        "neither name nor phone nor mail: nobody can tell whose row it is (if it goes on with the client above: “continued: true” in the mapping)",
      totals: "a row of totals, not a client",
      subheader: "a subheader, not a client",
      "phone-invalid-only": "the phone is no valid number, and nothing else is known of the client",
      unreadable: "the row cannot be read",
      "conflict-several-clients": "its phones belong to several clients of the account",
      "conflict-several-drafts":
        "several groups of rows of this import fit one client; import them one after the other",
      "conflict-shared-contact": "its phone or mail belongs to a client of quite another name",
      "conflict-client-deleted": "the client of the rows imported before has been deleted from the account",
      "conflict-being-edited": "the client's card was edited minutes ago; import the row again later",
      "conflict-html-note":
        "the client's note is formatted text, to which nothing is added; make it plain and import again",
      "conflict-row-edited": "this row was imported before and has been changed since",
      "conflict-no-create": "the account has no such client, and new ones were not to be made",
      "conflict-in-doubt": "an earlier import of it was cut off; sync first",
      "conflict-cell-moved": "the cell was edited here and in the account since the export; decide which holds",
      "conflict-cell-derived": "the cell tells what the program works out; change the notes or the contact instead",
      "conflict-cell-unclear":
        "what stands there cannot be: no such group, label, employee or mail address, no day or amount, or the card would read otherwise",
      "conflict-line-archived": "the line stands in the archive, which is not edited",
      "conflict-row-copied":
        "the row is a copy of another one, id and all; clear its order number if it is a new order, else type it anew in an empty row",
      "client-unknown": "no client of that name or phone, or several; write the client's phone in that column",
    },
  },
  ru: {
    reason: "Причина отклонения",
    row: (row) => `строка ${row}`,
    reasons: {
      empty: "в строке только порядковый номер",
      "no-name-no-phone":
        "нет ни имени, ни телефона, ни почты: непонятно, чья это строка (если она продолжает клиента над ней: «continued: true» в разметке)",
      totals: "итоговая строка, а не клиент",
      subheader: "подзаголовок, а не клиент",
      "phone-invalid-only": "телефон не похож на номер, и больше о клиенте ничего не известно",
      unreadable: "строку не удалось прочитать",
      "conflict-several-clients": "телефоны строки принадлежат разным клиентам аккаунта",
      "conflict-several-drafts":
        "одному клиенту подходят несколько групп строк этого импорта; импортируйте их по очереди",
      "conflict-shared-contact": "телефон или почта принадлежат клиенту с совсем другим именем",
      "conflict-client-deleted": "клиент, чьи строки импортированы раньше, удалён из аккаунта",
      "conflict-being-edited": "карточку клиента меняли несколько минут назад; импортируйте строку позже",
      "conflict-html-note":
        "заметка клиента с форматированием, к ней ничего не добавляется; сделайте её простым текстом и импортируйте снова",
      "conflict-row-edited": "эта строка уже импортирована, с тех пор её изменили",
      "conflict-no-create": "такого клиента в аккаунте нет, а новых создавать не велено",
      "conflict-in-doubt": "прошлый импорт этой строки прервался; сначала выполните sync",
      "conflict-cell-moved": "ячейку изменили здесь, а данные – в аккаунте после выгрузки; решите, что верно",
      "conflict-cell-derived": "эту ячейку программа вычисляет сама; измените заметки или контакт",
      "conflict-cell-unclear":
        "этого там быть не может: нет такой группы, ярлыка, сотрудника или адреса почты, это не дата и не сумма, или карточка читалась бы иначе",
      "conflict-line-archived": "строка хранится в архиве, а он не меняется",
      "conflict-row-copied":
        "строка скопирована с другой вместе со скрытым номером; для нового заказа сотрите номер заказа, иначе наберите её заново в пустой строке",
      "client-unknown": "клиента с таким именем или телефоном нет, или их несколько; впишите в этот столбец телефон",
    },
  },
  hy: {
    reason: "Մերժման պատճառ",
    row: (row) => `տող ${row}`,
    reasons: {
      empty: "տողում միայն հերթական համար է",
      "no-name-no-phone":
        "չկա ո՛չ անուն, ո՛չ հեռախոս, ո՛չ փոստ․ պարզ չէ, թե ում տողն է (եթե շարունակում է վերևի հաճախորդին՝ «continued: true» նշագրման մեջ)",
      totals: "ընդամենը տողն է, ոչ թե հաճախորդ",
      subheader: "ենթավերնագիր է, ոչ թե հաճախորդ",
      "phone-invalid-only": "հեռախոսը ճիշտ համար չէ, և հաճախորդի մասին այլ բան հայտնի չէ",
      unreadable: "տողը հնարավոր չեղավ կարդալ",
      "conflict-several-clients": "տողի հեռախոսները պատկանում են հաշվի տարբեր հաճախորդների",
      "conflict-several-drafts":
        "մեկ հաճախորդի համապատասխանում են այս ներմուծման տողերի մի քանի խմբեր․ ներմուծեք դրանք հերթով",
      "conflict-shared-contact": "հեռախոսը կամ փոստը պատկանում է բոլորովին այլ անունով հաճախորդի",
      "conflict-client-deleted": "հաճախորդը, ում տողերը նախկինում ներմուծվել են, ջնջվել է հաշվից",
      "conflict-being-edited": "հաճախորդի քարտը փոխվել է մի քանի րոպե առաջ․ տողը ներմուծեք ավելի ուշ",
      "conflict-html-note":
        "հաճախորդի նշումը ձևավորված տեքստ է, դրան ոչինչ չի ավելացվում․ դարձրեք այն պարզ տեքստ և նորից ներմուծեք",
      "conflict-row-edited": "այս տողն արդեն ներմուծվել է և դրանից հետո փոխվել է",
      "conflict-no-create": "հաշվում այդպիսի հաճախորդ չկա, իսկ նորերը ստեղծել չի թույլատրվել",
      "conflict-in-doubt": "այս տողի նախորդ ներմուծումն ընդհատվել է․ նախ կատարեք sync",
      "conflict-cell-moved": "բջիջը փոխվել է այստեղ, իսկ տվյալը՝ հաշվում արտահանումից հետո․ որոշեք, թե որն է ճիշտ",
      "conflict-cell-derived": "այս բջիջը ծրագիրն ինքն է հաշվում․ փոխեք նշումները կամ կոնտակտը",
      "conflict-cell-unclear":
        "դա այնտեղ լինել չի կարող․ չկա այդպիսի խումբ, պիտակ, աշխատակից կամ փոստի հասցե, օր կամ գումար չէ, կամ քարտն այլ կերպ կկարդացվեր",
      "conflict-line-archived": "տողը արխիվում է, իսկ արխիվը չի փոխվում",
      "conflict-row-copied":
        "տողը պատճենված է մեկ այլ տողից թաքնված համարի հետ միասին․ նոր պատվերի համար ջնջեք պատվերի համարը, այլապես հավաքեք այն դատարկ տողում",
      "client-unknown": "այդ անունով կամ հեռախոսով հաճախորդ չկա, կամ մի քանիսն են․ այդ սյունակում գրեք հեռախոսը",
    },
  },
};
