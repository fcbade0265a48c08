import type { Applied } from "../../sync/apply.ts";
import type { CheckedClient } from "../../use-cases/keep-up.ts";
import type { Look } from "./look.ts";
import { appliedView } from "./plan-view.ts";
import { table } from "./table.ts";

/** The findings of the base, client by client. */
export function checkView(clients: CheckedClient[], fixed: Applied[], look: Look): string {
  const { words, style } = look;
  const { check: said, heads, noName, card } = words.views;
  const mended = fixed.length > 0 ? [said.fixed, ...fixed.map((run) => appliedView(run, look)), ""] : [];
  if (clients.length === 0) return [...mended, style.good(said.clean)].join("\n");
  const rows = clients.flatMap(({ name, resourceName, findings }) =>
    findings.map(({ rule, line, severity, message }, index) => [
      index === 0 ? name || `${noName} ${resourceName}` : "",
      line === null ? said.wholeCard : String(line + 1),
      severity === "ask" ? style.warn(message) : message,
      style.dim(rule),
      severity === "ask" ? "" : style.dim(card.severities[severity]),
    ]),
  );
  const columns = [
    { head: heads.client, wrap: true as const },
    { head: heads.line, align: "right" as const },
    { head: heads.message, wrap: true as const },
    { head: heads.rule },
    { head: "" },
  ];
  const findings = clients.flatMap((client) => client.findings);
  const asking = findings.filter(({ severity }) => severity === "ask").length;
  const total = `${said.total(clients.length, findings.length)} ${said.needPerson(asking)}`;
  return [...mended, table(columns, rows, look), "", total].join("\n");
}
