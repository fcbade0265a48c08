import { readFileSync } from "node:fs";

type Asset = { type: string; body: Buffer };

const types = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
} as const;

/** The page's files by the path under which they are served. Bundling copies what is named here. */
const files: Readonly<Record<string, URL>> = {
  "/": new URL("./contacts.html", import.meta.url),
  "/web/base.css": new URL("./base.css", import.meta.url),
  "/web/contacts.css": new URL("./contacts.css", import.meta.url),
  "/web/list.css": new URL("./list.css", import.meta.url),
  "/web/contact.css": new URL("./contact.css", import.meta.url),
  "/web/contacts.svg": new URL("./contacts.svg", import.meta.url),
  "/web/contacts.js": new URL("./contacts.js", import.meta.url),
  "/web/api.js": new URL("./api.js", import.meta.url),
  "/web/deeds.js": new URL("./deeds.js", import.meta.url),
  "/web/detail.js": new URL("./detail.js", import.meta.url),
  "/web/dialogs.js": new URL("./dialogs.js", import.meta.url),
  "/web/dom.js": new URL("./dom.js", import.meta.url),
  "/web/editor.js": new URL("./editor.js", import.meta.url),
  "/web/keys.js": new URL("./keys.js", import.meta.url),
  "/web/labels.js": new URL("./labels.js", import.meta.url),
  "/web/list.js": new URL("./list.js", import.meta.url),
  "/web/watch.js": new URL("./watch.js", import.meta.url),
};

const read = new Map<string, Asset>();

/** A file of the page, read when it is first asked for; `null` when there is none. */
export function assetAt(path: string): Asset | null {
  if (!Object.hasOwn(files, path)) return null;
  let asset = read.get(path);
  if (!asset) {
    const url = files[path]!;
    const ending = url.pathname.split(".").at(-1) as keyof typeof types;
    asset = { type: types[ending], body: readFileSync(url) };
    read.set(path, asset);
  }
  return asset;
}
