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

/** So many culprits are hunted down one by one; an account that refuses more of a batch than that is asked by plain halves. */
const HUNTS = 4;

/**
 * Sends one batch and settles every item of it, whatever becomes of the batch. Refused as a whole: what moved on or is gone is settled as
 * such and the rest is sent again; refused again: the culprit is hunted down by halves until it stands alone with its error. A half that is
 * accepted says that the culprit is in the other one; what is left beside a refused half waits until the culprit is found, and goes in one
 * call. An unknown fate is looked up by reading again where that can tell, and stays `unavailable` where it cannot.
 */
export async function sendInParts(
  people: Person[],
  send: (part: Person[]) => Promise<ItemResult[]>,
  { reread }: Options,
): Promise<Sent> {
  const results = new Map<Person, ItemResult>();
  const settle = (part: Person[], fates: ItemResult[]) =>
    part.forEach((person, index) => void results.set(person, fates[index]!));

  /** Sends a part; the refusal of the whole of it, `null` when every item is settled. */
  const attempt = async (part: Person[]): Promise<AppError | null> => {
    try {
      settle(part, await send(part));
    } catch (error) {
      if (isAppError(error, "unavailable")) settle(part, await lookUp(part, error, reread));
      else if (isRefusal(error)) return error;
      else throw error;
    }
    return null;
  };

  /** Settles those that moved on or are gone; the others. One that says all that was sent has it from a first delivery of the same call. */
  const withoutMoved = async (part: Person[]): Promise<Person[]> => {
    if (!reread) return part;
    const now = await reread(part);
    const moved = part.filter((person) => !isSameVersion(now.get(person.resourceName!)?.etag, person.etag));
    settle(
      moved,
      moved.map((person) => {
        const present = now.get(person.resourceName!);
        return present && carries(present, person) ? { ok: true, person: present } : failure(staleOrGone(person, now));
      }),
    );
    return part.filter((person) => !results.has(person));
  };

  /** Finds one culprit in a part that was refused; those that were neither sent nor are the culprit. */
  const hunt = async (refused: Person[]): Promise<Person[]> => {
    const waiting: Person[] = [];
    let suspects = refused;
    while (suspects.length > 1) {
      const [first, second] = halves(suspects);
      const isInFirst = (await attempt(first)) !== null;
      suspects = isInFirst ? first : second;
      if (isInFirst) waiting.push(...second);
    }
    const error = await attempt(suspects);
    if (error) settle(suspects, [failure(error)]);
    return waiting;
  };

  const halve = async (refused: Person[], error: AppError): Promise<void> => {
    if (refused.length === 1) return settle(refused, [failure(error)]);
    for (const half of halves(refused)) {
      const again = await attempt(half);
      if (again) await halve(half, again);
    }
  };

  const sendAll = async (): Promise<void> => {
    let part = people;
    let error = part.length > 0 ? await attempt(part) : null;
    if (!error) return;
    part = await withoutMoved(part);
    if (part.length < people.length) error = part.length > 0 ? await attempt(part) : null;
    for (let hunts = 0; error && part.length > 1 && hunts < HUNTS; hunts++) {
      part = await hunt(part);
      error = part.length > 0 ? await attempt(part) : null;
    }
    if (error) await halve(part, error);
  };

  let fatal: unknown = null;
  try {
    await sendAll();
  } catch (error) {
    fatal = error;
  }
  const unsent = failure(isAppError(fatal) ? fatal : appError({ code: "internal", detail: String(fatal) }));
  return { results: people.map((person) => results.get(person) ?? unsent), fatal };
}

function halves(people: Person[]): [Person[], Person[]] {
  const middle = Math.ceil(people.length / 2);
  return [people.slice(0, middle), people.slice(middle)];
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

/** Refused for an item of the batch; a full account refuses whatever it is sent. */
function isRefusal(error: unknown): error is AppError {
  if (isAppError(error, "account")) return error.fields.reason !== "MY_CONTACTS_OVERFLOW_COUNT";
  return isAppError(error, "stale-etag") || isAppError(error, "not-found");
}

function failure(error: AppError): ItemResult {
  return { ok: false, error };
}
