import { appError } from "../../lib/errors.ts";
import { lookAtCallerLine, switchCallerLine } from "../../use-cases/caller-line.ts";
import { argument, type Call, flag } from "../call.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Session } from "../session.ts";
import { tellPreview } from "./plan.ts";
import { tellSync } from "./sync.ts";

/** `caller-line on|off`: what phones show while they ring is put onto the numbers, or what stood there is put back. */
export async function callerLine(session: Session, call: Call): Promise<ExitCode> {
  const word = argument(call, 0);
  if (word !== "on" && word !== "off")
    throw appError({ code: "usage", problem: session.words.usage.badChoice("caller-line", word, "on, off") });
  session.interruptible();
  const on = word === "on";
  const force = flag(call, "force");
  if (flag(call, "dryRun")) return tellPreview(session, (context, look) => lookAtCallerLine(context, on, { look }));
  return tellSync(session, (context, look) => switchCallerLine(context, { on, force, look }));
}
