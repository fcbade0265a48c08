import { appError } from "../../lib/errors.ts";
import { beginReading } from "../../use-cases/begin-reading.ts";
import { type ImportReport, importBase } from "../../use-cases/import-base.ts";
import { type Mapping, readMapping } from "../../use-cases/settle-mapping.ts";
import { isApproved } from "../approval.ts";
import { type Call, flag, listArgument, numberOption, textOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { readWhole } from "../files.ts";
import { mappingSettler } from "../mapping-wizard.ts";
import { importDocument, importedView, proposalView } from "../render/import-view.ts";
import { lookOf } from "../render/look.ts";
import { explainedDocument, explainedView } from "../render/mapping-view.ts";
import { isIncomplete } from "../render/plan-view.ts";
import type { Session } from "../session.ts";

/** `import FILE…`: what is in the files, the plan, the question, the work. */
export async function importCommand(session: Session, call: Call): Promise<ExitCode> {
  const files = listArgument(call, 0).map((file) => session.path(file));
  const rejects = textOption(call, "rejects");
  const dryRun = flag(call, "dryRun");
  const explain = numberOption(session, call, "explain");
  session.interruptible();
  const which = { sheet: textOption(call, "sheet"), encoding: textOption(call, "encoding") };
  const reading = beginReading(files, which);
  const options = {
    ...which,
    reading,
    create: call.options.create !== false,
    force: flag(call, "force"),
    dryRun,
    rejects: rejects === null ? null : session.path(rejects),
    settle: mappingSettler(session, call),
    explain,
  };
  let isShown = false;
  const opened = async () => ({ context: await session.context(), mapping: await mappingGiven(session, call) });
  const { context, mapping } = await opened().catch((error: unknown) => {
    reading.abandon();
    throw error;
  });
  const report = await importBase(context, files, { ...options, mapping }, async (proposal) => {
    if (!session.json) session.tell(null, () => `${proposalView(proposal, lookOf(session))}\n`);
    isShown = true;
    return isApproved(session, call, session.words.views.plan.approve);
  });
  if (explain !== null) return tellRow(session, report, explain);
  return tellImport(session, report, { dryRun, isShown });
}

/** The mapping of `--mapping`, `null` without one. */
async function mappingGiven(session: Session, call: Call): Promise<Mapping | null> {
  const typed = textOption(call, "mapping");
  if (typed === null) return null;
  const file = session.path(typed);
  return readMapping(await readWhole(file), file, session.words.language);
}

function tellRow(session: Session, { explained }: ImportReport, row: number): ExitCode {
  if (explained.length === 0)
    throw appError({ code: "usage", problem: `--explain: ${session.words.views.mapping.explain.missing(row)}` });
  session.show({ rows: explained.map(explainedDocument) }, () => explainedView(explained, lookOf(session)));
  return exitCodes.done;
}

function tellImport(
  session: Session,
  report: ImportReport,
  { dryRun, isShown }: { dryRun: boolean; isShown: boolean },
): ExitCode {
  const look = lookOf(session);
  const { plan: said } = session.words.views;
  const document = importDocument(report);
  if (dryRun) {
    session.show({ ...document, dryRun }, () => `${proposalView(report, look)}\n\n${said.dryRun}`);
    return exitCodes.done;
  }
  if (!report.approved) {
    if (session.json) session.show(document, () => "");
    // With --quiet the plan was not printed yet; a plan that waits has to be seen.
    else if (session.quiet) session.show(null, () => proposalView(report, look));
    session.io.err(`${said.waits}\n`);
    return exitCodes.approval;
  }
  session.tell(document, () => {
    const plan = isShown ? "" : `${proposalView(report, look)}\n\n`;
    return (plan + importedView(report, look)).trimEnd();
  });
  return isIncomplete([...(report.applied ? [report.applied] : []), ...report.followUps])
    ? exitCodes.failed
    : exitCodes.done;
}
