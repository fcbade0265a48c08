import { readFileSync } from "node:fs";

type Spec = {
  type?: string;
  $ref?: string;
  enum?: string[];
  format?: string;
  description?: string;
  items?: Spec;
  additionalProperties?: Spec;
};
type Method = {
  httpMethod: string;
  flatPath: string;
  scopes: string[];
  parameters: Record<string, { description: string }>;
  response?: { $ref: string };
};
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

/** The paths that the document lists for a mask: "Valid values are: * names * photos". */
export function validPaths(id: string, parameter: string): string[] {
  const method = allMethods.find((candidate) => candidate.id === id);
  return listedIn(method?.parameters[parameter]?.description ?? "");
}

/** The names that a description lists after stars. */
function listedIn(description: string): string[] {
  return [...description.matchAll(/\* `?(\w+)`?/g)].map(([, name]) => name!);
}

/** Fields of a person whose items have types, with the document's predefined ones. */
export function predefinedTypes(): { field: string; member: string; types: string[] }[] {
  const person = document.schemas.Person?.properties ?? {};
  return Object.entries(person).flatMap(([field, { items }]) => {
    const properties = Object.entries(document.schemas[items?.$ref ?? ""]?.properties ?? {});
    return properties.flatMap(([member, { description = "" }]) =>
      description.includes("can be custom or") ? [{ field, member, types: listedIn(description) }] : [],
    );
  });
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

/** What in an answer is not as Google's errors are: code, message, status, and details only when there are any, each with its type. */
export function errorMisfits(body: unknown, status: number): string[] {
  const { error, ...rest } = body as { error?: Record<string, unknown> };
  if (!error) return ["no error"];
  const { code, message, status: name, details, ...more } = error;
  const list = details === undefined ? [{ "@type": "type.googleapis.com/" }] : details;
  const typed =
    Array.isArray(list) &&
    list.length > 0 &&
    list.every((item) => /^type\.googleapis\.com\//.test(item["@type"] ?? ""));
  return [
    ...Object.keys({ ...rest, ...more }).map((key) => `${key}: unknown`),
    ...(code === status ? [] : [`code: ${code}`]),
    ...(typeof message === "string" && message !== "" ? [] : ["no message"]),
    ...(/^[A-Z_]+$/.test(String(name)) ? [] : [`status: ${name}`]),
    ...(typed ? [] : ["details: no list of typed messages"]),
  ];
}
