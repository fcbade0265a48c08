/** The complaints of zod in words that an office understands, each with the path of the value it is about. */
import { z } from "zod";
import type { Path, Problem } from "./locate.ts";
import { nearest } from "./nearest.ts";

export function shapeProblems(error: z.ZodError, schema: z.ZodType): Problem[] {
  return error.issues.flatMap((issue) => fromIssue(issue, schema));
}

function fromIssue(issue: z.core.$ZodIssue, schema: z.ZodType): Problem[] {
  const path = issue.path as Path;
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(path, key, keysAt(schema, path)));
    case "invalid_key":
      return [unknownKey(path.slice(0, -1), String(path.at(-1)), keysAt(schema, path.slice(0, -1)))];
    case "invalid_type":
      return [{ path, ...wrongType(issue) }];
    case "invalid_value":
      return [{ path, ...notOneOf(issue) }];
    case "too_small":
    case "too_big":
      return [{ path, problem: outOfRange(issue) }];
    case "invalid_format":
    case "custom":
      return [{ path, problem: `${JSON.stringify(issue.input)} cannot be used here`, next: `write ${issue.message}` }];
    default:
      return [{ path, problem: issue.message }];
  }
}

function unknownKey(path: Path, key: string, known: string[]): Problem {
  const meant = nearest(key, known);
  const problem = `there is no setting "${key}"${path.length > 0 ? ` under ${path.join(".")}` : ""}`;
  if (meant) return { path, key, problem, next: `did you mean "${meant}"?` };
  if (known.length > 0) return { path, key, problem, next: `one of: ${known.join(", ")}` };
  return { path, key, problem };
}

function wrongType(issue: z.core.$ZodIssueInvalidType): Omit<Problem, "path"> {
  const wanted = typeNames[issue.expected] ?? issue.expected;
  const got = issue.input;
  if (got === undefined)
    return { problem: `${String(issue.path.at(-1) ?? "the template")} is missing`, next: `add it: ${wanted}` };
  if (got === null) return { problem: `is empty where ${wanted} is expected` };
  if (issue.expected === "string" && typeof got !== "object")
    return { problem: `is a ${typeof got} where text is expected`, next: "put it in quotes" };
  return { problem: `${Array.isArray(got) ? "a list" : JSON.stringify(got)} where ${wanted} is expected` };
}

const typeNames: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of settings",
  record: "a group of settings",
};

function notOneOf(issue: z.core.$ZodIssueInvalidValue): Omit<Problem, "path"> {
  const values = issue.values.map(String);
  const meant = typeof issue.input === "string" ? nearest(issue.input, values) : null;
  if (issue.input === undefined)
    return { problem: `${String(issue.path.at(-1))} is missing`, next: `one of: ${values.join(", ")}` };
  const problem = `${JSON.stringify(issue.input)} is not known here`;
  return { problem, next: meant ? `did you mean "${meant}"?` : `one of: ${values.join(", ")}` };
}

function outOfRange(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const bound = issue.code === "too_small" ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  if (issue.origin === "string")
    return issue.code === "too_small" ? "is empty" : `is longer than ${issue.maximum} characters`;
  if (issue.origin === "array") return `needs ${bound} entries`;
  return `has to be ${bound}`;
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
  if (schema instanceof z.ZodPipe) return bare(schema.out);
  return schema;
}
