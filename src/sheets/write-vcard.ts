/** A client as a business card of version 4.0 (RFC 6350), as phones and other address books take it. Pure. */
import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";

export type CardExtras = { labels: string[]; link: string };

export function vcardOf({ name, person, phones, notes }: Client, { labels, link }: CardExtras): string {
  const names = person.names?.[0] ?? {};
  const organization = person.organizations?.[0];
  let groups = 0;
  const labelled = (line: string, label: string | undefined): string[] => {
    const type = TYPES[label?.toLowerCase() ?? ""];
    if (label === undefined || label === "" || type === "") return [line];
    if (type !== undefined) return [line.replace(/^(\w+)/, `$1;TYPE=${type}`)];
    // RFC 6350 lets types of one's own be ASCII only; this is how Apple's and Google's programs write the others.
    groups += 1;
    return [`item${groups}.${line}`, `item${groups}.X-ABLabel:${escaped(label)}`];
  };
  const lines = [
    "BEGIN:VCARD",
    "VERSION:4.0",
    `FN:${escaped(name.display || phones[0]?.value || "?")}`,
    `N:${[name.family, name.given, name.middle, names.honorificPrefix ?? "", names.honorificSuffix ?? ""].map(escaped).join(";")}`,
    ...phones.flatMap(({ e164, value, type }) =>
      labelled(e164 ? `TEL;VALUE=uri:tel:${e164}` : `TEL;VALUE=text:${escaped(value)}`, type ?? undefined),
    ),
    ...(person.emailAddresses ?? []).flatMap(({ value, type }) =>
      value ? labelled(`EMAIL:${escaped(value)}`, type) : [],
    ),
    ...(person.addresses ?? []).flatMap((address) => labelled(`ADR:${addressOf(address)}`, address.type)),
    ...(organization?.name ? [`ORG:${escaped(organization.name)}`] : []),
    ...(organization?.title ? [`TITLE:${escaped(organization.title)}`] : []),
    ...listed(person, "nicknames").map((nickname) => `NICKNAME:${escaped(nickname)}`),
    ...listed(person, "urls").map((url) => `URL:${url.replace(/\s/g, "")}`),
    ...(labels.length > 0 ? [`CATEGORIES:${labels.map(escaped).join(",")}`] : []),
    ...(notes === "" ? [] : [`NOTE:${escaped(notes)}`]),
    `UID:${link}`,
    "END:VCARD",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** Types of Google's that the format has words for; `""`: those that say nothing. */
const TYPES: Record<string, string | undefined> = {
  home: "home",
  work: "work",
  mobile: "cell",
  homefax: "home,fax",
  workfax: "work,fax",
  pager: "pager",
  main: "",
  other: "",
};

function addressOf(address: NonNullable<Person["addresses"]>[number]): string {
  const part = (name: string) => (typeof address[name] === "string" ? (address[name] as string) : "");
  const parts = ["poBox", "extendedAddress", "streetAddress", "city", "region", "postalCode", "country"].map(part);
  // An address that is one text goes where the street goes, so that it comes back as it was.
  const known = parts.some((text) => text !== "");
  return (known ? parts : ["", "", address.formattedValue ?? "", "", "", "", ""]).map(escaped).join(";");
}

function listed(person: Person, field: string): string[] {
  const values = person[field];
  return Array.isArray(values)
    ? values.flatMap(({ value }: { value?: unknown }) => (typeof value === "string" ? [value] : []))
    : [];
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|[\r\n]/g, "\\n");
}

/** Lines of at most 75 octets, cut between letters (RFC 6350, 3.2). */
function folded(line: string): string {
  if (line.length < 25) return line;
  let out = "";
  let length = 0;
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    if (length + size > 75) {
      out += "\r\n ";
      length = 1;
    }
    out += letter;
    length += size;
  }
  return out;
}
