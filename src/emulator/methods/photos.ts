import { randomBytes } from "node:crypto";
import type { Call } from "../call.ts";
import { commit, textOf } from "../call.ts";
import type { JsonObject } from "../json.ts";
import { optionalReadMask } from "../masks.ts";
import { renderPerson } from "../person-out.ts";
import { invalid, notFound } from "../refusal.ts";
import { contactView, liveContact } from "./read.ts";
import { rewrite } from "./write.ts";

/** people.updateContactPhoto: JPEG or PNG in base64, of either alphabet (BEHAVIOUR 8). No mask, no read after the write. */
export function updatePhoto(call: Call): JsonObject {
  const mask = optionalReadMask(textOf(call.body, "personFields"), "personFields");
  const contact = liveContact(call, call.resourceName);
  const bytes = Buffer.from(textOf(call.body, "photoBytes") ?? "", "base64");
  const type = imageType(bytes);
  // The text is not known (BEHAVIOUR 14).
  const { photoLimit } = call.world.switches;
  if (photoLimit > 0 && bytes.length > photoLimit) throw invalid("Invalid photo: it is too large.");
  if (!type) throw invalid("Invalid photo: it must be a JPEG or PNG image.");
  const key = randomBytes(36).toString("base64url");
  commit(call, { contacts: [{ ...rewrite(contact), photo: key }], photo: { key, bytes, type } });
  return answer(call, contact.id, mask);
}

/** people.deleteContactPhoto: 404 when there is none (BEHAVIOUR 8, GAM). */
export function deletePhoto(call: Call): JsonObject {
  const mask = optionalReadMask(call.params.text("personFields"), "personFields");
  const contact = liveContact(call, call.resourceName);
  if (!contact.photo) throw notFound();
  commit(call, { contacts: [{ ...rewrite(contact), photo: null }] });
  return answer(call, contact.id, mask);
}

function answer(call: Call, id: string, mask: ReturnType<typeof optionalReadMask>): JsonObject {
  return mask ? { person: renderPerson(call.account.contacts.live(id)!, contactView(call, mask)) } : {};
}

function imageType(bytes: Buffer): "image/jpeg" | "image/png" | null {
  if (bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))) return "image/jpeg";
  if (bytes.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"))) return "image/png";
  return null;
}
