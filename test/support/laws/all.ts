/** All laws of the card. */
import { compactionLaws } from "./compacting.ts";
import { completionLaws } from "./completion.ts";
import { keepingLaws } from "./keeping.ts";
import type { Law } from "./law.ts";
import { mergeLaws } from "./merging.ts";
import { readingLaws } from "./reading.ts";

export const cardLaws: readonly Law[] = [
  ...readingLaws,
  ...keepingLaws,
  ...completionLaws,
  ...mergeLaws,
  ...compactionLaws,
];
