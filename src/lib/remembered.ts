/**
 * Remembers what a pure reading of a text gave: columns of a base and lines of cards say the same few things thousands of times. Of texts
 * that are all different only so many are kept; then it begins anew, so that what comes again soon is still known.
 */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined && !known.has(text)) {
      result = read(text);
      if (known.size >= MOST) known.clear();
      known.set(text, result);
    }
    return result as T;
  };
}

const MOST = 5_000;
