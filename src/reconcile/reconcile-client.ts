import { compactCard, type Grammar, normaliseCard, parseNotes } from "../card/index.ts";
import type { ArchivedLine, Card, Finding } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { Person } from "../client/person.ts";
import type { IsoDay } from "../lib/day.ts";
import type { Kind, Template } from "../template/template.ts";
import { callerLine, type Projection, projectCallerLine } from "./caller-line.ts";
import { contactFinding, contactFindings, contactSeverity } from "./contact-findings.ts";
import type { KindReader } from "./kinds.ts";
import { type LabelView, STATUS_ROLES } from "./labels.ts";
import { decideMarker } from "./marker.ts";
import { mendPhones } from "./mend-phones.ts";
import type { LabelRef } from "./plan.ts";
import { statusRoles } from "./status.ts";

/** What holds for every client of one reconciliation. */
export type Office = {
  template: Template;
  /** Of the default kind: for contacts that are not in the account yet. */
  grammar: Grammar;
  kindOf: KindReader;
  labels: LabelView;
  /** The day in the office's time zone. */
  today: IsoDay;
  /** The instant, milliseconds since the epoch. */
  now: number;
  nextNumber: () => number;
  /** Whether finished orders are compacted now. */
  compact: boolean;
};

/** One client as it is, and what the program knew of it before. */
export type Sight = {
  client: Client;
  /** What was last brought in order; `null` at first sight. */
  base: { notes: string; labels: LabelRef[] } | null;
  /** Versions of the notes before `base`, newest first. */
  recent: string[];
  /** The day of the edit: of the pull where the present text first appeared, in the office's time zone. */
  edited: IsoDay | null;
  /** Texts since `base` that were left alone, oldest first, with the day of the pull that brought each. */
  sightings?: { text: string; day: IsoDay }[];
  /** The pull before that edit was seen is over a day older. */
  late: boolean;
  /** Closed lines that were folded before, as the archive has them: what the summary must at least tell. */
  folded?: ArchivedLine[];
  /** The text was put back by an undo: it stays as it is. */
  resting?: boolean;
};

export type Reconciled = {
  notes: string;
  /** The contact's phones where the office wants them in the international form and they are not; `null`: as they are. */
  phones: Person["phoneNumbers"] | null;
  card: Card;
  findings: Finding[];
  archive: ArchivedLine[];
  addLabels: LabelRef[];
  removeLabels: LabelRef[];
  /** Phone numbers with the caller line, or without it again; `null` when they are as they should be. */
  projection: Projection | null;
  /** Left alone this time: someone may still be typing, or the note is not plain text. */
  untouched: "quiet" | "html" | null;
};

/** What a client should look like: pure, and the same whatever happened in between (level-triggered). */
export function reconcileClient(office: Office, sight: Sight): Reconciled {
  const { client, base } = sight;
  const { kind, grammar, carried: kinds, add: lostKind } = office.kindOf(client.labels, base?.labels);
  const untouched = reasonToLeaveAlone(office, sight);
  if (untouched) {
    const { card } = parseNotes(grammar, client.notes, { today: office.today });
    const nothing = { phones: null, projection: null, findings: [], archive: [], addLabels: [], removeLabels: [] };
    return { notes: client.notes, card, ...nothing, untouched };
  }
  const before = base
    ? { labels: base.labels, card: parseNotes(grammar, base.notes, { today: office.today }).card }
    : null;
  const read = () => parseNotes(grammar, client.notes, { today: office.today }).card;
  const gives = contactSeverity(kind.card, "marker.missing") === "fix";
  const marker = decideMarker(office.template, office.labels, client.labels, before, before && read(), gives);
  const shown = shownMarker(office.template, kind, marker.shown);
  const kept = sight.resting ? read() : null;
  const rest = kept && { text: client.notes, card: kept, findings: kept.findings, archived: [] };
  const normal =
    rest ??
    normaliseCard(grammar, {
      text: client.notes,
      previous: base?.notes ?? null,
      recent: sight.recent,
      today: office.today,
      edited: sight.edited,
      sightings: sight.sightings ?? [],
      late: sight.late,
      nextNumber: office.nextNumber,
      marker: shown,
    });
  const compacted =
    office.compact && !rest
      ? compactCard(grammar, { text: normal.text, today: office.today, marker: shown, folded: sight.folded ?? [] })
      : null;
  const result = compacted ?? normal;
  const findings = contactFindings(kind.card, client);
  if (marker.carried.length === 0) {
    const given = marker.add ? (shown ?? "") : "";
    findings.push(...contactFinding(kind.card, "marker.missing", given, marker.add !== null));
  }
  if (marker.carried.length > 1)
    findings.push(...contactFinding(kind.card, "marker.several", marker.carried.join(", ")));
  if (kinds.length > 1) findings.push(...contactFinding(kind.card, "kind.several", kinds.join(", ")));
  findings.push(...result.findings);
  const status = decideStatus(office, kind, client, result.card, findings);
  const wantsE164 = !rest && contactSeverity(kind.card, "phone.not-e164") === "fix";
  const phones = wantsE164 ? mendPhones(client) : null;
  const person = phones ? { ...client.person, phoneNumbers: phones } : client.person;
  return {
    notes: result.text,
    phones,
    card: result.card,
    findings,
    archive: [...normal.archived, ...(compacted?.archived ?? [])],
    addLabels: [...(marker.add ? [marker.add] : []), ...(lostKind ? [lostKind] : []), ...status.add].sort(),
    removeLabels: [...(marker.remove ? [marker.remove] : []), ...status.remove].sort(),
    projection: sight.resting ? null : projectCallerLine(person, wantedLine(office, grammar, shown, result.card)),
    untouched: null,
  };
}

function wantedLine({ template }: Office, grammar: Grammar, marker: string | null, card: Card): string | null {
  const { callerLine: settings } = template;
  return settings.field === "off" ? null : callerLine(grammar, settings, { marker, card });
}

/** A note with formatting: the program leaves it alone, for it writes plain text. */
export function isFormatted({ person }: Client): boolean {
  return person.biographies?.some((note) => note.contentType === "TEXT_HTML") ?? false;
}

function reasonToLeaveAlone(office: Office, { client, base }: Sight): Reconciled["untouched"] {
  if (isFormatted(client)) return "html";
  if (base?.notes === client.notes || client.updateTime === null) return null;
  const age = office.now - Date.parse(client.updateTime);
  return age >= 0 && age < office.template.quietMinutes * 60_000 ? "quiet" : null;
}

/** What a card's first line begins with: the marker, or, for a contact that carries none, what it is. */
function shownMarker({ markers, defaultKind }: Template, kind: Kind, id: string | null): string | null {
  const marker = markers.find((one) => one.id === id)?.label;
  return marker ?? (kind.id === defaultKind ? null : kind.label);
}

function decideStatus(office: Office, kind: Kind, client: Client, card: Card, findings: Finding[]) {
  const needsPerson = findings.some((finding) => finding.severity === "ask");
  const earned = statusRoles(card, office.today, kind.callBackDays, needsPerson);
  const add: LabelRef[] = [];
  const remove: LabelRef[] = [];
  for (const role of STATUS_ROLES) {
    const label = office.labels.byRole.get(role);
    if (label === undefined) continue;
    const has = client.labels.includes(label);
    const should = earned.has(role);
    if (should && !has) add.push(label);
    if (!should && has) remove.push(label);
  }
  return { add, remove };
}
