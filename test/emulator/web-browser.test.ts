/** The stand-in for Contacts web as a person uses it, in a real browser. What the page sends is judged by what the API then tells. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, it, type TestContext } from "vitest";
import { type EmulatorOptions, startEmulator } from "../../src/emulator/index.ts";
import { browserOfFile } from "../support/browser.ts";
import { type Body, client, good, noon } from "./support.ts";

const openPage = browserOfFile();

async function office(
  context: TestContext,
  options: EmulatorOptions = {},
  viewport?: { width: number; height: number },
) {
  const running = await startEmulator({ clock: () => noon, web: true, ...options });
  context.onTestFinished(() => running.close());
  const api = client(running.url, running.token);
  const people = async () => (good(await api.list()).connections ?? []) as Body[];
  return { running, api, people, page: await openPage(context, running.url, viewport) };
}

const person = (givenName: string, notes = "") => ({
  person: { names: [{ givenName }], biographies: notes ? [{ value: notes, contentType: "TEXT_PLAIN" }] : [] },
});
const rows = (page: Page) => page.locator("#list .row .name");
const row = (page: Page, name: string) => page.locator("#list .row", { has: page.locator(".name", { hasText: name }) });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
const title = (page: Page, name: string) => page.locator("#list-title", { hasText: name });
const says = (page: Page, text: string | RegExp) => page.getByRole("status").getByText(text).waitFor();
const noteOf = ({ biographies }: Body): string => biographies?.[0]?.value ?? "";

/** Waits until the list shows exactly these, in this order. */
function lists(page: Page, names: string[]): Promise<void> {
  return expect.poll(() => rows(page).allTextContents(), { timeout: 10_000, interval: 20 }).toEqual(names);
}

it("shows what the program writes by itself, and leaves an open form alone, which then wins", async (context) => {
  const { api, people, page } = await office(context, {
    seed: { people: [person("Anna", "Order: table"), person("Boris")] },
  });
  await lists(page, ["Anna", "Boris"]);
  await page.keyboard.press("Enter");
  await heading(page, "Anna").waitFor();
  const [anna] = (await people()).filter(({ names }) => names[0].givenName === "Anna");
  const write = async (value: string) => {
    const now = await api.read(anna!.resourceName);
    good(await api.update({ ...now, biographies: [{ value }] }, "biographies"));
  };
  await write("Order 1: table");
  await page.locator("#note").getByText("Order 1: table").waitFor();

  await page.keyboard.press("e");
  const notes = page.getByLabel("Notes");
  await notes.fill("Order 1: table\nwants it on Friday (Anna)");
  await write("Order 1: table\n23.11.2026 called (Aram)");
  await row(page, "Anna").getByText("called (Aram)").waitFor();
  expect(await notes.inputValue()).toBe("Order 1: table\nwants it on Friday (Anna)");
  await page.keyboard.press("Control+Enter");
  await says(page, "Saved.");
  expect(noteOf(await api.read(anna!.resourceName))).toBe("Order 1: table\nwants it on Friday (Anna)");
});

it("is played by keys alone: create, search, open, edit, delete, undo", async (context) => {
  const { people, page } = await office(context, { seed: { labels: ["New"], people: [person("Boris")] } });
  await lists(page, ["Boris"]);
  await page.keyboard.press("c");
  await page.keyboard.type("Անի");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Ղազարյան");
  await page.getByLabel("Phone", { exact: true }).fill("091 12 34 56");
  await page.getByLabel("Type of phone").selectOption("mobile");
  await page.getByLabel("Email", { exact: true }).fill("ani@example.com");
  await page.getByLabel("New", { exact: true }).check();
  await page.getByLabel("Notes").fill("Order: table, 40 000\n");
  // Impatience makes no second contact.
  await page.keyboard.press("Control+Enter");
  await page.keyboard.press("Control+Enter");
  await heading(page, "Անի Ղազարյան").waitFor();
  const ani = (await people()).filter(({ names }) => names[0].familyName === "Ղազարյան");
  expect(ani).toHaveLength(1);
  expect(ani[0]).toMatchObject({
    phoneNumbers: [{ value: "091 12 34 56", canonicalForm: "+37491123456", type: "mobile" }],
    emailAddresses: [{ value: "ani@example.com" }],
    biographies: [{ value: "Order: table, 40 000\n" }],
  });
  expect(ani[0]!.memberships).toHaveLength(2);

  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("+374 91 12");
  await lists(page, ["Անի Ղազարյան"]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await heading(page, "Անի Ղազարյան").waitFor();
  await page.keyboard.press("#");
  await says(page, "Contact deleted.");
  await lists(page, []);
  expect(await people()).toHaveLength(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await lists(page, ["Անի Ղազարյան"]);
  await page.keyboard.press("Escape");
  await lists(page, ["Boris", "Անի Ղազարյան"]);
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByText("merge the chosen contacts").waitFor();
});

it("knows its keys on a Russian keyboard", async (context) => {
  const { page } = await office(context, { seed: { people: [person("A"), person("B")] } });
  await lists(page, ["A", "B"]);
  for (const [key, code] of [
    ["о", "KeyJ"],
    ["щ", "KeyO"],
  ])
    await page.locator("#list").dispatchEvent("keydown", { key, code, bubbles: true });
  await heading(page, "B").waitFor();
});

it("asks before changes are thrown away, on the way back too, and keeps them when told so", async (context) => {
  const { people, page } = await office(context, { seed: { people: [person("A", "kept"), person("B")] } });
  await row(page, "A").click();
  await page.keyboard.press("e");
  const notes = page.getByLabel("Notes");
  await notes.fill("typed for an hour");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await row(page, "B").click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.goBack();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  expect(await notes.inputValue()).toBe("typed for an hour");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await heading(page, "A").waitFor();
  expect((await people()).map(noteOf)).toEqual(["kept", ""]);
});

it("merges two: the chosen one stays with the notes and numbers of both", async (context) => {
  const { people, page } = await office(context, {
    seed: { people: [person("Ani", "one"), person("Ani K", "two"), person("B")] },
  });
  await lists(page, ["Ani", "Ani K", "B"]);
  for (const key of ["x", "j", "x", "m"]) await page.keyboard.press(key);
  await page.getByRole("dialog").getByLabel("Ani K").check();
  await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
  await says(page, "Merged.");
  await lists(page, ["Ani K", "B"]);
  await page.locator("#note").getByText("two").waitFor();
  expect((await people()).map(noteOf).sort()).toEqual(["", "two\none"]);
});

it("manages labels: makes one, gives it to several, renames and deletes it", async (context) => {
  const { api, page } = await office(context, { seed: { people: [person("A"), person("B"), person("C")] } });
  await page.getByRole("button", { name: "New label" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Dealers");
  await page.keyboard.press("Enter");
  await title(page, "Dealers").waitFor();
  await page.getByRole("link", { name: /^Contacts/ }).click();
  await lists(page, ["A", "B", "C"]);
  for (const key of ["x", "j", "x", "l"]) await page.keyboard.press(key);
  await page.getByRole("dialog").getByLabel("Dealers").check();
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByRole("link", { name: "Dealers 2" }).click();
  await lists(page, ["A", "B"]);
  await page.getByRole("button", { name: "Rename or delete Dealers" }).click();
  await page.getByRole("button", { name: "Rename…" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Shops");
  await page.keyboard.press("Enter");
  await title(page, "Shops").waitFor();
  const names = async () =>
    good(await api.get("/v1/contactGroups"))
      .contactGroups.slice(8)
      .map(({ name }: Body) => name);
  expect(await names()).toEqual(["Shops"]);
  await page.getByRole("button", { name: "Rename or delete Shops" }).click();
  await page.getByRole("button", { name: "Delete the label, keep its contacts" }).click();
  await lists(page, ["A", "B", "C"]);
  expect(await names()).toEqual([]);
});

it("says so when an open contact is deleted; its form is saved once the contact is back from the trash", async (context) => {
  const { api, people, page } = await office(context, { seed: { people: [person("A"), person("B")] } });
  await row(page, "A").click();
  await page.keyboard.press("e");
  await page.getByLabel("Notes").fill("not lost");
  const [{ resourceName } = { resourceName: "" }] = await people();
  good(await api.remove(`/v1/${resourceName}:deleteContact`));
  await lists(page, ["B"]);
  await page.keyboard.press("Control+Enter");
  await says(page, /deleted meanwhile/);
  const second = await page.context().newPage();
  await second.goto(`${new URL(page.url()).origin}/#trash=1`);
  await row(second, "A").click();
  await second.getByText("In the trash since").waitFor();
  await second.keyboard.press("r");
  await says(second, "Restored.");
  await page.keyboard.press("Control+Enter");
  await says(page, "Saved.");
  expect((await api.read(resourceName)).biographies[0].value).toBe("not lost");
});

it("shows names and notes as text, whatever they look like", async (context) => {
  const evil = `<img src=x onerror="document.title='hit'"><script>document.title='hit'</script>`;
  const { people, page } = await office(context, {
    seed: { labels: [evil], people: [{ ...person(evil, evil), labels: [evil] }] },
  });
  await lists(page, [evil]);
  await page.keyboard.press("Enter");
  await heading(page, evil).waitFor();
  await page.keyboard.press("e");
  await page.getByLabel("First name").waitFor();
  await page.keyboard.press("Control+Enter");
  await says(page, "Saved.");
  expect(await page.title()).toBe("Contacts (emulator)");
  expect(noteOf((await people())[0]!)).toBe(evil);
});

it("gives back notes that nobody touched as they came, with their line ends", async (context) => {
  const { people, page } = await office(context, { seed: { people: [person("A", "one\r\ntwo\rthree\n")] } });
  await row(page, "A").click();
  await page.keyboard.press("e");
  await page.getByLabel("First name").fill("Anna");
  await page.keyboard.press("Control+Enter");
  await heading(page, "Anna").waitFor();
  expect(noteOf((await people())[0]!)).toBe("one\r\ntwo\rthree\n");
});

it("holds a long list with a handful of rows on the page", async (context) => {
  const people = Array.from({ length: 5_000 }, (_, index) => person(`Client ${index}`));
  const { page } = await office(context, { seed: { people } });
  await row(page, "Client 0").waitFor();
  await page.keyboard.press("End");
  await row(page, "Client 4999").waitFor();
  expect(await rows(page).count()).toBeLessThan(40);
  await page.keyboard.press("Enter");
  await heading(page, "Client 4999").waitFor();
});

it("fits a phone: no sideways scrolling, one thing at a time", async (context) => {
  const long = "Very-long-name-without-a-blank-".repeat(4);
  const people = [person("A", "a long note ".repeat(30)), person(long)];
  const { page } = await office(context, { seed: { labels: ["New"], people } }, { width: 390, height: 844 });
  const fits = async () => {
    const widths = await page.evaluate<number[]>("[document.documentElement.scrollWidth, innerWidth]");
    expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
  };
  await lists(page, ["A", long]);
  await fits();
  await row(page, long).click();
  await heading(page, long).waitFor();
  await fits();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Notes").waitFor();
  await fits();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("button", { name: "Labels" }).click();
  await page.getByRole("link", { name: /^New/ }).click();
  await page.getByText("Nobody here yet.").waitFor();
});

it("chooses between accounts", async (context) => {
  const { running, page } = await office(context, { seed: { people: [person("Mine")] } });
  const other = client(running.url, running.tokenFor("other@example.com"));
  await other.create({ names: [{ givenName: "Theirs" }] });
  await page.reload();
  await page.getByLabel("Account").selectOption("other@example.com");
  await lists(page, ["Theirs"]);
});

it("waits for an emulator that was stopped, with what was typed", async (context) => {
  const data = mkdtempSync(join(tmpdir(), "clientcard-web-"));
  context.onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const { running, page } = await office(context, { data, seed: { people: [person("A")] } });
  await row(page, "A").click();
  await page.keyboard.press("e");
  await page.getByLabel("Notes").fill("typed");
  await running.close();
  await page.getByRole("alert").waitFor();
  const port = Number(new URL(running.url).port);
  const again = await startEmulator({ port, data, web: true, clock: () => noon });
  context.onTestFinished(() => again.close());
  await page.getByRole("alert").waitFor({ state: "hidden" });
  await page.keyboard.press("Control+Enter");
  await says(page, "Saved.");
  const [saved] = good(await client(again.url, again.token).list()).connections;
  expect(noteOf(saved)).toBe("typed");
});
