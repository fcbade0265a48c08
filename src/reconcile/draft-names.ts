/** Whose name speaks against whom. Pure. */
import type { Client } from "../client/client.ts";
import type { Draft } from "../client/draft.ts";
import { areClearlyDifferent, nameTokens } from "../client/same-name.ts";

/** Whether no spelling of the draft's name can be the client's. Names of a single word say nothing either way. */
export function isAnother(draft: Draft, { name, person }: Client): boolean {
  const names = telling([name.display, ...(person.organizations ?? []).flatMap((one) => one.name ?? [])]);
  const spellings = spellingsOf(draft);
  if (names.length === 0 || spellings.length === 0) return false;
  return spellings.every((one) => names.every((other) => areClearlyDifferent(one, other)));
}

/** Whether rows of the two may have been kept apart for their names, though they share a phone or mail. */
export function areApart(draft: Draft, other: Draft): boolean {
  return spellingsOf(draft).some((one) => spellingsOf(other).some((name) => areClearlyDifferent(one, name)));
}

function spellingsOf({ name, organization, variants }: Draft): string[][] {
  return telling([name.display, organization ?? "", ...(variants.name ?? [])]);
}

function telling(names: string[]): string[][] {
  return names.map(nameTokens).filter((tokens) => tokens.length > 1);
}
