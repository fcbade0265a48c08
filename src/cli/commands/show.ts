import { clientViews, findClient } from "../../reports/lookup.ts";
import { argument, type Call } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { clientDocument } from "../render/card-document.ts";
import { clientCard } from "../render/client-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";

/** `show CLIENT`: one card, whole. */
export async function show(session: Session, call: Call): Promise<ExitCode> {
  const { context, office } = await session.office();
  const row = await findClient(context.store, argument(call, 0));
  const view = (await clientViews(context.store, office))(row);
  session.show(clientDocument(view), () => clientCard(view, lookOf(session)));
  return exitCodes.done;
}
