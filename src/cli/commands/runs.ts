import { appError } from "../../lib/errors.ts";
import type { Ledger, Run } from "../../ports.ts";
import { argument, type Call, numberOption, wholeNumber } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { lookOf } from "../render/look.ts";
import { runsView, runView } from "../render/runs-view.ts";
import type { Session } from "../session.ts";

const USUAL = 20;

/** `runs [RUN]`: the journal, or one run's changes. */
export async function runs(session: Session, call: Call): Promise<ExitCode> {
  const typed = argument(call, 0);
  const limit = numberOption(session, call, "limit") ?? USUAL;
  const id = typed === "" ? null : wholeNumber(session, "RUN", typed);
  const { store, template } = await session.context();
  if (id === null) {
    const list = await store.ledger.runs(limit);
    session.show({ runs: list }, () => runsView(list, template.timeZone, lookOf(session)));
    return exitCodes.done;
  }
  const run = await runOf(store.ledger, id);
  const entries = await store.ledger.entriesOf(id);
  session.show({ run, entries }, () => runView(run, entries, template.timeZone, lookOf(session)));
  return exitCodes.done;
}

async function runOf(ledger: Ledger, id: number): Promise<Run> {
  const run = await ledger.run(id);
  if (run) return run;
  const candidates = (await ledger.runs(5)).map((known) => String(known.id));
  throw appError({ code: "not-found", what: "run", query: String(id), candidates });
}
