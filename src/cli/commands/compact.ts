import * as keepUp from "../../use-cases/keep-up.ts";
import { type Call, flag } from "../call.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import { previewSync } from "./plan.ts";
import { tellSync } from "./sync.ts";

/** `compact`: finished orders' steps into the archive, now. */
export async function compact(session: Session, call: Call): Promise<ExitCode> {
  if (flag(call, "dryRun")) return previewSync(session, { compact: true, full: false });
  session.interruptible();
  const force = flag(call, "force");
  return tellSync(session, (context, look) => keepUp.compact(context, { force, look }));
}
