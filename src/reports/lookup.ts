/** Looking a client up in the store: who it is, the group, the orders' state, the history. Nothing here asks Google. */
import { type Grammar, parseNotes } from "../card/index.ts";
import type { Card, Step } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import { appError } from "../lib/errors.ts";
import type { ArchiveEntry, MirrorRow, Store } from "../ports.ts";
import { grammarOf, kindReader } from "../reconcile/kinds.ts";
import { viewLabels } from "../reconcile/labels.ts";
import { dueFollowUps, type FollowUp, lastTouch } from "../reconcile/status.ts";
import type { Template } from "../template/template.ts";

export type ClientView = {
  resourceName: string;
  name: string;
  /** Id of its kind in the template: `client`, `supplier` … */
  kind: string;
  /** Name of the marker label, as it stands in the account; `null` without one. */
  marker: string | null;
  /** Names of the other user labels, sorted. */
  labels: string[];
  phones: string[];
  emails: string[];
  addresses: string[];
  notes: string;
  card: Card;
  lastTouch: string | null;
  due: FollowUp[];
  /** The contact in Contacts web. */
  link: string;
};

export type Office = { template: Template; grammar: Grammar; today: string };

/** A line of a client's life, from the card or from the archive. */
export type HistoryLine = {
  date: string | null;
  time: string | null;
  text: string;
  employee: string | null;
  order: number | null;
  title: string | null;
  /** `value`: another name, phone or group that a base had of the client (`name: Анна П.`), which the contact does not show. */
  kind: Step["kind"] | "closed" | "ordered" | "text" | "value";
  from: "card" | "archive";
};

/** Builds views of clients; the labels are read once. */
export async function clientViews(store: Store, office: Office): Promise<(row: MirrorRow) => ClientView> {
  const labels = viewLabels(office.template, await store.mirror.labels(), await store.ledger.labelRoles());
  const kindOf = kindReader(office.template, labels, office.grammar);
  return ({ client }) => {
    const { kind, grammar } = kindOf(client.labels);
    const { card } = parseNotes(grammar, client.notes, { today: office.today });
    const isMarker = (label: string) => labels.roleOf.get(label)?.startsWith("marker:") ?? false;
    const nameOf = (label: string) => labels.nameOf.get(label) ?? label;
    const users = client.labels.filter((label) => !SYSTEM.has(label));
    return {
      resourceName: client.resourceName,
      name: client.name.display,
      kind: kind.id,
      marker: users.filter(isMarker).map(nameOf)[0] ?? null,
      labels: users
        .filter((label) => !isMarker(label))
        .map(nameOf)
        .sort(),
      phones: client.phones.map(({ e164, value }) => e164 ?? value),
      emails: client.emails,
      addresses: (client.person.addresses ?? []).flatMap(({ formattedValue }) => formattedValue ?? []),
      notes: client.notes,
      card,
      lastTouch: lastTouch(card),
      due: dueFollowUps(card, office.today),
      link: linkOf(client),
    };
  };
}

const SYSTEM = new Set(
  ["myContacts", "starred", "friends", "family", "coworkers", "chatBuddies", "all", "blocked"].map(
    (id) => `contactGroups/${id}`,
  ),
);

/** The contact's page in Contacts web (people-api reference, section 3). */
function linkOf({ resourceName }: Pick<Client, "resourceName">): string {
  return `https://contacts.google.com/person/${resourceName.replace(/^people\//, "")}`;
}

/** The client that a person means: a resource name, an order's `#12`, a phone, or a name. Throws `not-found`, with candidates if several fit. */
export async function findClient(store: Store, query: string): Promise<MirrorRow> {
  const { mirror } = store;
  if (/^(people\/)?c\d+$/.test(query)) {
    const row = await mirror.get(query.startsWith("people/") ? query : `people/${query}`);
    if (row) return row;
  }
  const byNumber = /^[+\d][\d\s()./-]{5,}$/.test(query.trim()) ? await mirror.who(query) : [];
  const rows = byNumber.length > 0 ? byNumber : await mirror.find(query, 10);
  const exact = rows.filter(({ client }) => client.name.display.toLowerCase() === query.trim().toLowerCase());
  const [only, ...others] = exact.length > 0 ? exact : rows;
  if (only && others.length === 0) return only;
  const candidates = rows.map(
    ({ client }) => `${client.name.display || client.phones[0]?.value || "?"} (${client.resourceName})`,
  );
  throw appError({ code: "not-found", what: "client", query, candidates });
}

/**
 * A client's whole life, oldest first: what stands in the card and what has left it. Undated lines of a card keep their place. A card that was
 * read already is not read again.
 */
export async function historyOf(
  store: Store,
  { template, grammar: base, today }: Office,
  { resourceName, notes, kind, card: read }: Pick<ClientView, "resourceName" | "notes" | "kind"> & { card?: Card },
): Promise<HistoryLine[]> {
  const grammar = grammarOf(template, base, kind);
  const card = read ?? parseNotes(grammar, notes, { today }).card;
  const archived = (await store.ledger.archiveOf(resourceName))
    .filter(isPartOfLife)
    .flatMap((entry) => archiveLine(grammar, today, entry));
  const told = new Set(card.orders.flatMap((order) => outcomeAmong(archived, order) ?? []));
  const lines = [
    ...archived.map((line) => (told.has(line) ? { ...line, kind: "outcome" as const } : line)),
    ...cardLines(card, (order) => outcomeAmong(archived, order) !== undefined),
  ];
  return lines
    .map((line, place) => ({ line, place }))
    .sort(
      (a, b) =>
        compare(a.line.date ?? "0000", b.line.date ?? "0000") ||
        compare(a.line.time ?? "", b.line.time ?? "") ||
        a.place - b.place,
    )
    .map(({ line }) => line);
}

/** What bases had of a client that the contact does not show; no events, and so without a day. */
export async function keptValues(store: Store, resourceName: string): Promise<HistoryLine[]> {
  const kept = (await store.ledger.archiveOf(resourceName)).filter(({ reason }) => reason === "imported");
  const nothing = { date: null, time: null, employee: null, order: null, title: null };
  return kept.map(({ text }) => ({ ...nothing, text, kind: "value", from: "archive" }));
}

/** Typed forms that were rewritten stand in the card in their new form; imported spellings are no events. */
function isPartOfLife({ reason }: ArchiveEntry): boolean {
  return (
    reason === "compacted" || reason === "folded" || reason === "pruned" || reason === "met" || reason === "removed"
  );
}

function archiveLine(grammar: Grammar, today: string, { text, order, title, date }: ArchiveEntry): HistoryLine[] {
  const { log, orders } = parseNotes(grammar, text, { today }).card;
  const step = log[0];
  if (step) return [{ ...lineOf(step, "archive"), order, title }];
  const closed = orders[0];
  if (closed?.closed) return [closedLine(closed, "archive")];
  return [{ date, time: null, text, employee: null, order, title, kind: "text", from: "archive" }];
}

/** The archived step that closed an order: its last one, on the day of the outcome. The closed line of the card repeats it. */
function outcomeAmong(
  archived: HistoryLine[],
  { number, title, closed }: Card["orders"][number],
): HistoryLine | undefined {
  if (closed === null) return undefined;
  return archived.findLast(
    (line) => line.order === number && line.title === title && line.date === closed && line.kind !== "plan",
  );
}

function cardLines(card: Card, isTold: (order: Card["orders"][number]) => boolean): HistoryLine[] {
  const ofOrders = card.orders.flatMap((order) => {
    const steps = order.steps.map((step) => ({ ...lineOf(step, "card"), order: order.number, title: order.title }));
    const hasOutcome = order.steps.some((step) => step.kind === "outcome");
    return order.state === "open" || hasOutcome || isTold(order) ? steps : [...steps, closedLine(order, "card")];
  });
  return [...ofOrders, ...card.log.map((step) => lineOf(step, "card"))];
}

function lineOf({ date, time, text, employee, kind }: Step, from: HistoryLine["from"]): HistoryLine {
  return { date, time, text, employee, order: null, title: null, kind, from };
}

function closedLine(order: Card["orders"][number], from: HistoryLine["from"]): HistoryLine {
  const { closed, employee, number, title, state, reason } = order;
  return {
    date: closed,
    time: null,
    text: reason ? `${state}: ${reason}` : state,
    employee,
    order: number,
    title,
    kind: "closed",
    from,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
