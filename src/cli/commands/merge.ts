import { appError } from "../../lib/errors.ts";
import * as oneClient from "../../use-cases/one-client.ts";
import { isApproved } from "../approval.ts";
import { type Call, flag, listArgument } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { mergeView } from "../render/duplicates-view.ts";
import { lookOf } from "../render/look.ts";
import { appliedView, isIncomplete } from "../render/plan-view.ts";
import type { Session } from "../session.ts";

/** `merge A B…`: shows what A gains and who goes, asks, does it. */
export async function merge(session: Session, call: Call): Promise<ExitCode> {
  const named = listArgument(call, 0);
  if (named.length < 2) throw appError({ code: "usage", problem: session.words.usage.needsTwo("merge") });
  const options = { dryRun: flag(call, "dryRun"), force: flag(call, "force") };
  session.interruptible();
  const context = await session.context();
  const { words } = session;
  const { prepared, applied } = await oneClient.merge(context, named, options, async (proposal) => {
    if (!session.json) session.tell(null, () => `${mergeView(proposal, lookOf(session))}\n`);
    return isApproved(session, call, words.views.merge.approve);
  });
  const { plan, survivor, others } = prepared;
  const document = { survivor, others, plan };
  if (options.dryRun) {
    const view = () => `${mergeView(prepared, lookOf(session))}\n\n${words.views.plan.dryRun}`;
    session.show({ ...document, dryRun: true }, view);
    return exitCodes.done;
  }
  if (!applied) {
    if (session.json) session.show({ ...document, approved: false }, () => "");
    // With --quiet the plan was not printed yet; a plan that waits has to be seen.
    else if (session.quiet) session.show(null, () => mergeView(prepared, lookOf(session)));
    session.io.err(`${words.views.plan.waits}\n`);
    return exitCodes.approval;
  }
  session.tell({ ...document, approved: true, applied }, () => {
    const look = lookOf(session);
    return `${appliedView(applied, look)}\n${words.views.applied.undoHint(applied.run)}`;
  });
  return isIncomplete([applied]) || applied.stale.length > 0 ? exitCodes.failed : exitCodes.done;
}
