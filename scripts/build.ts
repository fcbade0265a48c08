/**
 * Bundles the command line into `dist/`: fewer files to open makes a cold start quicker. Shared code is split off, so that a command
 * loads only what it uses. `scripts/clientcard` takes the bundle while it is newer than the sources.
 *
 * Modules find what belongs to them by `new URL("./NAME", import.meta.url)`: in the bundle a data file stands beside the chunks, and a
 * module that is started as a process of its own becomes an entry.
 */
import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import http from "node:http";
import { basename, dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");
const draft = join(root, "dist.tmp");
const NEIGHBOUR = /new URL\(\s*"(\.\/[^"]+)",\s*import\.meta\.url,?\s*\)/g;

type Neighbours = { children: string[]; assets: string[] };

function findNeighbours(): Neighbours {
  const found: Neighbours = { children: [], assets: [] };
  for (const entry of readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const source = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const [, name = ""] of source.matchAll(NEIGHBOUR))
      (name.endsWith(".ts") ? found.children : found.assets).push(join(entry.parentPath, name));
  }
  return found;
}

/** A neighbour that is a module is `.js` in the bundle. */
const renameChildren: Plugin = {
  name: "rename-children",
  setup(bundle) {
    bundle.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(NEIGHBOUR, (url, name: string) =>
        name.endsWith(".ts") ? `new URL("./${basename(name, ".ts")}.js", import.meta.url)` : url,
      ),
      loader: "ts",
      resolveDir: dirname(path),
    }));
  },
};

/**
 * A module that imports `node:http` is given all its exports, and for one of them Node loads the whole of its `fetch`: up to 50 ms of
 * every command that reaches an account. Here it is given those that are there without.
 */
const lightHttp: Plugin = {
  name: "light-http",
  setup(bundle) {
    bundle.onResolve({ filter: /^(node:)?http$/ }, ({ kind }) =>
      kind === "import-statement" ? { path: "http", namespace: "light" } : undefined,
    );
    bundle.onLoad({ filter: /^http$/, namespace: "light" }, () => {
      const exported = Object.entries(Object.getOwnPropertyDescriptors(http)).flatMap(([name, { get }]) =>
        get || name === "default" ? [] : [name],
      );
      const contents = `const http = process.getBuiltinModule("node:http");
export default http;
export const { ${exported.join(", ")} } = http;`;
      return { contents, loader: "js" };
    });
  },
};

const { children, assets } = findNeighbours();
const names = [...children, ...assets].map((path) => basename(path));
if (new Set(names).size < names.length)
  throw new Error(`Two neighbours of one name cannot stand in one folder: ${names}`);

rmSync(draft, { recursive: true, force: true });
await build({
  entryPoints: [join(root, "src/cli/main.ts"), ...children],
  outdir: draft,
  entryNames: "[name]",
  chunkNames: "chunks-[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  sourcemap: "linked",
  sourcesContent: false,
  minifySyntax: true,
  legalComments: "none",
  // CommonJS packages inside an ES module ask for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as createNodeRequire } from "node:module"; const require = createNodeRequire(import.meta.url);',
  },
  // pino's transports are files that it starts by their path, so it stays a package; so does exceljs, whose parts call what Node calls
  // outdated, aloud unless a package does.
  external: ["pino", "pino-pretty", "exceljs"],
  plugins: [renameChildren, lightHttp],
  logLevel: "warning",
});
for (const asset of assets) copyFileSync(asset, join(draft, basename(asset)));
rmSync(join(root, "dist"), { recursive: true, force: true });
renameSync(draft, join(root, "dist"));
const size = readdirSync(join(root, "dist")).length;
console.log(`dist/: ${size} files`);
