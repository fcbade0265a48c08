/** All slips, each with the law that must break. */
import { compactingMutations } from "./compacting.ts";
import { completionMutations } from "./completion.ts";
import { keepingMutations } from "./keeping.ts";
import { mergingMutations } from "./merging.ts";
import type { Planted } from "./mutation.ts";
import { readingMutations } from "./reading.ts";

const lists = [readingMutations, keepingMutations, completionMutations, mergingMutations, compactingMutations];

export const mutations: readonly Planted[] = lists.flatMap((list) =>
  Object.entries(list).flatMap(([law, planted]) => planted.map((mutation) => ({ ...mutation, law }))),
);
