import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Account } from "../account.ts";
import type { World } from "../world.ts";
import { clientId } from "./client.ts";

/** The key that signs ID tokens; it is made once and kept with the state. */
function signingKey({ database }: World): { key: KeyObject; kid: string } {
  let pem = database.meta("id-token-key");
  if (!pem) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    database.setMeta("id-token-key", pem);
  }
  return { key: createPrivateKey(pem), kid: createHash("sha256").update(pem).digest("hex").slice(0, 40) };
}

/** An OpenID Connect ID token of an account for the emulator's client, RS256. */
export function idToken(world: World, account: Account, scopes: string[], nonce: string | null): string {
  const { key, kid } = signingKey(world);
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
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", kid, typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

/** The JSON Web Key Set under which ID tokens are verified. */
export function keySet(world: World): unknown {
  const { key, kid } = signingKey(world);
  return { keys: [{ ...createPublicKey(key).export({ format: "jwk" }), kid, use: "sig", alg: "RS256" }] };
}
