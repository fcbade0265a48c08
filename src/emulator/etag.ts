import { randomBytes } from "node:crypto";
import type { PersonPath } from "./masks.ts";
import { personPaths } from "./masks.ts";
import { decodeFields, encodeFields } from "./wire.ts";

/** 8 random bytes in base64: a source etag without its `#`, or a group's etag (BEHAVIOUR 3). */
export function newEtagHash(): string {
  return randomBytes(8).toString("base64");
}

/**
 * Google's internal ids of mask paths inside `person.etag` (BEHAVIOUR 4). Those of names, photos, emailAddresses, phoneNumbers,
 * organizations and the constant ones are decoded from recordings; the others share the rest of the full mask's ids as a guess.
 */
const pathIds: Record<PersonPath, number[]> = {
  metadata: [],
  names: [2, 61],
  photos: [3],
  nicknames: [5],
  genders: [6],
  birthdays: [7],
  events: [8],
  emailAddresses: [9, 62],
  addresses: [10, 64],
  phoneNumbers: [11, 63],
  organizations: [12],
  occupations: [13],
  biographies: [14],
  urls: [15],
  imClients: [16],
  relations: [19],
  memberships: [20],
  interests: [21],
  skills: [22],
  coverPhotos: [25],
  calendarUrls: [33],
  clientData: [34],
  externalIds: [35],
  locations: [36],
  locales: [37],
  miscKeywords: [38],
  sipAddresses: [39],
  userDefined: [52],
  ageRanges: [53],
};
const constantIds = [1, 46, 55];
/** What the default of create and update ("all fields") holds beyond the 29 paths. */
const defaultMaskIds = [4, 17, 18, 23, 31];

/** Ids that a mask has beside the constant ones. */
export function maskIdsOf(mask: readonly PersonPath[]): number[] {
  return mask.flatMap((path) => pathIds[path]);
}

function maskIds(mask: readonly PersonPath[], isDefault: boolean): number[] {
  const ids = new Set(constantIds);
  for (const path of mask) for (const id of pathIds[path]) ids.add(id);
  if (isDefault) for (const id of defaultMaskIds) ids.add(id);
  return [...ids].sort((a, b) => a - b);
}

/** `people.get` and the like: the etag of a person read with `mask`. `isDefault` = the caller named no mask. */
export function personEtag(hash: string, mask: readonly PersonPath[] = personPaths, isDefault = false): string {
  const fields = [
    { field: 2, value: Uint8Array.from(maskIds(mask, isDefault)) },
    { field: 3, value: Uint8Array.of(1, 2, 5, 7) },
    { field: 4, value: Buffer.from(hash, "latin1") },
  ];
  return `%${encodeFields(fields).toString("base64")}`;
}

/** The hash and the mask's ids inside a `person.etag`, or `null` for anything that is none (a source etag with `#`, junk). */
export function decodePersonEtag(etag: string): { hash: string; mask: Uint8Array } | null {
  if (!etag.startsWith("%")) return null;
  const fields = decodeFields(Buffer.from(etag.slice(1), "base64"));
  const mask = fields?.find((field) => field.field === 2)?.value;
  const hash = fields?.find((field) => field.field === 4)?.value;
  if (!(mask instanceof Uint8Array) || !(hash instanceof Uint8Array)) return null;
  return { mask, hash: Buffer.from(hash).toString("latin1") };
}
