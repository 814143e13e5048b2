import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./child-programs.ts";

/** Outside the repository, so that no app finds a package of ours by looking upwards. */
const cache = join(tmpdir(), "create-session-app-test-packages");

interface Packages {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** A folder with these packages in node_modules. Installed once and kept for later runs. */
export async function installedPackages(packages: Packages): Promise<string> {
  const { dependencies = {}, devDependencies = {} } = packages;
  const manifest = JSON.stringify({ dependencies, devDependencies });
  const key = createHash("sha256").update(manifest).digest("hex");
  const folder = join(cache, key.slice(0, 16));
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "package.json"), manifest);
  const words = ["install", "--no-audit", "--no-fund", "--prefer-offline"];
  const { code, output } = await runProgram("npm", words, { cwd: draft });
  if (code !== 0) {
    rmSync(draft, { recursive: true });
    throw new Error(`npm install failed\n${output}`);
  }
  publish(draft, folder);
  return folder;
}

/** Another test file may have been first. */
function publish(draft: string, folder: string): void {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true });
  }
}

/** Gives an app the packages it names, shared with all apps that name the same. */
export async function linkPackages(app: string): Promise<void> {
  const text = readFileSync(join(app, "package.json"), "utf8");
  const folder = await installedPackages(JSON.parse(text) as Packages);
  symlinkSync(join(folder, "node_modules"), join(app, "node_modules"));
}
