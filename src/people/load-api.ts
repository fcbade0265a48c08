import type { people_v1 } from "@googleapis/people";
import { fromCommonJs } from "../lib/from-common-js.ts";
import type { PeopleAuth } from "./auth.ts";

export type Api = people_v1.People;

/** A batch of 200 takes Google seconds; a call without an answer for longer than this will not get one. */
const TIMEOUT_MS = 120_000;

/** Loads the client library ahead, where there is time for it. */
export async function preloadApi(): Promise<void> {
  await import("@googleapis/people");
}

/** Loaded late: the client library takes longer to import than a look-up in the store takes altogether. */
export async function loadApi(auth: PeopleAuth, rootUrl: string | null): Promise<Api> {
  const { people } = fromCommonJs(await import("@googleapis/people"));
  return people({
    version: "v1",
    auth: await auth.client(),
    ...(rootUrl === null ? {} : { rootUrl }),
    // Nobody reads the answers but the program: blanks and line ends make a page of a list a third larger.
    params: { prettyPrint: false },
    // By default it repeats PUT and DELETE by itself, after fractions of a second (people-api reference, 6).
    retry: false,
    timeout: TIMEOUT_MS,
    // A redirect would carry notes and the token to another place; the API never sends one.
    redirect: "error",
    noProxy: ["127.0.0.1", "localhost", "[::1]"],
  });
}
