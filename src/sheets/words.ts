/** How texts of foreign bases are compared with words: case, `ё`, punctuation and the Armenian ligature folded away. Pure. */

/** Lower case, words of letters and digits with single spaces between them. `№` stays, for it is a word of its own. */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/№|\bNo(?=\.|$|\s*\d)\.?/g, " № ")
    .toLowerCase()
    .replace(/ё/g, "е")
    .replace(/եւ|եվ/g, "և")
    .replace(/['’ʼ`՚՛՜՞]/g, "")
    .replace(/[^\p{L}\p{N}№]+/gu, " ")
    .trim();
}

export type WordList = {
  /** Whether one of the words stands in the folded text; where, or -1. */
  indexIn(folded: string): number;
  equals(folded: string): boolean;
};

/**
 * A list of words and phrases, comma-separated. A `*` at the end of a word stands for any ending (`выполн*`). It is made ready when it is
 * first asked, for most files need few of the lists.
 */
export function wordList(...lists: (string | string[])[]): WordList {
  let ready: { within: RegExp; whole: RegExp } | null = null;
  const compiled = () => {
    ready ??= compile(lists.flat());
    return ready;
  };
  return {
    indexIn: (folded) => folded.search(compiled().within),
    equals: (folded) => compiled().whole.test(folded),
  };
}

function compile(lists: string[]): { within: RegExp; whole: RegExp } {
  const words = lists
    .flatMap((list) => list.split(","))
    .map((word) => foldPattern(word))
    .filter((word) => word !== "");
  // Folded texts know no other boundary than a blank. Without any word nothing matches: `(?!)`.
  const body = words.map((word) => word.replace(/\*/g, "[^ ]*")).join("|") || "(?!)";
  return { within: new RegExp(`(?<=^| )(?:${body})(?= |$)`), whole: new RegExp(`^(?:${body})$`) };
}

function foldPattern(word: string): string {
  return word
    .split("*")
    .map((part) => {
      const folded = fold(part);
      return part.startsWith(" ") && folded !== "" ? ` ${folded}` : folded;
    })
    .join("*")
    .trim();
}
