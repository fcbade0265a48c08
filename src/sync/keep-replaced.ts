/**
 * What is about to leave the mirror is kept first: the version that stood before an edit, the lines of an edit that was never brought in order
 * because the next one overwrote it, the last card of a client who goes.
 */
import { removedLines } from "../card/index.ts";
import type { ArchivedLine } from "../card/model.ts";
import type { Client } from "../client/client.ts";
import type { MirrorRow, TrashItem, Version } from "../ports.ts";
import type { Road } from "./road.ts";

/** To be called before `arrived` is taken into the mirror. */
export async function keepReplaced(road: Road, arrived: Client[], at: string): Promise<void> {
  const { mirror, ledger } = road.store;
  const rows = await mirror.getMany(arrived.map(({ resourceName }) => resourceName));
  const versions: Version[] = [];
  for (const { resourceName: subject, notes } of arrived) {
    const row = rows.get(subject);
    if (!row || row.client.notes === notes) continue;
    const isInOrder = row.client.notes === row.base?.notes;
    versions.push({ subject, notes: row.client.notes, at, by: isInOrder ? "program" : "staff" });
    if (!isInOrder) await archive(road, row, overwritten(road, row, notes), at);
  }
  if (versions.length > 0) await ledger.addVersions(versions);
}

/** The last card of clients whom staff deleted, with what was taken out of it since it was last in order. */
export async function keepInTrash(road: Road, rows: MirrorRow[], at: string): Promise<void> {
  if (rows.length === 0) return;
  const items = rows.map(({ client }): TrashItem => {
    const { resourceName, person } = client;
    return { resourceName, display: client.name.display, person, deletedAt: at, restoredAs: null };
  });
  await road.store.ledger.putTrash(items);
  for (const row of rows)
    await archive(road, row, removedLines(road.grammar, row.base?.notes ?? "", [row.client.notes]), at);
}

/**
 * Lines of a text that nobody has brought in order yet, somebody was still typing, which the next text lacks: a save from another open editor
 * took them away. What was there before is compared when the card is brought in order; a line that somebody went on with is not gone.
 */
function overwritten({ grammar }: Road, { client, base }: MirrorRow, next: string): ArchivedLine[] {
  const lines = next.split("\n").map((line) => line.trim());
  const isContinued = (text: string) => lines.some((line) => line.startsWith(text.trim()));
  return removedLines(grammar, client.notes, [next, base?.notes ?? ""]).filter(({ text }) => !isContinued(text));
}

/** Once, also when the list that brought the change is read a second time. */
async function archive(road: Road, { client, seenAt }: MirrorRow, lines: ArchivedLine[], at: string): Promise<void> {
  if (lines.length > 0) await road.store.ledger.putArchive(client.resourceName, lines, seenAt, at);
}
