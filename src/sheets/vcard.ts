/** Business cards (vCard 2.1, 3.0, 4.0; RFC 2426, RFC 6350) as rows under a header, so that they go the road of every other base. Pure. */
import type { Field } from "./column-words.ts";

/** Columns of the table: title and field; a second address stands in a column of its own. */
const COLUMNS: Record<string, [title: string, field: Field]> = {
  FAMILY: ["Last name", "family"],
  GIVEN: ["First name", "given"],
  MIDDLE: ["Middle name", "middle"],
  TEL: ["Phone", "phone"],
  EMAIL: ["E-mail", "email"],
  ADR: ["Address", "address"],
  ORG: ["Company", "organization"],
  CATEGORIES: ["Group", "group"],
  NOTE: ["Notes", "notes"],
};

/** What the columns hold: nothing has to be guessed, and no property of a program's own passes for a name. */
export function cardColumns(titles: string[]): Record<string, Field> {
  const known = new Map(Object.values(COLUMNS));
  return Object.fromEntries(titles.map((title) => [title, known.get(title.replace(/ \d+$/, "")) ?? "other"]));
}

/** What a program writes for itself, and what no remark can hold. */
const LEFT_OUT = new Set([
  "BEGIN",
  "END",
  "VERSION",
  "PRODID",
  "REV",
  "N",
  "FN",
  "PHOTO",
  "LOGO",
  "SOUND",
  "KEY",
  "UID",
  "X-ABLABEL",
  "X-ANDROID-CUSTOM",
]);

type Property = { group: string; name: string; types: string[]; encoding: string; charset: string; value: string };

export function isVcard(text: string): boolean {
  return /^\ufeff?\s*BEGIN:VCARD/i.test(text);
}

/** A header, then a row for each card; values of one property stand in one cell, line by line. */
export function parseVcards(text: string): string[][] {
  const cards: Property[][] = [];
  for (const line of unfold(text)) {
    const property = readProperty(line);
    if (property?.name === "BEGIN") cards.push([]);
    else if (property) cards.at(-1)?.push(property);
  }
  const rows = cards.map(valuesOf);
  const extras = [...new Set(rows.flatMap((row) => [...row.keys()]))].filter((name) => !Object.hasOwn(COLUMNS, name));
  const names = [...Object.keys(COLUMNS), ...extras];
  const header = names.map((name) => (Object.hasOwn(COLUMNS, name) ? COLUMNS[name]![0] : name));
  return [header, ...rows.map((row) => names.map((name) => (row.get(name) ?? []).join("\n")))];
}

function valuesOf(card: Property[]): Map<string, string[]> {
  const values = new Map<string, string[]>();
  let addresses = 1;
  const add = (name: string, value: string) => {
    if (value.trim() !== "") values.set(name, [...(values.get(name) ?? []), value]);
  };
  addName(card, add);
  // Apple's programs write a label of one's own beside the value: `item1.TEL:…`, `item1.X-ABLabel:жена`.
  const labels = new Map(
    card.flatMap(({ group, name, value }) => (name === "X-ABLABEL" ? [[group, ownLabel(value)] as const] : [])),
  );
  for (const property of card) {
    const { group, name, types } = property;
    if (LEFT_OUT.has(name)) continue;
    const value = decode(property);
    const label = group === "" ? undefined : labels.get(group);
    if (name === "ADR") add(values.has("ADR") ? `Address ${++addresses}` : "ADR", plain(name, value));
    else if (name === "CATEGORIES") for (const one of value.split(/(?<!\\),/)) add(name, unescaped(one));
    else if (name === "TEL") add(name, phoneOf(value, label ? [label] : types));
    else add(name, label ? `${plain(name, value)} (${label})` : plain(name, value));
  }
  return values;
}

/** The parts of the name; the whole one stands for them where they are missing, and is kept where it says something else. */
function addName(card: Property[], add: (name: string, value: string) => void): void {
  const read = (name: string) => {
    const property = card.find((one) => one.name === name);
    return property ? decode(property) : "";
  };
  const [family = "", given = "", middle = "", prefix = "", suffix = ""] = parts(read("N"));
  const whole = unescaped(read("FN"));
  if (family === "" && given === "") {
    // Some programs put the company there, which has a line of its own.
    if (whole !== parts(read("ORG"))[0]) add("GIVEN", whole);
    return;
  }
  add("FAMILY", family);
  add("GIVEN", given);
  add("MIDDLE", middle);
  add("HONORIFIC", [prefix, suffix].filter((part) => part !== "").join(" "));
  const known = new Set(wordsOf([family, given, middle, prefix, suffix].join(" ")));
  if (wordsOf(whole).some((word) => !known.has(word))) add("FN", whole);
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Its usual labels stand in a wrapping of their own: `_$!<Mobile>!$_`. */
function ownLabel(value: string): string {
  return unescaped(value).replace(/^_\$!<(.*)>!\$_$/, "$1");
}

/** Lines that begin with a blank go on (RFC 6350, 3.2); so do those of quoted-printable that end in `=`. */
function unfold(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)) {
    const last = lines.at(-1);
    if (last !== undefined && /^[ \t]/.test(line)) lines[lines.length - 1] = last + line.slice(1);
    else if (last !== undefined && /QUOTED-PRINTABLE/i.test(last) && last.endsWith("="))
      lines[lines.length - 1] = last.slice(0, -1) + line;
    else lines.push(line);
  }
  return lines;
}

function readProperty(line: string): Property | null {
  const found = /^(?:([\w-]+)\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):([\s\S]*)$/.exec(line);
  if (!found) return null;
  const parameters = found[3]!
    .split(";")
    .filter(Boolean)
    .map((one) => one.replaceAll('"', ""));
  const parameter = (key: string) =>
    parameters.find((one) => one.toUpperCase().startsWith(`${key}=`))?.slice(key.length + 1) ?? "";
  // vCard 2.1 names types without `TYPE=`.
  const types = parameters.flatMap((one) =>
    /^TYPE=/i.test(one) ? one.slice(5).split(",") : one.includes("=") ? [] : [one],
  );
  const encoding =
    parameter("ENCODING").toUpperCase() || types.find((type) => /^QUOTED-PRINTABLE$/i.test(type))?.toUpperCase() || "";
  return {
    group: found[1] ?? "",
    name: found[2]!.toUpperCase(),
    types: types.map((type) => type.toLowerCase()),
    encoding,
    charset: parameter("CHARSET") || "utf-8",
    value: found[4]!,
  };
}

function decode({ encoding, charset, value }: Property): string {
  if (encoding !== "QUOTED-PRINTABLE") return value;
  const bytes: number[] = [];
  for (const part of value.match(/=[0-9A-F]{2}|[\s\S]/giu) ?? [])
    if (part.length === 3) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(part));
  try {
    return new TextDecoder(charset).decode(Uint8Array.from(bytes));
  } catch {
    return new TextDecoder().decode(Uint8Array.from(bytes));
  }
}

function parts(value: string): string[] {
  return value.split(/(?<!\\);/).map(unescaped);
}

function unescaped(value: string): string {
  return value.replace(/\\n/gi, "\n").replace(/\\(.)/g, "$1").trim();
}

function plain(name: string, value: string): string {
  if (name !== "ADR" && name !== "ORG") return unescaped(value);
  return parts(value)
    .filter((part) => part !== "")
    .join(", ");
}

/** What says nothing of whose number it is (RFC 6350, 6.4.1, and the versions before it). */
const USUAL = new Set(
  "voice cell mobile iphone pref text textphone video msg car pcs isdn bbs modem main internet quoted-printable other".split(
    " ",
  ),
);

/** The number with the type that says something: `+37491… (work)`. */
function phoneOf(value: string, types: string[]): string {
  const number = unescaped(value).replace(/^tel:/i, "");
  const type = types.find((one) => !USUAL.has(one.toLowerCase()));
  return type ? `${number} (${type})` : number;
}
