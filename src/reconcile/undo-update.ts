import { type Grammar, mergeThreeWay, removedLines } from "../card/index.ts";
import type { ArchivedLine } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { PersonField } from "../client/person.ts";
import { sameValues } from "../client/same-values.ts";
import type { FieldValues, PlanKind, UpdateClient } from "./plan.ts";
import { biographies } from "./plan-changes.ts";

/** A written update that is to be put back: what stood before it and what it put there. */
export type DoneUpdate = { subject: string; display: string; before: unknown; after: unknown };

export type UpdateUndone = {
  /** `null`: everything is as it was already, or nothing can be put back. */
  change: UpdateClient | null;
  /** Lines that leave the card without going to the archive with this change: the program's own, and those that are in the archive again by it. */
  accounted: string[];
  /** Fields that somebody has changed since stay as they are. */
  isEdited: boolean;
  /** Somebody has written into the card since: their lines stay. */
  keepsLines: boolean;
};

/** Runs that write a card's own lines in another form; of the others, the lines are somebody's words. */
const REWRITES = new Set<PlanKind>(["sync", "compact"]);

/**
 * The former values, as far as nobody has changed them since; the former text with the lines that people have added meanwhile. Lines of people
 * that leave the card go to the archive, but for `returning`, which are in it again once the step is undone.
 */
export function undoUpdate(
  grammar: Grammar,
  kind: PlanKind,
  step: DoneUpdate,
  client: Client,
  returning: string[],
): UpdateUndone {
  const [before, after] = [step.before as FieldValues, step.after as FieldValues];
  const restored: FieldValues = {};
  let isEdited = false;
  for (const field of Object.keys(after).filter((field) => field !== "biographies") as PersonField[]) {
    const former = before[field] ?? [];
    if (sameValues(client.person[field], former)) continue;
    if (sameValues(client.person[field], after[field])) restored[field] = former as never;
    else isEdited = true;
  }
  const undone: UpdateUndone = { change: null, accounted: [], isEdited, keepsLines: false };
  let archive: ArchivedLine[] = [];
  if ("biographies" in after) {
    const [former, written] = [textOf(before), textOf(after)];
    const notes = formerText(grammar, former, written, client.notes);
    undone.keepsLines = client.notes !== written && client.notes !== former;
    if (notes !== client.notes) {
      restored.biographies = biographies(notes);
      undone.accounted = [...returning, ...(REWRITES.has(kind) ? composedLines(grammar, former, written) : [])];
      archive = removedLines(grammar, client.notes, [notes, ...undone.accounted]);
    }
  }
  const fields = (Object.keys(restored) as PersonField[]).sort();
  if (fields.length === 0) return undone;
  const { subject, display } = step;
  const change: UpdateClient = {
    type: "update",
    resourceName: subject,
    display,
    etag: client.etag,
    fields,
    before: Object.fromEntries(fields.map((field) => [field, client.person[field]])),
    after: restored,
    archive,
    findings: [],
    sources: [],
    why: ["undo"],
  };
  return { ...undone, change };
}

function formerText(grammar: Grammar, former: string, written: string, present: string): string {
  if (present === former || present === written) return former;
  return mergeThreeWay(grammar, written, former, present).text;
}

/** Lines that stand in the written text in another form than before; not those that it brought in from elsewhere. */
function composedLines(grammar: Grammar, former: string, written: string): string[] {
  const { removed } = mergeThreeWay(grammar, written, former, written);
  const foreign = new Set(removed.filter(({ reason }) => reason === "removed").map(({ text }) => text));
  return removedLines(grammar, written, [former])
    .map(({ text }) => text)
    .filter((text) => !foreign.has(text));
}

function textOf(values: FieldValues): string {
  return values.biographies?.[0]?.value ?? "";
}
