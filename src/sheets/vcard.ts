/** Business cards (vCard 2.1, 3.0, 4.0; RFC 2426, RFC 6350) as rows under a header, so that they go the road of every other base. Pure. */

const LABELS: Record<string, string> = {
  FN: "Full name",
  TEL: "Phone",
  EMAIL: "E-mail",
  ADR: "Address",
  ORG: "Company",
  CATEGORIES: "Group",
  NOTE: "Notes",
};
/** What a program writes for itself, and what no remark can hold. */
const LEFT_OUT = new Set([
  "BEGIN",
  "END",
  "VERSION",
  "PRODID",
  "REV",
  "N",
  "PHOTO",
  "LOGO",
  "SOUND",
  "KEY",
  "UID",
  "X-ANDROID-CUSTOM",
]);

type Property = { name: string; types: string[]; encoding: string; charset: string; value: string };

export function isVcard(text: string): boolean {
  return /^\ufeff?\s*BEGIN:VCARD/i.test(text);
}

/** A header, then a row for each card; values of one property stand in one cell, line by line. */
export function parseVcards(text: string): string[][] {
  const cards: Map<string, string[]>[] = [];
  for (const line of unfold(text)) {
    const property = readProperty(line);
    if (property === null) continue;
    if (property.name === "BEGIN") cards.push(new Map());
    const card = cards.at(-1);
    if (card) takeIn(card, property);
  }
  const extras = [...new Set(cards.flatMap((card) => [...card.keys()]))].filter((name) => !(name in LABELS));
  const names = [...Object.keys(LABELS), ...extras];
  const header = names.map((name) => LABELS[name] ?? name);
  return [header, ...cards.map((card) => names.map((name) => (card.get(name) ?? []).join("\n")))];
}

function takeIn(card: Map<string, string[]>, property: Property): void {
  const { name, types } = property;
  const value = decode(property);
  if (name === "N" && !card.has("FN")) card.set("FN", [nameOf(value)]);
  if (LEFT_OUT.has(name) || value.trim() === "") return;
  if (name === "FN") card.set("FN", [value]);
  else card.set(name, [...(card.get(name) ?? []), name === "TEL" ? phoneOf(value, types) : plain(name, value)]);
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
  const found = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):([\s\S]*)$/.exec(line);
  if (!found) return null;
  const parameters = found[2]!
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
    name: found[1]!.toUpperCase(),
    types: types.map((type) => type.toLowerCase()),
    encoding,
    charset: parameter("CHARSET") || "utf-8",
    value: found[3]!,
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

function nameOf(value: string): string {
  const [family = "", given = "", middle = ""] = parts(value);
  return [family, given, middle].filter((part) => part !== "").join(" ");
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

/** The number with the type that says something: `+37491… (work)`. */
function phoneOf(value: string, types: string[]): string {
  const number = unescaped(value).replace(/^tel:/i, "");
  const type = types.find((one) => one === "work" || one === "home");
  return type ? `${number} (${type})` : number;
}
