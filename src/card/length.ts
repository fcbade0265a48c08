import type { IsoDay } from "../lib/day.ts";
import { splitLines } from "./chars.ts";
import { compactCard } from "./compact.ts";
import type { Grammar } from "./grammar.ts";
import type { Finding } from "./model.ts";
import { readMarker } from "./state-line.ts";

/** The finding on notes that no compaction brings within the budget: what the next one will shorten is no matter for a person. */
export function lengthFindings(grammar: Grammar, text: string, today: IsoDay): Finding[] {
  if (text.length <= grammar.settings.compaction.maxLength) return [];
  const marker = readMarker(grammar, splitLines(text)[0]!.text) ?? null;
  return compactCard(grammar, { text, today, marker }).findings.filter(({ rule }) => rule === "notes.too-long");
}
