/** Whether two names can be one client's, in whatever alphabets they are typed. Pure. */
import { plainText, searchKey } from "./search-key.ts";

const LEGAL_FORMS = new Set(
  "ооо оао зао пао ао ип тд чп тоо нко фоп тов фгуп гуп муп llc ltd inc gmbh corp co cjsc ojsc jsc plc sarl սպը փբը բբը աձ հձ հո".split(
    " ",
  ),
);

/** Legal forms of companies, in lower case: they keep their capitals, and tell nothing of whose name it is. */
export function isLegalForm(word: string): boolean {
  return LEGAL_FORMS.has(word);
}

/** Words of a name for comparison, whatever alphabet it is typed in; legal forms, numbers and initials left out. */
export function nameTokens(name: string): string[] {
  return plainText(name)
    .replace(/['’ʼ`՚՛՜՞]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => !isLegalForm(word) && !/\d/.test(word))
    .map(searchKey)
    .filter((word) => word.length > 1);
}

/**
 * Whether two names can hardly be one client's: both have several words, and no word of one is like any of the other. A single word
 * (`Саша`, `жена`) speaks against nothing.
 */
export function areClearlyDifferent(left: string[], right: string[]): boolean {
  if (left.length < 2 || right.length < 2) return false;
  return !left.some((one) => right.some((other) => isAlike(one, other)));
}

/** Whether two words of names, as `nameTokens` gives them, may be one: equal, short for the other, or a slip of a letter or two apart. */
export function isAlike(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= 3 && long.startsWith(short)) return true;
  return short.length >= 3 && distance(short, long) <= (short.length >= 6 ? 2 : 1);
}

/** Edit distance of two short words. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[other.length]!;
}

/** A name as spellings are compared that differ in white space, case and the order of their words alone. */
export function foldedName(name: string): string {
  return name.normalize("NFC").toLowerCase().trim().split(/\s+/).sort().join(" ");
}
