import type { Client } from "../client/client.ts";
import type { PersonMembership } from "../client/person.ts";
import type { Base, Mirror } from "../ports.ts";
import { packClient, ROW_COLUMNS, readRows } from "./mirror-rows.ts";
import type { Sqlite } from "./sqlite.ts";

/** The members of labels, as the program's own confirmed writes and other people's changes leave them. A name that the mirror lacks is passed over. */
export function mirrorMembers(database: Sqlite): Pick<Mirror, "changeMembers" | "membersOf" | "takeInMembers"> {
  /** The client with or without the label, as it is stored; labels are in no index, so it stays indexed as it is. */
  function changed(resourceName: string, label: string, member: boolean) {
    const [row] = readRows(database, `SELECT ${ROW_COLUMNS} FROM clients c WHERE c.resource_name = ?`, resourceName);
    if (!row) return null;
    const { client, base } = row;
    const packed = packClient({
      ...client,
      labels: withLabel(client.labels, label, member),
      person: { ...client.person, memberships: withMembership(client.person.memberships, label, member) },
    });
    return { packed, base };
  }

  /** Taken over so that the next list brings nothing new. */
  function change(resourceName: string, label: string, member: boolean): void {
    const row = changed(resourceName, label, member);
    if (!row) return;
    const { packed, base } = row;
    const newBase: Base | null = base && { ...base, labels: withLabel(base.labels, label, member) };
    database.run(
      "UPDATE clients SET content = ?, derived = ?, person = ?, base = ? WHERE resource_name = ?",
      packed.content,
      packed.derived,
      packed.person,
      newBase && JSON.stringify(newBase),
      resourceName,
    );
  }

  function takeIn(resourceName: string, label: string, member: boolean, at: string): void {
    const row = changed(resourceName, label, member);
    if (!row) return;
    database.run(
      "UPDATE clients SET content = ?, derived = ?, person = ?, seen_at = ?, reconciled = NULL WHERE resource_name = ? AND content <> ?",
      row.packed.content,
      row.packed.derived,
      row.packed.person,
      at,
      resourceName,
      row.packed.content,
    );
  }

  return {
    async changeMembers(label, add, remove) {
      database.transaction(() => {
        for (const name of add) change(name, label, true);
        for (const name of remove) change(name, label, false);
      });
    },

    async membersOf(label) {
      // Labels stand in the JSON as whole texts; within another text the quotes would be escaped.
      return database
        .all<{ resource_name: string }>(
          "SELECT resource_name FROM clients WHERE instr(derived, ?) > 0 ORDER BY resource_name",
          JSON.stringify(label),
        )
        .map((row) => row.resource_name);
    },

    async takeInMembers(label, add, remove, at) {
      database.transaction(() => {
        for (const name of add) takeIn(name, label, true, at);
        for (const name of remove) takeIn(name, label, false, at);
      });
    },
  };
}

function withLabel(labels: string[], label: string, member: boolean): string[] {
  const others = labels.filter((other) => other !== label);
  return member ? [...others, label].sort() : others;
}

function withMembership(
  memberships: Client["person"]["memberships"],
  label: string,
  member: boolean,
): PersonMembership[] {
  const others = (memberships ?? []).filter(
    ({ contactGroupMembership }) => contactGroupMembership?.contactGroupResourceName !== label,
  );
  if (!member) return others;
  const contactGroupId = label.replace(/^contactGroups\//, "");
  return [...others, { contactGroupMembership: { contactGroupId, contactGroupResourceName: label } }];
}
