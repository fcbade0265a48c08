const root = "https://www.googleapis.com/auth/";

/** Short names that Google gives back under their long ones (OpenID Connect). */
const aliases: Record<string, string> = { profile: `${root}userinfo.profile`, email: `${root}userinfo.email` };

/** What may be asked for: the People API's scopes and OpenID Connect's. */
export const knownScopes: readonly string[] = [
  "openid",
  ...[
    "userinfo.email",
    "userinfo.profile",
    "contacts",
    "contacts.readonly",
    "contacts.other.readonly",
    "directory.readonly",
    "user.addresses.read",
    "user.birthday.read",
    "user.emails.read",
    "user.gender.read",
    "user.organization.read",
    "user.phonenumbers.read",
  ].map((scope) => root + scope),
];

/** The scopes of a space-separated list under their long names, once each. */
export function parseScopes(text: string): string[] {
  const named = text.split(/\s+/).filter(Boolean);
  return [...new Set(named.map((scope) => (Object.hasOwn(aliases, scope) ? aliases[scope]! : scope)))];
}
