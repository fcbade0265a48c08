import type { ImportProposal } from "../../use-cases/import-base.ts";

/** What a column of a foreign base may be read as. */
export type ColumnField = ImportProposal["sheets"][number]["columns"][number]["field"];

/** What may become of a cell. */
export type Fate = ImportProposal["explained"][number]["cells"][number]["fates"][number]["fate"];
