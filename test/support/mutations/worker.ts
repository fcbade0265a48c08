/** A process of its own that tries mutations on the notes of the suite and tells what came of each. */
import { mutations } from "./all.ts";
import { notesOfSuite, type Outcome, tryMutation } from "./try.ts";

const notes = notesOfSuite();
for (const mutation of mutations.filter(({ rare }) => !rare)) {
  const outcome: Outcome = await tryMutation(mutation, notes).catch((error: unknown) => ({
    name: mutation.name,
    tried: 0,
    broken: [],
    amiss: String(error),
  }));
  process.send!(outcome);
}
