import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Person } from "../../src/client/person.ts";
import { readClient } from "../../src/client/read-client.ts";
import { biographies } from "../../src/reconcile/plan-changes.ts";
import { isUntouched, type LabelWrites, type Write } from "../../src/reconcile/untouched.ts";

const own = new Set(["contactGroups/a", "contactGroups/b"]);
const noLabels: LabelWrites = { own, last: new Map() };
const create = (after: Person): Write => ({
  id: 1,
  action: "create",
  before: null,
  after,
  kind: "import",
  standing: true,
});
const update = (id: number, before: string, after: string, parts: Partial<Write> = {}): Write => ({
  id,
  action: "update",
  before: { biographies: biographies(before), etag: "e" },
  after: { biographies: biographies(after) },
  kind: "sync",
  standing: true,
  ...parts,
});
const client = (person: Person) => readClient({ resourceName: "people/c1", etag: "e9", ...person }, "AM");
const labelled = (...labels: string[]): Person => ({
  memberships: labels.map((name) => ({ contactGroupMembership: { contactGroupResourceName: name } })),
});

describe("a client is as the program left it", () => {
  test("whatever the account derives from what was written", () => {
    const sent: Person = {
      names: [{ givenName: "Anna", familyName: "" }],
      phoneNumbers: [{ value: "+37491111111", type: "mobile" }],
      addresses: [{ formattedValue: "Abovyan 5" }],
      organizations: [{ name: "Ani LLC" }],
    };
    const shown: Person = {
      names: [{ givenName: "Anna", displayName: "Anna", unstructuredName: "Anna", metadata: { primary: true } }],
      phoneNumbers: [{ value: "+37491111111", type: "mobile", canonicalForm: "+37491111111" }],
      addresses: [{ formattedValue: "Abovyan 5", streetAddress: "Abovyan 5" }],
      organizations: [{ name: "Ani LLC", metadata: { primary: true } }],
      photos: [{ url: "http://127.0.0.1/p", default: true }],
    };
    expect(isUntouched(client(shown), [create(sent)], noLabels)).toBe(true);
  });

  test("when the account takes apart a name that was written whole", () => {
    const shown = {
      names: [{ givenName: "Anna", familyName: "P", unstructuredName: "Anna P", displayName: "Anna P" }],
    };
    expect(isUntouched(client(shown), [create({ names: [{ unstructuredName: "Anna P" }] })], noLabels)).toBe(true);
    expect(isUntouched(client(shown), [create({ names: [{ unstructuredName: "Anna" }] })], noLabels)).toBe(false);
  });

  test("through any chain of its own writes, and not once a person stood between two of them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 6 }),
        fc.nat(),
        fc.string({ minLength: 1 }),
        (texts, where, edit) => {
          const writes = [
            create({ biographies: biographies(texts[0]!) }),
            ...texts.slice(1).map((text, index) => update(index + 2, texts[index]!, text)),
          ];
          const shown = client({ biographies: biographies(texts.at(-1)!) });
          expect(isUntouched(shown, writes, noLabels)).toBe(true);
          const at = 1 + (where % (texts.length - 1));
          const before = texts[at - 1]! + edit;
          const edited = writes.with(at, update(at + 1, before, texts[at]!));
          expect(isUntouched(shown, edited, noLabels)).toBe(false);
        },
      ),
      { seed: 20261123, numRuns: 200 },
    );
  });

  test("and not when another import or a typed line has added to it, unless that was undone", () => {
    const shown = client({ biographies: biographies("b") });
    const of = (parts: Partial<Write>) => [create({ biographies: biographies("a") }), update(2, "a", "b", parts)];
    expect(isUntouched(shown, of({ kind: "compact" }), noLabels)).toBe(true);
    expect(isUntouched(shown, of({ kind: "import" }), noLabels)).toBe(false);
    expect(isUntouched(shown, of({ kind: "log" }), noLabels)).toBe(false);
    const undone = [...of({ kind: "log", standing: false }), update(3, "b", "a", { kind: "undo" })];
    expect(isUntouched(client({ biographies: biographies("a") }), undone, noLabels)).toBe(true);
  });

  test("from its last creation on, when an undo has made it again", () => {
    const again = { ...create({ biographies: biographies("b") }), id: 7, kind: "undo" as const };
    const writes = [create({ biographies: biographies("a") }), again];
    expect(isUntouched(client({ biographies: biographies("b") }), writes, noLabels)).toBe(true);
    expect(isUntouched(client({ biographies: biographies("a") }), writes, noLabels)).toBe(false);
  });

  test("when it carries the labels that it was given, and those that the program gave since", () => {
    const writes = [create(labelled("contactGroups/a", "contactGroups/myContacts"))];
    const given = (id: number, member: boolean): LabelWrites => ({
      own,
      last: new Map([["contactGroups/b", new Map([["people/c1", { id, member }]])]]),
    });
    const [one, both] = [client(labelled("contactGroups/a")), client(labelled("contactGroups/a", "contactGroups/b"))];
    expect(isUntouched(one, writes, noLabels)).toBe(true);
    expect(isUntouched(both, writes, noLabels)).toBe(false);
    expect(isUntouched(both, writes, given(2, true))).toBe(true);
    expect(isUntouched(one, writes, given(2, true))).toBe(false);
    expect(isUntouched(client({}), writes, noLabels)).toBe(false);
    // What was given before its creation was given to another of that name.
    expect(isUntouched(both, writes, given(0, true))).toBe(false);
  });

  test("never, when nothing says that the program has made it", () => {
    expect(isUntouched(client({}), [], noLabels)).toBe(false);
  });
});
