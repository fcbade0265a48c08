import { appError } from "../../lib/errors.ts";
import type { MirrorRow } from "../../ports.ts";
import { clientViews } from "../../reports/lookup.ts";
import { argument, type Call } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { clientDocument } from "../render/card-document.ts";
import { clientBrief } from "../render/client-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";

/** `who NUMBER`: the client behind a number. */
export async function who(session: Session, call: Call): Promise<ExitCode> {
  const number = argument(call, 0);
  const { context, office } = await session.office();
  const rows = await context.store.mirror.who(number);
  if (rows.length === 0) throw appError({ code: "not-found", what: "number", query: number });
  const viewOf = await clientViews(context.store, office);
  const views = rows.map(viewOf);
  session.show(
    { query: number, exact: rows.some((row) => has(row, number)), clients: views.map(clientDocument) },
    () => {
      const look = lookOf(session);
      const { views: said } = session.words;
      const heads = [
        ...(rows.some((row) => has(row, number)) ? [] : [said.similar]),
        ...(rows.length > 1 ? [said.several(rows.length)] : []),
      ];
      return [...heads, ...views.map((view) => clientBrief(view, look))].join("\n\n");
    },
  );
  return exitCodes.done;
}

/** Whether all the typed digits are in one of the client's numbers, the trunk prefix apart. */
function has({ client }: MirrorRow, typed: string): boolean {
  const digits = typed.replace(/\D/g, "").replace(/^0+/, "");
  return client.phones.some(({ value, e164 }) => (e164 ?? value).replace(/\D/g, "").endsWith(digits));
}
