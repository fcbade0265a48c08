import { readEmployee } from "../../card/index.ts";
import { appError } from "../../lib/errors.ts";
import type { Context } from "../../use-cases/context.ts";
import { addStep } from "../../use-cases/keep-up.ts";
import { argument, type Call, flag, momentFrom, numberOption, textOption } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { lookOf } from "../render/look.ts";
import { addedLines, isIncomplete } from "../render/plan-view.ts";
import type { Session } from "../session.ts";

/** `log CLIENT TEXT`: one more line in a card. */
export async function log(session: Session, call: Call): Promise<ExitCode> {
  const { usage } = session.words;
  const text = argument(call, 1).trim();
  if (text === "") throw appError({ code: "usage", problem: usage.emptyStep() });
  const order = numberOption(session, call, "order");
  const typedAt = textOption(call, "at");
  const at = typedAt === null ? null : momentFrom(typedAt);
  if (typedAt !== null && at === null) throw appError({ code: "usage", problem: usage.badTime("--at", typedAt) });
  const context = await session.context();
  const employee = employeeFor(session, textOption(call, "by"), context);
  session.interruptible();
  const dryRun = flag(call, "dryRun");
  const { name, plan, applied } = await addStep(context, argument(call, 0), { text, employee, at, order }, { dryRun });
  session.tell({ name, plan, applied }, () => {
    const { log: said, noName } = session.words.views;
    const head = dryRun ? said.would(name || noName) : said.added(name || noName);
    return [head, ...addedLines(plan, context.grammar, lookOf(session))].join("\n");
  });
  return applied && isIncomplete([applied]) ? exitCodes.failed : exitCodes.done;
}

/** The employee that `--by` means, by name or alias, as the template spells it. */
function employeeFor({ words }: Session, typed: string | null, { grammar, template }: Context): string | null {
  if (typed === null) return null;
  const employee = readEmployee(grammar, typed);
  if (employee !== null) return employee;
  const known = template.card.employees.filter(({ left }) => !left).map(({ name }) => name);
  throw appError({ code: "usage", problem: words.usage.unknownEmployee(typed, known.join(", ")) });
}
