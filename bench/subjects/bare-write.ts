/** What an export stands beside: the library alone, writing the same cells row by row. `node bare-write.ts ROWS.jsonl FILE.xlsx` */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import exceljs, { type Worksheet } from "exceljs";

const [rows = "", file = ""] = process.argv.slice(2);
const book = new exceljs.stream.xlsx.WorkbookWriter({ filename: file, useStyles: true, useSharedStrings: false });
let sheet: Worksheet | null = null;
let count = 0;
for await (const line of createInterface({ input: createReadStream(rows), crlfDelay: Number.POSITIVE_INFINITY })) {
  const read = JSON.parse(line) as string | (string | number | { day: string } | null)[];
  if (typeof read === "string") {
    sheet?.commit();
    sheet = book.addWorksheet(read);
    continue;
  }
  sheet!
    .addRow(read.map((value) => (value !== null && typeof value === "object" ? new Date(value.day) : value)))
    .commit();
  count += 1;
  if (count % 250 === 0) await new Promise((resolve) => setImmediate(resolve));
}
sheet?.commit();
await book.commit();
