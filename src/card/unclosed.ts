/** A header that ends like a closed line but closes nothing, because its date is missing or is none: what to tell the office about it. */
import type { IsoDay } from "../lib/day.ts";
import { isDash, isSpace, skipSpaces, trimEndAt } from "./chars.ts";
import { isSeparator, readDate } from "./dates.ts";
import { type Grammar, leadAt } from "./grammar.ts";
import type { Line } from "./line.ts";
import type { Range } from "./model.ts";

export type Unclosed = { rule: "step.date-impossible" | "outcome.unclear"; range: Range };

/** `Order 7: table – lost (Aram)`, `– done 31.02.2026`, `Order 7 – done (Aram)`; `null` for a title in which an outcome word is only a word. */
export function readUnclosed(grammar: Grammar, { header, text }: Line, limit: IsoDay | null): Unclosed | null {
  if (!header || header.closing) return null;
  const end = trimEndAt(text, header.titleAt, header.end);
  const title = outcomeAt(grammar, text, header.titleAt, end, limit);
  if (title) return title;
  for (let at = header.titleAt; at < end; at++) {
    if (!isDash(text.charCodeAt(at)) || !isSpace(text.charCodeAt(at + 1)) || !isSpace(text.charCodeAt(at - 1)))
      continue;
    const found = outcomeAt(grammar, text, skipSpaces(text, at + 1), end, limit);
    if (found) return found;
  }
  return null;
}

function outcomeAt(grammar: Grammar, text: string, from: number, end: number, limit: IsoDay | null): Unclosed | null {
  const lead = leadAt(grammar, text, from);
  if (lead?.cls !== "done" && lead?.cls !== "lost") return null;
  const unclear: Unclosed = { rule: "outcome.unclear", range: [from, lead.end] };
  const next = skipSpaces(text, lead.end);
  if (next >= end || isSeparator(text.charCodeAt(next))) return unclear;
  const date = readDate(text, next, limit);
  if (!date) return null;
  return date.impossible ? { rule: "step.date-impossible", range: [next, date.end] } : unclear;
}
