import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** Writes the declarations of the API into a folder, without those that no user of the API can reach. */
export async function writeTypes(folder) {
  await promisify(execFile)(process.execPath, [
    "node_modules/typescript/bin/tsc",
    "--project",
    "tsconfig.types.json",
    "--outDir",
    folder,
  ]).catch((error) => {
    throw new Error(error.stdout || error.message, { cause: error });
  });
  const needed = reachableFrom(folder, "index");
  for (const file of readdirSync(folder)) {
    if (!needed.has(file.replace(/\.d\.ts$/, ""))) rmSync(join(folder, file));
  }
}

function reachableFrom(folder, name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(folder, `${name}.d.ts`), "utf8");
  for (const [, imported] of text.matchAll(/"\.\/([^"]+)\.ts"/g)) {
    reachableFrom(folder, imported, found);
  }
  return found;
}
