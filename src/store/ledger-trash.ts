import type { Ledger, TrashItem } from "../ports.ts";
import type { Sqlite } from "./sqlite.ts";

type TrashRow = {
  resource_name: string;
  display: string;
  person: string;
  deleted_at: string;
  restored_as: string | null;
};

/** The last state of clients that staff deleted. */
export function ledgerTrash(database: Sqlite): Pick<Ledger, "putTrash" | "trash" | "trashOf" | "markRestored"> {
  return {
    async putTrash(items) {
      database.transaction(() => {
        for (const item of items) {
          database.run(
            "INSERT OR REPLACE INTO trash (resource_name, display, person, deleted_at, restored_as) VALUES (?, ?, ?, ?, ?)",
            item.resourceName,
            item.display,
            JSON.stringify(item.person),
            item.deletedAt,
            item.restoredAs,
          );
        }
      });
    },

    async trash() {
      return database.all<TrashRow>("SELECT * FROM trash ORDER BY deleted_at DESC, resource_name").map(readItem);
    },

    async trashOf(resourceName) {
      const row = database.get<TrashRow>("SELECT * FROM trash WHERE resource_name = ?", resourceName);
      return row ? readItem(row) : null;
    },

    async markRestored(resourceName, restoredAs) {
      database.run("UPDATE trash SET restored_as = ? WHERE resource_name = ?", restoredAs, resourceName);
    },
  };
}

function readItem(row: TrashRow): TrashItem {
  return {
    resourceName: row.resource_name,
    display: row.display,
    person: JSON.parse(row.person) as TrashItem["person"],
    deletedAt: row.deleted_at,
    restoredAs: row.restored_as,
  };
}
