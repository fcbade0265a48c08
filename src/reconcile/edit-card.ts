/** Edits of a card that come from rows of a workbook, one after the other; what would make the card read in any other way is left out and told. Pure. */
import { type Grammar, parseNotes } from "../card/index.ts";
import type { SourceRow } from "../client/source-row.ts";
import type { IsoDay } from "../lib/day.ts";
import { editOrder, type OrderEdit } from "./edit-order.ts";
import { addStep, editStep, hasStep, type StepPlace, type StepSaid } from "./edit-step.ts";
import { addOrder, hasOrder, type NewOrder } from "./new-order.ts";

export type CardEdit = {
  source: SourceRow;
  /** What was typed, for whoever has to decide about it. */
  line: string;
  what:
    | { kind: "order"; number: number; edit: OrderEdit }
    | { kind: "step"; place: StepPlace; edit: Partial<StepSaid> }
    | { kind: "new-order"; order: NewOrder }
    | { kind: "new-step"; order: number | null; said: StepSaid };
};

export type CardEdited = { text: string; refused: CardEdit[] };

export function editCard(
  grammar: Grammar,
  notes: string,
  edits: CardEdit[],
  { today, next }: { today: IsoDay; next: () => number },
): CardEdited {
  let text = notes;
  const refused: CardEdit[] = [];
  for (const edit of edits) {
    const changed = made(grammar, text, edit.what, today, next);
    if (changed === null) refused.push(edit);
    else text = changed;
  }
  return { text, refused };
}

function made(
  grammar: Grammar,
  text: string,
  what: CardEdit["what"],
  today: IsoDay,
  next: () => number,
): string | null {
  const present = () => parseNotes(grammar, text, { today: null }).card;
  switch (what.kind) {
    case "order":
      return editOrder(grammar, text, what.number, what.edit, today);
    case "step":
      return editStep(grammar, text, what.place, what.edit);
    case "new-order":
      return hasOrder(present().orders, what.order) ? text : addOrder(grammar, text, what.order, today, next);
    case "new-step":
      return hasStep(present(), what.said) ? text : addStep(grammar, text, what.order, what.said);
  }
}
