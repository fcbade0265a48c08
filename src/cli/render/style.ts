import { styleText } from "node:util";

type Paint = (text: string) => string;
export type Style = { bold: Paint; dim: Paint; good: Paint; bad: Paint; warn: Paint; accent: Paint };

const plain: Style = {
  bold: same,
  dim: same,
  good: same,
  bad: same,
  warn: same,
  accent: same,
};

/** Colours only for a person at a terminal who has not asked for none (no-color.org). */
export function styleFor(tty: boolean, env: Record<string, string | undefined>): Style {
  if (!tty || env.NO_COLOR || env.TERM === "dumb") return plain;
  const paint =
    (format: Parameters<typeof styleText>[0]): Paint =>
    (text) =>
      styleText(format, text, { validateStream: false });
  return {
    bold: paint("bold"),
    dim: paint("dim"),
    good: paint("green"),
    bad: paint("red"),
    warn: paint("yellow"),
    accent: paint("cyan"),
  };
}

function same(text: string): string {
  return text;
}
