/** What a column holds, by its cells: for columns whose header says nothing, or says something else. Pure. */
import { toE164 } from "../client/phone.ts";
import type { Cell, RawRow } from "./cell.ts";
import type { Field } from "./column-words.ts";
import { readDay } from "./read-day.ts";
import type { GroupReader } from "./read-group.ts";
import { readMoney } from "./read-money.ts";
import { hasDay, readPhones } from "./read-phones.ts";
import { readStatus } from "./read-status.ts";

/** Cells looked at: enough to be sure, few enough to cost nothing in a large base. */
const SAMPLE = 60;
const FEWEST = 3;

export type Guess = { field: Field; confidence: number };
export type Office = { country: string; readGroup: GroupReader };

/** The likeliest field of the column and the share of its cells that speak for it, or `null` when nothing does. */
export function fieldOfCells(rows: RawRow[], column: number, office: Office): Guess | null {
  const cells = sampleOf(rows, column);
  if (cells.length < FEWEST) return null;
  const share = (speaks: (cell: Cell) => boolean) => cells.filter(speaks).length / cells.length;
  const guesses: Guess[] = [
    { field: "email", confidence: share(({ text }) => /^\s*\S+@\S+\.\S+\s*$/.test(text)) },
    { field: "phone", confidence: share((cell) => isPhone(cell, office.country)) },
    { field: "date", confidence: share((cell) => cell.kind !== "number" && readDay(cell)?.day != null) },
    { field: "group", confidence: share(({ text }) => office.readGroup(text) !== null) },
    { field: "status", confidence: share(isStatus) },
    { field: "amount", confidence: share(isAmount) },
  ];
  const best = guesses.reduce((a, b) => (b.confidence > a.confidence ? b : a));
  return best.confidence >= 0.6 ? best : null;
}

/** How much of a column could be names: words without digits, of which few repeat. */
export function namesShare(rows: RawRow[], column: number): number {
  const cells = sampleOf(rows, column);
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
export function wordsShare(rows: RawRow[], column: number): number {
  const cells = sampleOf(rows, column);
  const said = cells.filter(({ text }) =>
    /\p{L}{3}/u.test(text.replace(/(?<!\p{L})(?:тел|моб|сот|tel|mob|հեռ)[\p{L}.]*/giu, "")),
  );
  return cells.length === 0 ? 0 : said.length / cells.length;
}

/** How much of a column is bare numbers: numbers of orders, or how many there were, but never what was ordered. */
export function numbersShare(rows: RawRow[], column: number): number {
  const cells = sampleOf(rows, column);
  return cells.length === 0 ? 0 : cells.filter(({ text }) => /^\s*\d+\s*$/.test(text)).length / cells.length;
}

/** Spread over the whole column: a base often begins with its oldest, worst rows. */
function sampleOf(rows: RawRow[], column: number): Cell[] {
  const filled = rows.filter(({ cells }) => cells[column] != null);
  const step = Math.max(1, Math.floor(filled.length / SAMPLE));
  return filled.filter((_, index) => index % step === 0).map(({ cells }) => cells[column]!);
}

function isPhone(cell: Cell, country: string): boolean {
  if (cell.kind === "number" && !/^\d{8,15}$/.test(String(cell.value))) return false;
  if (cell.kind === "date") return false;
  if (cell.text.replace(/\D/g, "").length < 6 || /[@]/.test(cell.text) || hasDay(cell.text)) return false;
  return toE164(cell.text, country) !== null || readPhones(cell, country).phones.some(({ e164 }) => e164 !== null);
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
