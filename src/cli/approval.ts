import { type Call, flag } from "./call.ts";
import type { Session } from "./session.ts";

/** Whether a plan may be applied: by `--yes`, else by the word of a person at a terminal. Nobody there to ask is a no. */
export async function isApproved(session: Session, call: Call, question: string): Promise<boolean> {
  if (flag(call, "yes")) return true;
  const { tty } = session.io;
  if (session.json || !tty.in || !tty.err) return false;
  session.endProgress();
  const { confirm } = await import("@clack/prompts");
  const { yes, no } = session.words.views;
  const answer = await confirm({
    message: question,
    active: yes,
    inactive: no,
    initialValue: false,
    output: process.stderr,
  });
  return answer === true;
}
