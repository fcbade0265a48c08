import { readFileSync } from "node:fs";

/** One property or parameter of Google's discovery document, as far as requests are checked by it. */
export type FieldSpec = {
  type?: "string" | "integer" | "boolean" | "array" | "object" | "any" | "number";
  $ref?: string;
  format?: string;
  enum?: string[];
  items?: FieldSpec;
  additionalProperties?: FieldSpec;
  readOnly?: boolean;
  repeated?: boolean;
  required?: boolean;
  location?: "path" | "query";
  pattern?: string;
};
export type Schema = { id: string; properties?: Record<string, FieldSpec> };
type MethodSpec = {
  id: string;
  httpMethod: string;
  path: string;
  scopes: string[];
  parameters?: Record<string, FieldSpec>;
  request?: { $ref: string };
  response?: { $ref: string };
};
type Resource = { methods?: Record<string, MethodSpec>; resources?: Record<string, Resource> };
type Document = Resource & {
  [other: string]: unknown;
  schemas: Record<string, Schema>;
  parameters: Record<string, FieldSpec>;
};

export type ApiMethod = {
  /** Google's id without the API's name: `people.connections.list`, `contactGroups.members.modify`. */
  id: string;
  httpMethod: string;
  /** Matches the path, `resourceName` in its first group if the method has one. */
  route: RegExp;
  scopes: string[];
  parameters: Record<string, FieldSpec>;
  request: string | null;
  response: string;
};

const source = readFileSync(new URL("./people-v1.discovery.json", import.meta.url), "utf8");
const document = JSON.parse(source) as Document;

export const schemas: Readonly<Record<string, Schema>> = document.schemas;

/** Query parameters that every method takes: `alt`, `fields`, `prettyPrint` … */
export const commonParameters: Readonly<Record<string, FieldSpec>> = document.parameters;

/** The methods of the document. */
const methods: readonly ApiMethod[] = collect(document);

function collect(resource: Resource): ApiMethod[] {
  const own = Object.values(resource.methods ?? {}).map(toMethod);
  return own.concat(Object.values(resource.resources ?? {}).flatMap(collect));
}

function toMethod(spec: MethodSpec): ApiMethod {
  return {
    id: spec.id.replace(/^people\./, ""),
    httpMethod: spec.httpMethod,
    route: routeOf(spec),
    scopes: spec.scopes,
    parameters: spec.parameters ?? {},
    request: spec.request?.$ref ?? null,
    response: spec.response?.$ref ?? "Empty",
  };
}

/**
 * `v1/{+resourceName}:updateContact` with the pattern `^people/[^/]+$` → `^/v1/(people/[^/:]+):updateContact$`. An id holds no
 * colon: what follows one is a verb, and an unknown verb is an unknown URL (BEHAVIOUR 1, `/v1/people/me:createContact`).
 */
function routeOf(spec: MethodSpec): RegExp {
  const pattern = (spec.parameters?.resourceName?.pattern ?? "").replace(/^\^|\$$/g, "").replace("[^/]+", "[^/:]+");
  return new RegExp(`^/${spec.path.replace("{+resourceName}", `(${pattern})`)}$`);
}

/** The method that a request means, with its resource name; `null` when there is none. */
export function findMethod(
  httpMethod: string,
  path: string,
): { method: ApiMethod; resourceName: string | null } | null {
  const decoded = decode(path);
  for (const method of methods) {
    if (method.httpMethod !== httpMethod || decoded === null) continue;
    const match = method.route.exec(decoded);
    if (match) return { method, resourceName: match[1] ?? null };
  }
  return null;
}

/** The path without its escapes, `null` when they are broken. */
function decode(path: string): string | null {
  try {
    return decodeURI(path);
  } catch {
    return null;
  }
}

/** A method by its id, for callers inside this server. Throws a `RangeError` for an id that the document does not have. */
export function methodOf(id: string): ApiMethod {
  const method = methods.find((candidate) => candidate.id === id);
  if (!method) throw new RangeError(`no method is called ${id}`);
  return method;
}

/** The document as this server publishes it: every root points at `rootUrl` (with its slash at the end). */
export function discoveryDocument(rootUrl: string): Record<string, unknown> {
  return { ...document, rootUrl, baseUrl: rootUrl, mtlsRootUrl: rootUrl };
}
