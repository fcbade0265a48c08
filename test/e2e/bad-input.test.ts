import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { oleOf } from "../sheets/make-files.ts";
import {
  type AtEnd,
  contactsOf,
  type Ended,
  embeddedAccount,
  type Folder,
  filesIn,
  googleOf,
  query,
  root,
  run,
  sample,
  tempFolder,
  writesOf,
} from "./office.ts";

/** Nothing half-done: no client, no run, no open intent at home, and no call that writes in the account. */
async function expectNothingDone(folder: Folder): Promise<void> {
  expect(query(folder, "ledger.db", "SELECT id FROM runs UNION ALL SELECT id FROM entries")).toEqual([]);
  if (folder.env.CLIENTCARD_ACCOUNT === "google") return;
  const emulator = await embeddedAccount(folder);
  try {
    expect(writesOf(emulator)).toEqual([]);
    expect(await contactsOf(emulator)).toEqual([]);
  } finally {
    await emulator.close();
  }
}

function expectTold({ code, out, err }: Ended, exit: number, ...parts: (string | RegExp)[]): void {
  expect({ code, out }).toEqual({ code: exit, out: "" });
  for (const part of parts) {
    if (typeof part === "string") expect(err).toContain(part);
    else expect(err).toMatch(part);
  }
  // A message for a person: no stack, no name of an error class.
  expect(err).not.toMatch(/^\s+at |AppError|node:internal/m);
  expect(err.trim().split("\n").at(-1)).toMatch(/^→ /);
}

const encrypted = oleOf([{ name: "EncryptedPackage", content: Buffer.alloc(9000, 7) }]);
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");
const cut = (name: string) => readFileSync(join(root, "samples", name)).subarray(0, 300_000);

describe("a file that is no base", () => {
  const files: [what: string, name: string, content: string | Uint8Array | null, said: string | RegExp][] = [
    ["that is missing", "gone.xls", null, "There is no file"],
    ["that is empty", "empty.xlsx", "", "is empty"],
    ["that is a picture by another name", "photo.xls", PNG, "is no spreadsheet"],
    ["that has a password", "secret.xlsx", encrypted, "is protected by a password"],
    ["an .xls that was cut short", "half.xls", cut("office-base.xls"), "its end is missing"],
    ["an .xlsx that was cut short", "half.xlsx", cut("office-base.xlsx"), "its end is missing"],
    ["without a header", "bare.csv", "один;два\nтри;четыре\n", /no row with column names[\s\S]*sheet “bare”/],
  ];
  it.concurrent.for(files)(
    "%s is told by its name, ends with 2 and leaves nothing behind",
    async ([, name, content, said], { onTestFinished }) => {
      const folder = tempFolder(onTestFinished);
      if (content !== null) writeFileSync(join(folder.path, name), content);
      expectTold(await run(folder, ["import", name, "--yes"]), 2, name, said);
      await expectNothingDone(folder);
      expect(Object.keys(filesIn(folder.path)).filter((file) => !file.startsWith("home"))).toEqual(
        content === null ? [] : [name],
      );
    },
  );

  it.concurrent("spoils an import of several files before any of them is taken in", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    writeFileSync(join(folder.path, "photo.xls"), PNG);
    expectTold(await run(folder, ["import", sample, "photo.xls", "--yes"]), 2, "photo.xls");
    await expectNothingDone(folder);
  });

  it.concurrent("is told in Russian and in Armenian", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    writeFileSync(join(folder.path, "secret.xlsx"), encrypted);
    expectTold(await run(folder, ["import", "secret.xlsx", "--lang", "ru"]), 2, "secret.xlsx", "паролем");
    expectTold(await run(folder, ["import", "secret.xlsx"], { env: { LANG: "hy_AM.UTF-8" } }), 2, "գաղտնաբառով");
    expectTold(await run(folder, ["import", "gone.xls", "--lang", "ru"]), 2, "gone.xls", "gone.xls нет");
    expectTold(await run(folder, ["import", "gone.xls", "--lang", "hy"]), 2, "gone.xls", "ֆայլ");
  });

  it.concurrent("or has not the sheet that was asked for: its sheets are named", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    expectTold(await run(folder, ["import", sample, "--sheet", "Клиенты"]), 2, "Клиенты", "База, Հաճախորդներ, Лист3");
    await expectNothingDone(folder);
  });
});

describe("settings that cannot be used", () => {
  it.concurrent("in a template: both mistakes are told at once, with line and column, and nothing is written", async ({
    onTestFinished,
  }) => {
    const folder = tempFolder(onTestFinished);
    const text = readFileSync(join(root, "templates/office.en.yaml"), "utf8");
    const lines = text.replace(/^country: .*$/m, "country: XX").replace(/^dateForm: .*$/m, "dateForm: yesterday");
    writeFileSync(join(folder.path, "office.yaml"), lines);
    const at = (key: string) => lines.split("\n").findIndex((line) => line.startsWith(key)) + 1;
    const ended = await run(folder, ["import", sample, "--yes", "--template", "office.yaml"]);
    expectTold(ended, 2, `office.yaml:${at("country:")}:10`, `office.yaml:${at("dateForm:")}:11`, "2 settings");
    await expectNothingDone(folder);
  });

  it.concurrent("a template that is not there", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    expectTold(await run(folder, ["sync", "--template", "nowhere.yaml"]), 2, "nowhere.yaml");
    await expectNothingDone(folder);
  });

  it.concurrent("a home that is a file is left as it is", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    writeFileSync(folder.home, "my letters");
    expectTold(await run(folder, ["sync"]), 2, folder.home, "CLIENTCARD_HOME");
    expect(readFileSync(folder.home, "utf8")).toBe("my letters");
  });

  it.concurrent("a clock that is none, an account of no kind and a wrong address are told together", async ({
    onTestFinished,
  }) => {
    const folder = tempFolder(onTestFinished);
    const env = { CLIENTCARD_NOW: "yesterday", CLIENTCARD_ACCOUNT: "yahoo", CLIENTCARD_PEOPLE_URL: "localhost" };
    expectTold(
      await run(folder, ["sync"], { env }),
      2,
      "CLIENTCARD_NOW",
      '"yesterday"',
      "CLIENTCARD_ACCOUNT",
      "CLIENTCARD_PEOPLE_URL",
    );
    expect(filesIn(folder.path)).toEqual({});
  });
});

describe("a command line that cannot be understood", () => {
  it.each([
    [["snyc"], "“snyc”", "Did you mean sync?"],
    [["sync", "--ful"], "--ful", "Did you mean --full?"],
    [["card", "pars"], "“pars”", "Did you mean parse?"],
    [["import"], "FILES", "import --help"],
    [["sync", "now"], "more arguments", "sync --help"],
    [["report", "orders", "--format", "pdf"], "--format", "table"],
  ])("%j ends with 2 and says what was probably meant", async (args, ...parts) => {
    const folder = tempFolder();
    expectTold(await run(folder, args), 2, ...parts);
    expect(filesIn(folder.path)).toEqual({});
  });
});

describe("an account that refuses", () => {
  it.concurrent("the token: 5, how to sign in, and nothing is written", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    const emulator = await googleOf(folder, {}, onTestFinished);
    folder.env.CLIENTCARD_ACCESS_TOKEN = "ya29.not-ours";
    const ended = await run(folder, ["import", sample, "--yes"]);
    expectTold(ended, 5, "clientcard login");
    expect(ended.err).not.toContain("ya29");
    expect(writesOf(emulator)).toEqual([]);
    expect(await contactsOf(emulator)).toEqual([]);
    await expectNothingDone(folder);
  });

  it.concurrent("nobody is signed in: 5", async ({ onTestFinished }) => {
    const folder = tempFolder(onTestFinished);
    await googleOf(folder, {}, onTestFinished);
    folder.env.CLIENTCARD_ACCESS_TOKEN = "";
    expectTold(await run(folder, ["sync"]), 5, "clientcard login");
    await expectNothingDone(folder);
  });
});

/** A disk of a few hundred kilobytes; `null` where it cannot be had. */
function tinyDisk(path: string, size: string, atEnd: AtEnd): string | null {
  mkdirSync(path);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=700`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    return "only root may mount a tiny disk here";
  }
  atEnd(() => void execFileSync("umount", ["-l", path]));
  return null;
}

describe("a disk", () => {
  it.concurrent.for(["300k", "1500k"])(
    "that is full at %s: 1, the file, and once there is room the import ends whole",
    async (size, { onTestFinished, skip }) => {
      const folder = tempFolder(onTestFinished);
      const emulator = await googleOf(folder, {}, onTestFinished);
      const reason = tinyDisk(folder.home, size, onTestFinished);
      if (reason) return skip(reason);
      const ended = await run(folder, ["import", sample, "--yes", "--quiet", "--rejects", join(folder.path, "r.xlsx")]);
      expectTold(ended, 1, "The disk is full", folder.home);
      execFileSync("mount", ["-o", "remount,size=100m", folder.home]);
      expect(
        (await run(folder, ["import", sample, "--yes", "--quiet", "--rejects", join(folder.path, "r.xlsx")])).code,
      ).toBe(0);
      expect(await contactsOf(emulator)).toHaveLength(664);
    },
  );

  it.concurrent("that is read-only: 1, and the folder is named", async ({ onTestFinished, skip }) => {
    const folder = tempFolder(onTestFinished);
    const reason = tinyDisk(folder.home, "1m", onTestFinished);
    if (reason) return skip(reason);
    execFileSync("mount", ["-o", "remount,ro", folder.home]);
    expectTold(await run(folder, ["sync"]), 1, "read-only", folder.home);
    expect(filesIn(folder.home)).toEqual({});
  });
});
