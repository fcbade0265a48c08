import type { Mirror } from "../ports.ts";
import { mirrorMembers } from "./mirror-members.ts";
import { mirrorReader } from "./mirror-read.ts";
import { mirrorSearch } from "./mirror-search.ts";
import { mirrorStage } from "./mirror-stage.ts";
import { mirrorWriter } from "./mirror-write.ts";
import type { Sqlite } from "./sqlite.ts";

/** The `Mirror` over an open mirror file. */
export function sqliteMirror(database: Sqlite): Mirror {
  return {
    ...mirrorReader(database),
    ...mirrorWriter(database),
    ...mirrorMembers(database),
    ...mirrorStage(database),
    ...mirrorSearch(database),
  };
}
