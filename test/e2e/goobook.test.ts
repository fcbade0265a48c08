/** goobook, a client of Google Contacts for mail programs (Debian), unmodified: it asks Google's own addresses and reads the office's base. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, type TestContext } from "vitest";
import { consent, type Ended, googleProxy, run } from "../emulator/real-clients.ts";
import { needsDebian } from "../support/debian.ts";
import { CLIENTS, contactsOf, type Document, good, googleOf, sample, tempFolder } from "./office.ts";

const program = "/usr/bin/goobook";

/** goobook as somebody uses it who signed in last week: a stored grant whose access token is over. */
async function goobook(context: TestContext) {
  needsDebian(context, "goobook", program);
  const folder = tempFolder(context.onTestFinished);
  const emulator = await googleOf(folder, { autoApprove: true }, context.onTestFinished);
  const home = join(folder.path, "goobook");
  mkdirSync(home);
  const proxy = await googleProxy(emulator.url, home);
  context.onTestFinished(proxy.close);
  const { refresh_token } = await consent(emulator, "https://www.googleapis.com/auth/contacts");
  const grant = {
    _module: "oauth2client.client",
    _class: "OAuth2Credentials",
    access_token: "ended",
    token_expiry: "2020-01-01T00:00:00Z",
    refresh_token,
    client_id: emulator.clientId,
    client_secret: emulator.clientSecret,
    token_uri: emulator.tokenUrl,
    user_agent: null,
    invalid: false,
  };
  writeFileSync(join(home, "auth.json"), JSON.stringify(grant));
  const settings = ["[DEFAULT]", `oauth_db_filename: ${home}/auth.json`, `cache_filename: ${home}/cache`];
  writeFileSync(join(home, "goobookrc"), settings.join("\n"));
  const env = {
    HOME: home,
    TMPDIR: home,
    XDG_CACHE_HOME: home,
    https_proxy: proxy.url,
    HTTPLIB2_CA_CERTS: proxy.certificate,
  };
  const ask = (...args: string[]) => run(program, ["-c", join(home, "goobookrc"), ...args], { env });
  return { folder, emulator, proxy, ask };
}

const words = ({ code, out, err }: Ended) => {
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return out;
};
const displayNames = (people: Document[]) => people.map((person) => person.names?.[0]?.displayName ?? null).toSorted();

it("goobook reads the sample base, finds clients and groups in it, and adds a contact", async (context) => {
  const { folder, emulator, proxy, ask } = await goobook(context);
  // It asks for pages of 2,000, which Google allowed when it was written.
  emulator.setSwitches({ clampPageSize: true });
  await good(folder, ["import", sample, "--yes", "--quiet", "--rejects", join(folder.path, "rejects.xlsx")]);

  const dumped = JSON.parse(words(await ask("dump_contacts"))) as Document[];
  expect(dumped).toHaveLength(CLIENTS);
  const contacts = await contactsOf(emulator);
  expect(displayNames(dumped)).toEqual(displayNames(contacts));
  expect(proxy.reached).toEqual(["www.googleapis.com/discovery/v1/apis/people/v1/rest"]);

  words(await ask("add", "Արմեն Նոր", "armen@example.com"));
  expect(await contactsOf(emulator)).toHaveLength(CLIENTS + 1);
  expect(words(await ask("query", "armen@"))).toBe("\narmen@example.com\tԱրմեն Նոր\t\n");
  const someone = (contacts as Document[]).find(({ names, phoneNumbers }) => names?.[0] && phoneNumbers?.[0]?.value)!;
  const { value } = someone.phoneNumbers[0];
  const shown = words(await ask("dquery", String(value).replace(/[^\d ]/g, ".")));
  expect(shown).toContain(someone.names[0].displayName);
  expect(shown).toContain(value);
});

it("goobook is refused its page of 2,000 where the account is as strict as Google's", async (context) => {
  const { ask } = await goobook(context);
  const { code, err } = await ask("dump_contacts");
  expect(code).not.toBe(0);
  expect(err).toContain("Page size must be less than or equal to 1000.");
});
