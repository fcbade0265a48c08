import type { Client } from "../client/client.ts";
import { hashOf } from "../lib/hash.ts";

/**
 * The account's own groups that every contact comes and goes in without anybody's doing (people-api reference, section 7);
 * `myContacts` is one that people do change.
 */
const SYSTEM_NOISE = new Set(
  ["all", "chatBuddies", "blocked", "friends", "family", "coworkers", "starred"].map((name) => `contactGroups/${name}`),
);

/** Members of a value that the API computes, not people. */
const COMPUTED = new Set(["metadata", "formattedType", "canonicalForm"]);

/**
 * Hash of what the program reads of a client: two answers with the same hash give it nothing to do. Etag, update time and metadata are
 * left out, for they change without a change (a storm of false changes must cost no write).
 */
export function ownedContent(client: Client): string {
  return hashOf({
    name: client.name,
    phones: client.phones.map(({ value, type }) => ({ value, type })),
    emails: client.emails,
    addresses: owned(client.person.addresses),
    organizations: owned(client.person.organizations),
    notes: client.notes,
    labels: client.labels.filter((label) => !SYSTEM_NOISE.has(label)).sort(),
    key: client.key,
  });
}

/** The contact's own values, without those of a linked profile and without what is computed. */
function owned(values: { metadata?: { source?: { type?: string } } }[] | undefined): object[] {
  return (values ?? [])
    .filter((value) => (value.metadata?.source?.type ?? "CONTACT") === "CONTACT")
    .map((value) => Object.fromEntries(Object.entries(value).filter(([member]) => !COMPUTED.has(member))));
}
