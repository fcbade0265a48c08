import { join } from "node:path";
import { expect, it } from "vitest";
import { needsDebian } from "../support/debian.ts";
import { consent, run } from "./real-clients.ts";
import { allMethods } from "./schema.ts";
import { emulator } from "./support.ts";

const api = "https://www.googleapis.com/auth";
const scopes = `openid email profile ${api}/contacts ${api}/contacts.other.readonly ${api}/directory.readonly`;

it("Google's client for Python goes through every method, built from the discovery document that it is served", async (context) => {
  needsDebian(context, "python3-googleapi", "/usr/lib/python3/dist-packages/googleapiclient/discovery.py");
  const running = await emulator({
    clock: () => new Date(), // the library looks at the real one
    autoApprove: true,
    delegatedDomain: "office.example",
    seed: { otherContacts: [{ names: [{ givenName: "Olga" }], emailAddresses: [{ value: "olga@example.com" }] }] },
  });
  const tokens = await consent(running, scopes);
  const given = {
    refresh: {
      refresh_token: tokens.refresh_token,
      token_uri: running.tokenUrl,
      client_id: running.clientId,
      client_secret: running.clientSecret,
    },
    id_token: tokens.id_token,
    service: running.serviceAccountKey(),
    image: Buffer.from("\x89PNG\r\n\x1a\n!", "latin1").toString("base64"),
  };
  const script = join(import.meta.dirname, "python/every_method.py");
  const ended = await run("/usr/bin/python3", [script, running.url], { input: JSON.stringify(given) });
  expect(ended).toEqual({ code: 0, out: "", err: "" });
  const called = new Set(running.calls().map(({ method }) => `people.${method}`));
  expect(allMethods.map(({ id }) => id).filter((id) => !called.has(id))).toEqual([]);
});
