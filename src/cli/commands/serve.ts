import { appError } from "../../lib/errors.ts";
import { type Call, portOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session.ts";

const USUAL_PORT = 8484;

/** `serve`: runs until somebody asks it to stop, and lets a running job come to its end. */
export async function serve(session: Session, call: Call): Promise<ExitCode> {
  const { asked } = session.interruptible();
  const port = portOption(session, call) ?? USUAL_PORT;
  const context = await session.context("info");
  const contacts = await contactsPage(session);
  const { serve: start } = await import("../../service/serve.ts");
  const service = await start(context, { port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
    throw appError({ code: "usage", problem: session.words.usage.portTaken(port), next: "--port 0" }, error);
  });
  const { serve: said } = session.words.views;
  session.tell({ url: service.url, health: `${service.url}/healthz`, ...(contacts ? { contacts } : {}) }, () =>
    [said.runs(service.url), contacts && said.contacts(contacts), said.stop].filter(Boolean).join("\n"),
  );
  await asked;
  await service.stop();
  session.remark(said.stopped);
  return exitCodes.done;
}

/** Where the office can be played by hand: the page of the embedded account, when this process runs it. */
async function contactsPage(session: Session): Promise<string | null> {
  const { settings, account } = await session.app();
  if (settings.account !== "embedded" || settings.peopleUrl !== null) return null;
  const { emulator } = await account();
  return emulator?.showWeb() ?? null;
}
