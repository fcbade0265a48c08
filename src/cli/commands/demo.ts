import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { openApp } from "../../app.ts";
import { appError } from "../../lib/errors.ts";
import { type Call, textOption } from "../call.ts";
import { tellStory } from "../demo/story.ts";
import { tellerTo } from "../demo/teller.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { lazyLog } from "../log.ts";
import type { Session } from "../session.ts";

/** The moment at which the story is told: its clock stands still. */
const STORY_TIME = "2026-11-23T18:00:00+04:00";
const STORY_DAY = "2026-11-23";

/** `demo`: the whole story on an embedded account of its own, in a folder of its own. */
export async function demo(session: Session, call: Call): Promise<ExitCode> {
  const folder = session.path(textOption(call, "dir") ?? session.io.env.CLIENTCARD_HOME ?? "clientcard-demo");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let accountTime = new Date(STORY_TIME);
  const app = await openApp({
    env: { PATH: session.io.env.PATH, HOME: session.io.env.HOME },
    flags: {
      home: folder,
      account: "embedded",
      now: STORY_TIME,
      template: join(programFolder(), "templates/office.en.yaml"),
    },
    cwd: folder,
    log: lazyLog(session.io, "warn"),
    progress: () => {},
    checkpoint: () => {},
    accountClock: { now: () => accountTime },
  });
  try {
    const write = session.json ? () => {} : session.io.out;
    const summary = await tellStory({
      app,
      context: await app.context(),
      teller: tellerTo(write, session.io.tty.out && !session.io.env.NO_COLOR),
      words: session.words,
      base: join(programFolder(), "samples/office-base.xls"),
      folder,
      setTime: (time) => {
        accountTime = new Date(`${STORY_DAY}T${time}:00+04:00`);
      },
    });
    if (session.json) session.show(summary, () => "");
    return exitCodes.done;
  } finally {
    await app.release();
  }
}

/** Where the program's own templates and samples lie: sources and bundle stand at different depths below it. */
function programFolder(): string {
  for (let at = import.meta.dirname; dirname(at) !== at; at = dirname(at))
    if (existsSync(join(at, "samples"))) return at;
  throw appError({ code: "internal", detail: "the program's samples are missing; clone it again" });
}
