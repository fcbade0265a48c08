import { isApproved } from "../approval.ts";
import { argument, type Call, flag } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { restoreView } from "../render/backup-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";

const MEGABYTE = 1_000_000;

/** `backup [FILE]`: the ledger in one file. */
export async function backup(session: Session, call: Call): Promise<ExitCode> {
  const typed = argument(call, 0);
  const file = typed === "" ? null : session.path(typed);
  const app = await session.app();
  const { words } = session;
  if (flag(call, "dryRun")) {
    const target = app.backupFile(file);
    session.show(
      { file: target, dryRun: true },
      () => `${words.views.backup.would(target)}\n${words.views.plan.dryRun}`,
    );
    return exitCodes.done;
  }
  const written = await app.backUp(file);
  const size = (written.bytes / MEGABYTE).toFixed(1);
  session.tell(written, () => words.views.backup.done(written.file, size));
  return exitCodes.done;
}

/** `restore FILE`: checks the backup, says what it holds, asks, puts it in place. */
export async function restore(session: Session, call: Call): Promise<ExitCode> {
  const file = session.path(argument(call, 0));
  const app = await session.app();
  const said = session.words.views.restore;
  const dryRun = flag(call, "dryRun");
  let document: object = { file };
  const restored = await app.restore(file, async (contents) => {
    document = { file, ...contents };
    const view = () => restoreView(file, app.settings.home, contents, lookOf(session));
    if (dryRun && !session.json) session.show(null, () => `${view()}\n\n${said.dryRun}`);
    if (dryRun) return false;
    if (!session.json) session.tell(null, view);
    return isApproved(session, call, said.approve);
  });
  if (dryRun) {
    if (session.json) session.show({ ...document, dryRun }, () => "");
    return exitCodes.done;
  }
  if (!restored) {
    if (session.json) session.show({ ...document, approved: false }, () => "");
    session.io.err(`${said.waits}\n`);
    return exitCodes.approval;
  }
  session.tell({ ...document, approved: true, ...restored }, () =>
    [said.done, ...(restored.kept === null ? [] : [said.kept(restored.kept)])].join("\n"),
  );
  return exitCodes.done;
}
