import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

type LockEntry = {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
};

const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, LockEntry>;
};
const description = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  allowScripts: Record<string, boolean>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const entries = Object.entries(lock.packages).filter(([path]) => path !== "");

/** Where Node would find the package when it is asked for from this place of the tree, by the lock file alone. */
function resolve(from: string, name: string): LockEntry | undefined {
  for (let at = from; ; at = dirname(at)) {
    const found = lock.packages[at === "." || at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`];
    if (found || at === "." || at === "") return found;
  }
}

describe("the lock file", () => {
  it("says no address to take a package from, so that everyone's own registry serves", () => {
    expect(entries.length).toBeGreaterThan(300);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  // npm leaves out what the registry of the moment does not carry; a clean install elsewhere then refuses the lock file.
  it("knows every optional package of every system", () => {
    const missing = entries.flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}).filter((name) => resolve(path, name)?.version === undefined),
    );
    expect(missing).toEqual([]);
  });

  it("carries a checksum for all that this project's own systems install", () => {
    const bare = entries.filter(([, { integrity }]) => integrity === undefined);
    expect(bare.filter(([, { optional, os, cpu }]) => !(optional && os && cpu)).map(([path]) => path)).toEqual([]);
    const here = bare.filter(
      ([, { os, cpu }]) => os?.includes("linux") && cpu?.some((name) => /^(x64|arm64)$/.test(name)),
    );
    // Biome's musl builds are the exception: Node 24's package brings no binary for musl either.
    expect(here.map(([path]) => path)).toEqual([
      "node_modules/@biomejs/cli-linux-arm64-musl",
      "node_modules/@biomejs/cli-linux-x64-musl",
    ]);
  });
});

describe("package.json", () => {
  it("pins every package exactly", () => {
    const versions = Object.entries({ ...description.dependencies, ...description.devDependencies });
    expect(versions.filter(([, version]) => !/^(npm:@e965\/xlsx@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("approves the install scripts that are needed, and no package that has none or is gone", () => {
    const withScript = entries.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path);
    for (const name of Object.keys(description.allowScripts)) expect(withScript).toContain(`node_modules/${name}`);
    expect(description.allowScripts).toMatchObject({ node: true });
  });
});

describe("docs/decisions.md", () => {
  it("says of every package why it is here", () => {
    const page = readFileSync(join(root, "docs/decisions.md"), "utf8");
    const named = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text.split(" ")[0]));
    const packages = Object.keys({ ...description.dependencies, ...description.devDependencies });
    expect(packages.filter((name) => !named.has(name))).toEqual([]);
  });
});

describe("the repository", () => {
  it("names no registry and no mirror anywhere", () => {
    const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
    })
      .split("\0")
      .filter(
        (file) =>
          file !== "" &&
          /(?:^|\/)(?:\.npmrc|\.yarnrc.*|[^/]*\.(?:json|ya?ml|ts|js|mjs|cjs|sh|toml|md|env.*)|[^./]+)$/.test(file),
      );
    expect(files).toContain("package-lock.json");
    expect(files).toContain(".npmrc");
    // In parts, so that this file does not find itself.
    const host = new RegExp(
      [
        "registry",
        "\\.(npmjs|yarnpkg|npmmirror)|npm\\.pkg\\.",
        "github|\\b_auth",
        'Token|//[^\\s"/]*(artifactory|verdaccio|nexus)|^registry ?=',
      ].join(""),
      "mi",
    );
    const naming = files.filter(
      (file) => existsSync(join(root, file)) && host.test(readFileSync(join(root, file), "utf8")),
    );
    expect(naming).toEqual([]);
  });
});
