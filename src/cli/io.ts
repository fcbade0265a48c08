import { stripVTControlCharacters } from "node:util";
import { appError } from "../lib/errors.ts";

/** The terminal (or pipe) that a command talks to; tests hand in their own. */
export type Io = {
  args: string[];
  env: Record<string, string | undefined>;
  cwd: string;
  /** Whether a person sits at each end. */
  tty: { in: boolean; out: boolean; err: boolean };
  /** Columns of the terminal; `null` when the output is no terminal: then nothing is cut. */
  width: number | null;
  /** The whole standard input as UTF-8. */
  readInput(): Promise<string>;
  out(text: string): void;
  err(text: string): void;
  /** Resolves when everything is written; throws `disk` when the output could not take it. */
  flush(): Promise<void>;
};

/** The process's own streams. A reader that went away (`| head`) is no error, and never stops work that is under way. */
export function processIo(): Io {
  const out = writer(process.stdout);
  const err = writer(process.stderr);
  return {
    args: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    tty: { in: process.stdin.isTTY === true, out: process.stdout.isTTY === true, err: process.stderr.isTTY === true },
    width: process.stdout.isTTY ? process.stdout.columns || 80 : null,
    readInput,
    out: out.write,
    err: err.write,
    async flush() {
      await err.flush().catch(() => {});
      await out.flush();
    },
  };
}

/** Far more than a note can hold. */
const MOST_INPUT = 16 * 1024 * 1024;

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    length += (chunk as Buffer).length;
    if (length > MOST_INPUT) throw appError({ code: "input-file", file: "-", reason: "too-large" });
    chunks.push(chunk as Buffer);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    throw appError({ code: "input-file", file: "-", reason: "not-utf8" }, error);
  }
}

function writer(stream: NodeJS.WriteStream) {
  let failure: NodeJS.ErrnoException | null = null;
  let last: Promise<void> = Promise.resolve();
  stream.on("error", (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  return {
    write(text: string): void {
      if (failure || text === "") return;
      last = new Promise((resolve) => {
        stream.write(stream.isTTY ? harmless(text) : text, () => resolve());
      });
    },
    async flush(): Promise<void> {
      await last;
      if (failure && failure.code !== "EPIPE") {
        const reason = failure.code === "ENOSPC" ? "full" : "denied";
        throw appError({ code: "disk", path: "stdout", reason, detail: failure.code }, failure);
      }
    },
  };
}

const ESCAPE = "\u001b";
/** Our own styles; every other escape sequence in a text came from somebody else. */
const OUR_STYLES = new RegExp(`(${ESCAPE}\\[(?:0|1|2|22|3[1-6]|39)m)`);
/** Control characters but for line ends and tabs, and what turns the direction of writing. */
const CONTROLS = /(?!\n|\t|\r\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Names and notes are other people's text: what could move the cursor, hide words or turn their direction is taken out. */
export function harmless(text: string): string {
  return text
    .split(OUR_STYLES)
    .map((part, index) => (index % 2 === 1 ? part : stripVTControlCharacters(part).replace(CONTROLS, "�")))
    .join("");
}
