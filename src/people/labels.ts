import type { Label } from "../client/person.ts";
import { appError } from "../lib/errors.ts";
import { isRecord } from "./failure.ts";

/** A ContactGroup as the program sees it. System groups have neither etag nor metadata (people-api reference, 7). */
export function asLabel(group: unknown): Label {
  if (!isRecord(group) || typeof group.resourceName !== "string")
    throw appError({ code: "unavailable", detail: "the answer holds a label without a name of its own" });
  const updateTime = isRecord(group.metadata) ? group.metadata.updateTime : undefined;
  const clientData = Array.isArray(group.clientData) ? group.clientData.filter(isRecord) : [];
  return {
    resourceName: group.resourceName,
    name: typeof group.name === "string" ? group.name : "",
    etag: typeof group.etag === "string" ? group.etag : null,
    system: group.groupType === "SYSTEM_CONTACT_GROUP",
    memberCount: typeof group.memberCount === "number" ? group.memberCount : 0,
    deleted: isRecord(group.metadata) && group.metadata.deleted === true,
    clientData: clientData.map(({ key, value }) => ({ key: String(key ?? ""), value: String(value ?? "") })),
    ...(typeof updateTime === "string" ? { updatedAt: updateTime } : {}),
  };
}
