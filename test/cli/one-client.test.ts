/** `duplicates`, `merge`, `restore-client` as a person gives them. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "../../src/client/person.ts";
import { type OfficeAtGoogle, openOfficeAtGoogle } from "./office-at-google.ts";
import type { Terminal } from "./support.ts";

let office: OfficeAtGoogle;
let anna = "";
let ani = "";

async function add(name: string, phone: string, note: string): Promise<string> {
  const person: Person = {
    names: [{ givenName: name }],
    phoneNumbers: [{ value: phone }],
    biographies: [{ value: note, contentType: "TEXT_PLAIN" }],
  };
  const [result] = await office.staff.createPeople([person]);
  if (!result?.ok) throw new Error("not created");
  return result.person.resourceName!;
}

beforeAll(async () => {
  office = await openOfficeAtGoogle("2026-11-23T16:00+04:00");
  anna = await add("Anna", "+37491234567", "Order 4: sofa, 100 000 AMD\n05.11.2026 offer sent (Anna)");
  ani = await add("Ани", "091 23-45-67", "Dog in the yard.");
  await add("Boris", "+37493111222", "");
});

afterAll(() => office?.close());

const run = (args: string[], terminal?: Terminal) => office.run(args, terminal);
const writes = () => office.writes();
const json = (text: string) => JSON.parse(text) as Record<string, never>;

describe("duplicates", () => {
  it("says that nothing was fetched yet", async () => {
    const { code, out, err } = await run(["duplicates"]);
    expect({ code, out }).toEqual({ code: 0, out: "Nobody seems to be kept twice.\n" });
    expect(err).toContain("clientcard sync");
  });

  it("proposes whom to merge, why, and with which command, in every language", async () => {
    await run(["sync"]);
    const { code, out } = await run(["duplicates"]);
    expect(code).toBe(0);
    expect(out).toContain("the same number: +37491234567");
    expect(out).toContain(`clientcard merge ${anna} ${ani}`);
    expect((await run(["duplicates", "--lang", "ru"])).out).toContain("один и тот же номер: +37491234567");
    expect((await run(["duplicates", "--lang", "hy"])).out).toContain("նույն համարը՝ +37491234567");
    const { groups } = json((await run(["duplicates", "--json"])).out) as never as { groups: object[] };
    expect(groups).toMatchObject([
      {
        clients: [{ resourceName: anna, name: "Anna", orders: 1 }, { resourceName: ani }],
        reasons: [{ kind: "phone", value: "+37491234567" }],
      },
    ]);
  });

  it("is a finding of check", async () => {
    const { code, out } = await run(["check", "--json"]);
    expect(code).toBe(4);
    const { clients } = JSON.parse(out) as {
      clients: { name: string; findings: { rule: string; message: string }[] }[];
    };
    const found = clients.flatMap(({ name, findings }) =>
      findings.filter(({ rule }) => rule === "contact.duplicate").map(({ message }) => [name, message]),
    );
    expect(found.sort()).toEqual([
      ["Anna", `May be one client with Ани (${ani}). clientcard duplicates says why.`],
      ["Ани", `May be one client with Anna (${anna}). clientcard duplicates says why.`],
    ]);
  });

  it("remembers who is not the same", async () => {
    const home = join(office.folder, "other");
    const other = { env: { CLIENTCARD_HOME: home } };
    await run(["sync"], other);
    expect((await run(["duplicates", "--not", anna], other)).code).toBe(2);
    expect((await run(["duplicates", "--not", anna, anna], other)).code).toBe(3);
    const tried = await run(["duplicates", "--not", anna, "Ани", "--dry-run"], other);
    expect(tried.out).toContain("Nothing was changed");
    expect((await run(["duplicates"], other)).out).toContain("the same number");
    expect((await run(["duplicates", "--not", anna, "Ани"], other)).out).toBe(
      "Not the same, from now on: Anna and Ани.\n",
    );
    expect((await run(["duplicates"], other)).out).toBe("Nobody seems to be kept twice.\n");
  });
});

describe("merge", () => {
  it("needs two", async () => {
    expect(await run(["merge", anna])).toMatchObject({ code: 2, out: "" });
    expect((await run(["merge", anna, anna])).err).toContain("named twice");
  });

  it("shows its plan and waits for a word; a dry run writes nothing", async () => {
    const before = writes();
    for (const args of [[], ["--dry-run"], ["--quiet"]]) {
      const { code, out, err } = await run(["merge", anna, ani, ...args]);
      expect(code).toBe(args[0] === "--dry-run" ? 0 : 3);
      expect(out).toContain(`Anna (${anna}) stays`);
      expect(out).toContain(`Ани (${ani}) goes`);
      expect(out).toContain("+ Dog in the yard.");
      if (args[0] !== "--dry-run") expect(err).toContain("--yes");
    }
    const { code, out } = await run(["merge", anna, ani, "--json"]);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ survivor: { resourceName: anna }, approved: false });
    expect(writes()).toBe(before);
  });

  it("with --yes makes one of them, and undo makes the other again", async () => {
    const { code, out } = await run(["merge", anna, ani, "--yes", "--json"]);
    expect(code).toBe(0);
    const { applied } = JSON.parse(out) as { applied: { run: number } };
    expect(applied).toMatchObject({ updated: 1, deleted: 1 });
    const shown = await run(["show", anna]);
    expect(shown.out).toContain("Dog in the yard.");
    expect(shown.out).toContain("sofa");
    expect((await run(["runs"])).out).toContain("merge");
    expect((await run(["undo", String(applied.run), "--yes"])).code).toBe(0);
    expect((await run(["show", "Ани"])).out).toContain("Dog in the yard.");
    expect((await run(["show", anna])).out).not.toContain("Dog in the yard.");
    const again = await run(["undo", String(applied.run), "--yes"]);
    expect(again).toMatchObject({ code: 3 });
    expect(again.err).toContain("has nothing left to put back");
  });
});

describe("restore-client", () => {
  it("makes a deleted client again", async () => {
    for await (const { people } of office.staff.listPeople(null))
      await office.staff.deletePeople(
        people.flatMap(({ names, resourceName }) => (names?.[0]?.givenName === "Boris" ? [resourceName!] : [])),
      );
    const tried = await run(["restore-client", "Boris", "--dry-run"]);
    expect(tried).toMatchObject({ code: 0 });
    expect(tried.out).toContain("would be made again");
    expect((await run(["show", "Boris"])).code).toBe(1);
    const { code, out } = await run(["restore-client", "093", "11-12-22"]);
    expect(code).toBe(0);
    expect(out).toContain("Boris is there again.");
    expect((await run(["show", "Boris"])).code).toBe(0);
    const twice = await run(["restore-client", "Boris"]);
    expect(twice.code).toBe(1);
    expect(twice.err).toContain("There is no deleted client “Boris”.");
  });
});
