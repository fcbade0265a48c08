import type { InputFileReason, MappingQuestion, RefusalReason } from "../../../lib/errors.ts";
import type { ErrorWords, Told } from "../catalogue.ts";
import type { ColumnField } from "../column-field.ts";
import { formatOf, momentText } from "../format.ts";
import { armenianForm } from "../plural.ts";
import { riskOf } from "../risk.ts";
import { asked } from "./mapping.ts";
import { views } from "./views.ts";

const format = formatOf("hy");

type FileError = { file: string; sheet?: string; detail?: string };
const files: Record<InputFileReason, (error: FileError) => Told> = {
  missing: ({ file }) => ({ what: `${file} ֆայլը չկա։`, next: "Ստուգեք ուղին և անունը։" }),
  empty: ({ file }) => ({
    what: `${file} ֆայլը դատարկ է։`,
    next: "Նորից պահպանեք այն այն ծրագրում, որտեղից վերցված է։",
  }),
  directory: ({ file }) => ({ what: `${file}-ը պանակ է, ոչ թե ֆայլ։`, next: "Նշեք դրա մեջ եղած ֆայլը։" }),
  "not-a-spreadsheet": ({ file }) => ({
    what: `${file}-ը աղյուսակ չէ, որը հնարավոր լինի կարդալ։`,
    next: "Պահպանեք այն որպես .xlsx, .ods կամ .csv և նշեք այդ ֆայլը։",
  }),
  "password-protected": ({ file }) => ({
    what: `${file} ֆայլը փակված է գաղտնաբառով։`,
    next: "Բացեք այն, պահպանեք պատճեն առանց գաղտնաբառի և նշեք պատճենը։",
  }),
  truncated: ({ file }) => ({
    what: `${file} ֆայլը վնասված է. վերջը չկա։`,
    next: "Նորից պատճենեք կամ ներբեռնեք այն։",
  }),
  "no-header": ({ file }) => ({
    what: `${file} ֆայլում սյունակների անուններով տող չկա, ուստի հայտնի չէ, թե ինչ է գրված դրանցում։`,
    next: "Սյունակների վերևում գրեք անուններ («Անուն», «Հեռախոս» …), ընտրեք այլ թերթ (--sheet) կամ տվեք նշագրում (--mapping), որտեղ ասված է «header: 0» և թե ինչ կա A, B … սյունակներում։",
  }),
  "no-rows": ({ file }) => ({
    what: `${file} ֆայլում սյունակների անունների տակ ոչինչ չկա։`,
    next: "Ստուգեք՝ ճիշտ ֆայլն ու թերթն են արդյոք։",
  }),
  "all-skipped": ({ file }) => ({
    what: `${file} ֆայլի բոլոր թերթերը բաց են թողնված. նշագրման մեջ ամեն մեկի համար ասված է «skip: true»։`,
    next: "Հանեք «skip: true»-ն այն թերթից, որը պետք է կարդալ, կամ տվեք այլ նշագրում (--mapping)։",
  }),
  "too-large": ({ file }) => ({
    what: `${file} ֆայլը չափազանց մեծ է՝ այն անվտանգ կարդալու համար։`,
    next: "Բաժանեք այն մի քանի ֆայլի։",
  }),
  "sheet-missing": ({ file, sheet, detail }) => ({
    what: `${file} ֆայլում «${sheet ?? ""}» թերթ չկա։`,
    details: detail ? [`Թերթերն են՝ ${detail}`] : [],
    next: "--sheet-ից հետո նշեք դրանցից մեկը կամ մի գրեք --sheet. այդ դեպքում կարդացվում են բոլորը։",
  }),
  "not-a-plan": ({ file }) => ({
    what: `${file || "Ֆայլը"} պլան չէ, կամ այն փոխվել է գրվելուց հետո։`,
    next: "Կազմեք նորը՝ clientcard plan --out PLAN.json",
  }),
  "not-an-archive": ({ file }) => ({
    what: `${file} ֆայլում արխիվի տողերի ցանկ չկա։`,
    next: "Նշեք ֆայլ, որը գրել է `clientcard card compact --json`-ը։",
  }),
  "not-utf8": ({ file }) => ({ what: `${file}-ը UTF-8 տեքստ չէ։`, next: "Պահպանեք այն որպես UTF-8 տեքստ։" }),
  "unknown-encoding": ({ file, detail }) => ({
    what: `«${detail ?? ""}» կոդավորում չկա, ${file} ֆայլը դրանով կարդալ հնարավոր չէ։`,
    next: "Նշեք --encoding utf-8, utf-16le, windows-1251, koi8-r, cp866 կամ armscii-8, կամ մի գրեք այն. այդ դեպքում ծրագիրն ինքը կգտնի կոդավորումը։",
  }),
  denied: ({ file }) => ({
    what: `${file}-ը չի կարդացվում. իրավունք չկա։`,
    next: "Ստուգեք՝ ումն է ֆայլը և ով կարող է այն կարդալ։",
  }),
  "not-a-backup": ({ file }) => ({
    what: `${file}՝ clientcard-ի պահուստային պատճեն չէ։`,
    next: "Նշեք ֆայլ, որը գրել է clientcard backup հրամանը։",
  }),
  "damaged-backup": ({ file, detail }) => ({
    what: `${file} պահուստային պատճենը վնասված է${detail ? `՝ ${detail}` : ""}։`,
    next: "Ոչինչ չի փոխվել։ Վերցրեք դրա ուրիշ օրինակը կամ ավելի վաղ պատճեն։",
  }),
  "newer-backup": ({ file }) => ({
    what: `${file} պահուստային պատճենը գրել է clientcard-ի ավելի նոր տարբերակը։`,
    next: "Նախ թարմացրեք ծրագիրը։",
  }),
  "other-account": ({ file, detail }) => ({
    what: `${file} պահուստային պատճենն ուրիշ հաշվի է${detail ? ` (${detail})` : ""}։`,
    next: "Վերականգնեք այն այդ հաշվի պանակում (CLIENTCARD_HOME, CLIENTCARD_ACCOUNT)։",
  }),
  unsupported: ({ file, detail }) => ({
    what: `${file} ֆայլը հնարավոր չէ կարդալ${detail ? ` (${detail})` : ""}։`,
    next: "Պահպանեք այն որպես .xlsx, .ods կամ UTF-8 .csv և նշեք այդ ֆայլը։",
  }),
};

const signIn = "Նորից մուտք գործեք՝ clientcard login";
const auth: Record<string, Told> = {
  missing: { what: "Այստեղ ոչ ոք Google մուտք չի գործել։", next: "Մուտք գործեք՝ clientcard login" },
  refused: { what: "Google-ը չի ընդունում մուտքի տվյալները։", next: signIn },
  expired: { what: "Google-ի մուտքի ժամկետը լրացել է, կամ այն հետ է վերցվել։", next: signIn },
  scope: {
    what: "Google-ի այս մուտքը կոնտակտները կարդալու և փոխելու իրավունք չի տալիս։",
    next: `${signIn} և թույլատրեք հասանելիությունը կոնտակտներին։`,
  },
  disabled: {
    what: "Google Cloud-ի նախագծում People API-ն անջատված է։",
    next: "Միացրեք այն Google Cloud-ի վահանակում (APIs & Services), սպասեք մի քանի րոպե և նորից փորձեք։",
  },
};

const disks = {
  full: ["Սկավառակում տեղ չկա", "Տեղ ազատեք և նորից գործարկեք հրամանը. այն կշարունակի նույն տեղից։"],
  "read-only": ["Սկավառակը միայն կարդալու համար է", "Ընտրեք պանակ, որում կարելի է գրել (CLIENTCARD_HOME)։"],
  "no-folder": ["Այդպիսի պանակ չկա", "Ստուգեք ուղին կամ նախ ստեղծեք պանակը։"],
  denied: ["Մուտքն արգելված է", "Ստուգեք, թե ում է պատկանում պանակը, կամ ընտրեք ուրիշը (CLIENTCARD_HOME)։"],
  corrupt: [
    "Ֆայլը վնասված է",
    "mirror.db-ն կարելի է ջնջել. հաջորդ համաժամացումը նորից կլցնի այն։ ledger.db-ում պատմությունն է. մի կողմ դրեք դրա պատճենը և վերադարձրեք սարքին օրինակը։",
  ],
} as const;

function movedOnText(reason: string): string {
  const [, taken] = /^order number (\d+) is taken$/.exec(reason) ?? [];
  return taken ? `այդ ընթացքում զբաղեցրել է պատվերի ${taken} համարը` : (movedOn[reason] ?? reason);
}

const movedOn: Record<string, string> = {
  gone: "այդ ընթացքում ջնջվել է",
  "edited since": "այդ ընթացքում փոխվել է",
  "created already": "արդեն կա",
  "label created already": "այդպիսի պիտակ արդեն կա",
  "label gone": "այդպիսի պիտակ այլևս չկա",
};

const nouns: Record<string, string> = {
  client: "հաճախորդ",
  "deleted client": "ջնջված հաճախորդ",
  number: "համարով հաճախորդ",
  run: "համարով գործարկում",
  order: "բաց պատվեր",
  label: "պիտակ",
  file: "ֆայլ",
};

const refusals = {
  merge: "Ոչինչ չի միավորվել։",
  "restore-client": "Հաճախորդը չի վերադարձվել։",
  undo: "Այս գործարկումը հնարավոր չէ հետ տանել։",
};

const afterRefusal = {
  merge: "Ոչինչ չի փոխվել։ Երբ դա լուծվի, նորից կատարեք հրամանը։",
  "restore-client": "Ոչինչ չի փոխվել։ Եթե ուրիշ մարդ է, --force-ը կվերադարձնի հաճախորդին։",
  undo: "Ոչինչ չի փոխվել։ Գործարկումների ցանկը՝ clientcard runs։",
};

const whyRefused: Record<RefusalReason, (detail: string) => string> = {
  "being-edited": () => "փոխվել է րոպեներ առաջ, գուցե դեռ գրում են. փորձեք ավելի ուշ",
  "formatted-note": () => "նշումը ձևավորված տեքստ է. նախ պահեք այն Google Կոնտակտներում որպես պարզ տեքստ",
  "write-undecided": () =>
    "դեռ հայտնի չէ՝ գրառումը հասե՞լ է. clientcard sync-ը կպարզի դա՝ ամենաուշը մի քանի րոպե անց. այդ ժամանակ նորից փորձեք",
  "named-twice": () => "նշված է երկու անգամ",
  alive: () => "տեղում է",
  merged: (run) => `ապրում է ուրիշ հաճախորդի մեջ. clientcard undo ${run}`,
  "same-contact": () => "արդեն կա նույն համարով կամ էլ. հասցեով",
  "too-old": () => "գործարկումն այնքան հին է, որ նախկին տեքստերն այլևս չեն պահվում",
  "nothing-left": () => "հետ տանելու ոչինչ չի մնացել",
};

/** In words, and as it is written in a mapping. */
const fieldOf = (question: MappingQuestion) => {
  const field = "field" in question ? question.field : "date";
  return `${views.import.fields[field as ColumnField]} (${field})`;
};

export const errors: ErrorWords = {
  usage: ({ problem, next }) => ({ what: problem, next }),
  config: ({ problems }) => ({
    what: `Պետք է ուղղել ${format.number(problems.length)} կարգավորում.`,
    details: problems.map(({ where, problem, next }) => `${where}: ${problem}${next ? ` – ${next}` : ""}`),
    next: "Ոչինչ չի փոխվել։ Ուղղեք և նորից գործարկեք հրամանը։",
  }),
  "input-file": (error) => {
    const told = files[error.reason]({ ...error, file: error.file === "-" ? "Մուտքագրվածը" : error.file });
    const place = [error.sheet && `«${error.sheet}» թերթ`, error.row && `տող ${error.row}`].filter(Boolean).join(", ");
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
    what: `Նշագրման մեջ նշված է թերթ, որը ոչ մի ֆայլում չկա՝ ${missing.map(({ sheet, meant }) => `«${sheet}»${meant === null ? "" : ` (գուցե՝ «${meant}»)`}`).join(", ")}։`,
    details: [`Թերթերն են՝ ${sheets.join(", ")}`],
    next: 'Ոչինչ չի փոխվել։ Ուղղեք անունը նշագրման մեջ կամ դրա փոխարեն գրեք "*". դա ցանկացած թերթ է, որը նշված չէ։',
  }),
  auth: ({ reason, detail }) => ({ ...auth[reason]!, details: detail ? [detail] : [] }),
  "stale-etag": ({ resourceNames }) => ({
    what: `Գրելու ընթացքում Google-ում ${format.number(resourceNames.length)} հաճախորդ ${armenianForm(resourceNames.length, "փոխվեց", "փոխվեցին")}։`,
    next: "Ոչինչ չի վերագրվել։ Նորից գործարկեք հրամանը։",
  }),
  "sync-token-expired": () => ({
    what: "Google-ը մոռացել է, թե մինչև որտեղ են կարդացվել կոնտակտները։",
    next: "Մեկ անգամ ամբողջությամբ կարդացեք դրանք՝ clientcard sync --full",
  }),
  quota: ({ lasting, retryAfterMs, detail }) => ({
    what: lasting
      ? "Հաշվին այսօրվա համար թույլատրված հարցումները սպառվել են։"
      : "Google-ը խնդրում է ավելի դանդաղ դիմել։",
    details: [detail],
    next: `Նորից փորձեք ${retryAfterMs > 0 ? `${wait(retryAfterMs)} անց` : "ավելի ուշ"}. հրամանը կշարունակի նույն տեղից։`,
  }),
  "unsafe-plan": ({ reasons }) => ({
    what: "Պլանը չի կատարվել. այն ավելին է փոխում, քան ձևանմուշը թույլ է տալիս առանց հարցնելու։",
    details: reasons.map(riskLine),
    next: "Նայեք այն --dry-run-ով. եթե ամեն ինչ ճիշտ է, --force-ը կկատարի։",
  }),
  "plan-refused": ({ reasons }) => ({
    what: "Պլանը չի կատարվել. այն կազմելուց հետո հաշիվը փոխվել է։",
    details: reasons.map(({ client, reason }) => `${client}: ${movedOnText(reason)}`),
    next: "Կազմեք նորը՝ clientcard plan --out PLAN.json",
  }),
  "approval-needed": ({ what }) => ({
    what: `Ոչինչ չի փոխվել. ${what}՝ համաձայնություն է պետք։`,
    next: "Նայեք վերևի պլանը. --yes-ը կկատարի այն։",
  }),
  "not-found": ({ what, query, candidates = [] }) => {
    if (candidates.length > 1 && what.endsWith("client"))
      return {
        what: `«${query}»-ը կարող է լինել ${format.number(candidates.length)} հաճախորդից որևէ մեկը.`,
        details: candidates,
        next: "Նշեք անհրաժեշտը համարով կամ փակագծերի անունով։",
      };
    return {
      what: `«${query}» ${nouns[what] ?? what} չկա։`,
      details: candidates.length > 0 ? [`Կան՝ ${candidates.join(", ")}`] : [],
      next:
        what === "client"
          ? "clientcard find ՏԵՔՍՏ-ը փնտրում է անուններում, համարներում և նշումներում, clientcard sync-ը բերում է նորը։"
          : undefined,
    };
  },
  refused: ({ what, reasons }) => ({
    what: refusals[what],
    details: reasons.map(({ client, reason, detail }) => `${client}՝ ${whyRefused[reason](detail ?? "")}`),
    next: afterRefusal[what],
  }),
  "formatted-note": ({ client }) => ({
    what: `«${client}» հաճախորդի նշումը ձևավորված տեքստ է, դրանում ոչինչ չի ավելացվում։`,
    next: "Պահպանեք այն Google Կոնտակտներում որպես պարզ տեքստ և կրկնեք հրամանը։",
  }),
  locked: ({ holder, since, why, until = "" }) => {
    const details = holder === "" ? [] : [`${holder}, սկսած ${momentText(since)}`];
    if (why === "taken-over")
      return {
        what: "Մեկ այլ գործարկում զբաղեցրել է այս մեկի տեղը։",
        details,
        next: "Արվածն արված է և գրանցված։ Երբ մյուսն ավարտի, նորից գործարկեք հրամանը. այն կշարունակի նույն տեղից։",
      };
    if (why === "settling")
      return {
        what: "Մեկ այլ համակարգիչ հենց նոր հաճախորդներ է ստեղծել, և Google-ի ցուցակները կարող են դեռ չցուցադրել նրանց։",
        details,
        next: `Հիմա նույն հաճախորդները կարող էին երկու անգամ ստեղծվել. նորից գործարկեք հրամանը ${momentText(until)}-ից հետո։`,
      };
    return {
      what: "Այս հաշվի հետ հիմա մեկ այլ գործարկում է աշխատում։",
      details,
      next: "Սպասեք դրա ավարտին և նորից գործարկեք հրամանը։ Եթե այն այլևս չի ավարտվի, --take-over-ը կզբաղեցնի դրա տեղը։",
    };
  },
  disk: ({ path, reason, detail }) => {
    const [what, next] = disks[detail === "ENOENT" ? "no-folder" : reason];
    return {
      what: `${what}՝ ${path}${detail ? ` (${detail})` : ""}`,
      next,
    };
  },
  unavailable: ({ detail, status }) => ({
    what: `Հաշիվը հասանելի չէ${status ? ` (HTTP ${status})` : ""}։`,
    details: [detail],
    next: "Ստուգեք կապը և նորից գործարկեք հրամանը. այն ինքը կպարզի, թե ինչ է հասցրել հասնել։",
  }),
  account: ({ status, reason, detail }) => ({
    what: `Google-ը մերժեց հարցումը (${[status, reason].filter(Boolean).join(" ")})։`,
    details: [detail],
    next: "clientcard doctor-ը կստուգի կարգավորումները, մուտքը և հաշիվը։",
  }),
  interrupted: ({ what }) => ({
    what: `Կանգնեցված է${what ? `՝ ${what}` : ""}։`,
    next: "Արվածն արված է և գրանցված։ Նորից գործարկեք հրամանը. այն կշարունակի նույն տեղից։",
  }),
  internal: ({ detail }) => ({
    what: `Տեղի ունեցավ այն, ինչ չպետք է լիներ՝ ${detail}`,
    next: "Կիսատ ոչինչ չի մնացել. հաջորդ գործարկումը հաշիվը կարգի կբերի։ Հայտնեք այս մասին՝ կցելով վերևի տողերը։",
  }),
};

function wait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 90 ? `${seconds} վայրկյան` : `${Math.ceil(seconds / 60)} րոպե`;
}

function riskLine(reason: string): string {
  const risk = riskOf(reason);
  if (!risk) return reason;
  switch (risk.kind) {
    case "label-changes":
      return `«${risk.label}» պիտակը հանում է ${format.number(risk.count)} հաճախորդից (սահմանը՝ ${format.number(risk.limit)})`;
    case "label-share":
      return `«${risk.label}» պիտակը հանում է բոլոր հաճախորդների ${format.percent(risk.share)}-ից (սահմանը՝ ${format.percent(risk.limit)})`;
    case "deletes":
      return `ջնջում է ${format.number(risk.count)} հաճախորդի (սահմանը՝ ${format.number(risk.limit)})`;
    case "delete-share":
      return `ջնջում է բոլոր հաճախորդների ${format.percent(risk.share)}-ը (սահմանը՝ ${format.percent(risk.limit)})`;
    case "lines":
      return `մարդկանց գրած ${format.number(risk.count)} տող չի մնա ո՛չ քարտում, ո՛չ արխիվում՝ ${risk.clients.join(", ")}`;
  }
}
