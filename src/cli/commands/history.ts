import { clientViews, findClient, historyOf, keptValues } from "../../reports/lookup.ts";
import { argument, type Call } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { historyView } from "../render/history-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";

/** `history CLIENT`: the whole life, from card and archive. */
export async function history(session: Session, call: Call): Promise<ExitCode> {
  const { context, office } = await session.office();
  const row = await findClient(context.store, argument(call, 0));
  const view = (await clientViews(context.store, office))(row);
  const { resourceName, name } = view;
  const kept = await keptValues(context.store, resourceName);
  const lines = [...kept, ...(await historyOf(context.store, office, view))];
  session.show({ resourceName, name, lines }, () => historyView(name, lines, lookOf(session)));
  return exitCodes.done;
}
