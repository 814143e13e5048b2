// npm run dev: compiles on every change of src, and restarts the app with what came out.
import { spawn, spawnSync } from "node:child_process";
import { watch } from "node:fs";

const compile = () =>
  spawnSync(process.execPath, ["node_modules/typescript/bin/tsc"], { stdio: "inherit" });

compile();
const app = spawn(process.execPath, ["--watch", "dist/server.js", "--dev"], { stdio: "inherit" });

let pause;
const watcher = watch("src", { recursive: true }, () => {
  clearTimeout(pause); // an editor writes a file in several steps
  pause = setTimeout(compile, 50);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => app.kill(signal));
app.once("exit", () => watcher.close());
