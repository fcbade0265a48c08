/** An office's template: from the YAML that people write to the settings that the program uses. Pure. */
import { type ErrorCode, LineCounter, parseDocument } from "yaml";
import type { AddedWords, Language } from "../card/settings.ts";
import { appError } from "../lib/errors.ts";
import { crossProblems } from "./label-checks.ts";
import { locate, type Problem } from "./locate.ts";
import { type TemplateFile, templateSchema } from "./schema.ts";
import { shapeProblems } from "./shape-problems.ts";
import type { Kind, Template } from "./template.ts";
import { type ProblemWords, problemWords, type YamlSlip } from "./words.ts";

/** Longer than any office needs; a file of this size is no template. */
const MAX_LENGTH = 1_000_000;

/**
 * Reads a template. `file` is its path, for messages; `timeZone` is the clock of an office whose template names none.
 * Throws `config` with every problem at once, each at its `file:line:column`, in `language`.
 */
export function readTemplate(text: string, file: string, timeZone = "UTC", language: Language = "en"): Template {
  const words = problemWords[language];
  if (text.length > MAX_LENGTH) throw configError(file, [{ where: file, problem: words.tooLong }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw configError(
      file,
      document.errors.map((error) => ({
        where: position(file, lines, error.pos[0]),
        problem: words.yaml[slipOf(error.code, error.message)](sentence(error.message)),
      })),
    );
  }
  const raw = toData(document, file, words);
  const shaped = templateSchema.safeParse(raw, { reportInput: true });
  const problems: Problem[] = [
    ...(shaped.success ? [] : shapeProblems(shaped.error, templateSchema, words)),
    ...crossProblems(raw, words),
  ];
  if (!shaped.success || problems.length > 0) {
    throw configError(
      file,
      problems.map(({ problem, next, ...at }) => ({
        where: `${file}:${locate(document, lines, { problem, ...at })}`,
        problem,
        ...(next === undefined ? {} : { next }),
      })),
    );
  }
  return toTemplate(shaped.data, file, timeZone);
}

/** The parser tells some mistakes apart only by its sentence. */
function slipOf(code: ErrorCode | null, message: string): YamlSlip {
  if (message.startsWith("Implicit map keys")) return "key";
  if (/must end with|sufficiently indented/.test(message)) return "unclosed";
  if (message.startsWith("Unresolved alias")) return "reference";
  return (code && slips[code]) ?? "other";
}

const slips: Partial<Record<ErrorCode, YamlSlip>> = {
  DUPLICATE_KEY: "twice",
  BAD_INDENT: "indent",
  TAB_AS_INDENT: "tab",
  MISSING_CHAR: "unclosed",
  BLOCK_IN_FLOW: "unclosed",
  MULTIPLE_DOCS: "documents",
  BLOCK_AS_IMPLICIT_KEY: "key",
  MULTILINE_IMPLICIT_KEY: "key",
  BAD_SCALAR_START: "quotes",
  BAD_DQ_ESCAPE: "quotes",
  BAD_ALIAS: "reference",
};

/** The plain data of the document; `yaml` itself refuses nodes that multiply by reference without end. */
function toData(document: ReturnType<typeof parseDocument>, file: string, words: ProblemWords): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    const detail = sentence(error instanceof Error ? error.message : String(error));
    throw configError(file, [{ where: file, problem: words.yaml[slipOf(null, detail)](detail) }]);
  }
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

type Told = { where: string; problem: string; next?: string };

/** Problems in the order in which a person goes through the file. */
function configError(file: string, problems: Told[]) {
  const place = ({ where }: Told) =>
    where
      .slice(file.length + 1)
      .split(":")
      .map(Number);
  const sorted = problems.toSorted((left, right) => {
    const [l, r] = [place(left), place(right)];
    return (l[0] ?? 0) - (r[0] ?? 0) || (l[1] ?? 0) - (r[1] ?? 0);
  });
  return appError({ code: "config", problems: sorted });
}

function position(file: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}

function sentence(message: string): string {
  return message.split("\n")[0]!.trim();
}
