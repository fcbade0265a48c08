/** What the edited cells of a client say, in the workbook that the program wrote. Pure. */
import type { DraftPhone } from "../client/draft.ts";
import type { CellEdit } from "./own-table.ts";
import { type NameParts, splitName, tidy } from "./read-name.ts";
import { readEmails, readPhones } from "./read-phones.ts";

export type OwnClientCells = {
  name?: NameParts;
  /** As typed; `""` for none. */
  group?: string;
  phones?: DraftPhone[];
  emails?: string[];
  addresses?: string[];
  labels?: string[];
  notes?: string;
};

export type Unreadable = { edit: CellEdit; reason: "cell-derived" | "cell-unclear" };

export function readOwnClient(edits: CellEdit[], country: string): { cells: OwnClientCells; unreadable: Unreadable[] } {
  const cells: OwnClientCells = {};
  const unreadable: Unreadable[] = [];
  for (const edit of edits) {
    const text = edit.cell?.text.replace(/\r\n?/g, "\n") ?? "";
    switch (edit.key) {
      case "name":
        if (tidy(text) === "") unreadable.push({ edit, reason: "cell-unclear" });
        else cells.name = splitName(tidy(text), null);
        break;
      case "group":
        cells.group = tidy(text);
        break;
      case "phones": {
        const { phones, emails, remarks } = readPhones(edit.cell, country);
        if (remarks.length > 0 || emails.length > 0) unreadable.push({ edit, reason: "cell-unclear" });
        else cells.phones = phones;
        break;
      }
      case "emails": {
        const { phones, emails, remarks } = readEmails(edit.cell, country);
        const isClear = remarks.length === 0 && phones.length === 0 && emails.every(({ valid }) => valid);
        if (!isClear) unreadable.push({ edit, reason: "cell-unclear" });
        else cells.emails = emails.map(({ value }) => value);
        break;
      }
      case "address":
        cells.addresses = text
          .split("\n")
          .map(tidy)
          .filter((line) => line !== "");
        break;
      case "labels":
        cells.labels = text
          .split(/[,\n]/)
          .map(tidy)
          .filter((name) => name !== "");
        break;
      case "notes":
        cells.notes = text;
        break;
      default:
        unreadable.push({ edit, reason: "cell-derived" });
    }
  }
  return { cells, unreadable };
}
