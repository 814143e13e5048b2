// Over the official driver, because connect-mongo's set is an upsert, which brings ended sessions
// back; it has no lock; and after a late server its promise of a connection stays rejected.
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { MongoClient, MongoServerError } from "mongodb";
import type { SessionTable, Settings } from "../types/session.js";

const LOCK_TIME = 2_000;
const LONGEST_CLOSE = 1_000;

export const storeName = "MongoDB";

export function storeProblems({ storeTimeout }: Settings): string[] {
  try {
    newClient(storeTimeout); // connects to nothing yet
    return [];
  } catch (error) {
    return [`MONGODB_URL must be like mongodb://host:27017/name: ${(error as Error).message}.`];
  }
}

export function openTable({ storeTimeout }: Settings): SessionTable {
  const client = newClient(storeTimeout);
  const rows = client.db().collection<{ _id: string; [name: string]: unknown }>("sessions");
  const instance = randomUUID();
  const closing = new AbortController();
  void untilDone(() => setUp(client), closing.signal);

  return {
    read: async (key) => {
      // MongoDB removes what has expired only once a minute.
      const row = await rows.findOne({ _id: key, expiresAt: { $gt: new Date() } });
      return row ? { data: row.data as string, expiresAt: Number(row.expiresAt) } : undefined;
    },
    create: async (key, { data, expiresAt }) => {
      await rows.insertOne({ _id: key, data, expiresAt: new Date(expiresAt) });
    },
    update: async (key, { data, expiresAt }) => {
      await rows.updateOne({ _id: key }, { $set: { data, expiresAt: new Date(expiresAt) } });
    },
    extend: async (key, expiresAt) => {
      await rows.updateOne({ _id: key }, { $set: { expiresAt: new Date(expiresAt) } });
    },
    remove: async (key) => void (await rows.deleteOne({ _id: key })),
    // Changes no row, but needs a primary, the right to write, and a majority that answers.
    ping: async () => void (await rows.updateOne({ _id: "ping" }, { $set: { data: "" } })),
    lock: async (key) => {
      const [_id, owner] = [`lock ${key}`, randomUUID()];
      const expiresAt = new Date(Date.now() + LOCK_TIME);
      // What this instance has it may take again, as its requests take turns: so a lock whose
      // unlocking was lost keeps no visitor out.
      const free = { _id, $or: [{ instance }, { expiresAt: { $lte: new Date() } }] };
      try {
        // Takes such a lock over or makes a new one; while another's lasts, both fail.
        await rows.updateOne(free, { $set: { instance, owner, expiresAt } }, { upsert: true });
      } catch (error) {
        if (error instanceof MongoServerError && error.code === 11_000) return undefined;
        throw error;
      }
      return async () => void (await rows.deleteOne({ _id, owner }));
    },
    close: async () => {
      closing.abort();
      // A server that is frozen shall not keep the app from ending.
      await Promise.race([
        client.close(true),
        setTimeout(LONGEST_CLOSE, undefined, { ref: false }),
      ]);
    },
  };
}

/** Makes what is missing on the server and says what it has; for npm run store:setup. */
export async function setUpStore(): Promise<string> {
  const client = newClient(30_000);
  return setUp(client).finally(() => client.close());
}

/** The index by which MongoDB removes what has expired; to make it twice does no harm. */
async function setUp(client: MongoClient): Promise<string> {
  await client.connect(); // the driver comes back by itself only where it has been once
  const rows = client.db().collection("sessions");
  const index = await rows.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  return `The collection ${rows.namespace} has the index ${index}.`;
}

const address = () => process.env.MONGODB_URL ?? "";

function newClient(timeout: number) {
  return new MongoClient(address(), {
    // Of each step, so that calls to a frozen server do not use up the connections.
    serverSelectionTimeoutMS: timeout,
    connectTimeoutMS: timeout,
    waitQueueTimeoutMS: timeout,
    socketTimeoutMS: timeout,
    heartbeatFrequencyMS: 1_000,
    readPreference: "primary", // a secondary does not know yet what was written just now
    readConcernLevel: "majority",
    writeConcern: { w: "majority" }, // survives a change of the primary
  });
}

async function untilDone(work: () => Promise<unknown>, signal: AbortSignal) {
  while (!signal.aborted) {
    try {
      return await work();
    } catch {
      // The guard tells of a server that is away; here it is only tried again.
      const pause = 500 + Math.random() * 500;
      await setTimeout(pause, undefined, { ref: false, signal }).catch(() => {}); // or the signal
    }
  }
}
