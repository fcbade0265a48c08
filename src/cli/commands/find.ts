import { clientViews } from "../../reports/lookup.ts";
import { argument, type Call, numberOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { clientDocument } from "../render/card-document.ts";
import { clientBrief } from "../render/client-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";

const USUAL = 20;

/** `find TEXT`: clients by anything that stands in them, best first. */
export async function find(session: Session, call: Call): Promise<ExitCode> {
  const query = argument(call, 0);
  const limit = numberOption(session, call, "limit") ?? USUAL;
  const { context, office } = await session.office();
  const { mirror } = context.store;
  const found = await mirror.find(query, limit + 1);
  const viewOf = await clientViews(context.store, office);
  const views = found.slice(0, limit).map(viewOf);
  if (views.length === 0 && (await mirror.count()) === 0) session.remark(session.words.views.emptyStore);
  session.show({ query, more: found.length > limit, clients: views.map(clientDocument) }, () => {
    const { views: said } = session.words;
    if (views.length === 0) return said.nothingFound(query);
    const look = lookOf(session);
    const more = found.length > limit ? [said.moreThan(limit)] : [];
    return [...views.map((view) => clientBrief(view, look)), ...more].join("\n\n");
  });
  return exitCodes.done;
}
