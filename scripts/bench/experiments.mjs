import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { strangers, visit } from "./load.mjs";
import { median } from "./measure.mjs";
import { countPackages, npm } from "./packages.mjs";
import { scratchFolder } from "./scratch.mjs";

/** What a visit costs while so many other sessions lie in the SQLite file: a row for each number. */
export async function costOfRows(app, counts, seconds) {
  const rows = [];
  for (const count of counts) {
    const file = join(scratchFolder(), "sessions.db");
    const env = { SQLITE_FILE: file };
    await (await app.start(env)).stop(); // makes the table
    fill(app.folder, file, count);
    const server = await app.start(env);
    rows.push({
      count,
      ...(await visit(server.url, { seconds, pid: server.pid })),
    });
    await server.stop();
  }
  return rows;
}

/** Sessions that end in half an hour to an hour. */
function fill(folder, file, count) {
  const Database = createRequire(join(folder, "package.json"))("libsql");
  const db = new Database(file);
  const soon = Date.now() + 1_800_000;
  db.exec(`INSERT INTO sessions
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    SELECT hex(randomblob(22)), '{"createdAt":${Date.now()},"views":1}',
      ${soon} + abs(random()) % 1800000 FROM n`);
  db.close();
}

/** MiB that the app takes after so many visits, each by somebody new. */
export async function memoryAfter(app, visits) {
  const server = await app.start();
  const rows = [];
  let done = 0;
  for (const count of visits) {
    if (count > done) await strangers(server.url, count - done);
    done = count;
    rows.push({ count, memory: residentOf(server.pid) });
  }
  await server.stop();
  return rows;
}

function residentOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) / 1024;
}

/** Seconds and packages of `npm install`, with what npm has in its cache. */
export async function installCost(manifest) {
  const seconds = [];
  let packages = 0;
  for (let run = 0; run < 4; run++) {
    const folder = scratchFolder();
    if (typeof manifest === "string") {
      copyFileSync(manifest, join(folder, "package.json"));
    } else {
      writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    }
    const start = performance.now();
    await npm(
      ["install", "--prefer-offline", "--no-audit", "--no-fund"],
      folder,
    );
    if (run > 0) seconds.push((performance.now() - start) / 1000);
    packages = countPackages(folder);
  }
  return { seconds: median(seconds), packages };
}
