import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { describe, expect, test } from "vitest";
import { storeContract } from "./contract.ts";
import { storeFaults } from "./fault-contract.ts";
import { freePort, serverProcess, sharedFolder } from "./server-process.ts";
import type { StoreServer, StoreUnderTest } from "./store-under-test.ts";

const url = process.env.MONGODB_URL;

if (url === undefined) {
  const text = `NOT TESTED: the mongodb store has met no real MongoDB here, because MONGODB_URL is not set; only a fake.`;
  console.warn(
    `\n${"!".repeat(text.length)}\n${text}\n${"!".repeat(text.length)}\n`,
  );
}

/** The one skip that CI allows: no real server is to be had there. */
describe.skipIf(url === undefined)("with MONGODB_URL, a real MongoDB", () => {
  storeContract({
    title: "mongodb",
    store: "mongodb",
    require: () => {},
    start: () => Promise.resolve(realServer(url ?? "")),
    isDurable: true,
  });
});

const fake: StoreUnderTest = {
  title: "mongodb (a fake server, for the mechanics only)",
  store: "mongodb",
  require: () => {},
  start: startFake,
  isDurable: true,
  prunesWithin: 1_500,
  faults: {
    "full (a fake)": (server) => ({
      begin: () => command(server, { fill: true }),
      end: () => command(server, { fill: false }),
    }),
  },
};

storeContract(fake);
storeFaults(fake);

test("the fake is no MongoDB: it knows only what the sessions need", async () => {
  const server = await startFake();
  await expect(command(server, { count: "sessions" })).rejects.toThrow(
    "no such command",
  );
  await server.end();
});

async function startFake(): Promise<StoreServer> {
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
function realServer(address: string): StoreServer {
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

async function command(
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
