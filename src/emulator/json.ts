/** Plain JSON as it travels over the wire. */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json | undefined };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `phoneNumbers` → `phone_numbers`: Google's errors echo the proto's names, not the JSON ones (BEHAVIOUR 2, groupFields). */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `phone_numbers` → `phoneNumbers`; proto3 JSON takes both spellings. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}
