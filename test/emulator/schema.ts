import { readFileSync } from "node:fs";

type Spec = {
  type?: string;
  $ref?: string;
  enum?: string[];
  format?: string;
  items?: Spec;
  additionalProperties?: Spec;
};
type Method = { httpMethod: string; flatPath: string; response?: { $ref: string } };
type Resource = { methods?: Record<string, Method>; resources?: Record<string, Resource> };

const document = JSON.parse(
  readFileSync(new URL("../../src/emulator/people-v1.discovery.json", import.meta.url), "utf8"),
) as Resource & { schemas: Record<string, { properties?: Record<string, Spec> }> };

export const allMethods = collect(document);

function collect(resource: Resource): (Method & { id: string })[] {
  return [
    ...Object.values(resource.methods ?? {}),
    ...Object.values(resource.resources ?? {}).flatMap(collect),
  ] as never;
}

/** The schema of the answer to a request, found by the document's flat paths. */
export function responseSchema(httpMethod: string, path: string): string | null {
  for (const method of allMethods) {
    const route = new RegExp(`^/${method.flatPath.replace(/\{[^}]+\}/g, "[^/:]+")}$`);
    if (method.httpMethod === httpMethod && route.test(path)) return method.response?.$ref ?? null;
  }
  return null;
}

/** Everything in `value` that the schema does not know or types otherwise, as paths. Proto3 JSON leaves out what is empty. */
export function misfits(value: unknown, schema: string): string[] {
  return messageMisfits(value, schema, schema);
}

function messageMisfits(value: unknown, schema: string, path: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${path}: no object`];
  const properties = document.schemas[schema]?.properties ?? {};
  return Object.entries(value).flatMap(([key, member]) => {
    const spec = properties[key];
    return spec ? fieldMisfits(member, spec, `${path}.${key}`) : [`${path}.${key}: unknown`];
  });
}

function fieldMisfits(value: unknown, spec: Spec, path: string): string[] {
  if (value === null) return [`${path}: null`];
  if (spec.$ref) return messageMisfits(value, spec.$ref, path);
  if (spec.type === "array") {
    if (!Array.isArray(value) || value.length === 0) return [`${path}: no filled list`];
    return value.flatMap((item, index) => fieldMisfits(item, spec.items ?? {}, `${path}[${index}]`));
  }
  if (spec.type === "object") {
    return Object.entries(value as object).flatMap(([key, member]) =>
      fieldMisfits(member, spec.additionalProperties ?? {}, `${path}[${key}]`),
    );
  }
  if (spec.type === "any") return [];
  const type = spec.type === "integer" ? "number" : spec.type;
  if (typeof value !== type) return [`${path}: ${typeof value}`];
  if (spec.enum && !spec.enum.includes(value as string)) return [`${path}: ${value}`];
  if (spec.format === "google-datetime" && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value as string)) {
    return [`${path}: no time`];
  }
  return [];
}
