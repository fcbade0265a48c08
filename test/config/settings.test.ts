import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSettings, type SettingsInput } from "../../src/config/index.ts";
import { settingKeys, settingSpecs } from "../../src/config/table.ts";
import { isAppError } from "../../src/lib/errors.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "clientcard-settings-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (...parts: string[]) => join(root, ...parts);

function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

function folder(path: string): string {
  mkdirSync(at(path), { recursive: true });
  return at(path);
}

/** The user's own data directory lies in `root`, so that nothing of this machine is seen. */
const read = (input: Partial<SettingsInput> = {}) =>
  readSettings({
    flags: {},
    cwd: root,
    programDir: "/program",
    ...input,
    env: { XDG_DATA_HOME: at("data"), ...input.env },
  });

async function problemsOf(input: Partial<SettingsInput>) {
  const error = await read(input).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error, "config")) throw new Error(`it should have been refused: ${error}`);
  return error.fields.problems;
}

describe("settings", () => {
  it("have defaults that need nothing", async () => {
    expect(await read()).toMatchObject({
      account: "embedded",
      home: at("data", "clientcard"),
      homeIsNew: true,
      peopleUrl: null,
      accessToken: null,
      now: null,
      lang: "en",
      template: "/program/templates/office.en.yaml",
    });
  });

  it("count in the order flag, environment, .env, clientcard.yaml", async () => {
    put("clientcard.yaml", "account: google\nlang: hy\ntimeZone: Asia/Tbilisi\npeopleUrl: http://yaml.example\n");
    put(".env", "CLIENTCARD_LANG=ru\nTZ=Europe/Paris\nCLIENTCARD_PEOPLE_URL=http://file.example\n");
    const env = { TZ: "Asia/Yerevan", CLIENTCARD_PEOPLE_URL: "http://env.example" };
    expect(await read({ env, flags: { peopleUrl: "http://flag.example/" } })).toMatchObject({
      account: "google",
      lang: "ru",
      timeZone: "Asia/Yerevan",
      peopleUrl: "http://flag.example",
    });
  });

  it("take an empty variable for none", async () => {
    put("clientcard.yaml", "account: google\n");
    expect((await read({ env: { CLIENTCARD_ACCOUNT: "", CLIENTCARD_NOW: " " } })).account).toBe("google");
  });

  it("never take a secret from a flag or from clientcard.yaml", async () => {
    expect((await read({ flags: { accessToken: "ya29.x", clientSecret: "s" } })).accessToken).toBeNull();
    put("clientcard.yaml", "accessToken: ya29.secret\n");
    const problems = await problemsOf({});
    expect(problems).toEqual([
      {
        where: `${at("clientcard.yaml")}:1:1`,
        problem: expect.stringContaining("secret"),
        next: "put CLIENTCARD_ACCESS_TOKEN into .env",
      },
    ]);
    expect(JSON.stringify(problems)).not.toContain("ya29");
  });

  it("read paths from where they are written down", async () => {
    put("office/clientcard.yaml", "template: ours.yaml\n");
    const cwd = folder("office/deep/down");
    expect((await read({ cwd })).template).toBe(at("office", "ours.yaml"));
    expect((await read({ cwd, env: { CLIENTCARD_TEMPLATE: "t.yaml" } })).template).toBe(join(cwd, "t.yaml"));
    put("office/.env", "CLIENTCARD_HOME=kept\n");
    expect((await read({ cwd })).home).toBe(at("office", "kept"));
  });

  it("prefer the office's own templates folder to the program's", async () => {
    put("clientcard.yaml", "lang: ru\n");
    put("templates/office.en.yaml", "language: en\n");
    expect((await read({ cwd: folder("below") })).template).toBe(at("templates", "office.en.yaml"));
  });

  it.each([
    ["ru_RU.UTF-8", {}, "ru"],
    ["hy_AM", {}, "hy"],
    ["rue_UA", {}, "en"],
    ["de_DE.UTF-8", {}, "en"],
    ["en_US", { LC_ALL: "hy_AM.UTF-8" }, "hy"],
    ["ru_RU", { LC_MESSAGES: "C" }, "en"],
  ])("speak the language of LANG=%s %j", async (LANG, more, lang) => {
    expect((await read({ env: { LANG, ...more } })).lang).toBe(lang);
  });

  it("say for how long lists may run behind writes", async () => {
    expect((await read()).listLagMinutes).toBe(10);
    expect((await read({ env: { CLIENTCARD_LIST_LAG_MINUTES: "30" } })).listLagMinutes).toBe(30);
    expect(await problemsOf({ env: { CLIENTCARD_LIST_LAG_MINUTES: "0" } })).toHaveLength(1);
  });

  it("carry the quota's figures", async () => {
    const { quota } = await read({ env: { CLIENTCARD_CRITICAL_READS_PER_MINUTE: "180" } });
    expect(quota).toEqual({
      criticalReads: 180,
      criticalWrites: undefined,
      groupReads: undefined,
      groupWrites: undefined,
    });
  });
});

describe("the fixed clock", () => {
  it.each([
    ["2026-11-23T18:00:00+04:00", "2026-11-23T14:00:00.000Z"],
    ["2026-11-23T18:00+04:00", "2026-11-23T14:00:00.000Z"],
    ["2026-11-23t14:00:00.5z", "2026-11-23T14:00:00.500Z"],
    ["2024-02-29 00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("reads %s", async (typed, iso) => {
    expect((await read({ env: { CLIENTCARD_NOW: typed } })).now?.toISOString()).toBe(iso);
  });

  it.each([
    "yesterday",
    "2026-11-23",
    "2026-11-23T18:00:00",
    "2026-02-29T00:00:00Z",
    "2026-11-23T24:00:00Z",
    "2026-11-23T18:61:00Z",
    "1764000000",
    "2026-11-23T18:00:00+25:00",
  ])("refuses %s", async (typed) => {
    expect(await problemsOf({ env: { CLIENTCARD_NOW: typed } })).toEqual([
      { where: "CLIENTCARD_NOW", problem: `"${typed}" cannot be used`, next: expect.stringContaining("RFC 3339") },
    ]);
  });

  it("is an instant whenever it is taken", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(..."0123456789-T:Z+. ") }), async (typed) => {
        const now = await read({ env: { CLIENTCARD_NOW: typed } }).then(
          (settings) => settings.now,
          () => null,
        );
        if (now !== null) expect(Number.isNaN(now.getTime())).toBe(false);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe("mistakes in settings", () => {
  it("are told all at once, each with where it stands", async () => {
    put(".env", "CLIENTCARD_ACCOUNT=goggle\nCLIENTCARD_TEMPLAT=x\n");
    put("clientcard.yaml", "timeZone: Mars/One\npeopleUrl: [1]\nhoem: x\n");
    const problems = await problemsOf({
      env: { CLIENTCARD_NOW: "soon" },
      flags: { lang: "de", criticalReadsPerMinute: "0" },
    });
    expect(problems.map(({ where }) => where).toSorted()).toEqual(
      [
        `${at(".env")}: CLIENTCARD_ACCOUNT`,
        `${at(".env")}: CLIENTCARD_TEMPLAT`,
        `${at("clientcard.yaml")}:1:1`,
        `${at("clientcard.yaml")}:2:1`,
        `${at("clientcard.yaml")}:3:1`,
        "CLIENTCARD_NOW",
        "--lang",
        "--critical-reads-per-minute",
      ].toSorted(),
    );
    const next = (where: string) => problems.find((problem) => problem.where.endsWith(where))?.next;
    expect(next("CLIENTCARD_TEMPLAT")).toBe("did you mean CLIENTCARD_TEMPLATE?");
    expect(next("clientcard.yaml:3:1")).toBe("did you mean home?");
  });

  it("never show a secret", async () => {
    const problems = await problemsOf({ env: { CLIENTCARD_ACCESS_TOKEN: "ya29.x", CLIENTCARD_NOW: "soon" } });
    expect(JSON.stringify(problems)).not.toContain("ya29");
  });

  it("in a stronger place are not papered over by a weaker one", async () => {
    put("clientcard.yaml", "account: google\n");
    expect(await problemsOf({ flags: { account: "gogle" } })).toHaveLength(1);
  });

  it.each([
    ["a folder for .env", () => void folder(".env"), /is a folder/],
    ["a settings file that is no YAML", () => put("clientcard.yaml", "account: [\n"), /./],
    ["a list of settings", () => put("clientcard.yaml", "- account\n"), /no list of settings/],
    [
      "a settings file in another encoding",
      () => writeFileSync(at("clientcard.yaml"), Buffer.from([0x6c, 0xff, 0xfe])),
      /UTF-8/,
    ],
    ["an address without http", () => put(".env", "CLIENTCARD_TOKEN_URL=ftp://x\n"), /"ftp:\/\/x" cannot be used/],
  ])("%s", async (_, prepare, problem) => {
    prepare();
    const problems = await problemsOf({});
    expect(
      problems.some((one) => problem.test(one.problem)),
      JSON.stringify(problems),
    ).toBe(true);
  });
});

describe("the home", () => {
  it("is the nearest parent's .clientcard", async () => {
    folder("a/.clientcard");
    folder("a/b/.clientcard");
    expect(await read({ cwd: folder("a/b/c/d") })).toMatchObject({ home: at("a/b/.clientcard"), homeIsNew: false });
  });

  it("is made beside the nearest clientcard.yaml when there is none yet", async () => {
    put("a/clientcard.yaml", "account: google\n");
    expect(await read({ cwd: folder("a/b") })).toMatchObject({
      home: at("a/.clientcard"),
      homeIsNew: true,
      account: "google",
    });
  });

  it("is never silently a new one beside one that exists", async () => {
    folder("a/.clientcard");
    put("a/b/clientcard.yaml", "");
    const [problem] = await problemsOf({ cwd: at("a/b") });
    expect(problem).toMatchObject({ where: "CLIENTCARD_HOME", next: expect.stringContaining("CLIENTCARD_HOME") });
    expect(problem?.problem).toContain(at("a/.clientcard"));
    const chosen = await read({ cwd: at("a/b"), env: { CLIENTCARD_HOME: at("a/b/.clientcard") } });
    expect(chosen).toMatchObject({ home: at("a/b/.clientcard"), homeIsNew: true });
  });

  it("does not hide the user's own one either", async () => {
    folder("data/clientcard");
    put("a/clientcard.yaml", "");
    expect((await problemsOf({ cwd: at("a") }))[0]?.problem).toContain(at("data/clientcard"));
    folder("a/.clientcard");
    expect((await read({ cwd: at("a") })).home).toBe(at("a/.clientcard"));
    expect((await read({ cwd: folder("elsewhere") })).home).toBe(at("data/clientcard"));
  });

  it("cannot be a file", async () => {
    put("home", "");
    expect((await problemsOf({ env: { CLIENTCARD_HOME: at("home") } }))[0]).toMatchObject({
      where: at("home"),
      problem: expect.stringContaining("not a folder"),
    });
  });
});

describe(".env.example", () => {
  it("lists every setting, and nothing that is none", async () => {
    const { readFileSync } = await import("node:fs");
    const text = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
    const named = [...text.matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name).toSorted();
    expect(named).toEqual(settingKeys.map((key) => settingSpecs[key].variable).toSorted());
  });

  it("can be used as it is, with every line taken in", async () => {
    const { readFileSync } = await import("node:fs");
    const text = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
    put(".env", text.replace(/^#([A-Z_]+=)/gm, "$1"));
    expect(await read()).toMatchObject({
      account: "embedded",
      lang: "en",
      timeZone: "Asia/Yerevan",
      peopleUrl: "http://127.0.0.1:8080",
    });
  });
});
