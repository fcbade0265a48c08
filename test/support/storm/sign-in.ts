/** The office's sign-in at the emulator, with access tokens that end and are renewed. */
import type { Emulator } from "../../../src/emulator/index.ts";
import { authFor, login } from "../../../src/people/index.ts";

export async function signIn(emulator: Emulator, home: string) {
  const { authorizeUrl, tokenUrl, revokeUrl, clientId, clientSecret } = emulator;
  const settings = { home, accessToken: null, clientId, clientSecret, authorizeUrl, tokenUrl, revokeUrl };
  let answered: Promise<unknown> = Promise.resolve();
  await login({
    settings,
    show: (url) => {
      answered = allow(url);
    },
  });
  await answered;
  return authFor(settings);
}

/** A person in a browser, who chooses an account and presses the button. */
export async function allow(url: string, email?: string): Promise<void> {
  const form = new URLSearchParams({ ...Object.fromEntries(new URL(url).searchParams), answer: "allow" });
  if (email) form.set("login_hint", email);
  const sent = await fetch(url, { method: "POST", body: form, redirect: "manual" });
  await fetch(sent.headers.get("location")!);
}
