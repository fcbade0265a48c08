import type { Seen } from "../../sync/prepare.ts";
import type { Context } from "../../use-cases/context.ts";
import { type Look, look, sealPlan } from "../../use-cases/keep-up.ts";
import { type Call, flag, textOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";
import { lookOf } from "../render/look.ts";
import { planView } from "../render/plan-view.ts";
import { storiesFor, storiesView } from "../render/sync-view.ts";
import type { Session } from "../session.ts";

/** `plan`: what a sync would change; with `--out` kept in a file, so that it can be applied later. */
export async function plan(session: Session, call: Call): Promise<ExitCode> {
  const out = textOption(call, "out");
  if (out === null || flag(call, "dryRun")) return previewSync(session, { compact: false, full: false });
  session.interruptible();
  const { words } = session;
  const prepared = await look(await session.context(), { compact: false, keep: true });
  const file = session.path(out);
  await writeWhole(file, `${JSON.stringify(sealPlan(prepared.plan), null, 2)}\n`);
  const document = { plan: prepared.plan, risks: prepared.risks, file };
  session.tell(document, () => {
    const kept = words.views.plan.kept(out);
    return `${planView(prepared.plan, prepared.risks, lookOf(session))}\n\n${kept}`;
  });
  return exitCodes.done;
}

/** Shows what would be done, and does nothing. */
export async function previewSync(session: Session, options: { compact: boolean; full: boolean }): Promise<ExitCode> {
  session.interruptible();
  return tellPreview(session, (context, take) => look(context, { ...options, look: take }));
}

/** Says what would be done. */
export async function tellPreview(
  session: Session,
  run: (context: Context, look: (seen: Seen) => void) => Promise<Look>,
): Promise<ExitCode> {
  const { context, office } = await session.office();
  const stories = storiesFor(session, office);
  const { plan: planned, risks } = await run(context, stories.take);
  const labels = await context.store.mirror.labels();
  const nameOf = (label: string) => labels.find(({ resourceName }) => resourceName === label)?.name ?? label;
  const clients = stories.told(nameOf);
  session.show({ plan: planned, risks, clients, dryRun: true }, () => {
    const view = lookOf(session);
    const told = storiesView(clients, stories.count, view);
    const { dryRun } = session.words.views.plan;
    return [planView(planned, risks, view), told, dryRun].filter((part) => part !== "").join("\n\n");
  });
  return exitCodes.done;
}
