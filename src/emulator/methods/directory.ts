import type { Call } from "../call.ts";
import type { JsonObject } from "../json.ts";
import { readMask } from "../masks.ts";
import { invalid, Refusal } from "../refusal.ts";

/** people.listDirectoryPeople and searchDirectoryPeople: the emulated accounts are consumers', which have no directory (BEHAVIOUR 11). */
export function directory(call: Call): JsonObject {
  readMask(call.params.text("readMask"), "readMask");
  if (call.params.list("sources").length === 0) throw invalid("sources is required.");
  throw new Refusal("FAILED_PRECONDITION", "Must be a G Suite domain user");
}
