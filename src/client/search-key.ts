/**
 * Names as they sound, in plain Latin letters, so that `Арам`, `Aram` and `Արամ` are one key. It is made for finding, not for reading:
 * what transliterations disagree about (`yan`/`ian`, `kh`/`h`, `gh`/`g`, doubled letters, a silent `h`) is folded away.
 */

/** Letter by letter, in the order of the alphabets; a blank entry is a silent letter. */
const CYRILLIC = pairs(
  "а a б b в v г g ґ g д d е e є e ж zh з z и i і i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya",
);
const ARMENIAN = pairs(
  "ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f",
);
const LETTERS = new Map([...CYRILLIC, ...ARMENIAN, ["ъ", ""], ["ь", ""]]);

/** Latin spellings of one sound, longest first; what is not named here stays. */
const SOUNDS: Record<string, string> = {
  shch: "sh",
  sch: "sh",
  tch: "ch",
  dzh: "j",
  sh: "sh",
  ch: "ch",
  zh: "zh",
  kh: "h",
  gh: "g",
  th: "t",
  ph: "f",
  tz: "ts",
  dj: "j",
  ck: "k",
  ye: "e",
  c: "k",
  q: "k",
  w: "v",
  x: "ks",
  y: "i",
  h: "",
};
const SOUND = new RegExp(Object.keys(SOUNDS).join("|"), "g");

/** Marks that stand inside words: apostrophes, the Armenian question, stress and exclamation marks. */
const INNER_MARKS = /['’ʼ`´՚՛՜՞՟]/g;
const DIACRITICS = /\p{M}+/gu;
const NO_LETTER_OR_DIGIT = /[^\p{L}\p{N}]+/gu;
const DOUBLED = /(\p{L})\1+/gu;

/**
 * The key of a text: words of Latin letters and digits with single spaces between them; other alphabets' letters stay as they are.
 * Empty when the text has neither letter nor digit.
 */
export function searchKey(text: string): string {
  const words = plainText(text).replace(INNER_MARKS, "").replace(NO_LETTER_OR_DIGIT, " ");
  return [...armenianDigraphs(words.normalize("NFD").replace(DIACRITICS, ""))]
    .map((letter) => LETTERS.get(letter) ?? letter)
    .join("")
    .replace(SOUND, (sound) => SOUNDS[sound] ?? sound)
    .replace(DOUBLED, "$1")
    .replace(/ +/g, " ")
    .trim();
}

/** A text as it is searched for in its own alphabet: compatibility forms resolved, in lower case, white space single. */
export function plainText(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Two letters that stand for one sound: `ու` is u; `եւ` is ev (NFKC takes the ligature `և` apart); `ո` opens a word as vo, not before `վ`. */
function armenianDigraphs(text: string): string {
  return text.replace(/ու/g, "u").replace(/(?<!\p{L})ո(?!վ)/gu, "vo");
}

function pairs(table: string): [string, string][] {
  const parts = table.split(" ");
  return Array.from({ length: parts.length / 2 }, (_, index) => [parts[index * 2]!, parts[index * 2 + 1]!]);
}
