import * as keepUp from "../../use-cases/bring-back.ts";
import { argument, type Call, flag } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { lookOf } from "../render/look.ts";
import { appliedView, isIncomplete } from "../render/plan-view.ts";
import type { Session } from "../session.ts";

/** `restore-client CLIENT`: makes a deleted client again, with its history. */
export async function restoreClient(session: Session, call: Call): Promise<ExitCode> {
  const options = { dryRun: flag(call, "dryRun"), force: flag(call, "force") };
  session.interruptible();
  const context = await session.context();
  const { prepared, applied } = await keepUp.restoreClient(context, argument(call, 0), options);
  const { client, plan, labelGone } = prepared;
  session.tell({ client, plan, labelGone, applied, dryRun: options.dryRun }, () => {
    const { views, format } = session.words;
    const { restoreClient: said, noName, undo, applied: done } = views;
    const name = client.display || noName;
    const head = options.dryRun
      ? [said.would(name, format.day(client.deletedAt.slice(0, 10))), views.plan.dryRun]
      : [said.done(name), appliedView(applied!, lookOf(session)), done.undoHint(applied!.run)];
    return [...head, ...(labelGone ? [`${name}: ${undo.remarks["label-gone"]}`] : [])].join("\n");
  });
  return applied && isIncomplete([applied]) ? exitCodes.failed : exitCodes.done;
}
