import { resolve } from "node:path";
import type { Language } from "../card/settings.ts";
import { appError } from "../lib/errors.ts";
import type { Template } from "../template/template.ts";
import { readCompiled } from "./compiled.ts";
import { readTextFile } from "./text-file.ts";

/**
 * The office's template. `cacheDir` (null = none) keeps its compiled form, so that an unchanged file is read in about a millisecond;
 * `timeZone` is the clock of an office whose template names none, `null` the system's. Throws `config` with every problem, in `language`.
 */
export async function readTemplateFile(
  path: string,
  {
    cacheDir,
    timeZone = "UTC",
    language = "en",
  }: { cacheDir: string | null; timeZone?: string | null; language?: Language },
): Promise<Template> {
  const file = resolve(path);
  const read = readTextFile(file, language);
  if (!read.ok) {
    throw appError({ code: "config", problems: [{ where: file, problem: read.problem, next: missing[language] }] });
  }
  return readCompiled({
    file,
    text: read.text,
    cacheDir,
    salt: timeZone ?? systemOffsets(),
    async compile(text) {
      // Loaded here, not above: zod and yaml cost more than a whole look-up (docs/decisions.md, quick path).
      const { readTemplate } = await import("../template/read.ts");
      return readTemplate(text, file, timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone, language);
    },
  });
}

const missing: Record<Language, string> = {
  en: "name the office's template in CLIENTCARD_TEMPLATE or by --template",
  ru: "укажите шаблон офиса в CLIENTCARD_TEMPLATE или через --template",
  hy: "գրասենյակի ձևանմուշը նշեք CLIENTCARD_TEMPLATE-ում կամ --template-ով",
};

/** What tells the system's time zone from another at next to no cost: naming it would load the whole of ICU (some 20 ms). */
function systemOffsets(): string {
  const year = new Date().getFullYear();
  return [0, 3, 6, 9].map((month) => new Date(year, month, 1).getTimezoneOffset()).join();
}
