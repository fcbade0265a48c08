/** Phones and mails of a cell: one or several, with remarks (`091 12-34-56 / 093 654321 (жена), a@x.am`), typed as text or as a number. Pure. */
import type { DraftPhone } from "../client/draft.ts";
import { digitsOf, toE164 } from "../client/phone.ts";
import type { Cell } from "./cell.ts";
import { wordList } from "./words.ts";

export type ContactsRead = {
  phones: DraftPhone[];
  /** In small letters, as they are compared and kept. */
  emails: { value: string; valid: boolean }[];
  /** What is neither (`нет`, `у сестры`): to be kept as a remark. */
  remarks: string[];
};

/** Between numbers; a slash or a blank alone may stand inside one. */
const BETWEEN = /[;,\n\r|]+|\s\/\s|(?<!\p{L})(?:и|или|and|or|և|կամ)(?!\p{L})/giu;
/** A number that is dialled after the other. */
const EXTENSION = /(?:доб|вн|внутр|ext|x|ներք)\.?:?\s*\d{1,5}(?!\d)/iu;
/** The fewest digits that may be a number of their own. */
const FEWEST = 6;

const TYPES: [type: string, words: ReturnType<typeof wordList>][] = [
  ["mobile", wordList("моб*, сот*, mob*, cell*, բջջ*")],
  ["work", wordList("раб*, офис*, work*, office*, աշխ*, գրասենյակ*")],
  ["home", wordList("дом, домашн*, home, տուն, տան")],
];

/** A cell of a column of phones: any number is one, called or not. */
export function readPhones(cell: Cell | null, country: string): ContactsRead {
  if (cell === null) return { phones: [], emails: [], remarks: [] };
  const typed = cell.kind === "number" ? numberTyped(cell) : cell.text;
  // Most cells are one number and nothing more.
  const e164 = ONE_NUMBER.test(typed) ? toE164(typed, country) : null;
  if (e164 !== null) return { phones: [{ value: typed, e164, type: null }], emails: [], remarks: [] };
  const { emails, rest } = withoutMails(typed, isAddress);
  if (emails.length === 0) return { ...readPieces(piecesOf(cell, typed, country), country), emails };
  const { phones, remarks } = readPieces(piecesOf(cell, rest, country), country);
  return { phones, emails, remarks: oneRemark(remarks, emails, typed) };
}

/** A cell of a column of mails: whatever has an `@` is one, and a number is a phone only where it can be called. */
export function readEmails(cell: Cell | null, country: string): ContactsRead {
  if (cell === null) return { phones: [], emails: [], remarks: [] };
  if (ONE_ADDRESS.test(cell.text)) return { phones: [], emails: [{ value: cell.text, valid: true }], remarks: [] };
  const typed = cell.kind === "number" ? numberTyped(cell) : cell.text;
  const { emails, rest } = withoutMails(typed, () => true);
  const read = readPieces(piecesOf(cell, rest, country), country, (e164) => e164 !== null);
  if (emails.length === 0 && read.phones.length === 0) return { phones: [], emails, remarks: [cell.text.trim()] };
  return { phones: read.phones, emails, remarks: oneRemark(read.remarks, emails, typed) };
}

/** The whole cell where it cannot be told which of its mails the words are about. */
function oneRemark(said: string[], emails: ContactsRead["emails"], typed: string): string[] {
  if (said.length === 0) return [];
  return [emails.length > 1 ? typed.trim() : said.join(", ")];
}

/** Single blanks, dashes and brackets alone stand between its digits: neither a day nor a remark is in it. */
const ONE_NUMBER = /^\+?\(?\d(?:[\d()-]| (?! ))*\d$/;

function readPieces(pieces: string[], country: string, isKept: (e164: string | null) => boolean = () => true) {
  const phones: DraftPhone[] = [];
  const remarks: string[] = [];
  for (const piece of pieces) {
    const number = numberIn(piece);
    const isNumber = digitsOf(number) !== "" && !hasDay(number);
    const e164 = isNumber ? toE164(number, country) : null;
    if (isNumber && isKept(e164)) phones.push({ value: piece, e164, type: remarkOf(piece) });
    else remarks.push(piece);
  }
  return { phones, remarks };
}

/** A day with points or slashes: its eight digits may well be a number that can be called, but nobody meant one. */
export function hasDay(text: string): boolean {
  return DAY.test(text);
}

const DAY = /(?<![\d.])(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\d{2}(?![\d.]*\d)/;

/** The piece without remarks and without what is dialled within an office. */
function numberIn(piece: string): string {
  return (hasWords(piece) ? withoutWords(piece) : piece).replace(/^[\s:–—-]+|[\s:–—.-]+$/g, "");
}

function withoutWords(piece: string): string {
  return piece
    .replace(EXTENSION, " ")
    .replace(/\([^()]*\p{L}[^()]*\)/gu, " ")
    .replace(/\p{L}[\p{L}.]*/gu, " ");
}

/** Most pieces are a number and nothing more. */
function hasWords(piece: string): boolean {
  return /\p{L}/u.test(piece);
}

function piecesOf({ kind }: Cell, typed: string, country: string): string[] {
  if (kind === "number") return [typed];
  return typed
    .normalize("NFC")
    .split(BETWEEN)
    .map((piece) => piece.replace(/\s+/g, " ").trim())
    .filter((piece) => piece !== "")
    .flatMap((piece) => apart(piece, country));
}

/** A number as it is shown where the format keeps its leading zero, else its digits, never `3.74E+10`. */
function numberTyped(cell: Cell): string {
  const plain = String(cell.value);
  return /^\+?0/.test(cell.text) && digitsOf(cell.text).replace(/^0+/, "") === plain ? cell.text : plain;
}

/** Numbers that only a slash, a blank or a name parts: they are taken apart if all parts are numbers and the whole is none. */
function apart(piece: string, country: string): string[] {
  if (digitsOf(piece).length < 2 * FEWEST || toE164(piece, country) !== null) return [piece];
  const named = /^\p{L}/u.test(piece) ? /(?<=\d\)?)[\s–-]+(?=\p{L})/u : /(?<=[\p{L}.)])\s+(?=[+(]?\d)/u;
  for (const between of [/\//, /\s+(?=\+|0|8[ -]10)/, named, /\s+/]) {
    const parts = piece.split(between).map((part) => part.trim());
    if (parts.length > 1 && parts.every((part) => toE164(numberIn(part), country) !== null)) return parts;
  }
  return [piece];
}

/** Words beside the number, as typed: whose it is or where it rings. `mobile`, `work` and `home` are the account's own types. */
function remarkOf(piece: string): string | null {
  if (!hasWords(piece)) return null;
  const words = piece.replace(/^(?:тел|моб|т|tel|ph|հեռ)[.:]*\s*(?=[\d+(])/iu, (lead) =>
    /моб/iu.test(lead) ? "моб " : "",
  );
  const extension = EXTENSION.exec(words)?.[0] ?? "";
  const found = words.replace(extension, " ").match(/\p{L}[\p{L}\p{M}.'’ -]*(?:\p{L}|\.)|\p{L}/gu);
  const remark = [...(found ?? []), extension].join(" ").trim();
  if (remark === "") return null;
  return TYPES.find(([, list]) => list.equals(remark.toLowerCase()))?.[0] ?? remark;
}

/** Nothing in it that is not kept as it stands. */
const ONE_ADDRESS = /^[a-z\d._+-]+@[a-z\d.-]+\.[a-z\d-]{2,}$/;
const ADDRESS = /^[^\s@<>()",;:/|]+@[^\s@<>()",;:/|]+\.[\p{L}\d-]{2,}$/u;
/** A word with an `@`, the brackets around it and `mailto:`. Tried at the beginning of a word alone, for a cell may be one long word. */
const MAIL = /[<(]?(?:mailto:)?(?<![^\s<>()",;:/|])([^\s<>()",;:/|]*@[^\s<>()",;:/|]*)[>)]?/giu;
const LAST_POINTS = /(?<!\.)\.+$/;
/** What stands between a mail and its neighbours. */
const EDGES = /^[\s.,;:/|"<>–—-]+|[\s,;:/|"<>–—-]+$/gu;

function isAddress(value: string): boolean {
  return ADDRESS.test(value);
}

/** The mails that are `wanted`, and the rest of the text, a line for each stretch of it. */
function withoutMails(typed: string, isWanted: (value: string) => boolean) {
  const emails: ContactsRead["emails"] = [];
  if (!typed.includes("@")) return { emails, rest: typed };
  const stretches: string[] = [];
  let from = 0;
  for (const match of typed.matchAll(MAIL)) {
    const value = match[1]!.replace(LAST_POINTS, "").toLowerCase();
    if (!isWanted(value)) continue;
    emails.push({ value, valid: isAddress(value) });
    stretches.push(typed.slice(from, match.index));
    from = match.index + match[0].length;
  }
  stretches.push(typed.slice(from));
  return { emails, rest: stretches.map((stretch) => stretch.replace(EDGES, "")).join("\n") };
}
