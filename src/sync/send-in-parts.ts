import { isSameVersion } from "../client/etag.ts";
import type { Person, PersonField } from "../client/person.ts";
import { sameValues } from "../client/same-values.ts";
import { type AppError, appError, isAppError } from "../lib/errors.ts";
import type { ItemResult } from "../ports.ts";

type Options = {
  /** Reads the contacts as they are now; `null` where there is nothing to read yet (creates). */
  reread: ((people: Person[]) => Promise<Map<string, Person | null>>) | null;
};

export type Sent = {
  /** In the order of the batch. */
  results: ItemResult[];
  /** What ended the sending for the account as a whole (`auth`, `quota`, `disk` …); items that were not sent carry it as well. */
  fatal: unknown;
};

/**
 * Sends one batch and settles every item of it, whatever becomes of the batch. Refused as a whole: what moved on or is gone is settled as
 * such and the rest is sent again; refused again: halved, until the culprit stands alone with its error. An unknown fate is looked up by
 * reading again where that can tell, and stays `unavailable` where it cannot.
 */
export async function sendInParts(
  people: Person[],
  send: (part: Person[]) => Promise<ItemResult[]>,
  { reread }: Options,
): Promise<Sent> {
  const results = new Map<Person, ItemResult>();
  const settle = (part: Person[], fates: ItemResult[]) =>
    part.forEach((person, index) => void results.set(person, fates[index]!));

  const attempt = async (part: Person[], refusals: number): Promise<void> => {
    if (part.length === 0) return;
    try {
      settle(part, await send(part));
    } catch (error) {
      if (isAppError(error, "unavailable")) return settle(part, await lookUp(part, error, reread));
      if (!isRefusal(error)) throw error;
      if (refusals === 0 && reread) {
        const now = await reread(part);
        const moved = part.filter((person) => !isSameVersion(now.get(person.resourceName!)?.etag, person.etag));
        settle(
          moved,
          moved.map((person) => failure(staleOrGone(person, now))),
        );
        const rest = part.filter((person) => !results.has(person));
        if (moved.length > 0) return attempt(rest, 1);
      }
      if (part.length === 1) return settle(part, [failure(error as AppError)]);
      const middle = Math.ceil(part.length / 2);
      await attempt(part.slice(0, middle), refusals + 1);
      await attempt(part.slice(middle), refusals + 1);
    }
  };
  let fatal: unknown = null;
  try {
    await attempt(people, 0);
  } catch (error) {
    fatal = error;
  }
  const unsent = failure(isAppError(fatal) ? fatal : appError({ code: "internal", detail: String(fatal) }));
  return { results: people.map((person) => results.get(person) ?? unsent), fatal };
}

/** What became of an update whose answer was lost. An unchanged etag says nothing: reads may run behind writes (people-api reference, 4). */
async function lookUp(part: Person[], error: AppError, reread: Options["reread"]): Promise<ItemResult[]> {
  if (!reread) return part.map(() => failure(error));
  try {
    const now = await reread(part);
    return part.map((person) => {
      const present = now.get(person.resourceName!);
      if (!present || isSameVersion(present.etag, person.etag))
        return present ? failure(error) : failure(staleOrGone(person, now));
      return carries(present, person) ? { ok: true, person: present } : failure(error);
    });
  } catch (again) {
    if (isAppError(again, "unavailable")) return part.map(() => failure(error));
    throw again;
  }
}

/** Whether a contact has every value that was sent. */
export function carries(present: Person, sent: Person): boolean {
  const { resourceName, etag, ...fields } = sent;
  return (Object.keys(fields) as PersonField[]).every((field) => sameValues(present[field], sent[field]));
}

function staleOrGone(person: Person, now: Map<string, Person | null>): AppError {
  const resourceName = person.resourceName!;
  if (now.get(resourceName)) return appError({ code: "stale-etag", resourceNames: [resourceName] });
  return appError({ code: "not-found", what: "client", query: resourceName });
}

function isRefusal(error: unknown): boolean {
  return isAppError(error, "stale-etag") || isAppError(error, "account") || isAppError(error, "not-found");
}

function failure(error: AppError): ItemResult {
  return { ok: false, error };
}
