import { AppError } from "../../lib/errors.ts";
import type { Context } from "../../use-cases/context.ts";
import type { Call } from "../call.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "../exit-codes.ts";
import { errorWords, shapeOf } from "../render/error-text.ts";
import { lookOf } from "../render/look.ts";
import { momentOf } from "../render/runs-view.ts";
import { padEnd } from "../render/width.ts";
import type { Session } from "../session.ts";

type Examined = { what: string; ok: boolean; detail: string; next: string | null; code: ExitCode };

/** `doctor`: looks at everything that a sync needs, changes nothing, and says what to do. */
export async function doctor(session: Session, _call: Call): Promise<ExitCode> {
  const said = () => session.words.views.doctor;
  const results: Examined[] = [];
  const examine = async (what: () => string, work: () => Promise<string>): Promise<boolean> => {
    try {
      results.push({ what: what(), ok: true, detail: await work(), next: null, code: exitCodes.done });
      return true;
    } catch (error) {
      const told = errorWords(shapeOf(error), session.words);
      const detail = [told.what, ...(told.details ?? [])].join(" ");
      const code = error instanceof AppError ? exitCodeOf(error.code) : exitCodes.failed;
      results.push({ what: what(), ok: false, detail, next: told.next ?? null, code });
      return false;
    }
  };
  const readable = await examine(
    () => said().settings,
    async () => said().home((await session.app()).settings.home),
  );
  const opened =
    readable &&
    (await examine(
      () => `${said().template}, ${said().store}`,
      () => storeState(session),
    ));
  if (opened) {
    await examine(
      () => said().clock,
      async () => clockState(session, await session.context()),
    );
    await examine(
      () => said().account,
      () => accountState(session),
    );
  }
  const failed = results.find(({ ok }) => !ok);
  session.show({ ok: failed === undefined, checks: results.map(({ code, ...rest }) => rest) }, () => {
    const { style } = session;
    const width = Math.max(...results.map(({ what }) => what.length));
    const line = ({ what, ok, detail, next }: Examined) =>
      `${ok ? style.good("✓") : style.bad("✗")} ${padEnd(what, width)}  ${detail}${next ? `\n  → ${next}` : ""}`;
    return results.map(line).join("\n");
  });
  return failed?.code ?? exitCodes.done;
}

async function storeState(session: Session): Promise<string> {
  const { store, template } = await session.context();
  const { doctor: said } = session.words.views;
  const { pulledAt } = await store.mirror.state();
  if (pulledAt === null) return `${template.file}; ${said.neverFetched}`;
  const at = momentOf(pulledAt, template.timeZone, lookOf(session));
  return `${template.file}; ${said.clientsKept(await store.mirror.count(), at)}`;
}

async function clockState({ words }: Session, { settings, clock, template }: Context): Promise<string> {
  const { doctor: said } = words.views;
  const zone = said.zone(template.timeZone);
  return settings.now ? `${said.fixedClock(clock.now().toISOString())}, ${zone}` : zone;
}

async function accountState(session: Session): Promise<string> {
  const app = await session.app();
  const { account } = await app.account();
  const labels = await account.listLabels();
  const own = labels.filter(({ system }) => !system);
  return session.words.views.doctor.reached(await app.accountName(), own.length);
}
