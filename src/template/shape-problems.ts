/** The complaints of zod in words that an office understands, each with the path of the value it is about. */
import { z } from "zod";
import type { Path, Problem } from "./locate.ts";
import { nearest } from "./nearest.ts";
import type { Hint, ProblemWords, Wanted } from "./words.ts";

export function shapeProblems(error: z.ZodError, schema: z.ZodType, words: ProblemWords): Problem[] {
  return error.issues.flatMap((issue) => fromIssue(issue, schema, words));
}

function fromIssue(issue: z.core.$ZodIssue, schema: z.ZodType, words: ProblemWords): Problem[] {
  const path = issue.path as Path;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, keysAt(schema, path), words));
    case "invalid_key":
      return [badKey(issue, schema, words)];
    case "invalid_type":
      return [{ path, ...wrongType(issue, words) }];
    case "invalid_value":
      return [{ path, ...notOneOf(issue, words) }];
    case "too_small":
    case "too_big":
      return [{ path, problem: outOfRange(issue, words) }];
    case "invalid_format":
    case "custom":
      return [
        {
          path,
          problem: words.cannotBeUsed(JSON.stringify(issue.input)),
          next: words.write(issue.message as Hint),
        },
      ];
    default:
      return [{ path, problem: issue.message }];
  }
}

function unknownKey(path: Path, key: string, known: string[], words: ProblemWords): Problem {
  const meant = nearest(key, known);
  const problem = words.unknownKey(key, path.join("."));
  if (meant) return { path, key, problem, next: words.didYouMean(meant) };
  if (known.length > 0) return { path, key, problem, next: words.oneOf(known.join(", ")) };
  return { path, key, problem };
}

/** A name that is none of a list, or (of a screen) that is no name. */
function badKey(issue: z.core.$ZodIssueInvalidKey, schema: z.ZodType, words: ProblemWords): Problem {
  const path = (issue.path as Path).slice(0, -1);
  const key = String(issue.path.at(-1));
  const known = keysAt(schema, path);
  if (known.length > 0) return unknownKey(path, key, known, words);
  const [why] = issue.issues;
  return { path, key, problem: words.badKey(key), next: why && words.write(why.message as Hint) };
}

function wrongType(issue: z.core.$ZodIssueInvalidType, words: ProblemWords): Omit<Problem, "path"> {
  const wanted = wantedOf[issue.expected] ?? "group";
  const got = issue.input;
  if (got === undefined)
    return { problem: words.missing(String(issue.path.at(-1) ?? words.theTemplate)), next: words.add(wanted) };
  if (got === null) return { problem: words.emptyWhere(wanted) };
  if (wanted === "text" && typeof got !== "object") return { problem: words.notText, next: words.quote };
  return { problem: words.wrongType(Array.isArray(got) ? null : JSON.stringify(got), wanted) };
}

const wantedOf: Record<string, Wanted> = {
  string: "text",
  number: "number",
  int: "whole",
  boolean: "truth",
  array: "list",
  object: "group",
  record: "group",
};

function notOneOf(issue: z.core.$ZodIssueInvalidValue, words: ProblemWords): Omit<Problem, "path"> {
  const values = issue.values.map(String);
  const meant = typeof issue.input === "string" ? nearest(issue.input, values) : null;
  const all = words.oneOf(values.join(", "));
  if (issue.input === undefined) return { problem: words.missing(String(issue.path.at(-1))), next: all };
  const problem = words.notKnown(JSON.stringify(issue.input));
  return { problem, next: meant ? words.didYouMean(meant) : all };
}

function outOfRange(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, words: ProblemWords): string {
  const isSmall = issue.code === "too_small";
  const bound = isSmall ? "least" : "most";
  const value = Number(isSmall ? issue.minimum : issue.maximum);
  if (issue.origin === "string") return isSmall ? words.empty : words.longerThan(value);
  return issue.origin === "array" ? words.entries(bound, value) : words.range(bound, value);
}

/** The names that the schema knows at a path, for suggestions. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  let at: z.core.$ZodType = schema;
  for (const key of path) at = childOf(bare(at), key) ?? z.unknown();
  const found = bare(at);
  if (found instanceof z.ZodObject) return Object.keys(found.shape);
  if (found instanceof z.ZodRecord && found.keyType instanceof z.ZodEnum) return found.keyType.options.map(String);
  return [];
}

function childOf(schema: z.core.$ZodType, key: string | number): z.core.$ZodType | null {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, z.core.$ZodType>)[key] ?? null;
  if (schema instanceof z.ZodArray) return schema.element;
  return null;
}

function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return bare(schema.unwrap());
  if (schema instanceof z.ZodPipe) return bare(schema.in);
  return schema;
}
