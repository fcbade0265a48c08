import { describe, expect, it } from "vitest";
import { compileGrammar } from "../../src/card/index.ts";
import type { Client } from "../../src/client/client.ts";
import { readClient } from "../../src/client/read-client.ts";
import { kindReader } from "../../src/reconcile/kinds.ts";
import { viewLabels } from "../../src/reconcile/labels.ts";
import { type Office, reconcileClient } from "../../src/reconcile/reconcile-client.ts";
import { shippedTemplate } from "../support/template.ts";

const template = shippedTemplate();
const ids = [...template.markers.map(({ id }) => `marker:${id}`), "kind:supplier", "kind:employee", "kind:partner"];
const roles = [...ids, "status:in-work", "status:call-back", "status:check-card"];
const group = (role: string) => `contactGroups/${role.replace(":", "-")}`;
const bound = new Map(roles.map((role) => [role, group(role)]));
const label = (role: string) => ({
  resourceName: group(role),
  name: role,
  etag: "e",
  system: false,
  memberCount: 0,
  deleted: false,
  clientData: [],
});

function officeWith(present = roles): Office {
  const grammar = compileGrammar(template.card);
  const labels = viewLabels(template, present.map(label), bound);
  let number = 0;
  return {
    template,
    grammar,
    kindOf: kindReader(template, labels, grammar),
    labels,
    today: "2026-11-23",
    now: Date.parse("2026-11-23T12:00:00Z"),
    nextNumber: () => ++number,
    compact: false,
  };
}

function contact(notes: string, ...carried: string[]): Client {
  const person = {
    resourceName: "people/c1",
    etag: "e",
    names: [{ displayName: "Cloth Ltd" }],
    phoneNumbers: [{ value: "+374 91 234567", canonicalForm: "+37491234567" }],
    biographies: notes === "" ? [] : [{ value: notes, contentType: "TEXT_PLAIN" as const }],
  };
  return { ...readClient(person, "AM"), labels: carried.map(group) };
}

const look = (client: Client, office = officeWith(), base: { notes: string; labels: string[] } | null = null) =>
  reconcileClient(office, { client, base, recent: [], edited: null, late: false });
const rulesOf = ({ findings }: ReturnType<typeof look>) => findings.map(({ rule }) => rule);

describe("a supplier", () => {
  const notes = "закупка: ткань, 300 000\n20.11.2026 получили (Anna)";

  it("has a card in the supplier's words, and no marker unless somebody gives one", () => {
    const result = look(contact(notes, "kind:supplier"));
    expect(result.notes.split("\n").slice(0, 3)).toEqual([
      "Supplier · #1 received 300 000 AMD · last 20.11.2026",
      "",
      "закупка 1: ткань, 300 000",
    ]);
    expect(result.addLabels).toEqual([group("status:in-work")]);
    expect(rulesOf(result)).toEqual([]);
    const marked = look(contact(notes, "kind:supplier", "marker:wholesale"));
    expect(marked.notes).toMatch(/^Wholesale · #1 received/);
  });

  it("would be a client with free text without the label", () => {
    const result = look(contact(notes));
    expect(result.card.orders).toEqual([]);
    expect(result.addLabels).toContain(group("marker:new"));
  });

  it("stays one, in words and label, when the label has vanished from the account", () => {
    const office = officeWith(roles.filter((role) => role !== "kind:supplier"));
    const base = { notes, labels: [group("kind:supplier")] };
    const result = look(contact(notes), office, base);
    expect(result.card.orders).toHaveLength(1);
    expect(result.addLabels).toEqual([group("status:in-work"), "role:kind:supplier"]);
  });

  it("is one no more when a person has taken the label away", () => {
    const result = look(contact(notes), officeWith(), { notes, labels: [group("kind:supplier")] });
    expect(result.addLabels).not.toContain(group("kind:supplier"));
    expect(result.addLabels).toContain(group("marker:new"));
  });
});

describe("kinds", () => {
  it("are exclusive: two are a question to a person, and both stay", () => {
    const result = look(contact("", "kind:partner", "kind:supplier"));
    expect(result.findings).toMatchObject([
      {
        rule: "kind.several",
        severity: "ask",
        message: "The contact has labels of several kinds: supplier, partner. Leave one.",
      },
    ]);
    expect(result.addLabels).toEqual([group("status:check-card")]);
    expect(result.removeLabels).toEqual([]);
  });

  it("have rules of their own", () => {
    const old = "Order 4: uniform\n01.02.2026 ordered";
    const of = (kind: string) => rulesOf(look(contact(old, kind)));
    expect(of("kind:supplier")).toEqual(["order.stale", "step.employee-missing"]);
    expect(of("kind:employee")).toEqual([]);
  });

  it("are called back, or not, each in its own time", () => {
    const talked = "01.09.2026 called (Anna)";
    expect(look(contact(talked, "marker:new")).addLabels).toContain(group("status:call-back"));
    expect(look(contact(talked, "kind:supplier")).addLabels).toContain(group("status:call-back"));
    expect(look(contact(talked, "kind:partner")).addLabels).toEqual([]);
    const due = "→ 20.11.2026 call (Anna)";
    expect(look(contact(due, "kind:partner")).addLabels).toContain(group("status:call-back"));
  });
});

describe("the rule marker.missing", () => {
  const officeOf = (severity: "fix" | "ask" | "off") => {
    const office = officeWith();
    const kinds = template.kinds.map((kind) => ({
      ...kind,
      card: { ...kind.card, severities: { ...kind.card.severities, "marker.missing": severity } },
    }));
    const changed = { ...template, kinds };
    return { ...office, template: changed, kindOf: kindReader(changed, office.labels, office.grammar) };
  };

  it.each([
    ["fix", [group("marker:new")], ["The client had no marker label; it gets “New”."]],
    ["ask", [group("status:check-card")], ["The client has no marker label."]],
    ["off", [], []],
  ] as const)("as %s", (severity, labels, messages) => {
    const result = look(contact(""), officeOf(severity));
    expect(result.addLabels).toEqual(labels);
    expect(result.findings.map(({ message }) => message)).toEqual(messages);
  });
});
