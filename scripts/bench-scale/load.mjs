import { createHash, createHmac, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";

/** Of all apps, so that cookies can be made here. */
export const secret = randomBytes(32).toString("hex");

const rounds = 5;
const warmUp = 3_000; // visits of each app, after which V8 has compiled what is hot
const ticksPerSecond = 100; // of /proc on every Linux

/**
 * Loads the contenders in turns, because the machine may be busy with other things too, and gives of each the medians:
 * CPU milliseconds a request of the app and of the store, and milliseconds until the answer.
 */
export async function compare(contenders, visitsEach = 2_000, atOnce) {
  const all = Object.entries(contenders);
  const found = new Map(all.map(([name]) => [name, []]));
  for (const [, contender] of all) {
    await load({ ...contender, visits: warmUp * contender.apps.length });
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, contender] of all) {
      const visits = visitsEach * contender.apps.length;
      found.get(name).push(await load({ ...contender, visits, atOnce }));
    }
  }
  return Object.fromEntries(
    [...found].map(([name, runs]) => [name, medians(runs)]),
  );
}

/** Visits of sessions that are stored, each somebody else's, to the apps in turns; 16 at once to each. */
export async function load({
  apps,
  rows,
  program,
  visits,
  atOnce = 16 * apps.length,
}) {
  // In turns, so that none is idle for so long that the app ends it.
  const agent = new http.Agent({ keepAlive: true, scheduling: "fifo" });
  const times = [];
  let next = 0;
  const before = { app: cpuOf("src/server.js"), store: cpuOf(program) };
  const begin = performance.now();
  const visitors = Array.from({ length: atOnce }, async () => {
    while (next < visits) {
      const url = apps[next++ % apps.length];
      const began = performance.now();
      await visit(url, Math.floor(Math.random() * rows), agent);
      times.push(performance.now() - began);
    }
  });
  await Promise.all(visitors);
  const took = performance.now() - begin;
  agent.destroy();
  return {
    app: ((cpuOf("src/server.js") - before.app) * 1_000) / visits,
    store: ((cpuOf(program) - before.store) * 1_000) / visits,
    answer: median(times),
    perSecond: (visits / took) * 1_000,
  };
}

/** How the store knows session number `n`. */
export const keyOf = (n) =>
  createHash("sha256").update(`bench-${n}`).digest("base64url");

function visit(url, n, agent) {
  const id = `bench-${n}`;
  const signature = createHmac("sha256", secret).update(id).digest("base64");
  const value = encodeURIComponent(`s:${id}.${signature.replace(/=+$/, "")}`);
  const headers = {
    cookie: `__Host-my-app=${value}`,
    "x-forwarded-proto": "https",
  };
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers, agent }, async (response) => {
      const page = Buffer.concat(await response.toArray()).toString();
      if (/Number of views: \d+/.test(page)) resolve();
      else reject(new Error(`session ${n}: ${response.statusCode} ${page}`));
    });
    request.once("error", reject);
  });
}

/** CPU seconds so far of the programs we started that have a word in their command, with all they started. */
function cpuOf(word) {
  const own = childrenOf(process.pid);
  const found = own.filter((pid) =>
    read(`/proc/${pid}/cmdline`).split("\0").join(" ").includes(word),
  );
  return found.reduce((sum, pid) => sum + ticksOf(pid), 0) / ticksPerSecond;
}

function ticksOf(pid) {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  // user and system time, its own and that of children which ended
  const own = fields.slice(11, 15).reduce((sum, field) => sum + +field, 0);
  return childrenOf(pid).reduce((sum, child) => sum + ticksOf(child), own);
}

function childrenOf(pid) {
  return tasksOf(pid).flatMap((task) =>
    read(`/proc/${pid}/task/${task}/children`).split(" ").filter(Boolean),
  );
}

function tasksOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // it has just ended; its parent counts it
  }
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // the same
  }
}

function medians(runs) {
  return Object.fromEntries(
    Object.keys(runs[0]).map((name) => [
      name,
      Number(median(runs.map((run) => run[name])).toPrecision(3)),
    ]),
  );
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
