import { readFileSync } from "node:fs";
import { request } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EmulatorOptions } from "../../src/emulator/index.ts";
import { type Body, emulator, fixedClock, good } from "./support.ts";
import { idOf, webPage } from "./web-support.ts";

async function office(options: EmulatorOptions = {}) {
  const running = await emulator({ web: true, ...options });
  return { running, page: webPage(running) };
}

const namesIn = (list: Body): string[] => list.rows.map(({ name }: Body) => name);
const note = (value: string) => [{ value, contentType: "TEXT_PLAIN" }];

/** A request with headers that `fetch` does not let anyone choose. */
function raw(url: string, method: string, headers: Record<string, string>, body = ""): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

describe("the page", () => {
  it("is not there unless asked for", async () => {
    const { url } = await emulator();
    for (const path of ["/", "/web/contacts.js", "/web/api/overview"]) {
      expect((await fetch(url + path)).status, path).toBe(404);
    }
  });

  it("is served with all that it names, under a policy that lets nothing else run", async () => {
    const { url } = await emulator({ web: true });
    const seen = new Map<string, string>();
    const visit = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      const reply = await fetch(url + path);
      expect(reply.status, path).toBe(200);
      expect(reply.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
      expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
      const text = await reply.text();
      seen.set(path, reply.headers.get("content-type") ?? "");
      const named = [...text.matchAll(/(?:src|href)="(\/web\/[^"]+)"|from "\.\/([^"]+)"/g)];
      for (const [, whole, relative] of named) await visit(whole ?? `/web/${relative}`);
    };
    await visit("/");
    const types = Object.fromEntries([...seen].map(([path, type]) => [path.split(".").at(-1)!, type]));
    expect(types).toEqual({
      "/": "text/html; charset=utf-8",
      css: "text/css; charset=utf-8",
      svg: "image/svg+xml",
      js: "text/javascript; charset=utf-8",
    });
    expect(seen.size).toBeGreaterThan(12);
  });

  it("says that it is an emulator, and has no script or style inside", async () => {
    const { url } = await emulator({ web: true });
    const html = await (await fetch(url)).text();
    expect(html).toContain("An emulator, not Google.");
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
    const folder = new URL("../../src/emulator/web/page/", import.meta.url);
    for (const name of ["dom.js", "list.js", "detail.js", "editor.js", "labels.js", "dialogs.js", "contacts.js"])
      expect(readFileSync(new URL(name, folder), "utf8")).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
      );
  });

  it("answers no other site: foreign names of the host, foreign origins, plain forms", async () => {
    const { running, page } = await office();
    const { url } = running;
    const host = new URL(url).host;
    const json = { "content-type": "application/json" };
    const create = JSON.stringify({ person: {}, groups: [] });
    const post = (headers: Record<string, string>, body = create) =>
      raw(`${url}/web/api/create`, "POST", headers, body);
    expect(await raw(url, "GET", { host: "contacts.evil.example" })).toBe(403);
    expect(await raw(`${url}/web/api/list`, "GET", { host: "contacts.evil.example:80" })).toBe(403);
    expect(await raw(`${url}/web/api/list`, "GET", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" })).toBe(
      403,
    );
    expect(await raw(url, "GET", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" })).toBe(200);
    expect(await post(json)).toBe(403);
    expect(await post({ ...json, origin: "null" })).toBe(403);
    expect(await post({ ...json, origin: "https://evil.example" })).toBe(403);
    expect(await post({ ...json, origin: "http://evil.example", host: "evil.example" })).toBe(403);
    expect(await post({ ...json, origin: url, "sec-fetch-site": "same-site" })).toBe(403);
    expect(await post({ origin: url, "content-type": "text/plain" })).toBe(415);
    expect(await post({ ...json, origin: url }, "x".repeat(1024 * 1024 + 1))).toBe(413);
    expect(await post({ ...json, origin: url }, "{")).toBe(400);
    expect((await page.ask("overview")).contacts).toBe(0);
    expect(
      await post({
        ...json,
        origin: `http://localhost:${host.split(":")[1]}`,
        host: `localhost:${host.split(":")[1]}`,
      }),
    ).toBe(200);
    expect((await page.ask("overview")).contacts).toBe(1);
  });

  it("refuses what is no order of the page, and an account that is not there, and makes none", async () => {
    const { running, page } = await office();
    for (const [action, body] of [
      ["create", {}],
      ["create", { person: { names: [{ nonsense: 1 }] } }],
      ["create", { person: { phoneNumbers: "091" } }],
      ["save", { id: "7", person: {} }],
      ["delete", { ids: [] }],
      ["merge", { keep: "1", others: ["1"] }],
      ["label", { id: "nowhere", add: ["1"] }],
      ["create-label", { name: "  " }],
      ["constructor", {}],
    ] as const) {
      const { status } = await page.attempt(action, body).catch(() => ({ status: 404 }));
      expect([action, status >= 400 && status < 500]).toEqual([action, true]);
    }
    expect((await webPage(running, "stranger@example.com").attempt("create", { person: {} })).status).toBe(404);
    expect(await page.ask("overview")).toMatchObject({ accounts: ["office@example.com"], contacts: 0, labels: [] });
  });
});

describe("the list", () => {
  it("is in the order of names in all three scripts, the nameless at the end, in windows", async () => {
    const { running, page } = await office();
    for (const givenName of ["«Павел»", "anna 10", "Անի", "Boris", "Anna 2"])
      await running.create({ names: [{ givenName }] });
    await running.create({ phoneNumbers: [{ value: "091 12 34 56" }] });
    await running.create({});
    const all = await page.ask("list");
    expect(namesIn(all)).toEqual(["", "Anna 2", "anna 10", "Boris", "«Павел»", "Անի", ""]);
    expect(all.rows[0].phone).toBe("091 12 34 56");
    expect(all.total).toBe(7);
    const window = await page.ask("list", { offset: "2", limit: "2" });
    expect(window).toMatchObject({ total: 7, offset: 2 });
    expect(namesIn(window)).toEqual(["anna 10", "Boris"]);
    expect((await page.ask("list", { offset: "-1", limit: "1e9" })).rows).toHaveLength(7);
  });

  it("follows every change: of a name, a deletion, a restore", async () => {
    const { running, page } = await office();
    const b = await running.create({ names: [{ givenName: "B" }] });
    const a = await running.create({ names: [{ givenName: "A" }] });
    expect(namesIn(await page.ask("list"))).toEqual(["A", "B"]);
    const before = (await page.ask("revision")).revision;
    good(await running.update({ ...a, names: [{ givenName: "C" }] }, "names"));
    expect((await page.ask("revision")).revision).not.toBe(before);
    expect(namesIn(await page.ask("list"))).toEqual(["B", "C"]);
    await page.tell("delete", { ids: [idOf(b)] });
    expect(namesIn(await page.ask("list"))).toEqual(["C"]);
    await page.tell("restore", { ids: [idOf(b)] });
    expect(namesIn(await page.ask("list"))).toEqual(["B", "C"]);
  });

  it.each([
    ["every word, anywhere", "petros anna", ["Anna Petrosyan"]],
    ["a number in any grouping", "091 12-34", ["Anna Petrosyan"]],
    ["a number as the network writes it", "+374 9112", ["Anna Petrosyan"]],
    ["a word of the notes", "осло", ["Борис"]],
    ["a mail", "boris@", ["Борис"]],
    ["whatever its case", "ԱՆԻ", ["Անի"]],
    ["nothing", "петрос anna", []],
  ])("finds %s", async (_what, q, found) => {
    const { running, page } = await office();
    await running.create({
      names: [{ givenName: "Anna", familyName: "Petrosyan" }],
      phoneNumbers: [{ value: "091123456" }],
    });
    await running.create({
      names: [{ givenName: "Борис" }],
      emailAddresses: [{ value: "Boris@example.com" }],
      biographies: note("Стол «Осло»"),
    });
    await running.create({ names: [{ givenName: "Անի" }] });
    expect(namesIn(await page.ask("list", { q, label: "starred" }))).toEqual(found);
  });

  it("shows My Contacts, or a label, and counts them", async () => {
    const { running, page } = await office();
    const { id } = await page.tell("create-label", { name: "Dealers" });
    await page.tell("create", { person: { names: [{ givenName: "In" }] }, groups: [id] });
    const out = await running.create({ names: [{ givenName: "Out" }] });
    good(await running.modify("contactGroups/starred", { resourceNamesToAdd: [out.resourceName] }));
    good(await running.modify("contactGroups/myContacts", { resourceNamesToRemove: [out.resourceName] }));
    expect(namesIn(await page.ask("list"))).toEqual(["In"]);
    expect(namesIn(await page.ask("list", { label: id }))).toEqual(["In"]);
    expect(namesIn(await page.ask("list", { label: "starred" }))).toEqual(["Out"]);
    expect(await page.ask("overview")).toMatchObject({
      contacts: 1,
      starred: 1,
      labels: [{ name: "Dealers", count: 1 }],
    });
  });

  it("keeps accounts apart", async () => {
    const { running, page } = await office();
    running.tokenFor("other@example.com");
    const other = webPage(running, "other@example.com");
    await running.create({ names: [{ givenName: "Mine" }] });
    expect((await other.attempt("create", { person: {} })).status).toBe(404);
    const token = running.tokenFor("other@example.com");
    await fetch(`${running.url}/v1/people/me/connections?personFields=names&access_token=${token}`);
    await other.tell("create", { person: { names: [{ givenName: "Theirs" }] } });
    expect(namesIn(await other.ask("list"))).toEqual(["Theirs"]);
    expect(namesIn(await page.ask("list"))).toEqual(["Mine"]);
    expect((await page.ask("overview")).accounts).toEqual(["office@example.com", "other@example.com"]);
  });
});

describe("a save", () => {
  it("wins over a newer version, and moves the etag and the sync token", async () => {
    const { running, page } = await office();
    const made = await running.create({ names: [{ givenName: "A" }], biographies: note("first") });
    const { person, groups } = await page.ask("contact", { id: idOf(made) });
    const newer = good(await running.update({ ...made, biographies: note("first\nby the program") }, "biographies"));
    const { nextSyncToken } = good(await running.list("&requestSyncToken=true"));
    await page.tell("save", { id: idOf(made), person: { ...person, biographies: note("first\nby hand") }, groups });
    const read = await running.read(made.resourceName);
    expect(read.biographies[0].value).toBe("first\nby hand");
    expect(read.metadata.sources[0].etag).not.toBe(newer.metadata.sources[0].etag);
    expect((await running.update(newer, "biographies")).status).toBe(400);
    const [delta] = good(await running.list(`&syncToken=${nextSyncToken}`)).connections;
    expect(delta.etag).toBe(read.etag);
  });

  it("derives names and numbers as the API does, and keeps what the form does not show", async () => {
    const { running, page } = await office();
    const organizations = [{ name: "Oslo LLC", title: "Buyer" }];
    const made = await running.create({
      names: [{ unstructuredName: "Dr. Old Name", phoneticGivenName: "old" }],
      organizations,
      clientData: [{ key: "k", value: "v" }],
    });
    const { groups } = await page.ask("contact", { id: idOf(made) });
    const names = [{ ...made.names[0], honorificPrefix: "", givenName: "Անի", familyName: "Ղազարյան" }];
    const phoneNumbers = [{ value: "091 12 34 56", type: "Склад" }];
    const emailAddresses = [{ value: "ani@example.com", type: "work" }];
    await page.tell("save", { id: idOf(made), person: { names, phoneNumbers, emailAddresses }, groups });
    const read = await running.read(made.resourceName);
    expect(read.names[0]).toMatchObject({
      displayName: "Անի Ղազարյան",
      displayNameLastFirst: "Ղազարյան, Անի",
      unstructuredName: "Անի Ղազարյան",
      phoneticGivenName: "old",
    });
    expect(read.phoneNumbers[0]).toMatchObject({ canonicalForm: "+37491123456", formattedType: "Склад" });
    expect(read.emailAddresses[0].formattedType).toBe("Work");
    expect(read.organizations[0]).toMatchObject(organizations[0]!);
    expect(read.clientData[0]).toMatchObject({ key: "k", value: "v" });
  });

  it("keeps notes to the character, and clears what the form leaves empty", async () => {
    const { running, page } = await office();
    const text = " \t<b>&amp;</b>\r\n\u00a0Անի 😀\n\n  ";
    const { id } = await page.tell("create", { person: { names: [{ givenName: "A" }], biographies: note(text) } });
    expect((await running.read(`people/c${id}`)).biographies[0].value).toBe(text);
    await page.tell("save", { id, person: {}, groups: [] });
    const { names, biographies, memberships } = await running.read(`people/c${id}`);
    expect([names, biographies]).toEqual([undefined, undefined]);
    expect(memberships.map(({ contactGroupMembership }: Body) => contactGroupMembership.contactGroupId)).toEqual([
      "myContacts",
    ]);
  });

  it("leaves out a label that is gone, and system groups as they were", async () => {
    const { running, page } = await office();
    const { id: label } = await page.tell("create-label", { name: "Old" });
    const { id } = await page.tell("create", { person: {}, groups: [label, "starred"] });
    const { groups } = await page.ask("contact", { id });
    await page.tell("delete-label", { id: label });
    good(await running.modify("contactGroups/myContacts", { resourceNamesToRemove: [`people/c${id}`] }));
    await page.tell("save", { id, person: {}, groups });
    expect((await page.ask("contact", { id })).groups).toEqual(["starred"]);
    await page.tell("save", { id, person: {}, groups: [] });
    expect((await page.ask("contact", { id })).groups).toEqual(["myContacts"]);
  });

  it("of a contact that is in the trash is refused, and nothing changes", async () => {
    const { page } = await office();
    const { id } = await page.tell("create", { person: { biographies: note("kept") } });
    await page.tell("delete", { ids: [id] });
    expect(await page.attempt("save", { id, person: {} })).toMatchObject({
      status: 404,
      body: { status: "NOT_FOUND" },
    });
    await page.tell("restore", { ids: [id] });
    expect((await page.ask("contact", { id })).person.biographies[0].value).toBe("kept");
  });

  it("does not go over the account's limit, by creating or restoring", async () => {
    const { page } = await office({ switches: { contactLimit: 1 } });
    const { id } = await page.tell("create", { person: {} });
    expect((await page.attempt("create", { person: {} })).status).toBe(429);
    await page.tell("delete", { ids: [id] });
    await page.tell("create", { person: {} });
    expect((await page.attempt("restore", { ids: [id] })).status).toBe(429);
  });
});

describe("the trash", () => {
  it("gives a contact back under its name, with the labels that are left, as a change", async () => {
    const { running, page } = await office();
    const kept = await running.group("Kept");
    const gone = await running.group("Gone");
    const { id } = await page.tell("create", {
      person: { names: [{ givenName: "A" }], biographies: note("text") },
      groups: [idOf(kept), idOf(gone)],
    });
    const before = await running.read(`people/c${id}`);
    await page.tell("delete", { ids: [id] });
    await page.tell("delete-label", { id: idOf(gone) });
    expect(namesIn(await page.ask("list", { trash: "1" }))).toEqual(["A"]);
    expect((await page.ask("contact", { id })).deletedAt).toBe("2026-11-23T12:00:00.000Z");
    const { nextSyncToken } = good(await running.list("&requestSyncToken=true"));
    await page.tell("restore", { ids: [id] });
    const [back] = good(await running.list(`&syncToken=${nextSyncToken}`)).connections;
    expect(back).toMatchObject({ resourceName: `people/c${id}`, names: before.names, biographies: before.biographies });
    expect(back.metadata.deleted).toBeUndefined();
    expect(back.etag).not.toBe(before.etag);
    expect((await page.ask("contact", { id })).groups).toEqual([idOf(kept), "myContacts"]);
    expect((await page.ask("list", { trash: "1" })).total).toBe(0);
  });

  it("keeps a contact for 30 days, the newest first, and holds nothing that was merged", async () => {
    const clock = fixedClock();
    const { running, page } = await office({ clock: clock.now, control: true });
    const make = async (givenName: string) => (await page.tell("create", { person: { names: [{ givenName }] } })).id;
    const [a, b, c, d] = [await make("A"), await make("B"), await make("C"), await make("D")];
    await page.tell("delete", { ids: [a] });
    await page.tell("merge", { keep: c, others: [d] });
    good(await running.post("/emulator/relink", { resourceNames: [`people/c${c}`] }));
    clock.days(29);
    await page.tell("delete", { ids: [b] });
    expect(namesIn(await page.ask("list", { trash: "1" }))).toEqual(["B", "A"]);
    clock.days(1);
    expect(namesIn(await page.ask("list", { trash: "1" }))).toEqual(["B"]);
    expect((await page.attempt("restore", { ids: [a] })).status).toBe(404);
    expect((await page.attempt("restore", { ids: [d] })).status).toBe(404);
  });
});

describe("a merge", () => {
  it.each([false, true])(
    "keeps the chosen one; the others are tombstones, named by it: %s (§14)",
    async (mergeNamesPrevious) => {
      const { running, page } = await office({ switches: { mergeNamesPrevious } });
      const make = (givenName: string, value: string) =>
        running.create({
          names: [{ givenName }],
          phoneNumbers: [{ value }],
          biographies: note(`notes of ${givenName}`),
        });
      const [a, b] = [await make("A", "1"), await make("B", "2")];
      const { nextSyncToken } = good(await running.list("&requestSyncToken=true"));
      await page.tell("merge", { keep: idOf(b), others: [idOf(a)] });
      const [survivor, gone] = good(await running.list(`&syncToken=${nextSyncToken}`)).connections;
      expect(survivor).toMatchObject({ resourceName: b.resourceName, names: [{ givenName: "B" }] });
      expect(survivor.phoneNumbers.map(({ value }: Body) => value)).toEqual(["2", "1"]);
      expect(survivor.biographies[0].value).toBe("notes of B\nnotes of A");
      expect(survivor.metadata.previousResourceNames).toEqual(mergeNamesPrevious ? [a.resourceName] : undefined);
      expect(gone).toMatchObject({ resourceName: a.resourceName, metadata: { deleted: true } });
    },
  );
});

describe("labels", () => {
  it("are made, given, renamed and taken away, with the contacts if wanted", async () => {
    const { running, page } = await office();
    const { id } = await page.tell("create-label", { name: " New " });
    expect((await page.attempt("create-label", { name: "New" })).status).toBe(409);
    await page.tell("rename-label", { id, name: "Hot" });
    const [one, two] = [(await page.tell("create", { person: {} })).id, (await page.tell("create", { person: {} })).id];
    await page.tell("label", { id, add: [one, two] });
    await page.tell("label", { id, remove: [two] });
    expect((await page.ask("overview")).labels).toEqual([{ id, name: "Hot", count: 1 }]);
    const { nextSyncToken } = good(await running.get("/v1/contactGroups"));
    await page.tell("delete-label", { id, deleteContacts: true });
    const [tombstone] = good(await running.get(`/v1/contactGroups?syncToken=${nextSyncToken}`)).contactGroups;
    expect(tombstone.metadata.deleted).toBe(true);
    expect(await page.ask("overview")).toMatchObject({ contacts: 1, trash: 1, labels: [] });
  });
});

it("whatever is done by hand, a sync brings it over exactly", async () => {
  const deed = fc.record({
    what: fc.constantFrom("create", "save", "delete", "restore", "merge", "label", "create-label", "delete-label"),
    who: fc.nat(6),
    other: fc.nat(6),
    text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
      const running = await emulator({ web: true });
      const page = webPage(running);
      const ids: string[] = [];
      for (const givenName of ["A", "B", "C"]) ids.push(idOf(await running.create({ names: [{ givenName }] })));
      const first = good(await running.list("&requestSyncToken=true"));
      for (const { what, who, other, text } of deeds) {
        const id = ids[who % ids.length]!;
        const labels = (await page.ask("overview")).labels as Body[];
        const label = labels[other % Math.max(labels.length, 1)]?.id ?? "none";
        const person = { names: [{ givenName: text }], biographies: note(text) };
        const made = await page.attempt(what, {
          id: /label/.test(what) ? label : id,
          ids: [id],
          keep: id,
          others: [ids[other % ids.length]!],
          add: [id],
          name: text,
          groups: [label],
          ...(what === "create" || what === "save" ? { person } : {}),
        });
        if (what === "create") ids.push(made.body.id);
      }
      const known = new Map<string, Body>(first.connections.map((one: Body) => [one.resourceName, one]));
      for (const change of good(await running.list(`&syncToken=${first.nextSyncToken}`)).connections ?? []) {
        if (change.metadata.deleted) known.delete(change.resourceName);
        else known.set(change.resourceName, change);
      }
      const all = (good(await running.list()).connections ?? []) as Body[];
      const byName = (people: Iterable<Body>) => [...people].sort((a, b) => (a.resourceName < b.resourceName ? -1 : 1));
      expect(byName(known.values())).toEqual(byName(all));
    }),
    { numRuns: 15, seed: 20261123 },
  );
});
