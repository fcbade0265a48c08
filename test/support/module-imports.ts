/** Reads what a module imports, in every form that TypeScript has for it, and what it takes from its surroundings, with a real parser. */
import { parseSync, Visitor } from "oxc-parser";

export type ImportForm =
  | "value"
  | "type"
  | "re-export"
  | "dynamic"
  | "import type"
  | "import equals"
  | "require"
  | "reference";

/** `specifier` is `null` where it is computed, so that nobody can know what is loaded. */
export type ImportUse = { specifier: string | null; form: ImportForm; line: number };

/** A use of the clock, chance, the environment or the outside world without an import. */
export type AmbientUse = { what: string; line: number };

export type ModuleReading = { imports: ImportUse[]; ambient: AmbientUse[] };

/** Globals whose mere name in a pure room is a use of the world. */
const WORLDLY = new Set(
  `Buffer Worker alert clearInterval clearTimeout console crypto fetch global globalThis localStorage navigator performance process
   queueMicrotask require self setImmediate setInterval setTimeout window eval Function WebSocket XMLHttpRequest`.split(
    /\s+/,
  ),
);

/** Methods of a date that answer in the machine's own time zone. */
const ZONED =
  /^(?:getTimezoneOffset|[gs]et(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Year)|to(?:Date|Time)String|toLocale(?:Date|Time)String)$/;

/** Words of sorting and printing that follow the machine's locale unless one is named as the given argument. */
const LOCALE_ARGUMENT: Record<string, number> = {
  localeCompare: 1,
  toLocaleString: 0,
  toLocaleUpperCase: 0,
  toLocaleLowerCase: 0,
};

type Node = { type: string; start: number } & Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

function textOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return null;
  const { quasis, expressions } = node as unknown as {
    quasis: { value: { cooked: string | null } }[];
    expressions: unknown[];
  };
  return expressions.length === 0 ? (quasis[0]?.value.cooked ?? null) : null;
}

const nameOf = (node: unknown): string | null =>
  isNode(node) && node.type === "Identifier" ? String(node.name) : null;

/** The property's name of `a.b` or `a["b"]`. */
function propertyOf(node: Node): string | null {
  return node.computed ? textOf(node.property) : nameOf(node.property);
}

/** Throws a `SyntaxError` for a text that does not parse: a module that cannot be read must not pass for one without imports. */
export function readModule(path: string, source: string): ModuleReading {
  const parsed = parseSync(path, source, { sourceType: "module" });
  const [problem] = parsed.errors;
  if (problem) throw new SyntaxError(`${path}: ${problem.message}`);
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  const reading: ModuleReading = { imports: [], ambient: [] };
  const found = (form: ImportForm, specifier: unknown, at: { start: number }) =>
    reading.imports.push({ specifier: textOf(specifier), form, line: lineAt(at.start) });
  const ambient = (what: string, at: { start: number }) => reading.ambient.push({ what, line: lineAt(at.start) });

  for (const comment of parsed.comments) {
    const reference = /^\/\s*<reference\s+(?:path|types|lib)\s*=\s*["']([^"']+)["']/.exec(comment.value);
    if (comment.type === "Line" && reference)
      reading.imports.push({ specifier: reference[1] ?? null, form: "reference", line: lineAt(comment.start) });
  }

  /** `require(…)`, `require.resolve(…)`, and `createRequire(…)(…)`, which is a `require` under another name. */
  const isRequire = (callee: Node): boolean => {
    if (nameOf(callee) === "require") return true;
    if (callee.type === "CallExpression" && isNode(callee.callee)) return isCreateRequire(callee.callee);
    return callee.type === "MemberExpression" && isNode(callee.object) && isRequire(callee.object);
  };
  const isCreateRequire = (callee: Node): boolean =>
    nameOf(callee) === "createRequire" ||
    (callee.type === "MemberExpression" && propertyOf(callee) === "createRequire");

  // Identifiers that their parent has judged already, or that only name a member or a type.
  const seenByParent = new Set<unknown>();
  const named = (node: { computed?: boolean; key: unknown }) => {
    if (!node.computed) seenByParent.add(node.key);
  };
  new Visitor({
    ImportDeclaration(node) {
      found(node.importKind === "type" ? "type" : "value", node.source, node);
    },
    ExportNamedDeclaration(node) {
      if (node.source) found("re-export", node.source, node);
    },
    ExportAllDeclaration(node) {
      found("re-export", node.source, node);
    },
    ImportExpression(node) {
      found("dynamic", node.source, node);
    },
    TSImportType(node) {
      found("import type", node.source, node);
    },
    TSExternalModuleReference(node) {
      found("import equals", node.expression, node);
    },
    NewExpression(node) {
      const name = nameOf(node.callee);
      if (name === "Date") {
        // One argument is an instant; none is the clock, several are read in the machine's time zone.
        seenByParent.add(node.callee);
        if (node.arguments.length !== 1) ambient(`new Date(${node.arguments.length === 0 ? "" : "…, …"})`, node);
      }
    },
    BinaryExpression(node) {
      if (node.operator === "instanceof") seenByParent.add(node.right);
    },
    CallExpression(node) {
      const callee = node.callee as unknown as Node;
      if (isRequire(callee)) found("require", node.arguments[0], node);
      if (isCreateRequire(callee)) ambient("createRequire", node);
      const called = callee.type === "MemberExpression" ? propertyOf(callee) : null;
      if (called === null) return;
      if (called === "getBuiltinModule") found("require", node.arguments[0], node);
      if (ZONED.test(called)) ambient(`.${called}()`, node);
      const localeAt = Object.hasOwn(LOCALE_ARGUMENT, called) ? LOCALE_ARGUMENT[called] : undefined;
      if (localeAt !== undefined && node.arguments.length <= localeAt) ambient(`.${called}() without a locale`, node);
    },
    MemberExpression(node) {
      const object = nameOf(node.object);
      const property = propertyOf(node as unknown as Node);
      const harmless =
        (object === "Date" && (property === "UTC" || property === "parse")) ||
        (object === "Math" && property !== null && property !== "random");
      if (harmless) seenByParent.add(node.object);
      else if (object === "Date" || object === "Math") {
        seenByParent.add(node.object);
        ambient(`${object}.${property ?? "[…]"}`, node);
      }
      if (!node.computed) seenByParent.add(node.property);
    },
    MetaProperty(node) {
      if (node.meta.name === "import") ambient("import.meta", node);
      seenByParent.add(node.meta).add(node.property);
    },
    Property(node) {
      if (!node.shorthand) named(node);
    },
    PropertyDefinition: named,
    MethodDefinition: named,
    TSPropertySignature: named,
    TSMethodSignature: named,
    TSTypeReference(node) {
      seenByParent.add(node.typeName);
    },
    Identifier(node) {
      if (seenByParent.has(node)) return;
      if (WORLDLY.has(node.name) || node.name === "Date" || node.name === "Math") ambient(node.name, node);
    },
  }).visit(parsed.program);
  return reading;
}
