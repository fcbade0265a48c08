import * as keepUp from "../../use-cases/keep-up.ts";
import { isApproved } from "../approval.ts";
import { argument, type Call, flag, wholeNumber } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { lookOf } from "../render/look.ts";
import { appliedView, isIncomplete } from "../render/plan-view.ts";
import { undoView } from "../render/undo-view.ts";
import type { Session } from "../session.ts";

/** `undo RUN`: shows what would be put back, asks, puts it back. */
export async function undo(session: Session, call: Call): Promise<ExitCode> {
  const run = wholeNumber(session, "RUN", argument(call, 0).replace(/^#/, ""));
  const options = { dryRun: flag(call, "dryRun"), force: flag(call, "force") };
  session.interruptible();
  const context = await session.context();
  const { words } = session;
  const { prepared, applied } = await keepUp.undo(context, run, options, async (proposal) => {
    if (!session.json) session.tell(null, () => `${undoView(run, proposal, lookOf(session))}\n`);
    return isApproved(session, call, words.views.undo.approve);
  });
  const { plan, remarks } = prepared;
  if (options.dryRun) {
    session.show({ run, plan, remarks, dryRun: true }, () => {
      return `${undoView(run, prepared, lookOf(session))}\n\n${words.views.plan.dryRun}`;
    });
    return exitCodes.done;
  }
  if (!applied) {
    if (session.json) session.show({ run, plan, remarks, approved: false }, () => "");
    session.remark(words.views.plan.waits);
    return exitCodes.approval;
  }
  session.tell({ run, plan, remarks, approved: true, applied }, () => {
    return `${appliedView(applied, lookOf(session))}\n${words.views.undo.done(run)}`;
  });
  return isIncomplete([applied]) ? exitCodes.failed : exitCodes.done;
}
