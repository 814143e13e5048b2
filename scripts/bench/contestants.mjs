import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installed } from "./packages.mjs";
import { scratchFolder } from "./scratch.mjs";
import { startServer } from "./server.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const require = createRequire(import.meta.url);
const express = { express: "5", "express-session": "1", parseurl: "1" };

/** The stores that generated apps can have: one folder each. */
export const storeNames = readdirSync(here("../../templates/stores"));

/** The app as the README of express-session shows it, with the memory store or a library of the folder `stores`. */
export async function plainApp(library) {
  const store = library && require(`./stores/${library}.cjs`);
  const folder = await installed({ ...express, ...store?.packages });
  copyFileSync(here("readme-counter.cjs"), join(folder, "counter.cjs"));
  if (library)
    copyFileSync(here(`stores/${library}.cjs`), join(folder, "store.cjs"));
  return {
    name: library ?? "express-session README, its memory store",
    start: (env, node) =>
      startServer({
        ...{ node, file: join(folder, "counter.cjs") },
        cwd: scratchFolder(),
        env: {
          NODE_ENV: "production",
          ...(library && { STORE: join(folder, "store.cjs") }),
          ...env,
        },
      }),
  };
}

/** The plain app with each library for a store that can be installed here; the others are skipped by name. */
export async function plainApps(kind) {
  const apps = [];
  for (const file of readdirSync(here("stores"))) {
    const library = basename(file, ".cjs");
    if (require(`./stores/${file}`).kind !== kind) continue;
    try {
      apps.push(await plainApp(library));
    } catch (error) {
      console.warn(`skipped: ${library}: ${error.message}`);
    }
  }
  return apps;
}

/** A generated app, in JavaScript; every start has a folder and so a store of its own. */
export async function generatedApp(store) {
  const folder = generate(store);
  const { dependencies } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const packages = await installed(dependencies);
  symlinkSync(join(packages, "node_modules"), join(folder, "node_modules"));
  return {
    name: `generated app, ${store}`,
    folder,
    start: (env, node) =>
      startServer({
        ...{ node, file: "src/server.js", cwd: folder },
        env: {
          NODE_ENV: "production",
          SQLITE_FILE: join(scratchFolder(), "sessions.db"),
          ...env,
        },
      }),
  };
}

/** Makes an app with the built program, TypeScript unless it is to be run here. */
export function generate(store, language = "javascript") {
  if (!existsSync(here("../../dist"))) throw new Error("npm run build first");
  const cwd = scratchFolder();
  const words = ["app", "--yes", "--no-install", "--no-git"];
  const bin = here("../../bin/create-session-app.js");
  const chosen = ["--store", store, "--language", language];
  execFileSync(process.execPath, [bin, ...words, ...chosen], {
    ...{ cwd, stdio: "ignore" },
  });
  return join(cwd, "app");
}
