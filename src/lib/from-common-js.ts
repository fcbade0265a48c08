/**
 * The exports of a CommonJS package that was loaded by `import()`. A bundle shows such a package by its default export only, Node shows the
 * names as well; this takes whichever is there.
 */
export function fromCommonJs<T extends object>(loaded: T): T {
  return (loaded as { default?: T }).default ?? loaded;
}
