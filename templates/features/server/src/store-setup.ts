// npm run store:setup: makes on the server what the sessions need. The app does so by itself if it
// has the right to.
import { existsSync } from "node:fs";
import { setUpStore, storeProblems } from "./session-store.js";
import { readSettings } from "./settings.js";

if (existsSync(".env")) process.loadEnvFile();
const problems = storeProblems(readSettings(process.env).settings);
try {
  if (problems.length > 0) throw new Error(problems.join(" "));
  console.log(await setUpStore());
} catch (error) {
  console.error(`error: ${(error as Error).message}`);
  process.exitCode = 1;
}
