import type { Answer, Request } from "./http.ts";
import { notFoundPage } from "./http.ts";
import type { World } from "./world.ts";

/** A grey dot: the default picture of a contact. */
const defaultPhoto = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  "base64",
);

/** The bytes behind the photo URLs of persons, whatever size the suffix `=s…` asks for; `null` for any other path. */
export function answerPhoto(world: World, { method, url }: Request): Answer | null {
  const [, folder, key] = /^\/(cm|contacts)\/([A-Za-z0-9_-]+)(=s\d+)?$/.exec(url.pathname) ?? [];
  if (!folder || method !== "GET") return null;
  if (folder === "cm") return { status: 200, headers: { "Content-Type": "image/png" }, body: defaultPhoto };
  const photo = world.database.photo(key!);
  if (!photo) return notFoundPage(url.pathname);
  return { status: 200, headers: { "Content-Type": photo.type }, body: photo.bytes };
}
