import { answerApi } from "./api.ts";
import { discoveryDocument } from "./discovery.ts";
import { jsonAnswer } from "./http.ts";
import type { CallLedger } from "./ledger.ts";
import type { Grants } from "./oauth/grants.ts";
import { answerOAuth } from "./oauth/routes.ts";
import type { EmulatorOptions } from "./options.ts";
import type { Handler } from "./server.ts";
import type { World } from "./world.ts";

export type Parts = {
  world: World;
  grants: Grants;
  ledger: CallLedger;
  accountEmail: string;
  options: EmulatorOptions;
};

const discoveryPaths = ["/$discovery/rest", "/discovery/v1/apis/people/v1/rest"];

/** What lies where: OAuth, the discovery document, and the API on all the rest. */
export function createRoutes(parts: Parts): Handler {
  return (request) => {
    const { pathname } = request.url;
    if (request.method === "GET" && discoveryPaths.includes(pathname)) {
      return jsonAnswer(200, discoveryDocument(`${parts.world.root}/`));
    }
    return answerOAuth(parts, request) ?? answerApi(parts, request);
  };
}
