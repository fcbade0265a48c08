import { findClient, historyOf } from "../../reports/lookup.ts";
import { argument, type Call } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { historyView } from "../render/history-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";

/** `history CLIENT`: the whole life, from card and archive. */
export async function history(session: Session, call: Call): Promise<ExitCode> {
  const { context, office } = await session.office();
  const { client } = await findClient(context.store, argument(call, 0));
  const { resourceName, name, notes } = client;
  const lines = await historyOf(context.store, office, resourceName, notes);
  session.show({ resourceName, name: name.display, lines }, () => historyView(name.display, lines, lookOf(session)));
  return exitCodes.done;
}
