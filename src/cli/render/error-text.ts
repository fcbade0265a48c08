import { AppError, type AppErrorShape } from "../../lib/errors.ts";
import type { Catalogue, Told } from "../text/catalogue.ts";
import type { Style } from "./style.ts";
import { indented } from "./width.ts";

/** The fields of any error: one that nobody meant to raise becomes `internal`. */
export function shapeOf(error: unknown): AppErrorShape {
  if (error instanceof AppError) return error.fields;
  return { code: "internal", detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}

/** What happened, to what, and the next step: in words. */
export function errorWords(shape: AppErrorShape, { errors }: Catalogue): Told {
  const tell = errors[shape.code] as (error: AppErrorShape) => Told;
  return tell(shape);
}

export function errorText(shape: AppErrorShape, words: Catalogue, style: Style, width: number | null): string {
  const { what, details = [], next } = errorWords(shape, words);
  const lines = [
    style.bad(indented(what, 0, width, 0)),
    ...details.filter((detail) => detail !== "").map((detail) => indented(detail, 2, width)),
    ...(next ? [indented(`→ ${next}`, 0, width)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same for a program: the code and fields as they are, the words beside them. */
export function errorDocument(shape: AppErrorShape, words: Catalogue) {
  const { what, next } = errorWords(shape, words);
  return { error: { ...shape, message: what, next: next ?? null } };
}
