import { createHash, timingSafeEqual } from "node:crypto";

/** RFC 7636: the verifier must hash to the challenge (S256, the only method that is accepted). No challenge needs no verifier. */
export function verifies(verifier: string | null, challenge: string | null): boolean {
  if (challenge === null) return true;
  if (!verifier || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  const hashed = Buffer.from(createHash("sha256").update(verifier).digest("base64url"));
  const wanted = Buffer.from(challenge);
  return hashed.length === wanted.length && timingSafeEqual(hashed, wanted);
}
