import { appError } from "../../lib/errors.ts";
import type { Where } from "../../reports/client-filter.ts";
import type { Context } from "../../use-cases/context.ts";
import { EXPORT_FORMS, exportClients, filterOf, formOf } from "../../use-cases/export-clients.ts";
import { argument, type Call, textOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session.ts";

/** `export FILE [--where FILTER]`: the clients that are meant, in the form that the file's ending names. */
export async function exportCommand(session: Session, call: Call): Promise<ExitCode> {
  const file = session.path(argument(call, 0));
  const { usage, views } = session.words;
  if (formOf(file) === null)
    throw appError({ code: "usage", problem: usage.badForm(argument(call, 0), EXPORT_FORMS.join(", ")) });
  const context = await session.context();
  const typed = textOption(call, "where");
  const where = typed === null ? null : await readFilter(session, context, typed);
  const { clients } = await exportClients(context, file, where);
  session.tell({ file, clients }, () => views.exported(clients, file));
  return exitCodes.done;
}

async function readFilter({ words }: Session, context: Context, typed: string): Promise<Where> {
  const read = await filterOf(context, typed);
  if ("where" in read) return read.where;
  const { kind, typed: piece, key, allowed } = read.problem;
  throw appError({
    code: "usage",
    problem: words.usage.badWhere[kind](piece, key),
    next: words.usage.allowed(allowed.join(", ")),
  });
}
