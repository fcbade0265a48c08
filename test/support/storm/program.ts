/** The program as people start it, in real processes: the bundle while it is newer than the sources, else the sources. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

export type Ended = { code: number | null; isKilled: boolean; out: string; err: string };

function findEntry(): string {
  const bundle = join(root, "dist/main.js");
  const source = join(root, "src/cli/main.ts");
  if (!existsSync(bundle)) return source;
  const made = statSync(bundle).mtimeMs;
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  return files.every((file) => statSync(join(root, "src", file)).mtimeMs < made) ? bundle : source;
}

let entry: string | null = null;

export function startProgram(args: string[], folder: string, env: Record<string, string>): ChildProcess {
  entry ??= findEntry();
  return spawn(process.execPath, [entry, ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      LANG: "en_US.UTF-8",
      TZ: "Asia/Yerevan",
      NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compiled"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export function endOf(child: ChildProcess): Promise<Ended> {
  let [out, err] = ["", ""];
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr!.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, isKilled: signal === "SIGKILL", out, err }));
  });
}

/** The emulator in a process of its own: where it is, and its token. */
export async function startEmulatorProcess(folder: string, now: string) {
  const env = { CLIENTCARD_HOME: join(folder, "emulator"), CLIENTCARD_NOW: now };
  const child = startProgram(["emulator", "--control", "--json"], folder, env);
  let said = "";
  const { url, token } = await new Promise<{ url: string; token: string }>((resolve, reject) => {
    child.on("error", reject).on("close", () => reject(new Error(`the emulator ended: ${said}`)));
    child.stderr!.on("data", (text: Buffer) => {
      said += text;
    });
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      try {
        resolve(JSON.parse(said));
      } catch {
        // There is more to come.
      }
    });
  });
  const control = async (method: string, order: string, body: unknown) => {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(`${url}/emulator/${order}`, { method, headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(await reply.text());
  };
  return { url, token, control, stop: () => void child.kill("SIGKILL") };
}
