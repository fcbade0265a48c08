import { extname } from "node:path";
import { appError } from "../../lib/errors.ts";
import { EXPORT_FORMS, exportClients } from "../../use-cases/export-clients.ts";
import { argument, type Call } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session.ts";

/** `export FILE`: every client, in the form that the file's ending names. */
export async function exportCommand(session: Session, call: Call): Promise<ExitCode> {
  const file = session.path(argument(call, 0));
  const { usage, views } = session.words;
  if (!EXPORT_FORMS.some((ending) => ending === extname(file).toLowerCase()))
    throw appError({ code: "usage", problem: usage.badForm(argument(call, 0), EXPORT_FORMS.join(", ")) });
  const { clients } = await exportClients(await session.context(), file);
  session.tell({ file, clients }, () => views.exported(clients, file));
  return exitCodes.done;
}
