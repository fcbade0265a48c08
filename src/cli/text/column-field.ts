import type { ImportProposal } from "../../use-cases/import-base.ts";

/** What a column of a foreign base may be read as. */
export type ColumnField = ImportProposal["sheets"][number]["columns"][number]["field"];
