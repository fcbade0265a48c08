/** What is read of a contact and of a label, and from where. One mask for every read: etags encode the mask (people-api reference, 4). */

/** All paths that may be written (people-api reference, 2): what a deleted contact can be made again from, apart from its photo. */
const writablePaths = [
  "addresses",
  "biographies",
  "birthdays",
  "calendarUrls",
  "clientData",
  "emailAddresses",
  "events",
  "externalIds",
  "genders",
  "imClients",
  "interests",
  "locales",
  "locations",
  "memberships",
  "miscKeywords",
  "names",
  "nicknames",
  "occupations",
  "organizations",
  "phoneNumbers",
  "relations",
  "sipAddresses",
  "urls",
  "userDefined",
] as const;

export const writable: ReadonlySet<string> = new Set(writablePaths);

/** `metadata` carries the update time, and in a delta the tombstones (people-api reference, 5). */
export const PERSON_MASK = [...writablePaths, "metadata"].toSorted().join(",");

/**
 * Only what stands in the office's address book. With profiles read as well, a client who has a Google account of their own comes with two
 * names, and writing both back is refused; their etag then changes whenever they edit their profile (people-api reference, 2 and 4).
 */
export const SOURCES = ["READ_SOURCE_TYPE_CONTACT"];

/**
 * `clientData` is in no default mask of groups (people-api reference, 7), but our roles are kept there. A create can't be asked for the
 * count of members, of which a new group has none.
 */
export const NEW_GROUP_MASK = "clientData,groupType,metadata,name";
export const GROUP_MASK = `${NEW_GROUP_MASK},memberCount`;

export const PAGE_SIZE = 1000;
export const BATCH = { get: 200, create: 200, update: 200, delete: 500, members: 1000 } as const;
