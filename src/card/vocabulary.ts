/**
 * The words that are read, in every language that the program knows and in their usual Latin spellings, whatever the template's
 * language. Several words are a phrase. Compared folded (chars.ts), as whole words.
 */
import type { AddedWords } from "./settings.ts";

export type WordClass = keyof AddedWords | "paying";

const words = (...lists: string[]): string[] => lists.flatMap((list) => list.split(", "));

/** Words of orders, outcomes and stages, by class. `paying` says that money came without saying which stage that is. */
export const builtInWords: Record<WordClass, string[]> = {
  order: words("order, заказ, պատվեր, պատվերը, պատվերն, zakaz, patver, patvery"),
  done: words(
    "done, completed, complete, finished, fulfilled, closed",
    "выполнен, выполнена, выполнено, выполнены, завершен, завершена, завершено, завершены, закончен, закончена, закончено",
    "закрыт, закрыта, закрыто, закрыты, закрыли, завершили, выполнили, исполнен, исполнено, оплачен и отгружен, оплачен и доставлен",
    "ավարտված, ավարտվել, ավարտվեց, ավարտեցինք, ավարտվել է, կատարված, կատարվել, կատարվեց, փակված, փակվել, փակվեց, փակեցինք",
    "vypolnen, vypolnena, vypolneno, zakryt, zakryto, zavershen, zaversheno, avartvac, avartvats, avartvec, katarvac, katarvats",
  ),
  lost: words(
    "lost, cancelled, canceled, refused, rejected, declined",
    "отказ, отказался, отказалась, отказались, отмена, отменен, отменена, отменено, отменил, отменила, отменили",
    "передумал, передумала, передумали, потерян, потеряна, не состоялся, не состоялась, неактуально, не актуально",
    "մերժված, մերժվել, մերժվեց, մերժեց, մերժեցին, մերժել, մերժում, հրաժարվել, հրաժարվեց, հրաժարվեցին, հրաժարված, չեղարկված, չեղարկվել, չեղարկվեց, չեղարկեց, չեղարկեցին, չեղյալ, կորած",
    "otkaz, otkazalsya, otkazalas, otmena, otmenen, otmenili, peredumal, peredumala, merzhvac, merjvac, merzhvats, merjvats, merzhum, hrazharvec, hrajarvec, hrazharvel",
  ),
  reopen: words(
    "reopened, reopen, resumed",
    "возобновлен, возобновлена, возобновлено, возобновили, переоткрыт, снова в работе",
    "վերաբացված, վերաբացվել, վերաբացվեց, վերսկսված, վերսկսվել, վերսկսվեց",
    "vozobnovlen, vozobnovili, snova v rabote, verabacvac, versksvac, versksvec",
  ),
  enquiry: words(
    "enquiry, inquiry, enquired, inquired, asked, interested",
    "запрос, интересовался, интересовалась, интересовались, интересуется, интересуются, спросил, спросила, спрашивал, спрашивала, узнавал, узнавала",
    "հարցում, հարցրել, հարցրեց, հետաքրքրվել, հետաքրքրվեց, հետաքրքրվում",
    "zapros, interesovalsya, interesovalas, sprosil, sprosila, harcum, hartsum, harcrec, hetaqrqrvel",
  ),
  offer: words(
    "offer, offered, quote, quoted, quotation, proposal, sent an offer, sent the offer, sent a quote, sent the quote",
    "предложение, предложил, предложила, предложили, коммерческое предложение, кп, смета, выслали кп, выслал кп, выслала кп",
    "отправили кп, отправил кп, отправила кп, скинули кп, скинул кп, скинула кп, отправлено кп, выслано кп",
    "առաջարկ, առաջարկը, առաջարկն, առաջարկել, առաջարկեց, առաջարկեցի, առաջարկեցինք, առաջարկված",
    "ուղարկեցի առաջարկը, ուղարկեցինք առաջարկը, ուղարկել եմ առաջարկը, ուղարկել ենք առաջարկը",
    "predlozhenie, predlozhili, kp, smeta, arajark, arajarkec, aracark",
  ),
  ordered: words(
    "ordered, in production, contract signed",
    "заказал, заказала, заказали, заказан, заказана, заказано, оформлен, оформили, в производстве",
    "договор подписан, подписан договор, подписали договор, договор заключен, заключили договор",
    "պատվիրել, պատվիրեց, պատվիրեցի, պատվիրեցին, պատվիրեցինք, պատվիրված, պատվիրվել, պատվիրվեց",
    "պայմանագիրը ստորագրված, պայմանագիրը ստորագրվեց, պայմանագիրն ստորագրված, պայմանագիրն ստորագրվեց",
    "zakazal, zakazala, zakazali, zakazan, zakazano, patvirel, patvirec, patvirvac, patvirvats",
  ),
  prepaid: words(
    "prepaid, prepayment, deposit, advance, paid a deposit, paid the deposit, paid deposit, left a deposit, partly paid",
    "предоплата, предоплату, предоплатил, предоплатила, предоплатили, предоплачен, предоплачена, предоплачено, аванс, задаток",
    "внес предоплату, внесла предоплату, внесли предоплату, внес аванс, внесла аванс, внесли аванс, внес задаток, внесла задаток",
    "дал аванс, дала аванс, дали аванс, оставил задаток, оставила задаток, оставили задаток, оплатил аванс, оплатила аванс, оплатили аванс",
    "оплатил предоплату, оплатила предоплату, оплатили предоплату, пришла предоплата, поступила предоплата, получена предоплата",
    "взял предоплату, взяла предоплату, взяли предоплату, взял аванс, взяла аванс, взяли аванс, получили предоплату, получили аванс",
    "частично оплачен, частично оплачена, частично оплачено, частичная оплата",
    "կանխավճար, կանխավճարը, կանխավճարն, կանխավճարել, կանխավճարեց, կանխավճարեցին, կանխավճարված, ավանս, ավանսը, ավանսավճար",
    "վճարեց կանխավճարը, վճարել է կանխավճարը, մուծեց կանխավճարը, տվեց կանխավճար, տվել է կանխավճար, ստացանք կանխավճար, ստացանք կանխավճարը",
    "մասնակի վճարված, մասնակի վճարում",
    "predoplata, predoplatu, avans, zadatok, kanxavchar, kankhavchar, kanxavchary",
  ),
  paid: words(
    "paid, payment",
    "оплачен, оплачена, оплачено, оплачены, оплатил, оплатила, оплатили, оплата, заплатил, заплатила, заплатили",
    "рассчитался, рассчиталась, рассчитались, пришла оплата, поступила оплата, получена оплата, получили оплату, полностью оплачен",
    "полностью оплачена, полностью оплачено, полная оплата",
    "վճարել, վճարեց, վճարեցին, վճարված, վճարվել, վճարվեց, վճարում, վճարումը, վճարումն, ամբողջությամբ վճարված",
    "oplachen, oplacheno, oplatil, oplatila, oplatili, oplata, zaplatil, zaplatila, vcharel, vcharec, vcharvac, vcharvats, vcharum",
  ),
  delivered: words(
    "delivered, shipped",
    "доставлен, доставлена, доставлено, доставлены, доставили, отгружен, отгружена, отгружено, отгрузили, привезли, отвезли",
    "առաքված, առաքվել, առաքվեց, առաքել, առաքեց, առաքեցին, առաքեցինք, տեղ հասցված, տեղ հասցրինք, բերեցին",
    "dostavlen, dostavleno, dostavili, otgruzhen, privezli, araqvac, araqvats, araqvec, araqel",
  ),
  paying: words(
    "transferred",
    "внес, внесла, внесли, внесено, доплата, доплатил, доплатила, доплатили, доплачено, перевел, перевела, перевели, перечислил, перечислила, перечислили",
    "մուծեց, մուծեցին, մուծել, փոխանցեց, փոխանցեցին, փոխանցված, փոխանցել, լրավճար, լրավճարը, լրավճարեց",
    "vnes, vnesla, vnesli, doplata, doplatil, perevel, perevela, mucec, poxancec",
  ),
};

const setOf = (...lists: string[]): Set<string> => new Set(words(...lists));

/** A word after which an outcome or stage is none: `ավարտված չէ`, `offer not sent`. */
export const negations = setOf(
  "not, no, never",
  "не, нет, ни",
  "չէ, չի, չեն, չկա, չեղավ, ոչ",
  "ne, net, che, chi, voch",
);

/** A word right after a stage word by which what it names is still to come: `оплата обещана`, `предоплату внесёт в пятницу`. */
export const toCome = setOf(
  "promised, expected, pending, awaited, tomorrow",
  "обещан, обещана, обещано, обещал, обещала, обещали, ожидается, будет, завтра, послезавтра, внесет, внесут, даст, дадут, отдаст, отдадут",
  "оплатит, оплатят, заплатит, заплатят, переведет, переведут, принесет, принесут, готовим, отправим, вышлем, скинем, сделаем",
  "խոստացել, խոստացավ, խոստացան, խոստացված, սպասվում, կլինի, վաղը, կտա, կտան, կվճարի, կվճարեն, կմուծի, կփոխանցի, կբերի, կուղարկեմ, կուղարկենք",
  "obeshchal, obeshal, ozhidaetsya, budet, zavtra, vneset, oplatit, vaghy, kta, ktan, kvchari",
);

const monthNames: string[][] = [
  words("jan, january, янв, январь, января, հուն, հունվար, հունվարի, yanv, yanvar, yanvarya, hunvar, hunvari"),
  words(
    "feb, february, фев, февр, февраль, февраля, փետ, փետր, փետրվար, փետրվարի, fevral, fevralya, petrvar, petrvari",
  ),
  words("mar, march, мар, март, марта, մար, մարտ, մարտի, mart, marta, marti"),
  words("apr, april, апр, апрель, апреля, ապր, ապրիլ, ապրիլի, aprel, aprelya, april, aprili"),
  words("may, май, мая, մայ, մայիս, մայիսի, maya, mayis, mayisi"),
  words("jun, june, июн, июнь, июня, հունիս, հունիսի, iyun, iyunya, hunis, hunisi"),
  words("jul, july, июл, июль, июля, հուլ, հուլիս, հուլիսի, iyul, iyulya, hulis, hulisi"),
  words("aug, august, авг, август, августа, օգս, օգոստոս, օգոստոսի, avgust, avgusta, ogostos, ogostosi"),
  words(
    "sep, sept, september, сен, сент, сентябрь, сентября, սեպ, սեպտ, սեպտեմբեր, սեպտեմբերի, sentyabr, sentyabrya, september, septemberi",
  ),
  words(
    "oct, october, окт, октябрь, октября, հոկ, հոկտ, հոկտեմբեր, հոկտեմբերի, oktyabr, oktyabrya, hoktember, hoktemberi",
  ),
  words(
    "nov, november, ноя, нояб, ноябрь, ноября, նոյ, նոյեմ, նոյեմբեր, նոյեմբերի, noyabr, noyabrya, noyember, noyemberi",
  ),
  words(
    "dec, december, дек, декабрь, декабря, դեկ, դեկտ, դեկտեմբեր, դեկտեմբերի, dekabr, dekabrya, dektember, dektemberi",
  ),
];

/** Month number, 1–12, by name. */
export const months = new Map(monthNames.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));

/** Days from the day of writing. */
export const relativeDays = new Map<string, number>([
  ...setOf("today, сегодня, այսօր, segodnya, aysor")
    .values()
    .map((word) => [word, 0] as const),
  ...setOf("yesterday, вчера, երեկ, vchera, yerek, erek")
    .values()
    .map((word) => [word, -1] as const),
  ...setOf("tomorrow, завтра, վաղը, zavtra, vaghy, vaxy")
    .values()
    .map((word) => [word, 1] as const),
  ...setOf("позавчера, նախանցյալ օր")
    .values()
    .map((word) => [word, -2] as const),
  ...setOf("послезавтра")
    .values()
    .map((word) => [word, 2] as const),
]);

/** Words that may follow a day: `3-го ноября`, `նոյեմբերի 3-ին`, `3rd nov`. */
export const daySuffixes = setOf("го, ого, е, ое, ին, ի, ն, st, nd, rd, th");

/** Words after a year: `2026 г.`, `2026թ.`. */
export const yearSuffixes = setOf("г, год, года, թ, թվական, թվականի");

/** Units and counted things after which a number is neither day and month nor an amount. */
export const units = setOf(
  "m, mm, cm, km, kg, g, l, pc, pcs, piece, pieces, inch, inches, ft, hour, hours, h, min, day, days, week, weeks, month, months, year, years, person, people, times",
  "м, мм, см, км, кг, г, гр, л, т, кв, шт, штук, штуки, штука, раз, раза, час, часа, часов, ч, мин, день, дня, дней, неделя, недели, недель, месяц, месяца, месяцев, лет, год, года, этаж, чел, человек, человека, комплект, комплекта, пара, пары, комн, комнаты",
  "մ, մմ, սմ, կմ, կգ, գ, լ, հատ, հ, ժամ, ժ, րոպե, օր, շաբաթ, ամիս, տարի, մարդ, անգամ, քմ",
  "sht, shtuk, hat, or, zham, metr",
);

/** Currencies by the words and signs that people use; codes of ISO 4217 are known besides. */
export const currencyWords = new Map<string, string>([
  ...words("֏, др, драм, драма, драмов, դր, դրամ, դրամի, dram, drams, amd").map((word) => [word, "AMD"] as const),
  ...words("₽, руб, рубль, рубля, рублей, р, ռուբ, ռուբլի, rub, rubley, rubles").map((word) => [word, "RUB"] as const),
  ...words("$, долл, доллар, доллара, долларов, դոլար, դոլլար, usd, dollar, dollars").map(
    (word) => [word, "USD"] as const,
  ),
  ...words("€, евро, եվրո, eur, euro, euros").map((word) => [word, "EUR"] as const),
  ...words("₾, лари, լարի, gel, lari").map((word) => [word, "GEL"] as const),
  ...words("£, gbp").map((word) => [word, "GBP"] as const),
  ...words("₸, тенге, kzt").map((word) => [word, "KZT"] as const),
  ...words("₴, грн, гривен, uah").map((word) => [word, "UAH"] as const),
]);

export const multiplierWords = new Map<string, number>([
  ...words("тыс, тысяч, тысячи, тысяча, հզ, հազ, հազար, tys, hazar, thousand").map((word) => [word, 1_000] as const),
  ...words("млн, миллион, миллиона, миллионов, մլն, միլիոն, mln, million").map((word) => [word, 1_000_000] as const),
]);

/** Multipliers of one letter count only when they touch the number: `50к`, not `5 к двери`. */
export const touchingMultipliers = new Map<string, number>([
  ["к", 1_000],
  ["k", 1_000],
]);
