import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql, { type RowDataPacket } from "mysql2/promise";
import type { TestContext } from "vitest";
import { requireProgram } from "../child-programs.ts";
import { freePort, serverProcess } from "./server-process.ts";
import { certificateFiles } from "./tls.ts";
import { unprivileged } from "./unprivileged.ts";

/** Skips a test by name where MariaDB is not installed. */
export function requireMysql(context: TestContext): void {
  requireProgram(context, "mariadbd");
  requireProgram(context, "mariadb-install-db");
}

/** A MariaDB of its own with the database `app` and the account `app`. */
export async function startMysql(...own: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "mysql-"));
  const user = unprivileged();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const socket = join(folder, "socket");
  const words = ["--no-defaults", `--datadir=${data}`];
  const more = ["--auth-root-authentication-method=normal", "--skip-test-db"];
  execFileSync("mariadb-install-db", [...words, ...more], {
    ...{ cwd: folder, stdio: "ignore" as const },
    ...user,
  });

  const port = await freePort();
  const server = serverProcess({
    program: "/usr/sbin/mariadbd",
    words: () => [
      ...words,
      ...[`--port=${port}`, `--socket=${socket}`, ...settings, ...own],
    ],
    port,
    ping: () => admin("SELECT 1", ""),
    user,
  });

  /** Asks as the administrator, past the app. */
  async function admin(sql: string, database = "app") {
    const connection = await mysql.createConnection({
      ...{ socketPath: socket, user: "root", connectTimeout: 5_000 },
      ...(database && { database }),
    });
    connection.on("error", () => {});
    try {
      return (await connection.query<RowDataPacket[]>(sql))[0];
    } finally {
      await connection.end();
    }
  }

  await server.start();
  await admin("CREATE DATABASE app", "");
  await admin("CREATE USER app IDENTIFIED BY 'secret'");
  await admin("GRANT ALL ON app.* TO app");
  return {
    ...server,
    disk: join(data, "app"), // where its tables are
    useDisk: () => Promise.resolve(),
    admin,
    env: (at = port) => ({
      DATABASE_URL: `mysql://app:secret@127.0.0.1:${at}/app`,
    }),
    restricted: async () => {
      await admin("CREATE USER restricted IDENTIFIED BY 'secret'");
      const rights = "SELECT, INSERT, UPDATE, DELETE";
      await admin(`GRANT ${rights} ON app.express_sessions TO restricted`);
      return `mysql://restricted:secret@127.0.0.1:${port}/app`;
    },
    dump: async () =>
      JSON.stringify(await admin("SELECT * FROM app.express_sessions")),
    end: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A MariaDB that refuses whoever does not speak TLS. */
export async function startEncryptedMysql() {
  const { key, cert } = certificateFiles();
  const words = [`--ssl-cert=${cert}`, `--ssl-key=${key}`];
  const server = await startMysql(...words, "--require-secure-transport=ON");
  const { DATABASE_URL } = server.env();
  const url = `${DATABASE_URL}?ssl={"verifyIdentity":true}`;
  return {
    env: { DATABASE_URL: url },
    wrong: { DATABASE_URL: url.replace("secret", "wr0ng") },
    trust: { NODE_EXTRA_CA_CERTS: cert },
    end: server.end,
  };
}

const settings = [
  "--bind-address=127.0.0.1",
  "--skip-name-resolve",
  "--innodb-log-file-size=8M",
  "--innodb-flush-log-at-trx-commit=2", // nothing here pulls the plug
];
