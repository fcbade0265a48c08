import type { Screen, ScreenView } from "../../card/screen.ts";
import { joined, type Look } from "./look.ts";
import { padEnd } from "./width.ts";

/** The first screen of a phone in a frame, and what it does not show. */
export function screenView(view: ScreenView, text: string, { lines, characters }: Screen, look: Look): string {
  const { words, style } = look;
  const { card: said } = words.views;
  const bar = "─".repeat(characters + 2);
  const edge = style.dim("│");
  const rows = Array.from({ length: lines }, (_, at) => `${edge} ${padEnd(view.shown[at] ?? "", characters)} ${edge}`);
  const begin = (line: number) => joined([said.line(line + 1), excerpt(text.split("\n")[line] ?? "")], ": ");
  return [
    style.dim(`┌${bar}┐`),
    ...rows,
    style.dim(`└${bar}┘`),
    ...(view.rest === null ? [] : [style.dim(said.cut(view.below, begin(view.rest)))]),
    ...(view.hidden === null ? [] : [style.warn(said.hidden(begin(view.hidden)))]),
  ].join("\n");
}

const EXCERPT = 40;

function excerpt(line: string): string {
  const letters = [...line.trim()];
  return letters.length > EXCERPT ? `${letters.slice(0, EXCERPT - 1).join("")}…` : letters.join("");
}
