import type { Views } from "../catalogue.ts";
import { formatOf } from "../format.ts";

const { number } = formatOf("hy");
const clients = (n: number) => `${number(n)} հաճախորդ`;

/** Բառեր՝ երկու անգամ գրանցված և ջնջված հաճախորդների, պահուստային պատճենների և հաշվի պատճենի մասին։ */
export const keeping: Pick<Views, "duplicates" | "merge" | "restoreClient" | "backup" | "restore" | "rebuild"> = {
  duplicates: {
    none: "Կարծես ոչ ոք երկու անգամ գրանցված չէ։",
    total: (n) => `${number(n)} խումբ կոնտակտ, որոնք գուցե նույն հաճախորդն են։`,
    hint: "Եթե երկուսը տարբեր են՝ clientcard duplicates --not A B",
    orders: (n) => `${number(n)} պատվեր`,
    toldApart: (one, other) => `Այսուհետ տարբեր հաճախորդներ են՝ ${one} և ${other}։`,
    reasons: {
      phone: (value) => `նույն համարը՝ ${value}`,
      email: (value) => `նույն էլ. հասցեն՝ ${value}`,
      "shared-phone": (value) => `նույն անունը և համար, որը շատերն ունեն՝ ${value}`,
      "shared-email": (value) => `նույն անունը և էլ. հասցե, որը շատերն ունեն՝ ${value}`,
      "phone-end": (value) => `նույն անունը և համարի նույն վերջին թվերը՝ …${value}`,
      name: (value) => `նույն անունը, մեկը՝ առանց համարի և էլ. հասցեի՝ ${value}`,
    },
  },
  merge: {
    title: (name) => `Մեկ հաճախորդ դարձնելու համար մնում է ${name}։`,
    goes: (name) => `${name}՝ ամեն ինչ միացվում է, հետո կոնտակտը ջնջվում է`,
    gains: "Նորը քարտի վրա՝",
    approve: "Միավորե՞լ։",
  },
  restoreClient: {
    would: (name, day) => `${name} (ջնջված՝ ${day}) կվերադառնար։`,
    done: (name) => `${name}՝ նորից տեղում է։`,
  },
  backup: {
    done: (file, size) => `Պահուստային պատճենը՝ ${file} (${size} ՄԲ՝ բացված)։ Պահեք նաև ուրիշ սկավառակի վրա։`,
    would: (file) => `Պահուստային պատճենը կգրվեր ${file}։`,
  },
  restore: {
    title: (file) => `${file}՝ ամբողջական պահուստային պատճեն՝`,
    runs: (n, last) => `${number(n)} գործարկում, վերջինը՝ ${last}`,
    noRuns: "գործարկումներ չկան",
    replaces: (path) => `Այն կզբաղեցնի ${path}-ի տեղը. նախկին ֆայլը կմնա կողքին։`,
    approve: "Դնե՞լ այն տեղը։",
    done: "Պահուստային պատճենը տեղում է։ Հիմա կատարեք clientcard sync։",
    kept: (path) => `Ինչ կար այստեղ՝ ${path}`,
    dryRun: "Ոչինչ չի փոխվել. սա փորձնական գործարկում էր։",
    waits: "Ոչինչ չի փոխվել. --yes-ը դնում է պատճենը տեղը։",
  },
  rebuild: {
    done: (n) => `Պատճենը նորից կարդացվեց՝ ${clients(n)}։`,
    same: (n) => `Պատճենն ու հաշիվը համընկնում են՝ ${clients(n)}։`,
    differs: "Պատճենն ու հաշիվը տարբերվում են՝",
    missing: "կա միայն հաշվում",
    extra: "կա միայն պատճենում",
    fields: (names) => `տարբերվում է՝ ${names}`,
    next: "clientcard rebuild-ը նորից կարդում է պատճենը։",
  },
};
