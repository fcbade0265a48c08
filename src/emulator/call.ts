import type { Account, Changes } from "./account.ts";
import type { ApiMethod } from "./discovery.ts";
import type { JsonObject } from "./json.ts";
import type { Parameters } from "./parameters.ts";
import type { World } from "./world.ts";

/** One request to a method, checked against the discovery document. */
export type Call = {
  method: ApiMethod;
  /** `people/c…` or `contactGroups/…` from the path; empty when the method has none. */
  resourceName: string;
  params: Parameters;
  body: JsonObject;
  account: Account;
  scopes: ReadonlySet<string>;
  /** The project that the call names, empty for the client's own. */
  project: string;
  world: World;
};

/** Answers a call with the JSON of a 200, or throws a `Refusal`. */
export type Method = (call: Call) => JsonObject;

/** Makes the changes of a call durable and visible, at the emulator's time. */
export function commit({ account, world }: Call, changes: Changes): void {
  account.write(changes, world.now(), world.keepSince());
}

/** The project whose clientData alone the call sees and writes; `null` when it sees that of all. */
export function blindProject({ project, world }: Call): string | null {
  return world.switches.foreignClientData === "hidden" ? project : null;
}

export function textOf(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  return typeof value === "string" ? value : undefined;
}

export function textsOf(body: JsonObject, name: string): string[] {
  const value = body[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
