import type { Language } from "../../card/settings.ts";
import type { Catalogue } from "./catalogue.ts";

export const LANGUAGES: readonly Language[] = ["en", "ru", "hy"];

function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}

/** The language of messages before the settings are read: `--lang`, else the environment, else English. */
export function languageFor(args: string[], env: Record<string, string | undefined>): Language {
  const typed = flagValue(args)?.toLowerCase();
  if (isLanguage(typed)) return typed;
  const own = env.CLIENTCARD_LANG?.trim().toLowerCase();
  if (isLanguage(own)) return own;
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  const named = /^(ru|hy)(?![a-z])/i.exec(locale)?.[1]?.toLowerCase();
  return isLanguage(named) ? named : "en";
}

function flagValue(args: string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith("--lang="));
  if (joined) return joined.slice("--lang=".length);
  const at = args.indexOf("--lang");
  return at < 0 ? undefined : args[at + 1];
}

/** Loads one language; the others cost nothing. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === "ru") return (await import("./ru.ts")).ru;
  if (language === "hy") return (await import("./hy.ts")).hy;
  return (await import("./en.ts")).en;
}
