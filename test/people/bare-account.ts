import { openPeopleAccount, staticToken } from "../../src/people/index.ts";
import type { ContactsAccount } from "../../src/ports.ts";
import { quietLog } from "./quiet-log.ts";

const clock = { now: () => new Date("2026-11-23T14:00:00Z") };

/** An account at any address, without a pace and without waiting. */
export function open(rootUrl: string | null): ContactsAccount {
  return openPeopleAccount({
    rootUrl,
    auth: staticToken("ya29.test"),
    clock,
    log: quietLog,
    quota: null,
    sleep: async () => undefined,
    random: () => 0,
  });
}

/** What a call throws, `null` when it does not. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

export const person = (name: string) => ({ resourceName: `people/${name}`, etag: `%${name}` });
