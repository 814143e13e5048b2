import { once } from "node:events";
import { connect } from "node:net";
import type { TestContext } from "vitest";
import { requireProgram } from "../child-programs.ts";
import { freePort, serverProcess } from "./server-process.ts";

/** Skips a test by name where memcached is not installed. */
export function requireMemcached(context: TestContext): void {
  requireProgram(context, "memcached");
}

/** A memcached that answers with an error when it is full. */
export async function startMemcached() {
  const port = await freePort();
  const server = serverProcess({
    program: "memcached",
    words: () => [
      ...["-u", "nobody", "-l", "127.0.0.1", "-p", `${port}`, "-m", "4"],
      "-M", // an error when it is full, instead of throwing sessions out
    ],
    port,
    ping: () => ask(port, "version\r\n"),
  });
  await server.start();
  return {
    ...server,
    env: (by = port) => ({ MEMCACHED_SERVERS: `127.0.0.1:${by}` }),
    dump: () => dump(port),
    end: server.kill,
  };
}

const fillers = [200_000, 20_000, 2_000, 500, 200, 100, 50, 1].flatMap((size) =>
  Array.from({ length: Math.min(8e6 / size, 20_000) }, (_, count) => ({
    key: `filler-${size}-${count}`,
    size,
  })),
);

/** Takes all room: every slab gets what it takes. */
export async function fill(port: number): Promise<void> {
  const commands = fillers.map(
    ({ key, size }) =>
      `set ${key} 0 0 ${size} noreply\r\n${"x".repeat(size)}\r\n`,
  );
  await ask(port, `${commands.join("")}version\r\n`);
}

export async function empty(port: number): Promise<void> {
  const commands = fillers.map(({ key }) => `delete ${key} noreply\r\n`);
  await ask(port, `${commands.join("")}version\r\n`);
}

/** How many items it has, after it was told to look for expired ones now and not only once in some minutes. */
export async function itemsIn(port: number): Promise<number> {
  await ask(port, "lru_crawler crawl all\r\n");
  const stats = await ask(port, "stats\r\n");
  return Number(/^STAT curr_items (\d+)/m.exec(stats)?.[1]);
}

/** One command on a connection of its own; the answer up to its last line. */
async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(command);
  let text = "";
  try {
    while (
      !/(^|\n)(END|OK|BUSY.*|STORED|DELETED|NOT_\w+|VERSION .*|\w*ERROR.*)\r\n$/.test(
        text,
      )
    ) {
      const [bytes] = (await once(socket, "data")) as [Buffer];
      text += bytes.toString();
    }
    return text;
  } finally {
    socket.destroy();
  }
}

async function dump(port: number): Promise<string> {
  const list = await ask(port, "lru_crawler metadump all\r\n");
  const keys = [...list.matchAll(/^key=(\S+)/gm)].map(([, key = ""]) =>
    decodeURIComponent(key),
  );
  const texts = await Promise.all(
    keys.map((key) => ask(port, `get ${key}\r\n`)),
  );
  return [...keys, ...texts].join("\n");
}
