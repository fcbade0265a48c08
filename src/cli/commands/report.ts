import { appError } from "../../lib/errors.ts";
import { figures } from "../../reports/figures.ts";
import { buildReport, REPORTS } from "../../reports/tables.ts";
import { argument, type Call, dayOption, textOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { jsonText } from "../json-text.ts";
import { figuresView } from "../render/figures-view.ts";
import { lookOf } from "../render/look.ts";
import { reportView } from "../render/report-view.ts";
import type { Session } from "../session.ts";

/** `report [NAME]`: a table by name, or the figures of the office. */
export async function report(session: Session, call: Call): Promise<ExitCode> {
  const name = argument(call, 0);
  const { usage } = session.words;
  if (name !== "" && !REPORTS.some((known) => known === name))
    throw appError({ code: "usage", problem: usage.unknownReport(name, REPORTS.join(", ")) });
  const period = { from: dayOption(session, call, "from"), to: dayOption(session, call, "to") };
  if (name === "" && (period.from ?? period.to) !== null)
    throw appError({ code: "usage", problem: usage.missingArgument("REPORT") });
  const { context, office } = await session.office();
  const asJson = textOption(call, "format") === "json";
  const put = (document: unknown, view: () => string) =>
    asJson && !session.json ? session.io.out(`${jsonText(document)}\n`) : session.show(document, view);
  if (name === "") {
    const total = await figures(context.store, office);
    put(total, () => figuresView(total, lookOf(session)));
  } else {
    const built = await buildReport(context.store, office, name, period);
    put({ ...built, ...period }, () => reportView(built, lookOf(session)));
  }
  return exitCodes.done;
}
