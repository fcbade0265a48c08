import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { isObject, type JsonObject } from "../json.ts";
import type { World } from "../world.ts";

/** An RSA key of the emulator; it is made once and kept with the state under this name. */
export function keptKey(
  { database }: World,
  name: "id-token-key" | "service-account-key",
): { pem: string; key: KeyObject; kid: string } {
  let pem = database.meta(name);
  if (!pem) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    database.setMeta(name, pem);
  }
  return { pem, key: createPrivateKey(pem), kid: createHash("sha256").update(pem).digest("hex").slice(0, 40) };
}

/** A JSON Web Token, RS256. */
export function signJwt(claims: JsonObject, key: KeyObject, kid: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", kid, typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

/** The claims of a token, `null` when it is none; `signed` says whether this key signed them, as RS256 and nothing else. */
export function readJwt(token: string, key: KeyObject): { claims: JsonObject; signed: boolean } | null {
  const [head = "", payload = "", signature = "", ...rest] = token.split(".");
  const header = parsePart(head);
  const claims = parsePart(payload);
  if (!header || !claims || rest.length > 0) return null;
  const bytes = Buffer.from(signature, "base64url");
  const signed =
    header.alg === "RS256" && verify("sha256", Buffer.from(`${head}.${payload}`), createPublicKey(key), bytes);
  return { claims, signed };
}

function parsePart(part: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
