import { processIo } from "./io.ts";
import { runCli } from "./program.ts";

// The exit code is set, not forced: what is still being written gets written.
process.exitCode = await runCli(processIo());
