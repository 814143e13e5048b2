import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, stopwatch } from "./bench/measure.mjs";
import { peers } from "./bench/peers.mjs";
import { countPackages, installed, npm } from "./bench/packages.mjs";
import { circumstances, table, writeSection } from "./bench/report.mjs";

/**
 * How fast the command starts and writes a project, and what it weighs, beside others of its kind: all in one run, as
 * ratios to a Node that does nothing. `--write` puts the table into the README.
 */
const { values } = parseArgs({
  options: {
    write: { type: "boolean" },
    runs: { type: "string", default: "31" },
  },
});
const repository = fileURLToPath(new URL("..", import.meta.url));
// In memory where there is such a file system: the programs are measured, not the disk.
const scratch = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

const folder = mkdtempSync(join(scratch, "create-session-app-bench-"));
try {
  const programs = [];
  for (const peer of peers) programs.push(await prepare(peer));
  const text = await measured(programs, Number(values.runs));
  console.log(text);
  if (values.write) {
    await writeSection(join(repository, "README.md"), "bench", text);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Installs a program as npx does, and weighs it. */
async function prepare(peer) {
  const { name, release, bin } = peer;
  const words = ["pack", "--json", "--ignore-scripts", "--pack-destination"];
  const what = release === undefined ? repository : `${name}@${release}`;
  const [packed] = JSON.parse(await npm([...words, folder, what], folder));
  const file = `file:${join(folder, packed.filename)}`;
  const home =
    release === undefined
      ? await fresh({ [name]: file })
      : await installed({ [name]: release });
  return {
    ...peer,
    path: join(home, "node_modules", bin),
    release: packed.version,
    packed: packed.size,
    unpacked: packed.unpackedSize,
    packages: countPackages(home),
  };
}

/** Our own package is not kept: it changes. */
async function fresh(dependencies) {
  const [[name, file]] = Object.entries(dependencies);
  const home = join(folder, name);
  mkdirSync(home);
  await npm(
    ["install", "--prefix", home, "--no-audit", "--no-fund", file],
    home,
  );
  return home;
}

/** Runs everything in turns, so that what else happens on the machine strikes all alike. */
async function measured(programs, runs) {
  const watch = stopwatch();
  const took = new Map();
  for (let round = 0; round < runs; round++) {
    const jobs = jobsOf(programs);
    for (const { key, words } of round % 2 ? jobs.toReversed() : jobs) {
      const cwd = mkdtempSync(join(folder, "run-"));
      const figures = await watch.run([process.execPath, ...words], cwd);
      rmSync(cwd, { recursive: true });
      took.set(key, [...(took.get(key) ?? []), figures]);
    }
  }
  watch.end();
  return describe(programs, took, runs);
}

function jobsOf(programs) {
  return [
    { key: "bare", words: ["-e", "0"] },
    ...programs.flatMap(({ name, path, version, generate }) => [
      ...(version ? [{ key: `${name} version`, words: [path, version] }] : []),
      { key: `${name} help`, words: [path, "--help"] },
      { key: `${name} generate`, words: [path, ...generate] },
    ]),
  ];
}

function describe(programs, took, runs) {
  const bare = took.get("bare");
  const ratio = (key, what = "cpu") => {
    const figures = took.get(key);
    if (!figures) return "–";
    return median(figures.map((run, i) => run[what] / bare[i][what])).toFixed(
      2,
    );
  };
  const peak = (key) => median(took.get(key).map((run) => run.peak)).toFixed(0);
  const rows = programs.map(({ name, release, packed, unpacked, packages }) => [
    ...[`${name} ${release}`, ratio(`${name} version`), ratio(`${name} help`)],
    ...[ratio(`${name} generate`), ratio(`${name} generate`, "wall")],
    ...[`${peak(`${name} generate`)} MiB`, kilobytes(packed)],
    ...[kilobytes(unpacked), packages],
  ]);
  const headings = [
    ...["", "`--version`", "`--help`", "a project", "the same, wall"],
    ...["its memory", "packed", "unpacked", "packages"],
  ];
  const about = `CPU time of whole processes as multiples of \`node -e 0\` (${median(bare.map(({ cpu }) => cpu)).toFixed(0)} ms, ${peak("bare")} MiB), medians of ${runs} runs in turns. A project: with all defaults, nothing installed. ${circumstances()}`;
  return `${table([headings, ...rows])}\n\n${about}`;
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}
