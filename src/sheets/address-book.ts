/**
 * Address books that Google Contacts (headers before and since 2024) and Outlook (English and Russian) write as CSV, as the plain table that
 * every other base is: values of one kind in one cell, each with its own label. Pure.
 */

import { GOOGLE, OUTLOOK, type Place } from "./address-book-columns.ts";
import type { Cell, RawRow, RawSheet } from "./cell.ts";
import type { Field } from "./column-words.ts";

/** Columns of the plain table; further addresses and what else stands in the book follow, the latter under its own titles. */
const FIELDS = {
  "First name": "given",
  "Middle name": "middle",
  "Last name": "family",
  Company: "organization",
  Phone: "phone",
  "E-mail": "email",
  Group: "group",
  Notes: "notes",
} as const satisfies Record<string, Field>;
type Title = keyof typeof FIELDS;
const TITLES = Object.keys(FIELDS) as Title[];

/** The sheet as a plain table, and what its columns hold, if its first row is the header of an address book; else `null`. */
export function plainBook(sheet: RawSheet): { sheet: RawSheet; columns: Record<string, Field> } | null {
  const [header, ...rows] = sheet.rows;
  const titles = header?.cells.map((cell) => cell?.text.trim() ?? "") ?? [];
  const placeOf = GOOGLE.is(titles) ? GOOGLE.placeOf : OUTLOOK.is(titles) ? OUTLOOK.placeOf : null;
  if (!header || placeOf === null) return null;
  const columns = titles.map((title, column) => ({ title, column, place: placeOf(title) }));
  const extras = columns.filter(({ place, title }) => place.kind === "other" && title !== "");
  const contacts = rows.map((row) => ({ row, ...contactOf(columns, row) }));
  const addresses = contacts.reduce((most, { addresses: { length } }) => Math.max(most, length), 1);
  const addressTitles = Array.from({ length: addresses }, (_, index) => `Address ${index + 1}`);
  const head = [...TITLES, ...addressTitles, ...extras.map(({ title }) => title)];
  const plain = contacts.map(({ row, found, addresses }) => ({
    row: row.row,
    cells: [
      ...TITLES.map((title) => textCell(found[title].join("\n"))),
      ...addressTitles.map((_, index) => textCell(addresses[index] ?? "")),
      ...extras.map(({ column, place }) => kept(row.cells[column], place)),
    ],
  }));
  return {
    sheet: { ...sheet, rows: [{ row: header.row, cells: head.map(textCell) }, ...plain], merges: [] },
    columns: Object.fromEntries([
      ...extras.map(({ title }) => [title, "other"]),
      ...addressTitles.map((title) => [title, "address"]),
      ...Object.entries(FIELDS),
    ]),
  };
}

function textCell(text: string): Cell | null {
  return text.trim() === "" ? null : { kind: "text", text, value: text };
}

/** What a program writes into every contact says nothing of this one. */
function kept(cell: Cell | null | undefined, place: Place): Cell | null {
  return cell && !(place.kind === "other" && place.blank?.includes(cell.text.trim())) ? cell : null;
}

type Column = { title: string; column: number; place: Place };

function contactOf(columns: Column[], { cells }: RawRow): { found: Record<Title, string[]>; addresses: string[] } {
  const textAt = (column: number) => cells[column]?.text.trim() ?? "";
  const found = Object.fromEntries(TITLES.map((title) => [title, [] as string[]])) as Record<Title, string[]>;
  const labels = new Map<string, string>();
  const addresses = new Map<string, { whole: string; parts: string[] }>();
  let whole = "";
  for (const { column, place } of columns) if (place.kind === "label") labels.set(place.of, plainLabel(textAt(column)));
  for (const { column, place } of columns) {
    const text = textAt(column);
    if (text === "" || place.kind === "other" || place.kind === "label" || place.kind === "dropped") continue;
    if (place.kind === "whole-name") whole = text;
    else if (place.kind === "field") found[place.title].push(...(place.title === "Group" ? groupsOf(text) : [text]));
    else if (place.kind === "address") {
      const address = addresses.get(place.of) ?? { whole: "", parts: [] };
      if (place.whole) address.whole = text.replace(/\s*\n\s*/g, ", ");
      else address.parts.push(text);
      addresses.set(place.of, address);
    } else
      found[place.title].push(
        ...valuesOf(text).map((value) => labelled(value, place.label ?? labels.get(place.of) ?? "")),
      );
  }
  if (whole !== "" && found["First name"].length + found["Last name"].length === 0) found["First name"].push(whole);
  return { found, addresses: [...addresses.values()].map((one) => one.whole || one.parts.join(", ")) };
}

/** Google puts several values of one label into one cell. */
function valuesOf(text: string): string[] {
  return text.split(" ::: ").map((value) => value.trim());
}

/** Labels of a contact; the group of all contacts and the starred ones are no groups of an office. */
function groupsOf(text: string): string[] {
  return text
    .split(/ ::: |[;,]/)
    .map((name) => name.trim())
    .filter((name) => name !== "" && !/^\* ?(my ?contacts|starred|friends|family|coworkers)$/i.test(name))
    .map((name) => name.replace(/^\* /, ""));
}

/** A star marks what stands first in the account. */
function plainLabel(label: string): string {
  const plain = label.replace(/^\*\s*/, "");
  return /^(other|main|internet|smtp|другой|основной|այլ)?$/i.test(plain) ? "" : plain;
}

function labelled(value: string, label: string): string {
  return label === "" ? value : `${value} (${label})`;
}
