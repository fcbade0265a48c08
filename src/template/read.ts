/** An office's template: from the YAML that people write to the settings that the program uses. Pure. */
import type { AddedWords, Language } from "../card/settings.ts";
import { crossProblems } from "./label-checks.ts";
import type { Problem } from "./locate.ts";
import { type TemplateFile, templateSchema } from "./schema.ts";
import { shapeProblems } from "./shape-problems.ts";
import type { Kind, Template } from "./template.ts";
import { problemWords } from "./words.ts";
import { readYaml } from "./yaml-file.ts";

/**
 * Reads a template. `file` is its path, for messages; `timeZone` is the clock of an office whose template names none.
 * Throws `config` with every problem at once, each at its `file:line:column`, in `language`.
 */
export function readTemplate(text: string, file: string, timeZone = "UTC", language: Language = "en"): Template {
  const words = problemWords[language];
  const { data: raw, refusal } = readYaml(text, file, words);
  const shaped = templateSchema.safeParse(raw, { reportInput: true });
  const problems: Problem[] = [
    ...(shaped.success ? [] : shapeProblems(shaped.error, templateSchema, words)),
    ...crossProblems(raw, words),
  ];
  if (!shaped.success || problems.length > 0) throw refusal(problems);
  return toTemplate(shaped.data, file, timeZone);
}

function toTemplate(from: TemplateFile, file: string, timeZone: string): Template {
  const kinds = from.kinds.labels.map((kind) => toKind(from, kind));
  return {
    file,
    card: kinds.find(({ id }) => id === from.kinds.default)!.card,
    country: from.country,
    timeZone: from.timeZone ?? timeZone,
    markers: from.markers.labels,
    defaultMarker: from.markers.default,
    returningMarker: from.markers.returning,
    kinds,
    defaultKind: from.kinds.default,
    statusLabels: from.statusLabels,
    callBackDays: from.callBackDays,
    quietMinutes: from.quietMinutes,
    callerLine: from.callerLine,
    guard: from.guard,
    columns: from.columns,
  };
}

/** The office's settings with those of the kind on top. */
function toKind(from: TemplateFile, kind: TemplateFile["kinds"]["labels"][number]): Kind {
  const others = from.kinds.labels.filter(({ id }) => id !== kind.id);
  return {
    id: kind.id,
    label: kind.label,
    aliases: kind.aliases,
    callBackDays: kind.callBackDays === undefined ? from.callBackDays : kind.callBackDays,
    card: {
      language: from.language,
      dateForm: from.dateForm,
      currency: from.currency,
      employees: from.employees,
      words: joinWords(kind.words, from.words),
      phrases: kind.phrases,
      otherKinds: others
        .map(({ words, phrases }) => ({ words: { order: words.order }, phrases }))
        .filter(({ words, phrases }) => words.order || Object.keys(phrases).length > 0),
      stateLine: from.stateLine,
      compaction: from.compaction,
      severities: { ...from.rules, ...kind.rules },
      staleDays: from.staleDays,
      screens: from.screens,
    },
  };
}

function joinWords(own: AddedWords, office: AddedWords): AddedWords {
  const words: AddedWords = { ...office };
  for (const [cls, list] of Object.entries(own) as [keyof AddedWords, string[]][])
    words[cls] = [...list, ...(office[cls] ?? [])];
  return words;
}
