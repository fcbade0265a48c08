import type { Call } from "../call.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session.ts";

/** `login`: Google's own page in the browser, the answer on loopback. */
export async function login(session: Session, _call: Call): Promise<ExitCode> {
  const { signal } = session.interruptible();
  const app = await session.app();
  const { login: said } = session.words.views;
  // The address is needed to go on, so not even --quiet leaves it out.
  const { file, owner } = await app.signIn((url) => session.io.err(`${said.open}\n\n  ${url}\n\n`), signal);
  session.tell({ signedIn: true, file, account: owner?.name ?? null }, () => said.done(file, owner?.name ?? null));
  return exitCodes.done;
}

export async function logout(session: Session, _call: Call): Promise<ExitCode> {
  const { signedIn, revoked } = await (await session.app()).signOut();
  const { login: said } = session.words.views;
  session.tell({ wasSignedIn: signedIn, revoked }, () =>
    signedIn ? (revoked ? said.out : said.outHere) : said.wasOut,
  );
  return exitCodes.done;
}
