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

/** A list of words and phrases, comma-separated. A `*` at the end of a word stands for any ending (`выполн*`). */
export function wordList(...lists: (string | string[])[]): WordList {
  const words = lists
    .flat()
    .flatMap((list) => list.split(","))
    .map((word) => foldPattern(word))
    .filter((word) => word !== "");
  const body = words.map((word) => word.replace(/\*/g, "[\\p{L}\\p{N}]*")).join("|");
  const within = new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}])`, "u");
  const whole = new RegExp(`^(?:${body})$`, "u");
  return {
    indexIn: (folded) => (words.length === 0 ? -1 : folded.search(within)),
    equals: (folded) => words.length > 0 && whole.test(folded),
  };
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
