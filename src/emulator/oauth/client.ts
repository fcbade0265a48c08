/** The one OAuth client that the emulator knows, of the type "Desktop app": any loopback port is a good redirect (BEHAVIOUR 11). */
export const clientId = "emulator.apps.googleusercontent.com";
export const clientSecret = "GOCSPX-emulator";

/** A redirect of a desktop client: a literal loopback address or localhost, any port and path. */
export function isLoopback(redirectUri: string): boolean {
  const url = URL.parse(redirectUri);
  return url?.protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname) && !url.hash;
}
