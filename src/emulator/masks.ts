import { camelCase, snakeCase } from "./json.ts";
import { invalid, malformed } from "./refusal.ts";

/** Fields of a person in the order of recorded answers (BEHAVIOUR 3); those no recording shows stand where they fit the schema. */
export const personPaths = [
  "metadata",
  "names",
  "nicknames",
  "coverPhotos",
  "photos",
  "genders",
  "ageRanges",
  "birthdays",
  "addresses",
  "emailAddresses",
  "phoneNumbers",
  "biographies",
  "urls",
  "organizations",
  "occupations",
  "interests",
  "skills",
  "memberships",
  "events",
  "calendarUrls",
  "imClients",
  "relations",
  "locales",
  "locations",
  "externalIds",
  "userDefined",
  "sipAddresses",
  "clientData",
  "miscKeywords",
] as const;
export type PersonPath = (typeof personPaths)[number];

const readOnlyPaths: PersonPath[] = ["ageRanges", "coverPhotos", "metadata", "photos", "skills"];
/** The 24 paths of an update mask (BEHAVIOUR 2). */
export const updatePaths = personPaths.filter((path) => !readOnlyPaths.includes(path));
/** Of these a contact holds one at most (BEHAVIOUR 2, singletons). */
export const singletons: PersonPath[] = ["biographies", "birthdays", "genders", "names"];
export const otherContactPaths: PersonPath[] = ["metadata", "names", "photos", "emailAddresses", "phoneNumbers"];
export const groupPaths = ["metadata", "groupType", "name", "memberCount", "clientData"] as const;
export type GroupPath = (typeof groupPaths)[number];

const page = (method: string) =>
  `Valid paths are documented at https://developers.google.com/people/api/rest/v1/people/${method}.`;

/**
 * Splits a FieldMask. A mask with brackets or quotes is not one at all (BEHAVIOUR 2, PY-1409); `name` is the parameter as the
 * client wrote it.
 */
function splitMask(mask: string, name: string): string[] {
  if (/[[\](){}"'`]/.test(mask)) {
    const field = snakeCase(name);
    const description =
      `Invalid value at '${field}' (type.googleapis.com/google.protobuf.FieldMask), Field '${field}', ` +
      `Invalid FieldMask '${mask}'. Map keys should be represented as ["some_key"].`;
    throw malformed([{ field, description }]);
  }
  return mask.split(",").filter((path) => path !== "");
}

/** The paths that `mask` names, in the order of answers; `null` when it names none. Throws the refusal for an unknown path. */
function parsePaths<P extends string>(
  mask: string | undefined,
  name: string,
  valid: readonly P[],
  refuse: (snake: string) => string,
): P[] | null {
  const named = splitMask(mask ?? "", name);
  if (named.length === 0) return null;
  const wanted = new Set<string>();
  for (const path of named) {
    const camel = camelCase(path);
    if (!(valid as readonly string[]).includes(camel)) throw invalid(refuse(snakeCase(path)));
    wanted.add(camel);
  }
  return valid.filter((path) => wanted.has(path));
}

/** A required read mask of persons. `name` is `personFields`, `readMask` or `copyMask`; the wording of "required" differs. */
export function readMask(
  mask: string | undefined,
  name: string,
  valid: readonly PersonPath[] = personPaths,
): PersonPath[] {
  const paths = optionalReadMask(mask, name, valid);
  if (paths) return paths;
  const subject = name === "personFields" ? "personFields mask" : name;
  throw invalid(`${subject} is required. Please specify one or more valid paths. ${page("get")}`);
}

export function optionalReadMask(
  mask: string | undefined,
  name: string,
  valid: readonly PersonPath[] = personPaths,
): PersonPath[] | null {
  return parsePaths(mask, name, valid, (path) => `Invalid ${name} mask path: "${path}". ${page("get")}`);
}

/** `requestMask.includeField`, the old spelling: every path starts with `person.`. */
export function includeFieldMask(mask: string | undefined): string | undefined {
  return mask?.replace(/(^|,)person\./g, "$1");
}

export function updateMask(mask: string | undefined, name: "updatePersonFields" | "updateMask"): PersonPath[] {
  const tail = page("updateContact");
  const paths = parsePaths(mask, name, updatePaths, (path) => `Invalid ${name} mask path: "${path}". ${tail}`);
  if (paths) return paths;
  const subject = name === "updatePersonFields" ? "updatePersonFields mask" : name;
  throw invalid(`${subject} is required. Please specify one or more valid paths. ${tail}`);
}

export function groupMask<P extends GroupPath>(
  mask: string | undefined,
  name: string,
  valid: readonly P[],
  fallback: readonly P[],
): P[] {
  return parsePaths(mask, name, valid, (path) => `Invalid ${name} mask path: "${path}".`) ?? [...fallback];
}
