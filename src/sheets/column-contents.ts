/** What a column holds, by a sample of its cells: for columns whose header says nothing, or says something else. Pure. */
import { toE164 } from "../client/phone.ts";
import type { Cell } from "./cell.ts";
import type { Field } from "./column-words.ts";
import { readDay } from "./read-day.ts";
import type { GroupReader } from "./read-group.ts";
import { readMoney } from "./read-money.ts";
import { hasDay, readPhones } from "./read-phones.ts";
import { readStatus } from "./read-status.ts";

const FEWEST = 3;

export type Guess = { field: Field; confidence: number };
export type Office = { country: string; readGroup: GroupReader };

/** The likeliest field of the column and the share of its cells that speak for it, or `null` when nothing does. */
export function fieldOfCells(cells: Cell[], office: Office): Guess | null {
  if (cells.length < FEWEST) return null;
  const share = (speaks: (cell: Cell) => boolean) => cells.filter(speaks).length / cells.length;
  const guesses: Guess[] = [
    contactOf(cells, office.country),
    { field: "date", confidence: share((cell) => cell.kind !== "number" && readDay(cell)?.day != null) },
    { field: "group", confidence: share(({ text }) => office.readGroup(text) !== null) },
    { field: "status", confidence: share(isStatus) },
    { field: "amount", confidence: share(isAmount) },
  ];
  const best = guesses.reduce((a, b) => (b.confidence > a.confidence ? b : a));
  return best.confidence >= 0.6 ? best : null;
}

/** Either column takes phones and mails; it is called by what most of its cells hold. */
function contactOf(cells: Cell[], country: string): Guess {
  const phones = cells.filter((cell) => isPhone(cell, country)).length;
  const mails = cells.filter((cell) => isMail(cell) && !isPhone(cell, country)).length;
  return { field: mails > phones ? "email" : "phone", confidence: (phones + mails) / cells.length };
}

/** How much of a column could be names: words without digits, of which few repeat. */
export function namesShare(cells: Cell[]): number {
  if (cells.length === 0) return 0;
  const names = cells.filter(
    ({ kind, text }) =>
      kind === "text" && text.length < 60 && /^[\p{L}«"][\p{L}\p{M}\s.,'’«»"()-]+\d{0,3}\s*$/u.test(text.trim()),
  );
  const distinct = new Set(names.map(({ text }) => text.trim().toLowerCase())).size;
  const several = names.filter(({ text }) => /\S\s+\S/.test(text.trim())).length;
  return distinct < names.length * 0.5 ? 0 : (names.length * 0.5 + several * 0.5) / cells.length;
}

/** How much of a column has words in it, those apart that say that a number is a telephone. */
export function wordsShare(cells: Cell[]): number {
  const said = cells.filter(({ text }) =>
    /\p{L}{3}/u.test(text.replace(/(?<!\p{L})(?:тел|моб|сот|tel|mob|հեռ)[\p{L}.]*/giu, "")),
  );
  return cells.length === 0 ? 0 : said.length / cells.length;
}

/** How much of a column is bare numbers: numbers of orders, or how many there were, but never what was ordered. */
export function numbersShare(cells: Cell[]): number {
  return cells.length === 0 ? 0 : cells.filter(({ text }) => /^\s*\d+\s*$/.test(text)).length / cells.length;
}

function isPhone(cell: Cell, country: string): boolean {
  if (cell.kind === "number" && !/^\d{8,15}$/.test(String(cell.value))) return false;
  if (cell.kind === "date") return false;
  if (cell.text.replace(/\D/g, "").length < 6 || hasDay(cell.text)) return false;
  const isMixed = cell.text.includes("@");
  if (!isMixed && toE164(cell.text, country) !== null) return true;
  return readPhones(cell, country).phones.some(({ e164 }) => e164 !== null);
}

function isMail({ text }: Cell): boolean {
  return /^\s*\S+@\S+\.\S+\s*$/.test(text);
}

function isStatus({ kind, text }: Cell): boolean {
  if (kind !== "text" || text.length > 40 || /\d{2}/.test(text)) return false;
  const status = readStatus(text);
  return status !== null && (status.state !== "open" || status.stage !== null);
}

function isAmount(cell: Cell): boolean {
  const amount = readMoney(cell)?.amount;
  return amount != null && amount >= 100;
}
