import { appError, isAppError } from "../../lib/errors.ts";
import type { Plan } from "../../reconcile/plan.ts";
import { applyKept, type PlanFile } from "../../use-cases/keep-up.ts";
import { argument, type Call, flag } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readWhole } from "../files.ts";
import { lookOf } from "../render/look.ts";
import { appliedView, isIncomplete, planView } from "../render/plan-view.ts";
import type { Session } from "../session.ts";

/** `apply P.json`: what `plan --out` kept. */
export async function apply(session: Session, call: Call): Promise<ExitCode> {
  const file = session.path(argument(call, 0));
  const kept = planIn(file, await textOf(file));
  session.interruptible();
  const context = await session.context();
  try {
    const applied = await applyKept(context, kept, { force: flag(call, "force"), dryRun: flag(call, "dryRun") });
    const look = lookOf(session);
    if (!applied) {
      const { dryRun } = session.words.views.plan;
      session.show({ file, plan: kept.plan, dryRun: true }, () => `${planView(kept.plan, [], look)}\n\n${dryRun}`);
      return exitCodes.done;
    }
    session.tell({ file, applied }, () => appliedView(applied, look));
    return isIncomplete([applied]) ? exitCodes.failed : exitCodes.done;
  } catch (error) {
    if (isAppError(error, "input-file")) throw appError({ ...error.fields, file }, error);
    throw error;
  }
}

/** What is no text is no plan either. */
async function textOf(file: string): Promise<string> {
  try {
    return await readWhole(file);
  } catch (error) {
    const isBinary = isAppError(error, "input-file") && error.fields.reason === "not-utf8";
    throw isBinary ? appError({ code: "input-file", file, reason: "not-a-plan" }, error) : error;
  }
}

function planIn(file: string, text: string): PlanFile {
  const refusal = (cause?: unknown) => appError({ code: "input-file", file, reason: "not-a-plan" }, cause);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw refusal(error);
  }
  if (typeof read !== "object" || read === null || !("plan" in read) || !("checksum" in read)) throw refusal();
  const { plan, checksum } = read as { plan: Plan; checksum: unknown };
  if (typeof checksum !== "string" || typeof plan !== "object" || plan?.version !== 1) throw refusal();
  return { plan, checksum };
}
