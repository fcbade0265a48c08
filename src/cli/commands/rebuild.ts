import * as bringBack from "../../use-cases/bring-back.ts";
import { type Call, flag } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { differencesView } from "../render/backup-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";

/** `rebuild`: the mirror anew from the account. `--verify` (and a dry run) compares instead: exit code 4 when they differ. */
export async function rebuild(session: Session, call: Call): Promise<ExitCode> {
  session.interruptible();
  const context = await session.context();
  const { rebuild: said } = session.words.views;
  if (!flag(call, "verify") && !flag(call, "dryRun")) {
    const done = await bringBack.rebuild(context);
    session.tell(done, () => said.done(done.clients));
    return exitCodes.done;
  }
  const found = await bringBack.verify(context);
  session.show(found, () =>
    found.differences.length === 0 ? said.same(found.clients) : differencesView(found.differences, lookOf(session)),
  );
  return found.differences.length === 0 ? exitCodes.done : exitCodes.findings;
}
