/** What the import stands beside: the library alone, reading the same file. */
import { readFileSync } from "node:fs";
import { read } from "xlsx";

const book = read(readFileSync(process.argv[2]!), { type: "buffer", dense: true });
if (book.SheetNames.length === 0) process.exitCode = 1;
