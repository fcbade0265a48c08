import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, expect, type TestContext } from "vitest";
import { needsDebian } from "./debian.ts";

const program = "/usr/bin/chromium";
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Debian's Chromium, started once for a file of tests with a user folder of its own that goes away with it. */
export function browserOfFile() {
  let running: Promise<Browser> | null = null;
  afterAll(async () => (await running)?.close());

  /** A window of its own for a test, which fails when the page reports an error or asks for anything beyond `url`. */
  return async (context: TestContext, url: string, viewport = { width: 1280, height: 800 }): Promise<Page> => {
    needsDebian(context, "chromium", program);
    running ??= chromium.launch({ executablePath: program, args: flags });
    const window = await (await running).newContext({ viewport, locale: "en-GB", reducedMotion: "reduce" });
    window.setDefaultTimeout(10_000);
    const page = await window.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      // What the server refuses is told by the browser too; the page says it in its own words.
      if (message.type() === "error" && !/Failed to load resource/.test(message.text())) problems.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(`${url}/`)) problems.push(`a request to ${request.url()}`);
    });
    context.onTestFinished(async () => {
      await window.close();
      expect(problems).toEqual([]);
    });
    await page.goto(`${url}/`);
    return page;
  };
}
