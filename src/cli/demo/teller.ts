import { styleText } from "node:util";

/** Tells the story in the terminal: headings, sentences, notes as they stand, lists with aligned columns. */
export type Teller = {
  chapter(title: string): void;
  say(text: string): void;
  /** A note as it stands in the contact, indented under what it is. */
  note(title: string, text: string): void;
  rows(rows: (string | number)[][]): void;
  file(what: string, path: string): void;
};

export function tellerTo(write: (text: string) => void, colours: boolean): Teller {
  const bold = (text: string) => (colours ? styleText("bold", text, { validateStream: false }) : text);
  const faint = (text: string) => (colours ? styleText("dim", text, { validateStream: false }) : text);
  let chapters = 0;
  return {
    chapter(title) {
      chapters += 1;
      write(`\n${bold(`${chapters}. ${title}`)}\n\n`);
    },
    say: (text) => write(text === "" ? "\n" : `   ${text}\n`),
    note(title, text) {
      write(`   ${title}\n`);
      for (const line of text.split("\n")) write(line === "" ? `   ${faint("│")}\n` : `   ${faint("│")} ${line}\n`);
    },
    rows(rows) {
      const widths = rows.reduce<number[]>(
        (all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, String(cell).length)),
        [],
      );
      for (const row of rows) {
        const cells = row.map((cell, i) =>
          typeof cell === "number" ? String(cell).padStart(widths[i]!) : cell.padEnd(widths[i]!),
        );
        write(`     ${cells.join("  ").trimEnd()}\n`);
      }
    },
    file: (what, path) => write(`   ${what}: ${bold(path)}\n`),
  };
}
