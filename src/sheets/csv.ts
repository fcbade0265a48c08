/** Delimited text as spreadsheet programs write it (RFC 4180, with the delimiter found). Pure. */

const DELIMITERS = [";", ",", "\t", "|"];
/** Records that the guess of the delimiter looks at. */
const LOOK = 60;

/** Fields of every record, all as typed; `row` counts records from 1, as a spreadsheet program does that opens the file. */
export function* parseCsv(text: string, delimiter = delimiterOf(text)): Iterable<{ row: number; fields: string[] }> {
  const told = TOLD.exec(text);
  let row = told ? 1 : 0;
  for (const fields of records(told ? text.slice(told[0].length) : text, delimiter)) {
    row += 1;
    yield { row, fields };
  }
}

/** A first line by which Excel is told of the delimiter. */
const TOLD = /^\ufeff?sep=(.)\r?\n/i;

export function delimiterOf(text: string): string {
  return TOLD.exec(text)?.[1] ?? guessDelimiter(text);
}

/** The delimiter that cuts the first records most alike; the semicolon if none does. */
function guessDelimiter(text: string): string {
  let best = { delimiter: ";", score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>();
    let seen = 0;
    for (const fields of records(text, delimiter)) {
      counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
      seen += 1;
      if (seen === LOOK) break;
    }
    const score = Math.max(0, ...[...counts].map(([width, count]) => (width - 1) * count));
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** A quote opens a quoted field only at its beginning; one that is never closed runs to the end, as it does in Excel. */
function* records(text: string, delimiter: string): Iterable<string[]> {
  let fields: string[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  while (at < text.length) {
    const { field, end } = text[at] === '"' ? quoted(text, at, delimiter) : bare(text, at, delimiter);
    fields.push(field);
    at = end;
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length && !isBreak(text[at]!)) continue;
      fields.push("");
    }
    if (at >= text.length) break;
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    yield fields;
    fields = [];
  }
  if (fields.length > 0) yield fields;
}

function isBreak(letter: string): boolean {
  return letter === "\n" || letter === "\r";
}

function bare(text: string, from: number, delimiter: string): { field: string; end: number } {
  let end = from;
  while (end < text.length && text[end] !== delimiter && !isBreak(text[end]!)) end += 1;
  return { field: text.slice(from, end), end };
}

function quoted(text: string, from: number, delimiter: string): { field: string; end: number } {
  let field = "";
  let at = from + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close === -1) return { field: field + text.slice(at), end: text.length };
    field += text.slice(at, close);
    if (text[close + 1] !== '"') {
      const rest = bare(text, close + 1, delimiter);
      return { field: field + rest.field, end: rest.end };
    }
    field += '"';
    at = close + 2;
  }
}
