import { createHash } from "node:crypto";
import type { Call } from "../call.ts";
import { personEtag } from "../etag.ts";
import type { JsonObject } from "../json.ts";
import type { PersonPath } from "../masks.ts";
import { notFound, Refusal } from "../refusal.ts";

/**
 * `people/me` and the account's own id: a person of PROFILE source with the address as name and mail. Any other profile is not there.
 * It needs the scope `profile`; contacts alone are refused (BEHAVIOUR 11).
 */
export function profilePerson(call: Call, resourceName: string, mask: readonly PersonPath[]): JsonObject {
  const { account, scopes } = call;
  const isMe = resourceName === "people/me" || resourceName === `people/${account.profileId}`;
  if (!isMe) throw notFound();
  if (!scopes.has("https://www.googleapis.com/auth/userinfo.profile")) {
    const need = `The caller does not have permission to request "people/me". Request requires one of the following scopes: [profile].`;
    throw new Refusal("PERMISSION_DENIED", need);
  }
  const hash = createHash("sha256").update(account.email).digest().subarray(0, 8).toString("base64");
  const source = { type: "PROFILE", id: account.profileId };
  const metadata = { primary: true, source };
  const name = account.email.split("@")[0]!;
  const person: JsonObject = { resourceName: `people/${account.profileId}`, etag: personEtag(hash, mask) };
  if (mask.includes("metadata")) {
    const profileMetadata = { objectType: "PERSON", userTypes: ["GOOGLE_USER"] };
    person.metadata = { sources: [{ ...source, etag: `#${hash}`, profileMetadata }], objectType: "PERSON" };
  }
  if (mask.includes("names")) {
    const names = { displayName: name, givenName: name, displayNameLastFirst: name, unstructuredName: name };
    person.names = [{ metadata: { ...metadata, sourcePrimary: true }, ...names }];
  }
  if (mask.includes("emailAddresses"))
    person.emailAddresses = [{ metadata: { ...metadata, verified: true }, value: account.email }];
  return person;
}
