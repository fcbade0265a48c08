import { describe, expect, test } from "vitest";
import type { Label } from "../../src/client/person.ts";
import { ROLE_KEY, roleLabels, roleRef, viewLabels } from "../../src/reconcile/labels.ts";
import { shippedTemplate } from "../support/template.ts";

const template = shippedTemplate();

function label(fields: Partial<Label> & { resourceName: string; name: string }): Label {
  return { etag: "e", system: false, memberCount: 0, deleted: false, clientData: [], ...fields };
}

describe("the view of an account's labels", () => {
  test("asks for every marker, every kind but the default, and the three status labels", () => {
    expect(roleLabels(template).map(({ role }) => role)).toEqual([
      "marker:new",
      "marker:returning",
      "marker:wholesale",
      "marker:retail",
      "kind:supplier",
      "kind:employee",
      "kind:partner",
      "status:in-work",
      "status:call-back",
      "status:check-card",
    ]);
  });

  test("finds a label by the binding that was kept, whatever staff call it now", () => {
    const view = viewLabels(
      template,
      [label({ resourceName: "contactGroups/a", name: "Big buyers" })],
      new Map([["marker:wholesale", "contactGroups/a"]]),
    );
    expect(view.byRole.get("marker:wholesale")).toBe("contactGroups/a");
    expect(view.vanished).toEqual([]);
    expect(view.missing.map(({ role }) => role)).not.toContain("marker:wholesale");
  });

  test("finds a renamed label by the role that it carries when the binding is lost", () => {
    const tagged = label({
      resourceName: "contactGroups/a",
      name: "Big buyers",
      clientData: [{ key: ROLE_KEY, value: "marker:wholesale" }],
    });
    const view = viewLabels(template, [tagged], new Map());
    expect(view.byRole.get("marker:wholesale")).toBe("contactGroups/a");
    expect(view.found).toEqual([{ role: "marker:wholesale", resourceName: "contactGroups/a" }]);
  });

  test("finds a label that was there before the program by name or alias, in any case", () => {
    const view = viewLabels(template, [label({ resourceName: "contactGroups/b", name: " ОПТ " })], new Map());
    expect(view.byRole.get("marker:wholesale")).toBe("contactGroups/b");
  });

  test("refers to a label that has to be made by its role, and tells one that vanished from one that never was", () => {
    const view = viewLabels(template, [], new Map([["marker:retail", "contactGroups/gone"]]));
    expect(view.byRole.get("marker:retail")).toBe(roleRef("marker:retail"));
    expect(view.vanished).toEqual([
      { label: expect.objectContaining({ role: "marker:retail" }), was: "contactGroups/gone" },
    ]);
    expect(view.missing.map(({ role }) => role)).toContain("marker:new");
    expect(view.roleOf.get("contactGroups/gone")).toBe("marker:retail");
  });

  test("never takes a system group or one label for two roles", () => {
    const system = label({ resourceName: "contactGroups/starred", name: "New", system: true });
    const view = viewLabels(
      template,
      [system],
      new Map([
        ["marker:new", "contactGroups/x"],
        ["marker:retail", "contactGroups/x"],
      ]),
    );
    expect(view.byRole.get("marker:new")).toBe(roleRef("marker:new"));
    const one = label({ resourceName: "contactGroups/x", name: "New" });
    const both = viewLabels(
      template,
      [one],
      new Map([
        ["marker:new", "contactGroups/x"],
        ["marker:retail", "contactGroups/x"],
      ]),
    );
    expect([...both.byRole.values()].filter((name) => name === "contactGroups/x")).toHaveLength(1);
  });
});
