import type { Applied } from "../../sync/applied.ts";
import type { CheckedClient, SharedNumber } from "../../use-cases/keep-up.ts";
import { findingLines } from "./card-view.ts";
import type { Look } from "./look.ts";
import { appliedView } from "./plan-view.ts";
import { table } from "./table.ts";

type Checked = { clients: CheckedClient[]; fixed: Applied[]; sharedNumbers: SharedNumber[] };

/** The findings of the base: client by client, then how many of each rule. */
export function checkView({ clients, fixed, sharedNumbers }: Checked, look: Look): string {
  const { words, style } = look;
  const { check: said, heads, noName } = words.views;
  const mended = fixed.length > 0 ? [[said.fixed, ...fixed.map((run) => appliedView(run, look))].join("\n")] : [];
  const shared = sharedNumbers.map(({ number, clients: holders }) =>
    style.warn(said.sharedNumber(number, holders.map(({ name, resourceName }) => name || resourceName).join(", "))),
  );
  const warnings = shared.length > 0 ? [shared.join("\n")] : [];
  if (clients.length === 0) return [...mended, ...warnings, style.good(said.clean)].join("\n\n");
  const perClient = clients.map(({ name, resourceName, findings }) => {
    const head = style.bold(name || `${noName} ${resourceName}`);
    return `${head}\n${findingLines(findings, look)}`;
  });
  const findings = clients.flatMap((client) => client.findings);
  const byRule = [...Map.groupBy(findings, ({ rule }) => rule)].sort(([, a], [, b]) => b.length - a.length);
  const rows = byRule.map(([rule, found]) => [rule, words.format.number(found.length)]);
  const asking = findings.filter(({ severity }) => severity === "ask").length;
  const total = `${said.total(clients.length, findings.length)} ${said.needPerson(asking)}`;
  const summary = table([{ head: heads.rule }, { head: heads.count, align: "right" }], rows, look);
  return [...mended, perClient.join("\n"), ...warnings, summary, total].join("\n\n");
}
