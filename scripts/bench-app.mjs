import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { barChart } from "./bench/chart.mjs";
import { compare } from "./bench/compare.mjs";
import {
  generate,
  generatedApp,
  plainApp,
  plainApps,
  storeNames,
} from "./bench/contestants.mjs";
import { costOfRows, installCost, memoryAfter } from "./bench/experiments.mjs";
import { nodeOf } from "./bench/packages.mjs";
import { circumstances, table, writeSection } from "./bench/report.mjs";
import { startStoreServer } from "./bench/servers.mjs";

/**
 * How many visits the generated app serves, beside the view counter of the express-session README and other stores.
 * `--write` puts the tables into docs/benchmarks.md and draws docs/benchmarks.svg.
 */
const { values } = parseArgs({
  options: {
    write: { type: "boolean" },
    seconds: { type: "string", default: "10" },
    rounds: { type: "string", default: "5" },
    visits: { type: "string", default: "1000000" },
  },
});
const seconds = Number(values.seconds);
const effort = { seconds, rounds: Number(values.rounds) };
const docs = fileURLToPath(new URL("../docs", import.meta.url));

const plain = await plainApp();
const memory = await generatedApp("memory");
const sqlite = await generatedApp("sqlite");
const base = await compare(
  [plain, memory, sqlite, ...(await plainApps("sqlite"))],
  effort,
);
const servers = await withServers();
const parts = [
  ["stores", [base, ...servers].map(ratesTable).join("\n\n")],
  ["nodes", await nodesTable()],
  ["rows", await rowsTable()],
  ["memory", await memoryTable()],
  ["install", await installTable()],
];
const about = `50 keep-alive connections, each with a session of its own, ${seconds} seconds, medians of ${effort.rounds} rounds in turns; one process each, on the machine that also makes the visits. ${circumstances()}`;
for (const [name, text] of [...parts, ["about", about]]) {
  console.log(`${name}\n\n${text}\n`);
  if (values.write) {
    await writeSection(join(docs, "benchmarks.md"), name, text);
  }
}
if (values.write) writeFileSync(join(docs, "benchmarks.svg"), chart());

/** Each store that needs a server, beside the libraries for it. */
async function withServers() {
  const results = [];
  for (const store of storeNames) {
    if (["memory", "sqlite"].includes(store)) continue;
    const server = await startStoreServer(store);
    if (!server) {
      console.warn(`skipped: ${store}: its server is not installed`);
      continue;
    }
    const apps = [await generatedApp(store), ...(await plainApps(store))];
    const told = apps.map((app) => ({ ...app, env: server.env }));
    results.push(await compare(told, effort));
    await server.stop();
  }
  return results;
}

function ratesTable(rows) {
  return table([
    ["", "requests/s", "of the first", "p99", "CPU per request"],
    ...rows.map(({ name, rate, share, p99, cpu }) => [
      ...[name, rate.toFixed(0), share.toFixed(2)],
      ...[`${p99.toFixed(0)} ms`, `${cpu.toFixed(2)} ms`],
    ]),
  ]);
}

async function nodesTable() {
  const rows = [];
  for (const version of ["20", "22", "24", "26"]) {
    const node = await nodeOf(version);
    const apps = [plain, memory, sqlite].map((app) => ({ ...app, node }));
    const found = await compare(apps, effort);
    rows.push([`Node ${version}`, ...found.map(({ rate }) => rate.toFixed(0))]);
  }
  return table([["requests/s", "README", "memory", "sqlite"], ...rows]);
}

async function rowsTable() {
  const rows = await costOfRows(sqlite, [1e3, 1e5, 1e6], seconds);
  return table([
    ["stored sessions", "requests/s", "CPU per request", "p99"],
    ...rows.map(({ count, rate, cpu, p99 }) => [
      ...[count.toLocaleString("en"), rate.toFixed(0)],
      ...[`${cpu.toFixed(2)} ms`, `${p99.toFixed(0)} ms`],
    ]),
  ]);
}

async function memoryTable() {
  const all = Number(values.visits);
  const rows = await memoryAfter(memory, [0, all / 10, all / 4, all / 2, all]);
  return table([
    ["visits by strangers", "MiB"],
    ...rows.map(({ count, memory: size }) => [
      ...[count.toLocaleString("en"), size.toFixed(0)],
    ]),
  ]);
}

async function installTable() {
  const dependencies = { express: "5", "express-session": "1" };
  const alone = await installCost({ private: true, dependencies });
  const app = join(generate("sqlite", "typescript"), "package.json");
  const ours = await installCost(app);
  const row = (name, { seconds: took, packages }) => [
    ...[name, packages, `${took.toFixed(1)} s`],
  ];
  return table([
    ["`npm install`", "packages", "time"],
    row("express and express-session", alone),
    row("the default app (TypeScript, SQLite)", ours),
  ]);
}

function chart() {
  const bars = [...base, ...servers.flat()].map(({ name, rate, p99 }) => ({
    ...{ label: name, value: rate },
    isOurs: name.startsWith("generated app"),
    note: `${rate.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms`,
  }));
  return barChart("Visits a second: higher is better", bars);
}
