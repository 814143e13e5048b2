import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { freePort, serverProcess, sharedFolder } from "./server-process.ts";
import type { StoreServer } from "./store-under-test.ts";

/** The fake of `fake-mongodb.mjs`, because no real server is to be had here. */
export async function startFakeMongodb(): Promise<StoreServer> {
  const [port, file] = [await freePort(), join(sharedFolder(), "rows")];
  const program = join(import.meta.dirname, "fake-mongodb.mjs");
  const env = (by = port) => ({
    MONGODB_URL: `mongodb://127.0.0.1:${by}/test-app`,
  });
  const server = serverProcess({
    program: process.execPath,
    words: () => [program, String(port), file],
    port,
    ping: () => command({ env }, { ping: 1 }),
  });
  await server.start();
  const dump = () => Promise.resolve(readFileSync(file, "utf8"));
  return { ...server, env, dump, end: server.kill };
}

/** Only what the contract asks for: nobody's server is killed or filled here. */
export function realMongodb(address: string): StoreServer {
  const nothing = () => Promise.resolve();
  const own = new URL(address);
  own.pathname = `/sessions-test-${process.pid}`;
  const client = new MongoClient(own.href);
  return {
    env: () => ({ MONGODB_URL: own.href }),
    ...{ start: nothing, kill: nothing, freeze: nothing, thaw: nothing },
    dump: async () => {
      const rows = client.db().collection("sessions").find();
      return JSON.stringify(await rows.toArray());
    },
    end: async () => {
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

/** Sends a command of any kind to a server. */
export async function command(
  { env }: Pick<StoreServer, "env">,
  document: Record<string, unknown>,
): Promise<void> {
  const { MONGODB_URL = "" } = env();
  const client = new MongoClient(MONGODB_URL, {
    serverSelectionTimeoutMS: 300,
  });
  try {
    await client.db().command(document);
  } finally {
    await client.close();
  }
}
