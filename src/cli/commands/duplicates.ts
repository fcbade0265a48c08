import { appError } from "../../lib/errors.ts";
import * as oneClient from "../../use-cases/one-client.ts";
import { type Call, flag } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { duplicatesDocument, duplicatesView } from "../render/duplicates-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";

/** `duplicates`: who may be kept twice, from the store; `--not A B`: who is not. */
export async function duplicates(session: Session, call: Call): Promise<ExitCode> {
  const { not } = call.options;
  if (Array.isArray(not)) return tellApart(session, not as string[], flag(call, "dryRun"));
  const context = await session.context();
  const groups = await oneClient.duplicates(context);
  session.show(duplicatesDocument(groups), () => duplicatesView(groups, lookOf(session)));
  if ((await context.store.mirror.state()).pulledAt === null) session.remark(session.words.views.emptyStore);
  return exitCodes.done;
}

async function tellApart(session: Session, named: string[], dryRun: boolean): Promise<ExitCode> {
  const [one, other, ...more] = named;
  if (one === undefined || other === undefined || more.length > 0)
    throw appError({ code: "usage", problem: session.words.usage.needsTwo("--not") });
  const clients = await oneClient.tellApart(await session.context(), one, other, { dryRun });
  const { duplicates: said, plan, noName } = session.words.views;
  session.tell({ notSame: clients, dryRun }, () => {
    const [first, second] = clients.map(({ name }) => name || noName);
    return [said.toldApart(first!, second!), ...(dryRun ? [plan.dryRun] : [])].join("\n");
  });
  return exitCodes.done;
}
