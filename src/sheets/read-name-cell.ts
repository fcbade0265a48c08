/** A cell of names in which people have put telephones, mails and remarks as well: `Арам Григорян 091 12-34-56 звонить после 18`. Pure. */
import type { DraftPhone } from "../client/draft.ts";
import { digitsOf, toE164 } from "../client/phone.ts";
import { tidy } from "./read-name.ts";
import { type ContactsRead, hasDay } from "./read-phones.ts";

export type NameCell = {
  name: string;
  phones: DraftPhone[];
  emails: ContactsRead["emails"];
  /** What else stands in the cell; the whole of it where it cannot be told whose part is whose. */
  remark: string | null;
};

const NUMBER = /(?<![\p{L}\d№])[+(]?\d[\d\s()./-]{4,}\d(?![\p{L}\d])/gu;
const MAIL = /[^\s@<>()",;:]+@[^\s@<>()",;:]+\.[\p{L}\d-]{2,}/gu;
/** Numbers of other things than telephones. */
const OF_OTHERS = /(?:инн|кпп|огрн|бик|счет|счёт|р\/с|договор|дог|паспорт|ид|id|№|հվհհ|հաշիվ|պայմանագիր)[\s.:№]*$/iu;
/** What is written before a number. */
const PHONE_WORD = /(?<!\p{L})(?:тел|телефон|моб|сот|т|м|tel|phone|mob|ph|հեռ|բջջ)[.:]*$/iu;
const EDGES = /^[\s,;:|/–—()-]+|[\s,;:|/–—(-]+$/gu;

/** `null` for a cell that holds neither a telephone nor a mail: all of it is the name. */
export function readNameCell(text: string, country: string): NameCell | null {
  if (!/\d{2}|@/.test(text)) return null;
  const typed = text.normalize("NFC");
  const found = [
    ...[...typed.matchAll(MAIL)].map((match) => ({ at: match.index, said: match[0], e164: null as string | null })),
    ...[...typed.matchAll(NUMBER)].flatMap((match) => {
      const said = match[0].trim();
      const isOther = OF_OTHERS.test(typed.slice(0, match.index)) || hasDay(said) || digitsOf(said).length < 6;
      const e164 = isOther ? null : toE164(said, country);
      return e164 === null ? [] : [{ at: match.index, said, e164 }];
    }),
  ].sort((a, b) => a.at - b.at);
  if (found.length === 0) return null;
  const starts = [0, ...found.map(({ at, said }) => at + said.length)];
  const ends = [...found.map(({ at }) => at), typed.length];
  const parts = starts.map((start, index) => plainPart(typed.slice(start, ends[index])));
  const named = parts.findIndex(isWords);
  const others = parts.filter((part, index) => index !== named && isWords(part));
  const isLast = others.length === 1 && parts.at(-1) === others[0];
  return {
    name: named === -1 ? "" : parts[named]!,
    phones: found.flatMap(({ said, e164 }) => (e164 === null ? [] : [{ value: said, e164, type: null }])),
    emails: found.flatMap(({ said, e164 }) => (e164 === null ? [{ value: said.toLowerCase(), valid: true }] : [])),
    remark: others.length === 0 ? null : isLast ? others[0]! : tidy(typed),
  };
}

function isWords(part: string): boolean {
  return /\p{L}/u.test(part);
}

function plainPart(text: string): string {
  const plain = tidy(text.replace(/[\r\n]+/g, ", ")).replace(EDGES, "");
  const words = plain.replace(PHONE_WORD, "").replace(EDGES, "");
  // A bracket whose other half went with the number.
  const isOpen = (words.match(/\(/g) ?? []).length !== (words.match(/\)/g) ?? []).length;
  return tidy(isOpen ? words.replace(/[()]/g, " ") : words);
}
