import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { scratchFolder } from "./scratch.mjs";

/** By the name of the store: how its server is started, and what apps are told of it. */
const recipes = {
  redis: {
    program: "redis-server",
    words: (folder, port) => ["--port", port, "--dir", folder, "--save", ""],
    env: (port) => ({ REDIS_URL: `redis://127.0.0.1:${port}` }),
  },
  postgres: {
    program: "postgres",
    prepare: (folder, as) =>
      execFileSync(
        found("initdb"),
        ["-D", folder, "-U", "app", "-A", "trust"],
        as,
      ),
    words: (folder, port) => ["-D", folder, "-p", port, "-k", folder],
    env: (port) => ({
      DATABASE_URL: `postgres://app@127.0.0.1:${port}/postgres`,
    }),
  },
  mysql: {
    program: "mysqld",
    prepare: (folder, as) =>
      execFileSync(
        found("mariadb-install-db") ?? "mysql_install_db",
        [
          "--no-defaults",
          `--datadir=${folder}`,
          "--auth-root-authentication-method=normal",
        ],
        as,
      ),
    words: (folder, port) => [
      ...["--no-defaults", `--datadir=${folder}`, `--port=${port}`],
      ...[`--socket=${folder}/socket`, "--bind-address=127.0.0.1"],
    ],
    env: (port) => ({ DATABASE_URL: `mysql://root@127.0.0.1:${port}/test` }),
  },
};

/** Starts the server of a store in a folder of its own; undefined where there is none to start. */
export async function startStoreServer(store) {
  const recipe = recipes[store];
  const program = recipe && found(recipe.program);
  if (!program) return undefined;
  const folder = scratchFolder();
  const as = { cwd: folder, stdio: "ignore", ...unprivileged() };
  if (as.uid) chownSync(folder, as.uid, as.gid);
  recipe.prepare?.(folder, as);
  const port = await freePort();
  const child = spawn(program, recipe.words(folder, String(port)), as);
  await listening(port);
  return {
    env: recipe.env(port),
    async stop() {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Debian keeps some servers out of the PATH. */
function found(name) {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  return [
    ...(process.env.PATH ?? "").split(delimiter),
    "/usr/sbin",
    ...versions.map((version) => join(debian, version, "bin")),
  ]
    .map((folder) => join(folder, name))
    .find(existsSync);
}

/** Database servers refuse to run as root; then they run as nobody. */
function unprivileged() {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

function freePort() {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function listening(port) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const isOpen = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false)).unref();
    });
    if (isOpen) return;
    await setTimeout(100);
  }
  throw new Error("the server does not listen");
}
