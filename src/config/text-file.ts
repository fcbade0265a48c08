import { readFileSync } from "node:fs";
import type { Language } from "../card/settings.ts";

export type TextFile = { ok: true; text: string } | { ok: false; missing: boolean; problem: string };

/** A settings file as UTF-8 text, or why it cannot be read, in words. */
export function readTextFile(path: string, language: Language = "en"): TextFile {
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    return {
      ok: false,
      missing: code === "ENOENT" || code === "ENOTDIR",
      problem: reasons[language][kinds[code] ?? "other"].replace("CODE", code),
    };
  }
}

type Reason = "missing" | "folder" | "denied" | "encoding" | "other";

const kinds: Record<string, Reason> = {
  ENOENT: "missing",
  ENOTDIR: "missing",
  EISDIR: "folder",
  EACCES: "denied",
  EPERM: "denied",
  ERR_ENCODING_INVALID_ENCODED_DATA: "encoding",
};

const reasons: Record<Language, Record<Reason, string>> = {
  en: {
    missing: "is not there",
    folder: "is a folder, not a file",
    denied: "cannot be read: permission denied",
    encoding: "is not UTF-8 text: save it as UTF-8",
    other: "cannot be read (CODE)",
  },
  ru: {
    missing: "такого файла нет",
    folder: "это папка, а не файл",
    denied: "не читается: нет прав",
    encoding: "это не текст в UTF-8: сохраните в UTF-8",
    other: "не читается (CODE)",
  },
  hy: {
    missing: "այդպիսի ֆայլ չկա",
    folder: "պանակ է, ոչ թե ֆայլ",
    denied: "չի կարդացվում. իրավունք չկա",
    encoding: "UTF-8 տեքստ չէ. պահպանեք UTF-8-ով",
    other: "չի կարդացվում (CODE)",
  },
};
