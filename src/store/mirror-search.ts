import { plainText, searchKey } from "../client/search-key.ts";
import type { Mirror, MirrorRow } from "../ports.ts";
import { ROW_COLUMNS, readRows } from "./mirror-rows.ts";
import { internationalDigits, lastDigits, plainDigits } from "./phone-keys.ts";
import type { Sqlite } from "./sqlite.ts";

/** The trigram index knows no shorter text; what is shorter is looked for row by row. */
const TRIGRAM = 3;

/** Words of a query that are asked for; a whole letter pasted into the field must not become a query of its size. */
const MOST_WORDS = 16;

/** How much a hit weighs by column: names, folded names, phones, mails, notes. */
const WEIGHTS = "10.0, 8.0, 5.0, 5.0, 1.0";

export function mirrorSearch(database: Sqlite): Pick<Mirror, "find" | "who"> {
  return {
    async find(text, limit) {
      const words = wordsOf(text);
      if (words.length === 0) return [];
      const byNumber = numberQuery(text);
      const called = byNumber ? search(database, words, byNumber, [], limit) : [];
      const known = new Set(called.map((row) => row.client.resourceName));
      const named = searchWords(database, words, limit).filter((row) => !known.has(row.client.resourceName));
      return [...called, ...named].slice(0, limit);
    },

    async who(typed) {
      for (const [column, value] of callerKeys(typed)) {
        const rows = value === null ? [] : byPhone(database, column, value);
        if (rows.length > 0) return rows;
      }
      return [];
    },
  };
}

// ------------------------------------------------------------------------------------------------------------- by words

/** Control characters are no text, and NUL would end the index query in the middle. */
function wordsOf(text: string): string[] {
  return plainText(text.replace(/\p{Cc}/gu, " "))
    .split(" ")
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);
}

/** A word in one of its spellings: as typed, anywhere; by its sound, in the names. */
type Word = { typed: string; key: string };

function searchWords(database: Sqlite, words: string[], limit: number): MirrorRow[] {
  const spelled = words.map((typed) => ({ typed, key: searchKey(typed) }));
  const long = spelled.filter((word) => isLong(word.typed) && (word.key === "" || isLong(word.key)));
  const short = spelled.filter((word) => !long.includes(word));
  const match = long.map(matchWord).join(" AND ");
  return search(database, words, match === "" ? null : match, short, limit);
}

function isLong(text: string): boolean {
  return [...text].length >= TRIGRAM;
}

function matchWord({ typed, key }: Word): string {
  return key === "" ? quoted(typed) : `(${quoted(typed)} OR folded : ${quoted(key)})`;
}

/** A string of the FTS5 query language, in which nothing but the doubled quote has a meaning. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * Clients that match the index query and hold every short word somewhere. Best first: a name that begins a word with the first word asked
 * for, as typed and then as sounded, then the rank of the index, then the name of the resource, so that the order is always the same.
 */
function search(database: Sqlite, words: string[], match: string | null, short: Word[], limit: number): MirrorRow[] {
  const first = words[0] ?? "";
  const conditions = short.map(() => HOLDS);
  const values = short.flatMap(({ typed, key }) => [typed, typed, typed, typed, key, key]);
  if (match !== null) {
    conditions.push("s.search MATCH ?");
    values.push(match);
  }
  const rank = match === null ? "0" : `bm25(s.search, ${WEIGHTS})`;
  return readRows(
    database,
    `SELECT ${ROW_COLUMNS} FROM (
       SELECT s.rowid AS id, ${rank} AS rank,
         CASE WHEN instr(' ' || s.names, ?) THEN 0 WHEN instr(' ' || s.folded, ?) THEN 1 ELSE 2 END AS tier
       FROM search s WHERE ${conditions.join(" AND ")}
     ) hit JOIN clients c ON c.id = hit.id
     ORDER BY hit.tier, hit.rank, c.resource_name LIMIT ?`,
    ` ${first}`,
    ` ${searchKey(first)}`,
    ...values,
    limit,
  );
}

const HOLDS = `(instr(s.names, ?) OR instr(s.emails, ?) OR instr(s.phones, ?) OR instr(s.notes, ?)
  OR (? <> '' AND instr(s.folded, ?)))`;

// ----------------------------------------------------------------------------------------------------------- by numbers

/** A query that is nothing but a phone number, by its last digits: `091 12-34-56` also finds `+374 91 123456`. */
function numberQuery(text: string): string | null {
  if (!/^[\s\d+()./-]+$/.test(text)) return null;
  const digits = plainDigits(text).replace(/^0/, "");
  return digits.length >= 5 ? `phones : ${quoted(lastDigits(digits, 8) ?? digits)}` : null;
}

type PhoneColumn = "e164" | "digits" | "last9" | "last8";

/** Ways to know the number, the surest first: whole, with its country code if it has one; then by its last digits. */
function callerKeys(typed: string): [PhoneColumn, string | null][] {
  const digits = plainDigits(typed);
  if (digits === "") return [];
  const international = internationalDigits(typed);
  return [
    ["e164", `+${international ?? digits}`],
    ["digits", digits],
    ["last9", lastDigits(digits, 9)],
    ["last8", lastDigits(digits, 8)],
  ];
}

function byPhone(database: Sqlite, column: PhoneColumn, value: string): MirrorRow[] {
  return readRows(
    database,
    `SELECT ${ROW_COLUMNS} FROM clients c WHERE c.id IN (SELECT client FROM phones WHERE ${column} = ?) ORDER BY c.resource_name`,
    value,
  );
}
