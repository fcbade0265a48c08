import type { Person } from "./person.ts";

export type ClientName = { display: string; given: string; family: string; middle: string };
export type ClientPhone = {
  /** As typed. */
  value: string;
  /** E.164 by the office's country, `null` when it is no valid number. */
  e164: string | null;
  type: string | null;
};

/** One contact as the program sees it. `person` is the whole answer of the People API that it was read from. */
export type Client = {
  resourceName: string;
  /** The etag to send with the next write. */
  etag: string;
  /** When Google last saw a change, RFC 3339; `null` if the answer did not say. */
  updateTime: string | null;
  name: ClientName;
  phones: ClientPhone[];
  emails: string[];
  /** The notes as they stand in Google, verbatim; empty when there are none. */
  notes: string;
  /** Resource names of the labels (contact groups) it is a member of, system groups included, sorted. */
  labels: string[];
  /** The key that the program gave it when it created it, from `clientData`. */
  key: string | null;
  previousResourceNames: string[];
  person: Person;
};
