import { appError } from "../lib/errors.ts";

type Answer = Record<string, unknown>;

/**
 * All pages of a list, in order; each is handed on as it comes, with the mark of the last. A page token that comes twice would go round for
 * ever, and a list that is cut short reads as a mass deletion: both throw.
 */
export async function* pagesOf(
  ask: (pageToken: string | undefined) => Promise<Answer>,
): AsyncGenerator<{ page: Answer; last: boolean }> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page: Answer = await ask(token);
    const next: unknown = page.nextPageToken;
    token = typeof next === "string" && next !== "" ? next : undefined;
    if (token !== undefined && seen.has(token))
      throw appError({ code: "unavailable", detail: "the list repeats itself" });
    if (token !== undefined) seen.add(token);
    yield { page, last: token === undefined };
  } while (token !== undefined);
}

/** The items of a page. An absent key is an empty page (people-api reference, 3); anything but a list is no answer of this API. */
export function itemsOf(page: Answer, key: string): unknown[] {
  const items = page[key] ?? [];
  if (!Array.isArray(items)) throw appError({ code: "unavailable", detail: `the answer's "${key}" is no list` });
  return items;
}
