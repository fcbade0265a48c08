import { describe, expect, test } from "vitest";
import { roleRef, viewLabels } from "../../src/reconcile/labels.ts";
import { decideMarker } from "../../src/reconcile/marker.ts";
import { card, order } from "../support/card-builder.ts";
import { shippedTemplate } from "../support/template.ts";

const template = shippedTemplate();
const bound = new Map(template.markers.map(({ id }) => [`marker:${id}`, `contactGroups/${id}`]));
const labels = template.markers.map(({ id, label }) => ({
  resourceName: `contactGroups/${id}`,
  name: label,
  etag: "e",
  system: false,
  memberCount: 0,
  deleted: false,
  clientData: [],
}));
const view = viewLabels(template, labels, bound);
const done = card({ orders: [order({ state: "done" })] });

describe("the marker of a client", () => {
  test("is the default one when there is none", () => {
    const decision = decideMarker(template, view, ["contactGroups/myContacts"], null, card());
    expect(decision).toEqual({ add: "contactGroups/new", remove: null, carried: [], shown: "new" });
  });

  test("stays when a person or an import has set it", () => {
    const decision = decideMarker(template, view, ["contactGroups/wholesale"], { labels: [], card: card() }, done);
    expect(decision).toMatchObject({ add: null, remove: null, shown: "wholesale" });
  });

  test("stays when there are two: a person has to say which", () => {
    const decision = decideMarker(template, view, ["contactGroups/retail", "contactGroups/wholesale"], null, card());
    expect(decision).toMatchObject({ add: null, remove: null, carried: ["retail", "wholesale"] });
  });

  test("becomes the returning one with the first finished order that a sync sees", () => {
    const decision = decideMarker(
      template,
      view,
      ["contactGroups/new"],
      { labels: ["contactGroups/new"], card: card() },
      done,
    );
    expect(decision).toMatchObject({ add: "contactGroups/returning", remove: "contactGroups/new", shown: "returning" });
  });

  test("does not become the returning one at first sight, nor with the second finished order", () => {
    expect(decideMarker(template, view, ["contactGroups/new"], null, done)).toMatchObject({ add: null });
    expect(decideMarker(template, view, ["contactGroups/new"], { labels: [], card: done }, done)).toMatchObject({
      add: null,
    });
  });

  test("is the one it was last seen with when that label vanished from the account", () => {
    const without = viewLabels(
      template,
      labels.filter(({ name }) => name !== "Retail"),
      bound,
    );
    const decision = decideMarker(template, without, [], { labels: ["contactGroups/retail"], card: card() }, card());
    expect(decision).toMatchObject({ add: roleRef("marker:retail"), shown: "retail" });
  });
});
