import { type Call, flag, portOption, textOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session.ts";

/** `emulator`: a People API server alone, until somebody asks it to stop. */
export async function emulator(session: Session, call: Call): Promise<ExitCode> {
  const { asked } = session.interruptible();
  const port = portOption(session, call) ?? 0;
  const data = textOption(call, "data");
  const { openEmulator } = await import("../../app.ts");
  const { settings } = await session.app();
  const server = await openEmulator({
    port,
    data: data === null ? null : session.path(data),
    control: flag(call, "control"),
    clock: () => settings.now ?? new Date(),
  });
  try {
    const { url, token, authorizeUrl, tokenUrl, revokeUrl, clientId, accountEmail } = server;
    const { emulator: said } = session.words.views;
    session.show({ url, token, authorizeUrl, tokenUrl, revokeUrl, clientId, accountEmail }, () =>
      [said.runs(url), said.token(token), said.stop].join("\n"),
    );
    await asked;
  } finally {
    await server.close();
  }
  return exitCodes.done;
}
