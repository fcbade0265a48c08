import { exportClients } from "../../use-cases/export-clients.ts";
import { argument, type Call } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session.ts";

/** `export FILE`: every client, in the form that the file's ending names. */
export async function exportCommand(session: Session, call: Call): Promise<ExitCode> {
  const file = session.path(argument(call, 0));
  const { clients } = await exportClients(await session.context(), file);
  session.tell({ file, clients }, () => session.words.views.exported(clients, file));
  return exitCodes.done;
}
