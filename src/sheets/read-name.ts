/** Names as they should stand on a card: tidied, and taken apart where they are a person's. Pure. */
import { isLegalForm } from "../client/same-name.ts";
import { remembered } from "../lib/remembered.ts";
import { fold, wordList } from "./words.ts";

export type NameParts = { display: string; given: string; family: string; middle: string; company: boolean };
/** How a column says that names are written in it: `ФИО` puts the family first. */
export type NameOrder = "family-first" | "given-first" | null;

const TRADES = wordList(
  "гостиниц*, отель, кафе, ресторан*, салон*, магазин*, клиник*, стоматолог*, компани*, фирм*, завод*, фабрик*, фонд, банк*, школ*, детсад*, центр*, студи*, агентств*, аптек*, офис*",
  "hotel*, cafe, restaurant*, salon*, shop*, store*, clinic*, dental, company*, group, bank*, school*, center*, centre*, studio*, agency*, trade, travel, office*",
  "հյուրանոց*, սրճարան*, ռեստորան*, խանութ*, սալոն*, կլինիկա*, ընկերություն*, բանկ*, դպրոց*, կենտրոն*, գրասենյակ*",
);
const isTrade = remembered(TRADES.equals);
const QUOTES = /[«»„“”"]/;

const PATRONYMIC = /(?:ович|евич|ьич|овна|евна|ична|инична|оглы|кызы)$/i;
const SURNAME =
  /(?:[оеё]ва?|[иы]на?|[цс]кий|[цс]кая|той|вой|ной|енко|[ую]к|дзе|швили|янц?|յան|յանց|ունի|yan|ian|yants|ova?|eva?|ina?|sk[iy]|skaya|enko|shvili|dze)$/i;
/** Usual given names: they settle the order where endings do not, and some of them end as surnames do. */
const GIVEN = new Set(
  fold(
    `александр алексей анатолий андрей антон аркадий артем борис вадим валентин валерий василий виктор виталий владимир вячеслав геннадий георгий
    григорий денис дмитрий евгений егор иван игорь илья кирилл константин лев леонид максим марк михаил никита николай олег павел петр роман
    руслан семен сергей станислав степан тимур федор юрий яков ян герман богдан степан
    алевтина александра алина алла анастасия ангелина анна антонина валентина валерия варвара вера вероника виктория галина дарья диана евгения
    екатерина елена елизавета жанна зинаида зоя инна ирина карина кира клавдия кристина ксения лариса лидия лина любовь людмила маргарита марина
    мария мариан надежда наталья наталия нина оксана олеся ольга полина раиса регина светлана софия софья тамара татьяна ульяна эвелина эмма юлия яна арина
    арам армен артур ашот вардан ваге гагик гарик гор грант давид левон карен мартин мкртич нарек рубен самвел сурен тигран айк
    ани анаит астхик гаянэ гаяне егине лилит лусине мариам нарине нуне рузанна сона сюзанна шушан
    արամ արմեն արթուր աշոտ վարդան վահե գագիկ գոռ դավիթ լևոն կարեն մարտին նարեկ ռուբեն սամվել սուրեն տիգրան հայկ հովհաննես գևորգ
    անի անահիտ աննա աստղիկ գայանե եվա կարինե լիլիթ լուսինե մարիամ մարինե նարինե նունե ռուզաննա սոնա սյուզաննա շուշան արփինե
    alexander alexey andrew anna aram armen artur david dmitry elena emma eva gayane hayk igor irina ivan james john karen karine konstantin
    levon lilit lusine maria mariam marina martin mary michael narek nina olga peter roman sergey sevan sona stepan suren tigran vahe yan yuri`,
  ).split(/\s+/),
);

const isGiven = remembered((word) => GIVEN.has(fold(word)));

/** Blanks tidied: none at the ends, single ones between words. */
export function tidy(text: string): string {
  return UNTIDY.test(text) || text.normalize("NFC") !== text ? tidied(text) : text;
}

const UNTIDY = /^\s|\s$|\s\s|[^\S ]|[\u200b-\u200f\ufeff]/;

function tidied(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\s\u200b-\u200f\ufeff]+/g, " ")
    .trim();
}

/** Takes a tidied name apart; a company, and whatever is not surely two or three words of a person, stays whole. */
export function splitName(display: string, order: NameOrder): NameParts {
  const whole = { display, given: "", family: "", middle: "", company: isCompany(display) };
  if (whole.company) return whole;
  const words = display.split(" ");
  if (words.length < 2 || words.length > 3 || !words.every((word) => /^\p{L}[\p{L}\p{M}'’.-]*$/u.test(word)))
    return whole;
  // `Без телефона`: a small letter beside a capital one is a phrase, not a family name.
  if (words.some(isCapital) && !words.every(isCapital)) return whole;
  const parts =
    words.length === 3 ? splitThree(words as [string, string, string]) : splitTwo(words as [string, string], order);
  return parts ? { ...whole, ...parts } : whole;
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

const isCompany = remembered((name) => {
  if (QUOTES.test(name) || /\d/.test(name)) return true;
  return fold(name)
    .split(" ")
    .some((word) => isLegalForm(word) || isTrade(word));
});

type Parts = { given: string; family: string; middle: string };

function splitThree([first, second, third]: [string, string, string]): Parts | null {
  if (PATRONYMIC.test(third)) return { family: first, given: second, middle: third };
  if (PATRONYMIC.test(second)) return { given: first, middle: second, family: third };
  if (SURNAME.test(third) && !SURNAME.test(first)) return { given: first, middle: second, family: third };
  if (SURNAME.test(first) && !SURNAME.test(third)) return { family: first, given: second, middle: third };
  return null;
}

function splitTwo([first, second]: [string, string], order: NameOrder): Parts {
  if (PATRONYMIC.test(second) && !SURNAME.test(first)) return { given: first, middle: second, family: "" };
  const familyFirst = { family: first, given: second, middle: "" };
  const givenFirst = { given: first, family: second, middle: "" };
  const [firstGiven, secondGiven] = [isGiven(first), isGiven(second)];
  if (firstGiven !== secondGiven) return firstGiven ? givenFirst : familyFirst;
  const [a, b] = [SURNAME.test(first), SURNAME.test(second)];
  if (a !== b) return a ? familyFirst : givenFirst;
  if (order !== null) return order === "family-first" ? familyFirst : givenFirst;
  return /\p{Script=Cyrillic}/u.test(first) ? familyFirst : givenFirst;
}
