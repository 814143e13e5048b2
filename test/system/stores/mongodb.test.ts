import { describe, expect, test } from "vitest";
import { storeContract } from "./contract.ts";
import { storeFaults } from "./fault-contract.ts";
import { command, realMongodb, startFakeMongodb } from "./mongodb-server.ts";
import { type StoreUnderTest, testBed } from "./store-under-test.ts";

const url = process.env.MONGODB_URL;

if (url === undefined) {
  const text = `NOT TESTED: the mongodb store has met no real MongoDB here, because MONGODB_URL is not set; only a fake.`;
  console.warn(
    `\n${"!".repeat(text.length)}\n${text}\n${"!".repeat(text.length)}\n`,
  );
}

/** The one skip that CI allows: no real server is to be had there. */
describe.skipIf(url === undefined)("with MONGODB_URL, a real MongoDB", () => {
  const real: StoreUnderTest = {
    title: "mongodb",
    store: "mongodb",
    require: () => {},
    start: () => Promise.resolve(realMongodb(url ?? "")),
    isDurable: true,
  };
  storeContract(real, testBed(real));
});

const fake: StoreUnderTest = {
  title: "mongodb (a fake server, for the mechanics only)",
  store: "mongodb",
  require: () => {},
  start: startFakeMongodb,
  isDurable: true,
  prunesWithin: 1_500,
  faults: {
    "full (a fake)": (server) => ({
      begin: () => command(server, { fill: true }),
      end: () => command(server, { fill: false }),
    }),
  },
};

const bed = testBed(fake);
storeContract(fake, bed);
storeFaults(fake, bed);

test("the fake is no MongoDB: it knows only what the sessions need", async () => {
  const server = await startFakeMongodb();
  await expect(command(server, { count: "sessions" })).rejects.toThrow(
    "no such command",
  );
  await server.end();
});
