import { join } from "node:path";
import type { App } from "../../app.ts";
import type { MirrorDifference } from "../../sync/verify-mirror.ts";
import { joined, type Look } from "./look.ts";
import { indented } from "./width.ts";

type Contents = Parameters<Parameters<App["restore"]>[1]>[0];

/** What a backup holds, and what it would replace. */
export function restoreView(file: string, home: string, { account, runs, lastRunAt }: Contents, look: Look): string {
  const { words, style, width } = look;
  const { restore: said } = words.views;
  const held = lastRunAt === null ? said.noRuns : said.runs(runs, words.format.day(lastRunAt.slice(0, 10)));
  return [
    style.bold(said.title(file)),
    indented(joined([account, held]), 2, width),
    indented(said.replaces(join(home, "ledger.db")), 0, width),
  ].join("\n");
}

/** Differences that are shown; `--json` has them all. */
const SHOWN = 40;

/** Where the mirror is not what the account holds. */
export function differencesView(differences: MirrorDifference[], { words, style, width }: Look): string {
  const { rebuild: said, noName, more } = words.views;
  const lines = differences.slice(0, SHOWN).map(({ resourceName, name, kind, fields }) => {
    const what = kind === "differs" ? said.fields(fields.join(", ")) : said[kind];
    return indented(`${name || noName} (${resourceName}): ${what}`, 2, width);
  });
  const rest = differences.length > SHOWN ? [more(differences.length - SHOWN)] : [];
  return [style.warn(said.differs), ...lines, ...rest, said.next].join("\n");
}
