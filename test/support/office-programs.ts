/** Programs of others that open our workbooks: LibreOffice, and openpyxl for Python. They are Debian's, apart from whatever is installed beside. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, extname, join } from "node:path";

const PYTHON = "/usr/bin/python3";
export const OPENPYXL = "/usr/lib/python3/dist-packages/openpyxl/__init__.py";
export const LIBREOFFICE = "/usr/bin/soffice";

/** Runs a script of Python on the arguments and reads the JSON that it prints. */
export function python<T>(script: string, args: string[]): T {
  const text = execFileSync(PYTHON, ["-I", "-c", script, ...args], { encoding: "utf8", maxBuffer: 1e8 });
  return JSON.parse(text || "null") as T;
}

/**
 * Opens a file in LibreOffice and saves it in another form, as a person does by “Save as”. `home` keeps what the program writes for itself,
 * so that it starts quickly the second time. Returns the new file's path.
 */
export function resave(file: string, form: "xlsx" | "ods", { into, home }: { into: string; home: string }): string {
  const own = `-env:UserInstallation=file://${home}`;
  const options = ["--headless", "--norestore", "--nolockcheck", own, "--convert-to", form, "--outdir", into, file];
  execFileSync(LIBREOFFICE, options, { stdio: "ignore", timeout: 100_000 });
  const saved = join(into, `${basename(file, extname(file))}.${form}`);
  if (!existsSync(saved)) throw new Error(`LibreOffice saved no ${saved}`);
  return saved;
}
