/** Where in the text of a YAML document a value stands. */
import { type Document, isMap, isScalar, type LineCounter, type Node } from "yaml";

export type Path = (string | number)[];

/** A problem with the value at `path`; `key` is set when the key itself is wrong, not its value. */
export type Problem = { path: Path; key?: string; problem: string; next?: string };

/** `line:column`, both from 1. A value that is missing is shown at the nearest heading above it. */
export function locate(document: Document, lines: LineCounter, problem: Problem): string {
  const offset = offsetOf(document, problem);
  const { line, col } = lines.linePos(offset);
  return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

function offsetOf(document: Document, { path, key }: Problem): number {
  if (key !== undefined) {
    const at = keyOffset(document, path, key);
    if (at !== null) return at;
  }
  for (let depth = path.length; depth > 0; depth--) {
    const parent = path.slice(0, depth - 1);
    const last = path[depth - 1]!;
    if (depth < path.length) {
      const heading = keyOffset(document, parent, last);
      if (heading !== null) return heading;
    }
    const node = document.getIn(path.slice(0, depth), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function keyOffset(document: Document, path: Path, key: string | number): number | null {
  const parent = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(parent)) return null;
  for (const pair of parent.items) {
    if (isScalar(pair.key) && String(pair.key.value) === String(key)) return pair.key.range?.[0] ?? null;
  }
  return null;
}
