// npm start: compiles if src is newer than what was compiled last, then runs the app right here.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";

const changedAt = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);
const compiler = "node_modules/typescript/bin/tsc"; // not there where only the app is deployed
const sources = existsSync("src") ? readdirSync("src", { recursive: true, encoding: "utf8" }) : [];
const builtAt = changedAt("dist/server.js");

if (existsSync(compiler) && sources.some((file) => changedAt(`src/${file}`) > builtAt)) {
  const { status } = spawnSync(process.execPath, [compiler], { stdio: "inherit" });
  process.exitCode = status;
}
if (!process.exitCode) await import("../dist/server.js");
