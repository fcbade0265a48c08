import type { ApiMethod, FieldSpec } from "./discovery.ts";
import { commonParameters } from "./discovery.ts";
import { camelCase, snakeCase } from "./json.ts";
import { malformed } from "./refusal.ts";
import { badValue, enumType } from "./validate.ts";

/** The checked query of a request under the document's names. */
export class Parameters {
  readonly #values: Map<string, string[]>;

  constructor(values: Map<string, string[]>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  list(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  flag(name: string): boolean {
    return /^(true|1)$/.test(this.text(name) ?? "");
  }

  number(name: string): number {
    return Number(this.text(name) ?? 0);
  }
}

/**
 * Checks a query string against the method's parameters and those that all methods take. Both spellings of a name are known
 * (`pageSize`, `page_size`); what the document does not know is refused, as Google does.
 */
export function parseParameters(query: URLSearchParams, method: ApiMethod): Parameters {
  const values = new Map<string, string[]>();
  const violations: { field?: string; description: string }[] = [];
  for (const [key, value] of query) {
    const spec = specOf(key, method);
    if (!spec) {
      violations.push({ description: unknownParameter(key) });
      continue;
    }
    const [name, field] = spec;
    const wanted = misfit(value, field);
    if (wanted) violations.push(badValue(snakeCase(name), wanted, value));
    else values.set(name, [...(values.get(name) ?? []), value]);
  }
  if (violations.length > 0) throw malformed(violations);
  return new Parameters(values);
}

function specOf(key: string, method: ApiMethod): [string, FieldSpec] | null {
  if (Object.hasOwn(commonParameters, key)) return [key, commonParameters[key]!];
  const name = camelCase(key);
  const spec = Object.hasOwn(method.parameters, name) ? method.parameters[name]! : undefined;
  return spec?.location === "query" ? [name, spec] : null;
}

/** The type that a value should have had, or `null` when it fits. */
function misfit(value: string, spec: FieldSpec): string | null {
  if (spec.enum) return spec.enum.includes(value) ? null : enumType(spec.enum);
  if (spec.type === "integer")
    return /^-?\d{1,10}$/.test(value) && Math.abs(Number(value)) < 2 ** 31 ? null : "TYPE_INT32";
  if (spec.type === "boolean") return /^(true|false|1|0)$/.test(value) ? null : "TYPE_BOOL";
  return null;
}

function unknownParameter(name: string): string {
  return (
    `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. ` +
    `Field '${name}' could not be found in request message.`
  );
}
