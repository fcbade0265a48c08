/** A base read into drafts, as an import does before it looks at the account. */

import { readFileSync } from "node:fs";
import { hashOf } from "../../src/lib/hash.ts";
import { readBase, readDrafts } from "../../src/sheets/index.ts";
import { readTemplate } from "../../src/template/read.ts";

const [file = "", template = ""] = process.argv.slice(2);
const { country, card, timeZone, markers, kinds, columns } = readTemplate(readFileSync(template, "utf8"), template);
const read = readDrafts(await readBase(file), {
  country,
  currency: card.currency,
  language: card.language,
  timeZone,
  markers,
  kinds,
  columns,
  hash: hashOf,
});
if (read.drafts.length === 0) process.exitCode = 1;
