/** The corpus of notes, `test/corpus/notes/*.txt`; its README tells how a note is written down. */
import { readdirSync, readFileSync } from "node:fs";
import type { Language } from "../../src/card/settings.ts";
import type { IsoDay } from "../../src/lib/day.ts";

export type CorpusNote = {
  title: string;
  language: Language;
  /** Why it is read as it is, where that may be argued about. */
  remarks: string[];
  /** What the program saw last; `""` for a note of a contact that was just made; `null` at first sight. */
  before: string | null;
  rowDate: IsoDay | null;
  text: string;
};

export type CorpusFile = { name: string; notes: CorpusNote[] };

const folder = new URL("../corpus/notes/", import.meta.url);

/** Characters that nobody sees, by the name that stands for them in the files. */
const invisible: [name: string, character: string][] = [
  ["⟨CR⟩", "\r"],
  ["⟨TAB⟩", "\t"],
  ["⟨NBSP⟩", "\u00a0"],
  ["⟨NNBSP⟩", "\u202f"],
  ["⟨LRM⟩", "\u200e"],
  ["⟨RLM⟩", "\u200f"],
  ["⟨LRE⟩", "\u202a"],
  ["⟨PDF⟩", "\u202c"],
  ["⟨BOM⟩", "\ufeff"],
  ["⟨ZWSP⟩", "\u200b"],
  ["⟨SP⟩", " "],
];

export function showInvisible(text: string): string {
  return invisible
    .filter(([name]) => name !== "⟨SP⟩")
    .reduce((shown, [name, character]) => shown.replaceAll(character, name), text)
    .replace(/ (?=\n|$)/g, "⟨SP⟩");
}

function hideInvisible(text: string): string {
  return invisible.reduce((hidden, [name, character]) => hidden.replaceAll(name, character), text);
}

export function readCorpus(): CorpusFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt"))
    .sort()
    .map((name) => ({ name, notes: readFile(readFileSync(new URL(name, folder), "utf8"), name) }));
}

function readFile(content: string, file: string): CorpusNote[] {
  return content
    .split(/^=== /m)
    .slice(1)
    .map((section) => readSection(section, file));
}

/** `[ru, new] title`, remarks, then the note; `--- before` and `--- note` part what stood there from what stands there now. */
function readSection(section: string, file: string): CorpusNote {
  const lines = section.split("\n");
  const head = /^\[(en|ru|hy)((?:, [^\],]+)*)\] (.+)$/.exec(lines[0]!);
  if (!head) throw new Error(`${file}: no note begins like this: ${lines[0]}`);
  const flags = head[2]!.split(", ").slice(1);
  const from = 1 + lines.slice(1).findIndex((line) => !line.startsWith("# "));
  const body = lines.slice(from).join("\n");
  const [first, second] = body.replace(/^--- before\n/, "").split(/^--- note\n/m);
  const row = flags.find((flag) => flag.startsWith("row "));
  return {
    title: head[3]!,
    language: head[1] as Language,
    remarks: lines.slice(1, from).map((line) => line.slice(2)),
    before: second !== undefined ? clean(first!) : flags.includes("new") ? "" : null,
    rowDate: row?.slice(4) ?? null,
    text: clean(second ?? first!),
  };
}

/** Without the blank lines that part one note from the next. */
function clean(body: string): string {
  return hideInvisible(body.replace(/^\n+|\n+$/g, ""));
}
