/** Which of the recent versions a save was made from. */
import { splitLines, squeeze } from "./chars.ts";

/** The index of the version that a save was made from: the one with the fewest lines of difference, of equals the newest. */
export function nearestBase(versions: string[], text: string): number {
  const wanted = countLines(text);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  versions.forEach((version, index) => {
    const distance = distanceOf(countLines(version), wanted);
    if (distance >= least) return;
    least = distance;
    best = index;
  });
  return best;
}

function countLines(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of splitLines(text)) {
    const key = squeeze(line.text);
    if (key !== "") counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function distanceOf(a: Map<string, number>, b: Map<string, number>): number {
  let distance = 0;
  for (const [key, count] of a) distance += Math.abs(count - (b.get(key) ?? 0));
  for (const [key, count] of b) if (!a.has(key)) distance += count;
  return distance;
}
