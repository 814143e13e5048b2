import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { requireProgram } from "../../test/system/child-programs.ts";
import {
  requireMysql,
  startMysql,
} from "../../test/system/stores/mysql-server.ts";
import {
  requirePostgres,
  startPostgres,
} from "../../test/system/stores/postgres-server.ts";
import { redis, startRedis } from "../../test/system/stores/redis-server.ts";
import { keyOf } from "./load.mjs";

const life = 7 * 24 * 3_600_000;
const now = Date.now();

/** What the app stores of a view counter; `more` are the bytes of something else. */
const dataOf = (more) =>
  JSON.stringify({
    ...{ createdAt: now, views: 1 },
    ...(more && { text: "x".repeat(more) }),
  });

/** How to fill each store with sessions, past the app, and what they take there. */
export const stores = [
  {
    store: "redis",
    program: "redis-server",
    require: (context) => void requireProgram(context, "redis-server"),
    start: startRedis,
    fill: fillRedis,
    empty: ({ port }) => redis(port, "flushall", "sync"),
    bytes: async ({ port }) => {
      const info = await redis(port, "info", "memory");
      return Number(/^used_memory:(\d+)/m.exec(info)[1]);
    },
  },
  {
    store: "postgres",
    program: "postgres",
    require: requirePostgres,
    start: startPostgres,
    fill: async ({ admin }, from, to, more) => {
      await admin(`INSERT INTO express_sessions
        SELECT translate(rtrim(encode(sha256(('bench-' || n)::bytea), 'base64'), '='), '+/', '-_'),
          '${dataOf(more)}', ${now + life} FROM generate_series(${from}, ${to - 1}) n`);
      await admin("VACUUM ANALYZE express_sessions");
    },
    empty: ({ admin }) => admin("TRUNCATE express_sessions"),
    bytes: async ({ admin }) => {
      const size = "pg_total_relation_size('express_sessions')";
      return Number((await admin(`SELECT ${size} AS bytes`))[0].bytes);
    },
  },
  {
    store: "mysql",
    program: "mariadbd",
    require: requireMysql,
    start: startMysql,
    fill: ({ admin }, from, to, more) =>
      admin(`INSERT INTO express_sessions
        SELECT REPLACE(REPLACE(TRIM(TRAILING '=' FROM
          TO_BASE64(UNHEX(SHA2(CONCAT('bench-', seq), 256)))), '+', '-'), '/', '_'),
          '${dataOf(more)}', ${now + life} FROM seq_${from}_to_${to - 1}`),
    empty: ({ admin }) => admin("TRUNCATE express_sessions"),
    bytes: async ({ admin }) => {
      const of = "FROM information_schema.innodb_sys_tablespaces";
      const where = "WHERE name = 'app/express_sessions'";
      const [row] = await admin(`SELECT file_size AS bytes ${of} ${where}`);
      return Number(row.bytes);
    },
  },
];

/** Without the log until it is full; then as most run it: what was acknowledged a second ago is on the disk. */
async function fillRedis({ port }, from, to, more) {
  await redis(port, "config", "set", "appendonly", "no");
  const pipe = spawn("redis-cli", ["-p", String(port), "--pipe"], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  const data = dataOf(more);
  for (let n = from; n < to; n += 1_000) {
    const length = Math.min(1_000, to - n);
    const commands = Array.from({ length }, (_, at) =>
      command(`my-app:session:${keyOf(n + at)}`, data),
    );
    if (!pipe.stdin.write(commands.join(""))) await once(pipe.stdin, "drain");
  }
  pipe.stdin.end();
  await once(pipe, "exit");
  await redis(port, "config", "set", "appendfsync", "everysec");
  await redis(port, "config", "set", "appendonly", "yes");
  while (/aof_rewrite_in_progress:1/.test(await redis(port, "info"))) {
    await sleep(100);
  }
}

function command(key, data) {
  const words = ["SET", key, data, "PX", String(life)];
  const parts = words.map((word) => `$${word.length}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join("")}`;
}
