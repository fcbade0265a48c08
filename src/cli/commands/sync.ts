import type { Seen } from "../../sync/prepare.ts";
import type { SyncReport } from "../../sync/sync-once.ts";
import type { Context } from "../../use-cases/context.ts";
import * as keepUp from "../../use-cases/keep-up.ts";
import { type Call, flag } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { lookOf } from "../render/look.ts";
import { isIncomplete } from "../render/plan-view.ts";
import { storiesFor, storyDocument, syncView } from "../render/sync-view.ts";
import type { Session } from "../session.ts";
import { previewSync } from "./plan.ts";

/** `sync`: pull, reconcile, apply. */
export async function sync(session: Session, call: Call): Promise<ExitCode> {
  const options = { full: flag(call, "full"), force: flag(call, "force") };
  if (flag(call, "dryRun")) return previewSync(session, { compact: false, full: options.full });
  session.interruptible();
  return tellSync(session, (context, look) => keepUp.sync(context, { ...options, look }));
}

/** Syncs (or compacts), and says what has been made of every client. */
export async function tellSync(
  session: Session,
  run: (context: Context, look: (seen: Seen) => void) => Promise<SyncReport>,
): Promise<ExitCode> {
  const { context, office } = await session.office();
  const stories = storiesFor(session, office);
  const report = await run(context, stories.take);
  const labels = await context.store.mirror.labels();
  const nameOf = (label: string) => labels.find(({ resourceName }) => resourceName === label)?.name ?? label;
  const story = storyDocument(report, stories, nameOf);
  session.tell(story, () => syncView(story, stories, lookOf(session)));
  if (isIncomplete(report.runs) || report.parked.length > 0) return exitCodes.failed;
  return report.held.length > 0 ? exitCodes.approval : exitCodes.done;
}
