import { execFileSync } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Client } from "pg";
import type { TestContext } from "vitest";
import { missing } from "../child-programs.ts";
import { freePort, serverProcess } from "./server-process.ts";
import { certificateFiles } from "./tls.ts";
import { unprivileged } from "./unprivileged.ts";

const debian = "/usr/lib/postgresql";

/** Debian keeps the server's programs out of the PATH. */
function program(name: string): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian).toSorted() : [];
  const folders = [
    ...versions.toReversed().map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

/** Skips a test by name where PostgreSQL is not installed. */
export function requirePostgres(context: TestContext): void {
  if (!program("initdb")) missing(context, "postgresql is not installed");
}

/** A PostgreSQL of its own with the database `app`, which belongs to the role `app`. */
export async function startPostgres(...own: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const data = join(folder, "data");
  const disk = join(folder, "disk");
  const passwords = join(folder, "password");
  writeFileSync(passwords, "admin");
  mkdirSync(disk);
  const user = unprivileged();
  for (const path of [folder, disk, passwords]) {
    if (user) chownSync(path, user.uid, user.gid);
  }
  const words = ["-D", data, "-U", "postgres", "--pwfile", passwords];
  const more = ["-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "-N"];
  const options = { cwd: folder, ...user };
  execFileSync(program("initdb") ?? "", [...words, ...more], options);

  const port = await freePort();
  const server = serverProcess({
    program: program("postgres") ?? "",
    words: () => ["-D", data, "-p", String(port), ...settings, ...own],
    port,
    ping: () => admin("SELECT 1", "postgres"),
    prepare: () => rmSync(join(data, "postmaster.pid"), { force: true }),
    user,
  });

  /** Asks as the administrator, past the app. */
  async function admin(sql: string, database = "app") {
    const client = new Client({
      ...{ host: "127.0.0.1", port, user: "postgres", password: "admin" },
      ...{ database, connectionTimeoutMillis: 5_000 },
      options: "-c default_transaction_read_only=off",
    });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  await server.start();
  await admin("CREATE ROLE app LOGIN PASSWORD 'secret'", "postgres");
  await admin("CREATE DATABASE app OWNER app", "postgres");
  return {
    ...server,
    disk,
    admin,
    env: (at = port) => ({
      DATABASE_URL: `postgres://app:secret@127.0.0.1:${at}/app`,
    }),
    requireTls: async () => {
      const rule = "hostssl all app 127.0.0.1/32 scram-sha-256";
      const file = join(data, "pg_hba.conf");
      const others = "host all postgres 127.0.0.1/32 scram-sha-256";
      writeFileSync(file, `${rule}\n${others}\n`);
      await admin("SELECT pg_reload_conf()");
    },
    useDisk: async () => {
      await admin(`CREATE TABLESPACE disk LOCATION '${disk}'`);
      await admin("GRANT CREATE ON TABLESPACE disk TO app");
      await admin("ALTER DATABASE app SET default_tablespace = disk");
    },
    restricted: async () => {
      await admin("CREATE ROLE restricted LOGIN PASSWORD 'secret'");
      const rights = "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES";
      await admin(`GRANT ${rights} IN SCHEMA public TO restricted`);
      return `postgres://restricted:secret@127.0.0.1:${port}/app`;
    },
    dump: async () => {
      const sessions = await admin("SELECT * FROM express_sessions");
      const locks = await admin("SELECT * FROM express_session_locks");
      return JSON.stringify({ sessions, locks });
    },
    end: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A PostgreSQL that refuses whoever does not speak TLS. */
export async function startEncryptedPostgres() {
  const { key, cert } = certificateFiles();
  const files = [`ssl_cert_file=${cert}`, `ssl_key_file=${key}`];
  const words = ["ssl=on", ...files].flatMap((setting) => ["-c", setting]);
  const server = await startPostgres(...words);
  await server.requireTls();
  const { DATABASE_URL } = server.env();
  const url = `${DATABASE_URL}?sslmode=verify-full`;
  return {
    env: { DATABASE_URL: url },
    wrong: { DATABASE_URL: url.replace("secret", "wr0ng") },
    trust: { NODE_EXTRA_CA_CERTS: cert },
    end: server.end,
  };
}

const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "fsync=off", // nothing here pulls the plug
  "dynamic_shared_memory_type=mmap", // leaves nothing behind when it is killed
].flatMap((setting) => ["-c", setting]);
