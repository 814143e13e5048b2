import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { packageManagers } from "../../src/package-manager.ts";
import { stores } from "../../src/stores.ts";
import { defaults } from "../combinations.ts";
import { installedPackages } from "./cached-packages.ts";
import { runCli, runProgram } from "./child-programs.ts";
import { createApp } from "./created-app.ts";
import { temporaryDirectory } from "./run-cli.ts";
import { startCommand } from "./running-app.ts";
import { allVisits, visitAll } from "./visitor.ts";

// Installs download what no cache has yet.
vi.setConfig({ testTimeout: 300_000 });

/** npm is the machine's own; the others come from npm too, each in the version that is written here. */
const managers = [
  { title: "npm", manager: "npm", lockfile: "package-lock.json" },
  {
    title: "pnpm 10",
    manager: "pnpm",
    packages: { pnpm: "10.34.9" },
    lockfile: "pnpm-lock.yaml",
  },
  {
    title: "pnpm 12",
    manager: "pnpm",
    packages: { pnpm: "12.21.0" },
    lockfile: "pnpm-lock.yaml",
  },
  {
    title: "yarn classic",
    manager: "yarn",
    packages: { yarn: "1.22.22" },
    lockfile: "yarn.lock",
  },
  {
    title: "yarn berry",
    manager: "yarn",
    packages: { "@yarnpkg/cli-dist": "4.18.1" },
    lockfile: "yarn.lock",
  },
  {
    title: "bun",
    manager: "bun",
    packages: { bun: "1.4.5" },
    lockfile: "bun.lock",
  },
] as const;

describe.each(managers)("$title", ({ manager, lockfile, ...of }) => {
  test("installs an app that then runs", async () => {
    const packages = "packages" in of ? of.packages : undefined;
    const path = await foldersOf(packages);
    const [version = ""] = Object.values(packages ?? {});
    const cwd = temporaryDirectory();
    const asked = await runProgram(manager, ["--version"], { cwd, path });
    expect(asked.output).toContain(version);
    const words = ["app", "--yes", "--package-manager", manager];
    const { code, output } = await runCli(words, { cwd, path });
    expect({ code, output }).toMatchObject({ code: 0 });

    const folder = join(cwd, "app");
    expect(existsSync(join(folder, lockfile))).toBe(true);
    const command = packageManagers[manager].typed.start.split(" ");
    const app = await startCommand(folder, command, { path });
    expect(await visitAll(app.url(), defaults)).toEqual(allVisits(defaults));
  });
});

async function foldersOf(packages?: Record<string, string>): Promise<string[]> {
  if (packages === undefined) return [];
  const folder = await installedPackages({ dependencies: packages });
  return [join(folder, "node_modules/.bin")];
}

describe.each(stores)("what an app with $value deploys", ({ value: store }) => {
  test("runs no script when it is installed", async () => {
    const scripts = (await deployed(store)).filter(
      ({ manifest, folder }) =>
        existsSync(join(folder, "binding.gyp")) ||
        ["preinstall", "install", "postinstall"].some(
          (name) => name in (manifest.scripts ?? {}),
        ),
    );
    expect(scripts).toEqual([]);
  });

  test("has licences that ask for nothing but their text", async () => {
    const others = (await deployed(store))
      .map(({ manifest }) => `${manifest.name}: ${manifest.license}`)
      .filter((line) => !permissive.test(line));
    expect(others).toEqual([]);
  });

  test("is marked by npm as the package of no development tool", async () => {
    const names = (await deployed(store)).map(({ manifest }) => manifest.name);
    expect(names).toContain("express-session");
    expect(names).not.toContain("typescript");
  });
});

const permissive =
  /: (?:MIT|ISC|0BSD|Unlicense|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0)$/;

interface Manifest {
  name: string;
  license?: string;
  scripts?: Record<string, string>;
}

/** Every package on disk that `npm install --omit=dev` would bring. */
async function deployed(store: string) {
  const app = await createApp({ store });
  const text = readFileSync(join(app, "package.json"), "utf8");
  const root = await installedPackages(JSON.parse(text) as object);
  const lock = JSON.parse(
    readFileSync(join(root, "package-lock.json"), "utf8"),
  ) as { packages: Record<string, { dev?: boolean }> };
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== "" && !dev)
    .map(([path]) => join(root, path))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(
        readFileSync(join(folder, "package.json"), "utf8"),
      ) as Manifest,
    }));
}
