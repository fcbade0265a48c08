/** The examples of docs/emulator.md, run as they stand there against the command that it describes. */
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { run as runProgram } from "../emulator/real-clients.ts";
import { needsDebian } from "../support/debian.ts";
import { type Document, newFolder, root, type Started, start } from "./office.ts";

const page = readFileSync(join(root, "docs/emulator.md"), "utf8");
const examples = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));
const exampleOf = (language: string, word: string) => {
  const found = examples.filter((example) => example.language === language && example.text.includes(word));
  expect(found).toHaveLength(1);
  return found[0]!.text;
};

let folder: ReturnType<typeof newFolder>;
let server: Started;
/** What the command said when it listened. */
let said: Document;

beforeAll(async () => {
  folder = newFolder();
  symlinkSync(join(root, "node_modules"), join(folder.path, "node_modules"));
  server = start(folder, ["emulator", "--control", "--json"]);
  said = JSON.parse((await server.says(/\{[\s\S]*\}/))[0]) as Document;
});
afterAll(async () => {
  server.process.kill("SIGTERM");
  expect((await server.ended).code).toBe(0);
  folder.remove();
});

/** Runs an example beside it, which has to end well, and gives what it printed. */
async function run(program: string, name: string, text: string): Promise<string> {
  const file = join(folder.path, name);
  writeFileSync(file, text);
  const env = { EMULATOR_URL: said.url, EMULATOR_TOKEN: said.token };
  const { code, out, err } = await runProgram(program, [file], { env });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out.trim();
}

it("the examples of Node and the shell do what the page says", async ({ skip }) => {
  skip(!existsSync("/usr/bin/curl"), "curl is not installed");
  const named = /`(\{"url"[^`]*)`/.exec(page)![1]!.match(/\w+/g)!;
  expect(Object.keys(said).toSorted()).toEqual(named.toSorted());

  const node = exampleOf("js", "rootUrl");
  expect(await run(process.execPath, "node.mjs", node)).toMatch(/^people\/c\d+ \+37491123456$/);
  expect(await run("/bin/sh", "signin", exampleOf("sh", "answer=allow"))).toMatch(
    /^http:\/\/127\.0\.0\.1:49152\/\?code=/,
  );
  await run("/bin/sh", "fault", exampleOf("sh", "drop-after"));
  for (let n = 0; n < 2; n++) await run(process.execPath, "node.mjs", node);
  await expect(run(process.execPath, "node.mjs", node)).rejects.toThrow();
  const { calls } = JSON.parse(await run("/bin/sh", "calls", exampleOf("sh", "/emulator/calls")));
  expect(calls.map(({ status }: Document) => status)).toEqual([200, 200, 200, 0]);
});

it("the example of Python does", async (context) => {
  needsDebian(context, "python3-googleapi", "/usr/lib/python3/dist-packages/googleapiclient/discovery.py");
  expect(await run("/usr/bin/python3", "python.py", exampleOf("python", "discoveryServiceUrl"))).toMatch(/^\d+$/);
});

it("every fault and switch that the page names is one", async () => {
  const send = (method: string, path: string, body: string) =>
    fetch(said.url + path, { method, body, headers: { "content-type": "application/json" } });
  const table = page.slice(page.indexOf("## Making it fail"), page.indexOf("## Looking back"));
  const rules = [...table.matchAll(/`(\{[^`]*"action"[^`]*\})`/g)].map(([, rule]) => rule!);
  const kinds = ["drop-after", "drop-before", "truncate", "duplicate", "expire-token", "concurrent-writer", "storm"];
  for (const kind of kinds) expect(table).toContain(`\`${kind}\``);
  for (const rule of [...rules, ...kinds.map((kind) => JSON.stringify({ action: { kind } }))]) {
    expect((await send("POST", "/emulator/faults", rule)).status, rule).toBe(200);
  }
  expect(rules).toHaveLength(3);
  const orders = [...table.matchAll(/`(POST|PATCH) (\/emulator\/\w+) (\{[^`]*\})`/g)];
  expect(orders).toHaveLength(3);
  for (const [order, method, path, body] of orders) expect((await send(method!, path!, body!)).status, order).toBe(200);
});
