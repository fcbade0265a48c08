/**
 * Writes `templates/office.schema.json`, by which editors complete a template and check it while it is being typed. The program's own
 * checks are stricter: they know calendars and currencies, and that a label leads to one place only.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { templateSchema } from "../src/template/schema.ts";

export const schemaFile = join(import.meta.dirname, "../templates/office.schema.json");

/** Draft 7, which every editor's YAML support understands. */
export function templateJsonSchema(): string {
  const schema = z.toJSONSchema(templateSchema, { target: "draft-7", io: "input", reused: "ref" });
  return `${JSON.stringify({ ...schema, title: "Template of a clientcard office" }, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(schemaFile, templateJsonSchema());
