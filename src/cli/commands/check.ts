import * as keepUp from "../../use-cases/keep-up.ts";
import { type Call, flag } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { checkView } from "../render/check-view.ts";
import { lookOf } from "../render/look.ts";
import type { Session } from "../session.ts";
import { previewSync } from "./plan.ts";

/** `check`: what needs a person; exit code 4 if anything does. */
export async function check(session: Session, call: Call): Promise<ExitCode> {
  const fix = flag(call, "fix");
  if (fix && flag(call, "dryRun")) return previewSync(session, { compact: false, full: false });
  session.interruptible();
  const { clients, fixed, sharedNumbers } = await keepUp.check(await session.context(), { fix });
  session.tell({ clients, fixed, sharedNumbers }, () => checkView({ clients, fixed, sharedNumbers }, lookOf(session)));
  const open = clients.some(({ findings }) => findings.some(({ severity }) => severity === "ask"));
  return open ? exitCodes.findings : exitCodes.done;
}
