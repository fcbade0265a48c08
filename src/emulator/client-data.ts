import type { JsonObject } from "./json.ts";

/**
 * clientData by the Google Cloud project that wrote it. Whether a project sees what another one wrote is not known (BEHAVIOUR 14); the
 * switch `foreignClientData` decides. A call names its project in the header `X-Goog-User-Project`, without which it is the client's own.
 */
export function writtenBy(items: JsonObject[], project: string): JsonObject[] {
  return project === "" ? items : items.map((item) => ({ ...item, project }));
}

/** What a project that sees only its own leaves alone when it writes. */
export function foreignTo(items: readonly JsonObject[], project: string | null): JsonObject[] {
  return project === null ? [] : items.filter((item) => (item.project ?? "") !== project);
}

/** The items as they are shown; `project` null shows those of all. */
export function shownTo(items: readonly JsonObject[], project: string | null): JsonObject[] {
  return items.flatMap(({ project: writer = "", ...item }) => (project === null || writer === project ? [item] : []));
}
