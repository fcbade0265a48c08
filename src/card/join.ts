/** The notes of clients who turned out to be one, as one text: all that each says, in blocks that stand as they stood. */
import { squeeze } from "./chars.ts";
import { readDocument } from "./document.ts";
import { addEarlier, printEarlier, readEarlier } from "./earlier.ts";
import type { Grammar } from "./grammar.ts";
import type { Line } from "./line.ts";
import type { Earlier } from "./model.ts";
import { isPersonLine } from "./notes.ts";

/**
 * Every line that a person wrote is in the result once for each card that it stands on, but for blocks, dated lines and paragraphs that stand
 * word for word on a card before: those are the same ones, told twice. Summaries are added up, state lines are left for the next arranging.
 */
export function joinNotes(grammar: Grammar, texts: string[]): string {
  const known = new Set<string>();
  const blocks: string[] = [];
  let earlier: Earlier | null = null;
  for (const text of texts) {
    const own = blocksOf(grammar, text);
    const fresh = own.map((block) => withoutKnown(block, known)).filter((lines) => lines.length > 0);
    blocks.push(...fresh.map((lines) => lines.map((line) => line.text).join("\n")));
    for (const block of own) for (const key of keysOf(block)) known.add(key);
    const summary = readDocument(grammar, text, { today: null }).earlier.map((line) => readEarlier(grammar, line.text));
    // Of two on one card, which only a mishap brings together, the one that tells of more counts.
    const told = summary.filter((read) => read !== null).sort((a, b) => b.done + b.lost - (a.done + a.lost))[0];
    earlier = addEarlier(earlier, told ?? null, grammar.settings.currency);
  }
  if (earlier) blocks.push(printEarlier(grammar, earlier));
  return blocks.join("\n\n");
}

type Block = { lines: Line[]; isLog: boolean };

/** Orders and paragraphs, each with the lines that stand together. */
function blocksOf(grammar: Grammar, text: string): Block[] {
  const blocks: Line[][] = [];
  let current: Line[] | null = null;
  for (const line of readDocument(grammar, text, { today: null }).lines) {
    if (line.kind === "state") continue;
    if (!isPersonLine(line)) current = null;
    else if (current === null || line.kind === "header") {
      current = [line];
      blocks.push(current);
    } else current.push(line);
  }
  return blocks.map((lines) => ({
    lines,
    isLog: lines.every(({ kind, date }) => kind === "step" && date !== null),
  }));
}

/** Lines of a log are known one by one, orders and other paragraphs as wholes. */
function keysOf({ lines, isLog }: Block): string[] {
  const keys = lines.map(({ text }) => squeeze(text));
  return isLog ? keys.map((key) => `log ${key}`) : [keys.join("\n")];
}

function withoutKnown(block: Block, known: ReadonlySet<string>): Line[] {
  const keys = keysOf(block);
  if (block.isLog) return block.lines.filter((_, index) => !known.has(keys[index]!));
  return known.has(keys[0]!) ? [] : block.lines;
}
