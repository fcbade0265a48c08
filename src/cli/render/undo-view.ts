import type { PreparedUndo } from "../../sync/prepare-undo.ts";
import type { Look } from "./look.ts";
import { planView } from "./plan-view.ts";
import { indented } from "./width.ts";

/** What putting a run back would do, and what would stay as it is. */
export function undoView(
  run: number,
  { plan, remarks, risks }: Pick<PreparedUndo, "plan" | "remarks" | "risks">,
  look: Look,
): string {
  const { words, style, width } = look;
  const { undo: said } = words.views;
  const kept = remarks.map(({ display, subject, remark }) =>
    indented(`${display || subject}: ${said.remarks[remark]}`, 2, width),
  );
  const what = plan.changes.length === 0 ? said.nothing : planView(plan, risks, look);
  return [style.bold(said.title(run)), what, ...kept].join("\n");
}
