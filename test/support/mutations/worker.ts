/** A process of its own that tries mutations on the notes of the suite and tells what came of each. */
import { mutations } from "./all.ts";
import { notesOfSuite, tryMutation } from "./try.ts";

const notes = notesOfSuite();
for (const mutation of mutations.filter(({ rare }) => !rare)) process.send!(await tryMutation(mutation, notes));
