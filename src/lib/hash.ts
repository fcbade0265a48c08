import { hash } from "node:crypto";
import { stableJson } from "./stable-json.ts";

/** SHA-256 of the value's stable JSON, in hex. Equal values hash alike whatever the order of their keys. */
export function hashOf(value: unknown): string {
  return hash("sha256", typeof value === "string" ? JSON.stringify(value) : stableJson(value), "hex");
}
