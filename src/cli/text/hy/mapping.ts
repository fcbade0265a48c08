import type { MappingQuestion } from "../../../lib/errors.ts";
import type { mapping as english, asked as englishAsked } from "../en/mapping.ts";

const samples = (list: string[]) => list.map((text) => `«${text}»`).join(", ");

export const asked: typeof englishAsked = {
  unsure: "Պարզ չէ, թե ինչ կա որոշ սյունակներում, և հարցնելու մարդ չկա։ Ոչինչ չի փոխվել։",
  question: (question: MappingQuestion, field: string): string => {
    const where = `${question.file}, թերթ «${question.sheet}»`;
    switch (question.kind) {
      case "column":
        return `${where}, սյունակ ${question.column} «${question.title}». սա ${field} է՞։ Այնտեղ են՝ ${samples(question.samples)}։`;
      case "dates":
        return `${where}, սյունակ ${question.column} «${question.title}». ի՞նչն է առաջինը՝ օրը, թե ամիսը՝ ${samples(question.samples)} (dates: day-first կամ month-first)`;
      case "no-header":
        return `${where}. սյունակները անուններ չունեն, և առաջին տողը նման է հաճախորդի՝ ${samples(question.samples)}։ Այդպե՞ս է (header: 0, այլապես header՝ անունների տողի համարը)`;
      case "missing-column":
        return `${where}. չկա «${question.title}» սյունակը, որն ըստ նշագրման կարդացվում է որպես ${field}։ Կան սյունակներ՝ ${samples(question.titles)}։`;
    }
  },
  answer: "Նշագրում, որը կպատասխանի. ուղղեք, որտեղ ենթադրությունը սխալ է՝",
  next: "Գրեք այս տողերը ֆայլի մեջ և նշեք այն՝ --mapping ՖԱՅԼ. --save-mapping ՖԱՅԼ գրում է ամբողջ նշագրումը։ Տերմինալում հրամանն ինքը կհարցնի։",
};

export const mapping: typeof english = {
  heading: (sheet) => `«${sheet}» թերթի սյունակները`,
  column: "սյունակ",
  holds: "օրինակ",
  readAs: "կարդացվում է որպես",
  guessed: "ենթադրություն",
  hidden: "թաքնված",
  right: "Սյունակները ճի՞շտ են կարդացվել",
  goOn: "Այո, շարունակել",
  change: "Փոխել սյունակ",
  skip: "Այս թերթը բաց թողնել",
  which: "Ո՞ր սյունակը",
  what: (title) => `Ի՞նչ կա «${title}» սյունակում`,
  dates: (samples) => `Ի՞նչն է առաջինը՝ ${samples}`,
  dayFirst: "օրը",
  monthFirst: "ամիսը",
  nameless: (sheet, rows) => `«${sheet}» թերթում հաճախորդների տողերի տակ կան անանուն տողեր՝ ${rows}։ Ո՞ւմն են`,
  goesOn: "վերևի հաճախորդինը",
  apart: "ոչ մեկինը. առանձնացնել ինձ համար",
  save: "Պահե՞լ նշագրումը հաջորդ անգամվա համար։ Ֆայլի անուն կամ ոչինչ",
  saved: (file) => `Նշագրումը պահված է՝ ${file} (հաջորդ անգամ՝ --mapping)`,
  stopped: "Կանգնեցված է. ոչինչ չի փոխվել։",
  explain: {
    row: (file, sheet, row) => `${file}, թերթ «${sheet}», տող ${row}`,
    missing: (row) => `${row} տող չկա, կամ այն դատարկ է`,
    cell: "բջիջ",
    became: "ինչ դարձավ",
    rows: {
      client: (name) => `հաճախորդի տող՝ ${name}`,
      header: "սյունակների անունները",
      "above-header": "սյունակների անուններից վեր է. չի կարդացվում",
      "repeated-header": "կրկնում է սյունակների անունները. չի կարդացվում",
      "skipped-sheet": "թերթը բաց է թողնված. չի կարդացվում",
      call: (name) => `զանգ՝ ${name}`,
      own: "մեր արտահանման տող է. կարևոր են միայն փոխված բջիջները, պլանը դրանք նշում է",
      rejected: (reason) => `մերժված է՝ ${reason}`,
    },
    fates: {
      name: "անունը",
      variant: "պահվում է արխիվում. հաճախորդի անունն այլ գրությամբ է",
      "group-variant": "պահվում է արխիվում. հաճախորդն այլ խմբում է",
      organization: "ընկերությունը",
      phone: "հեռախոս",
      "phone-as-typed": "հեռախոս, ինչպես գրված է. այդպիսի համարով չես զանգի",
      email: "էլ. փոստ",
      "email-as-typed": "էլ. փոստ, ինչպես գրված է. վավեր հասցե չէ",
      address: "հասցեն",
      group: "խումբը",
      kind: "ով է կոնտակտը",
      "own-label": "պիտակ, որ ծրագիրն ինքն է դնում. պահելու բան չկա",
      order: "պատվերը",
      amount: "պատվերի գումարը",
      "order-text": "պահվում է որպես տեքստ պատվերի տակ",
      status: "պատվերի վիճակը",
      date: "պատվերի օրը",
      "log-date": "մատյանի տողի օրը",
      employee: "աշխատակիցը",
      "order-note": "պատվերի տող",
      note: "նշումների տող",
      "row-id": "տողի համարը, որով այն նորից կճանաչվի",
      "left-aside": "ծրագրի սեփական նշումը. չի կարդացվում",
      rejects: "գնում է մերժված տողերի գիրք",
      "not-read": "չի կարդացվում",
      call: "զանգը",
      "own-edited": "փոփոխված է. ինչ կլինի, ասում է պլանը",
      "own-as-written": "ինչպես գրվել էր. անելու բան չկա",
    },
  },
};
