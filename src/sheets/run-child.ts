/** Runs the reading process and takes in what it says; ends it when it takes too long. Its memory it watches by itself. */
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { appError } from "../lib/errors.ts";
import { type ComingSheet, cellsFromWire, type RawBase, type RawRow, type RawSheet, type WireLine } from "./cell.ts";
import type { FileForm } from "./file-form.ts";

export type ReadLimits = { seconds: number; megabytes: number };

const ENTRY = new URL("./parse-child.ts", import.meta.url);

export type Told = (rows: number, coming: ComingSheet) => void;

type Job = {
  path: string;
  file: string;
  form: FileForm;
  encoding: string | null;
  limits: ReadLimits;
  told: Told | undefined;
  /** Called once the process is under way. */
  started: (() => void) | undefined;
  signal: AbortSignal | undefined;
};

export function runChild({ path, file, form, encoding, limits, told, started, signal }: Job): Promise<RawBase> {
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${limits.megabytes}`,
      // What it reads passes through once; a large nursery would only hold what is gone already.
      "--max-semi-space-size=4",
      "--disable-warning=ExperimentalWarning",
      fileURLToPath(ENTRY),
      path,
      form,
      encoding ?? "",
      String(limits.megabytes),
    ],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_OPTIONS: "", TZ: "UTC" },
      ...(signal ? { signal, killSignal: "SIGKILL" } : {}),
    },
  );
  child.once("spawn", () => started?.());
  return new Promise((resolve, reject) => {
    const gathered = new Gathering(file, told);
    const failed = (error: unknown) => {
      child.kill("SIGKILL");
      reject(error);
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, limits.seconds * 1000);
    let complaint = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-4000);
    });
    child.stdout.on("data", (chunk: Buffer) => {
      try {
        gathered.take(chunk);
      } catch (error) {
        failed(error);
      }
    });
    child.on("error", (cause) =>
      failed(appError({ code: "internal", detail: "the reading process does not start" }, cause)),
    );
    child.on("close", () => {
      clearTimeout(timer);
      const base = gathered.base();
      if (base !== null) return resolve(base);
      const outgrown = /memory/i.test(complaint);
      const reason = late || outgrown ? "too-large" : "unsupported";
      reject(appError({ code: "input-file", file: path, reason, detail: late ? `${limits.seconds} s` : undefined }));
    });
  });
}

/** The answer as it comes: whole lines are taken in at once, so that the text of a large base is never held beside its cells. */
class Gathering {
  readonly #file: string;
  readonly #told: Job["told"];
  /** Rows of the sheets before. */
  #before = 0;
  /** The sheet that is coming. */
  #name = "";
  #rows: RawRow[] = [];
  readonly #sheets: RawSheet[] = [];
  readonly #cell = cellsFromWire();
  #open: Buffer[] = [];
  #text: RawBase["text"] = null;
  #ended = false;

  constructor(file: string, told: Job["told"]) {
    this.#file = file;
    this.#told = told;
  }

  take(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      const line = Buffer.concat([...this.#open, chunk.subarray(from, at)]).toString("utf8");
      this.#open = [];
      from = at + 1;
      this.#takeLine(JSON.parse(line) as WireLine);
    }
    if (from < chunk.length) this.#open.push(chunk.subarray(from));
  }

  #takeLine(line: WireLine): void {
    if ("rows" in line) {
      for (const [row, cells] of line.rows) this.#rows.push({ row, cells: cells.map(this.#cell) });
      this.#told?.(this.#before + this.#rows.length, {
        file: basename(this.#file),
        name: this.#name,
        rows: this.#rows,
      });
    } else if ("begin" in line) this.#name = line.begin;
    else if ("anew" in line) this.#rows = [];
    else if ("sheet" in line) {
      this.#sheets.push({ ...line.sheet, rows: this.#rows });
      this.#before += this.#rows.length;
      this.#rows = [];
    } else if ("error" in line) {
      const { reason, detail } = line.error;
      throw appError({ code: "input-file", file: this.#file, reason, detail: detail === "" ? undefined : detail });
    } else {
      this.#text = line.end.text;
      this.#ended = true;
    }
  }

  base(): RawBase | null {
    return this.#ended ? { file: this.#file, sheets: this.#sheets, text: this.#text } : null;
  }
}
