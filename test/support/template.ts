import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTemplate } from "../../src/template/read.ts";
import type { Template } from "../../src/template/template.ts";

const folder = join(import.meta.dirname, "../../templates");

/** A shipped template, as the program reads it. */
export function shippedTemplate(language: "en" | "ru" | "hy" = "en"): Template {
  const file = join(folder, `office.${language}.yaml`);
  return readTemplate(readFileSync(file, "utf8"), file);
}
