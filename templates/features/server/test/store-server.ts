// All tests need the store's server: the one that .env.example names, unless the environment names
// another. Your .env is left alone, because its store may hold real sessions.
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { parseEnv } from "node:util";
import { openTable, storeName, storeProblems } from "../src/session-store.js";
import { readSettings } from "../src/settings.js";

const PATIENCE = 5_000;

const example = parseEnv(readFileSync(".env.example", "utf8"));
for (const [name, value] of Object.entries(example)) process.env[name] ||= value;

const { settings } = readSettings(process.env);
const problems = storeProblems(settings);
if (problems.length > 0) throw new Error(problems.join("\n"));

const table = openTable(settings);
const limit = Date.now() + PATIENCE;
let error = await failure();
while (error && Date.now() < limit) {
  await setTimeout(100);
  error = await failure();
}
await table.close();
if (error) {
  const cure = "Start it, or set the variables of .env.example to another for the tests.";
  throw new Error(`The tests need ${storeName}, but there is none. ${cure}`, { cause: error });
}

function failure(): Promise<Error | undefined> {
  const late = setTimeout(1_000, new Error("no answer in time"), { ref: false });
  const answer = table.ping().then(
    () => undefined,
    (reason: Error) => reason,
  );
  return Promise.race([answer, late]);
}
