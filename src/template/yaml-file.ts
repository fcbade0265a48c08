/** A settings file in YAML that people write, read with the place of everything in it, for whoever has to mend it. Pure. */
import { type ErrorCode, LineCounter, parseDocument } from "yaml";
import { appError } from "../lib/errors.ts";
import { locate, type Problem } from "./locate.ts";
import type { ProblemWords, YamlSlip } from "./words.ts";

/** Longer than any office needs; a file of this size is no settings file. */
const MAX_LENGTH = 1_000_000;

export type YamlFile = {
  /** Plain data; an empty file is `{}`. */
  data: unknown;
  /** `config` with every problem, each at its `file:line:column`, in the order in which a person goes through the file. */
  refusal(problems: Problem[]): ReturnType<typeof appError>;
};

/** `file` is its path, for messages. Throws `config` when the text is no YAML. */
export function readYaml(text: string, file: string, words: ProblemWords): YamlFile {
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
  return {
    data: toData(document, file, words),
    refusal: (problems) =>
      configError(
        file,
        problems.map(({ problem, next, ...at }) => ({
          where: `${file}:${locate(document, lines, { problem, ...at })}`,
          problem,
          ...(next === undefined ? {} : { next }),
        })),
      ),
  };
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

type Told = { where: string; problem: string; next?: string };

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
