/**
 * The call log of an Android phone as “SMS Backup & Restore” writes it: `<calls><call number="…" date="…" …/></calls>`
 * (synctech.com.au, “Fields in XML backup files”). Only attributes are read; a DTD is text like any other, so no entity is ever expanded. Pure.
 */

/** In the order of the cells of a row. */
export const CALL_FIELDS = ["number", "contact_name", "type", "duration", "date"] as const;

export function isCallLog(head: string): boolean {
  return /<calls[\s>]/.test(head);
}

/** The attributes of each call, as typed, in the order of the file. */
export function* parseCalls(text: string): Iterable<string[]> {
  for (let at = text.indexOf("<call "); at !== -1; at = text.indexOf("<call ", at)) {
    const attributes = new Map<string, string>();
    at = readAttributes(text, at + 6, attributes);
    yield CALL_FIELDS.map((field) => attributes.get(field) ?? "");
  }
}

const ATTRIBUTE = /\s*([\w:.-]{1,64})\s*=\s*(["'])/y;

/** Returns where the attributes end. A quote that is never closed ends with the text. */
function readAttributes(text: string, from: number, attributes: Map<string, string>): number {
  let at = from;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const [begin, name = "", quote = ""] = ATTRIBUTE.exec(text) ?? [];
    if (begin === undefined) return at;
    const close = text.indexOf(quote, at + begin.length);
    const end = close === -1 ? text.length : close;
    attributes.set(name, unescapeXml(text.slice(at + begin.length, end)));
    at = end + 1;
  }
}

const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Letters beyond the first plane come as two numbers, one for each half. */
function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      if (code > 0x10ffff) return "\ufffd";
      return code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
    })
    .toWellFormed();
}
