import type { Client } from "../../client/client.ts";
import { withSeen } from "../../sync/looks.ts";
import type { Seen } from "../../sync/prepare.ts";
import type { SyncReport } from "../../sync/sync-once.ts";
import { sync } from "../../use-cases/keep-up.ts";
import { castFor, openEditor, type Staff, type StaffEdit, save, underOpenOrder } from "./staff-day.ts";
import type { Stage } from "./story.ts";

export type { StaffEdit } from "./staff-day.ts";

/** A sync, with what it made of each client. */
export type SeenSync = SyncReport & { seen: Seen[] };

/** Plays the staged day: edits through the API as another writer, with a sync at noon and one in the evening, as the service would. */
export async function playDay(stage: Stage): Promise<{ edits: StaffEdit[]; noon: SeenSync; evening: SeenSync }> {
  const { context } = stage;
  const account = (await stage.app.account()).openWriter();
  const { grammar, template, today } = context;
  const staff: Staff = { account, grammar, country: template.country, today };
  const clients: Client[] = [];
  for await (const { client } of context.store.mirror.all()) clients.push(client);
  const cast = castFor(staff, clients);
  const edits: StaffEdit[] = [];
  const [first, second] = template.card.employees.map(({ name }) => name) as [string, string];

  const edit = async (
    time: string,
    id: StaffEdit["id"],
    client: Client,
    lines: string[],
    told: string,
    place: (notes: string) => string,
  ) => {
    stage.setTime(time);
    const editor = await openEditor(staff, client.resourceName);
    await save(staff, editor, place(editor.notes));
    edits.push({
      id,
      time,
      told,
      resourceName: client.resourceName,
      name: client.name.display,
      typed: lines,
      before: editor.notes,
      outcome: "",
      sync: "noon",
    });
  };
  const atTheEnd = (line: string) => (notes: string) => (notes === "" ? line : `${notes}\n\n${line}`);

  const step = `called, agrees with the price (${first})`;
  await edit(
    "09:40",
    "undated-step",
    cast.step,
    [step],
    `${first} adds a step without a date to ${cast.step.name.display}:`,
    (notes) => underOpenOrder(staff, notes, step),
  );
  const order = "Заказ: стол «Осло», 180 000";
  await edit(
    "10:15",
    "new-order",
    cast.order,
    [order],
    `A new order without a number, in Russian, for ${cast.order.name.display}:`,
    atTheEnd(order),
  );
  const outcome = `done (${second})`;
  await edit(
    "11:05",
    "outcome",
    cast.outcome,
    [outcome],
    `${second} closes the open order of ${cast.outcome.name.display}:`,
    (notes) => underOpenOrder(staff, notes, outcome),
  );

  const stale = await openEditor(staff, cast.shared.resourceName);
  const theirs = `asked for another colour (${second})`;
  const told = `${second} adds a step to ${cast.shared.name.display}, while ${first} has the same contact open:`;
  await edit("11:30", "first-of-two", cast.shared, [theirs], told, (notes) => underOpenOrder(staff, notes, theirs));
  stage.setTime("12:00");
  const noon = await withSeen((look) => sync(context, { full: false, force: false, look }));

  const ours = `wants delivery on a Saturday (${first})`;
  stage.setTime("12:10");
  await save(staff, stale, underOpenOrder(staff, stale.notes, ours));
  edits.push({
    id: "stale-save",
    time: "12:10",
    told: `${first} saves the editor of 11:30, over ${second}'s line; both lines must stand:`,
    resourceName: cast.shared.resourceName,
    name: cast.shared.name.display,
    typed: [ours],
    before: stale.notes,
    outcome: "",
    sync: "evening",
  });

  stage.setTime("15:20");
  await account.deletePeople([cast.gone.resourceName]);
  const { resourceName, name } = cast.gone;
  edits.push({
    id: "deletion",
    time: "15:20",
    told: `${name.display} is deleted by hand.`,
    resourceName,
    name: name.display,
    typed: [],
    before: "",
    outcome:
      "The last card is kept in the trash; the program does not bring it back by itself, nor does a second import.",
    sync: "evening",
  });

  stage.setTime("16:45");
  const marker = template.markers.find(({ id }) => id === "wholesale") ?? template.markers.at(-1)!;
  const wholesale = (await context.store.ledger.labelRoles()).get(`marker:${marker.id}`)!;
  const label = (await account.listLabels()).find((candidate) => candidate.resourceName === wholesale)!;
  await account.renameLabel(label.resourceName, `${label.name} 2026`);
  edits.push({
    id: "label-renamed",
    time: "16:45",
    told: `The label “${label.name}” is renamed to “${label.name} 2026”.`,
    resourceName: label.resourceName,
    name: label.name,
    typed: [],
    before: "",
    outcome: "It is the same marker under another name, known by its resource name: nothing has to be written.",
    sync: "evening",
  });

  stage.setTime("17:50");
  const evening = await withSeen((look) => sync(context, { full: false, force: false, look }));
  return { edits, noon, evening };
}
