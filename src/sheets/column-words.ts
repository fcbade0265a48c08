/** The words by which columns of foreign bases are known, in Russian, Armenian, English and usual Latin spellings. Pure. */
import { columnFields } from "../template/rules.ts";
import { fold, type WordList, wordList } from "./words.ts";

/** What a column may hold. `reason` is the program's own, in a workbook of rejected rows; `other` is kept as a remark. */
export const FIELDS = [...columnFields, "reason"] as const;
export type Field = (typeof FIELDS)[number];

/** Fields that several columns may hold; of the others the second column is `other`. */
export const MANY: ReadonlySet<Field> = new Set<Field>(["phone", "email", "address", "notes", "other"]);

/**
 * In the order in which they are tried, for headers speak of several things: `Дата заказа` is a date, `Телефон клиента` a phone,
 * `Статус заказа` a status. What stands first wins.
 */
const WORDS: [Field, string][] = [
  ["reason", "причина отклонения, reason for rejection, մերժման պատճառ"],
  [
    "other",
    "дата рождения, день рождения, birthday, birth date, date of birth, ծննդյան*, ծննդ*, предоплат*, аванс*, остаток, долг, скидка, prepaid, prepayment, advance, balance, discount, debt, կանխավճար*, մնացորդ, զեղչ, պարտք",
  ],
  [
    "email",
    "e mail, email, mail, эл почт*, электронн*, почт* эл, почта, мейл, имейл, емейл, էլ փոստ*, էլփոստ*, էլեկտրոնային, փոստ",
  ],
  [
    "phone",
    "тел, телефон*, моб, мобильн*, сот, сотов*, phone*, mobile*, cell*, tel, telefon*, whatsapp*, viber*, telegram*, ватсап*, вайбер*, հեռ, հեռախոս*, բջջ*, հեռախոսահամար*, heraxos*, herakhos*",
  ],
  ["date", "дат*, date*, когда, created, ամսաթիվ*, ամսաթվ*, օր, data, amsativ*"],
  [
    "amount",
    "сумм*, стоимост*, цен*, итог*, к оплате, оплат*, amount*, sum, total, price, cost, value, գումար*, գին*, արժեք*, gumar*, summa",
  ],
  [
    "status",
    "статус*, состояни*, стади*, этап*, результат*, status*, state, stage, outcome, result, կարգավիճակ*, վիճակ*, ստատուս*, փուլ*",
  ],
  [
    "notes",
    "примечан*, прим, комментари*, коммент*, комм, заметк*, замечани*, описани*, истори*, доп информац*, дополнительно, note*, comment*, remark*, description*, history, info, մեկնաբանութ*, նշում*, նկարագր*, դիտողութ*, ծանոթագր*",
  ],
  [
    "employee",
    "менеджер*, сотрудник*, ответственн*, продав*, консультант*, исполнител*, мастер, кто принял, принял*, manager*, employee*, responsible*, seller*, sales*, agent, owner, staff, assigned*, մենեջեր*, աշխատակից*, աշխատող*, պատասխանատու*, վաճառող*",
  ],
  [
    "group",
    "групп*, тип, тип клиента, категори*, сегмент*, метк*, ярлык*, вид клиента, group*, type, category*, segment*, label*, tag*, marker, խումբ*, խմբ*, տեսակ*, կատեգորիա*, տիպ, պիտակ*",
  ],
  ["address", "адрес*, город, улица, нас пункт, address*, city, street, location, հասցե*, քաղաք*, հասցեն, adres*"],
  ["id", "№, n, no, п п, № п п, id, ид, код, номер, номер заказа, № заказа, number, code, հ հ, համար*, կոդ"],
  ["middle", "отчество, middle name*, հայրանուն*, patronymic"],
  ["family", "фамилия, last name, family name, surname, ազգանուն*"],
  [
    "organization",
    "компани*, организац*, фирм*, юр лицо, предприяти*, company*, organi*, firm, business, ընկերութ*, կազմակերպութ*, ֆիրմա*",
  ],
  [
    "name",
    "фио, ф и о, клиент*, заказчик*, покупател*, контакт, контакты, контактное лицо, имя*, наименование, client*, customer*, buyer, name*, full name, contact*, person, հաճախորդ*, պատվիրատու*, գնորդ*, անուն ազգանուն, անուն*, ազգանուն անուն, haxaxord*",
  ],
  [
    "order",
    "заказ*, товар*, издели*, продукт*, продукци*, услуг*, работ*, предмет*, модел*, что заказал*, order*, product*, item*, goods, service*, title, model*, պատվեր*, ապրանք*, ծառայութ*, patver*, zakaz*",
  ],
];

/** Whole headers whose words taken one by one would mislead. */
const WHOLE: [Field, string][] = [
  ["given", "имя, անուն, name, first name, given name"],
  [
    "name",
    "фамилия имя*, фамилия и имя, фамилия имя отчество, անուն ազգանուն, ազգանուն անուն, имя фамилия, имя и фамилия, имя клиента, full name",
  ],
  ["id", "заказ №, номер, № заказа, номер заказа, order №, order number, order id, պատվեր №, պատվերի համար*"],
  ["phone", "номер тел*, № тел*, номер телефона, phone number, հեռախոսահամար"],
  ["order", "наименование товара, наименование заказа, название товара, название, order name"],
];

const byWords: [Field, WordList][] = WORDS.map(([field, words]) => [field, wordList(words)]);
const byWhole: [Field, WordList][] = WHOLE.map(([field, words]) => [field, wordList(words)]);

const OF_OTHERS: ReadonlySet<Field> = new Set<Field>(["phone", "email", "address"]);
const EMPLOYEE = wordList(
  "менеджера, сотрудника, продавца, мастера, исполнителя, ответственного, manager*, employee*, seller*, մենեջերի, աշխատակցի, վաճառողի, менеджер, сотрудник",
);

export type ColumnWords = Record<string, string[]>;

/** A field and how sure its words are, or `null` when no word of the header is known. `added` are the template's words. */
export function fieldOfHeader(
  header: string,
  added: ColumnWords,
): { field: Field; confidence: number; by: "template" | "words" } | null {
  const folded = fold(header);
  if (folded === "") return null;
  for (const [field, words] of Object.entries(added))
    if (isField(field) && wordList(words).indexIn(folded) >= 0) return { field, confidence: 1, by: "template" };
  const whole = byWhole.find(([, words]) => words.equals(folded));
  if (whole) return { field: whole[0], confidence: 0.95, by: "words" };
  const found = byWords.find(([, words]) => words.indexIn(folded) >= 0);
  if (!found) return null;
  // `Телефон менеджера` is nobody's who buys: read as the client's, it would make one client of all of them.
  if (OF_OTHERS.has(found[0]) && EMPLOYEE.indexIn(folded) >= 0) return { field: "other", confidence: 0.9, by: "words" };
  // A header of many words speaks about a thing rather than naming it.
  const words = folded.split(" ").length;
  return { field: found[0], confidence: found[1].equals(folded) ? 1 : words <= 4 ? 0.9 : 0.5, by: "words" };
}

function isField(name: string): name is Field {
  return (FIELDS as readonly string[]).includes(name);
}
