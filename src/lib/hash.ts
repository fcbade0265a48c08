import { createHash } from "node:crypto";
import { stableJson } from "./stable-json.ts";

/** SHA-256 of the value's stable JSON, in hex. Equal values hash alike whatever the order of their keys. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(stableJson(value)).digest("hex");
}
