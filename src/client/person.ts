/**
 * The part of the People API's `Person` that the program reads and writes, as plain data (people-v1 discovery document).
 * Fields that are not ours are carried as they came, under the index signature.
 */
export type FieldMetadata = { primary?: boolean; sourcePrimary?: boolean; source?: { type?: string; id?: string } };

export type PersonName = {
  metadata?: FieldMetadata;
  displayName?: string;
  unstructuredName?: string;
  givenName?: string;
  middleName?: string;
  familyName?: string;
  honorificPrefix?: string;
  honorificSuffix?: string;
  [other: string]: unknown;
};
export type PersonPhone = { metadata?: FieldMetadata; value?: string; canonicalForm?: string; type?: string };
export type PersonEmail = { metadata?: FieldMetadata; value?: string; type?: string; displayName?: string };
export type PersonAddress = {
  metadata?: FieldMetadata;
  formattedValue?: string;
  type?: string;
  [other: string]: unknown;
};
export type PersonOrganization = { metadata?: FieldMetadata; name?: string; title?: string; [other: string]: unknown };
export type PersonBiography = { metadata?: FieldMetadata; value?: string; contentType?: "TEXT_PLAIN" | "TEXT_HTML" };
export type PersonClientData = { metadata?: FieldMetadata; key?: string; value?: string };
export type PersonMembership = {
  metadata?: FieldMetadata;
  contactGroupMembership?: { contactGroupId?: string; contactGroupResourceName?: string };
};
export type PersonSource = { type?: string; id?: string; etag?: string; updateTime?: string };

export type Person = {
  /** `people/c…`; absent only in a person that is about to be created. */
  resourceName?: string;
  etag?: string;
  metadata?: { sources?: PersonSource[]; deleted?: boolean; previousResourceNames?: string[]; objectType?: string };
  names?: PersonName[];
  phoneNumbers?: PersonPhone[];
  emailAddresses?: PersonEmail[];
  addresses?: PersonAddress[];
  organizations?: PersonOrganization[];
  biographies?: PersonBiography[];
  memberships?: PersonMembership[];
  clientData?: PersonClientData[];
  [other: string]: unknown;
};

/**
 * The fields that the program may name in an update mask (people-api reference, 2). Memberships never: labels change through
 * `members.modify`. Carried fields are left as they are; only a merge joins them.
 */
export type PersonField =
  | "names"
  | "phoneNumbers"
  | "emailAddresses"
  | "addresses"
  | "organizations"
  | "biographies"
  | "clientData"
  | "userDefined"
  | CarriedField;

export type CarriedField =
  | "birthdays"
  | "calendarUrls"
  | "events"
  | "externalIds"
  | "genders"
  | "imClients"
  | "interests"
  | "locales"
  | "locations"
  | "miscKeywords"
  | "nicknames"
  | "occupations"
  | "relations"
  | "sipAddresses"
  | "urls";

/** A contact group of the account: the office's label. */
export type Label = {
  /** `contactGroups/…` */
  resourceName: string;
  name: string;
  etag: string | null;
  system: boolean;
  memberCount: number;
  deleted: boolean;
  clientData: { key: string; value: string }[];
  /** When the label itself was last changed, by the account's clock, RFC 3339; system groups do not tell. */
  updatedAt?: string;
};
