/** Reads one file as an import does and prints what came of it: `node read-one.ts PATH LIMITS`. Run by the tests that measure memory. */
import { AppError } from "../../src/lib/errors.ts";
import { readBase, readDrafts } from "../../src/sheets/index.ts";
import { officeContext } from "./read-sample.ts";

const [path = "", limits = "{}"] = process.argv.slice(2);
try {
  const base = await readBase(path, { limits: JSON.parse(limits) });
  const { drafts } = readDrafts(base, officeContext());
  process.stdout.write(JSON.stringify({ drafts: drafts.length }));
} catch (error) {
  process.stdout.write(JSON.stringify(error instanceof AppError ? error.fields : { crash: String(error) }));
}
