import type { Api } from "./api.ts";
import { answerApi } from "./api.ts";
import { answerControl } from "./control/routes.ts";
import { discoveryDocument } from "./discovery.ts";
import { jsonAnswer } from "./http.ts";
import { answerBatch } from "./multipart.ts";
import { answerOAuth } from "./oauth/routes.ts";
import type { EmulatorOptions } from "./options.ts";
import { answerPhoto } from "./photo-route.ts";
import type { Handler } from "./server.ts";
import { answerWeb } from "./web/routes.ts";

/** All that the routes share. */
export type Parts = Api & { accountEmail: string; options: EmulatorOptions };

const discoveryPaths = ["/$discovery/rest", "/discovery/v1/apis/people/v1/rest"];

/** What lies where: OAuth, the discovery document, and the API on all the rest. */
export function createRoutes(parts: Parts): Handler {
  return (request) => {
    const { pathname } = request.url;
    if (request.method === "GET" && discoveryPaths.includes(pathname)) {
      return jsonAnswer(200, discoveryDocument(`${parts.world.root}/`));
    }
    if (request.method === "POST" && pathname === "/batch") return answerBatch(parts, request);
    return (
      answerControl(parts, request) ??
      answerWeb(parts, request) ??
      answerOAuth(parts, request) ??
      answerPhoto(parts.world, request) ??
      answerApi(parts, request)
    );
  };
}
