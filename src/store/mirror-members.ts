import type { Client } from "../client/client.ts";
import type { PersonMembership } from "../client/person.ts";
import type { Base, Mirror } from "../ports.ts";
import { packClient, ROW_COLUMNS, readRows } from "./mirror-rows.ts";
import type { Sqlite } from "./sqlite.ts";

/** A confirmed change of a label's members, taken over so that the next list brings nothing new. A name that the mirror lacks is passed over. */
export function mirrorMembers(database: Sqlite): Pick<Mirror, "changeMembers"> {
  function change(resourceName: string, label: string, member: boolean): void {
    const [row] = readRows(database, `SELECT ${ROW_COLUMNS} FROM clients c WHERE c.resource_name = ?`, resourceName);
    if (!row) return;
    const { client, base } = row;
    const packed = packClient({
      ...client,
      labels: withLabel(client.labels, label, member),
      person: { ...client.person, memberships: withMembership(client.person.memberships, label, member) },
    });
    // Labels are in no index, so the client stays indexed as it is.
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

  return {
    async changeMembers(label, add, remove) {
      database.transaction(() => {
        for (const name of add) change(name, label, true);
        for (const name of remove) change(name, label, false);
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
