import type { PreparedMerge } from "../../sync/prepare-merge.ts";
import type { DuplicateProposal } from "../../use-cases/one-client.ts";
import { joined, type Look } from "./look.ts";
import { noteDifference, planView } from "./plan-view.ts";
import { indented } from "./width.ts";

/** The proposals for a program. */
export function duplicatesDocument(groups: DuplicateProposal[]) {
  return {
    groups: groups.map(({ clients, reasons }) => ({
      clients: clients.map(({ resourceName, name, marker, phones, emails, lastTouch, link, card }) => {
        return { resourceName, name, marker, phones, emails, orders: card.orders.length, lastTouch, link };
      }),
      reasons,
    })),
  };
}

/** A paragraph a group: who, why, and the command that would make them one. */
export function duplicatesView(groups: DuplicateProposal[], look: Look): string {
  const { words, style, width } = look;
  const { duplicates: said } = words.views;
  if (groups.length === 0) return style.good(said.none);
  const parts = groups.map(({ clients, reasons }) => {
    const names = clients.map((client) => indented(clientLine(client, look), 0, width));
    const why = reasons.map(({ kind, value }) => indented(said.reasons[kind](value), 2, width));
    const command = `clientcard merge ${clients.map(({ resourceName }) => resourceName).join(" ")}`;
    return [...names, ...why, indented(style.dim(command), 2, width)].join("\n");
  });
  return [parts.join("\n\n"), said.total(groups.length), style.dim(said.hint)].join("\n\n");
}

function clientLine(client: DuplicateProposal["clients"][number], { words, style }: Look): string {
  const { views, format } = words;
  return joined([
    style.bold(client.name || views.noName),
    client.resourceName,
    ...client.phones,
    ...client.emails,
    client.marker ?? "",
    client.card.orders.length > 0 ? views.duplicates.orders(client.card.orders.length) : "",
    client.lastTouch === null ? "" : views.lastTouch(format.day(client.lastTouch)),
  ]);
}

/** What a merge would do: who stays, who goes, what the card gains. */
export function mergeView({ plan, survivor, others, risks }: PreparedMerge, look: Look): string {
  const { words, style, width } = look;
  const { merge: said, noName } = words.views;
  const named = ({ display, resourceName }: { display: string; resourceName: string }) =>
    `${display || noName} (${resourceName})`;
  const gained = plan.changes.flatMap((change) =>
    change.type === "update" ? noteDifference(change.before, change.after).added : [],
  );
  return [
    style.bold(said.title(named(survivor))),
    ...others.map((other) => indented(said.goes(named(other)), 2, width)),
    planView(plan, risks, look),
    ...(gained.length > 0 ? [said.gains, ...gained.map((line) => indented(`+ ${line}`, 2, width))] : []),
  ].join("\n");
}
