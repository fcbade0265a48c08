import { createPublicKey } from "node:crypto";
import type { Account } from "../account.ts";
import type { World } from "../world.ts";
import { clientId } from "./client.ts";
import { keptKey, signJwt } from "./keys.ts";

/** An OpenID Connect ID token of an account for the emulator's client. */
export function idToken(world: World, account: Account, scopes: string[], nonce: string | null): string {
  const { key, kid } = keptKey(world, "id-token-key");
  const now = Math.floor(world.now() / 1000);
  const hasEmail = scopes.includes("https://www.googleapis.com/auth/userinfo.email");
  const claims = {
    iss: world.root,
    azp: clientId,
    aud: clientId,
    sub: account.profileId,
    ...(hasEmail ? { email: account.email, email_verified: true } : {}),
    ...(nonce ? { nonce } : {}),
    iat: now,
    exp: now + 3600,
  };
  return signJwt(claims, key, kid);
}

/** The JSON Web Key Set under which ID tokens are verified. */
export function keySet(world: World): unknown {
  const { key, kid } = keptKey(world, "id-token-key");
  return { keys: [{ ...createPublicKey(key).export({ format: "jwk" }), kid, use: "sig", alg: "RS256" }] };
}

/**
 * The same key by its id as PEM, for libraries that know the older layout. Google publishes certificates there; whoever verifies with PEM takes
 * a bare public key too.
 */
export function pemKeys(world: World): Record<string, string> {
  const { key, kid } = keptKey(world, "id-token-key");
  return { [kid]: createPublicKey(key).export({ format: "pem", type: "spki" }).toString() };
}
