// Sessions in Redis or Valkey, by the official driver. connect-redis is not used: it writes an ended
// session back when a slower request finishes, and knows no lock.
import { randomBytes } from "node:crypto";
import type { SessionTable, Settings, StoredSession } from "../types/session.js";
import { addressProblems, addresses } from "./redis-addresses.js";
import { keepCluster } from "./redis-cluster.js";
import { keepConnection } from "./redis-connection.js";
import { inOneScript, lockScript, unlockScript, updateScript } from "./redis-scripts.js";
import { masterOf } from "./redis-sentinels.js";

const MOST_AHEAD = 1_000;
// In braces is what decides on which node of a cluster it is.
const sessionKey = (key: string) => `/*%= cookieName %*/:session:{${key}}`;
const lockKey = (key: string) => `/*%= cookieName %*/:lock:{${key}}`;

export const storeName = "Redis";

export function storeProblems(_settings: Settings): string[] {
  return addressProblems(process.env);
}

export function openTable({ storeTimeout }: Settings): SessionTable {
  const to = addresses(process.env);
  const isCluster = to.cluster.length > 0;
  const { ask, samples, close } = isCluster
    ? keepCluster(to.cluster, storeTimeout)
    : keepConnection(() => (to.sentinels.length > 0 ? masterOf(to) : to.url), storeTimeout);
  const instance = `${randomBytes(16).toString("base64url")} `;
  const ahead = new Map<string, StoredSession>(); // what came with locks that this instance has
  let locks = 0;

  const takes = inOneScript(lockScript, ask, isCluster);
  const releases = inOneScript(unlockScript, ask, isCluster);
  const updates = inOneScript(updateScript, ask, isCluster);

  return {
    read: async (key) => {
      const known = ahead.get(key);
      if (ahead.delete(key)) return known;
      const name = sessionKey(key);
      // Sent together, so it is one way there and back.
      const [data, rest] = await Promise.all([
        ask((redis) => redis.get(name), key),
        ask((redis) => redis.pTTL(name), key),
      ]);
      return liveSession(data, rest);
    },
    create: async (key, { data, expiresAt }) => {
      await ask((redis) => redis.set(sessionKey(key), data, { expiration: until(expiresAt) }), key);
    },
    update: async (key, { data, expiresAt }) => {
      const words = [data, String(until(expiresAt).value)];
      await updates.load({ key, keys: [sessionKey(key)], words });
    },
    extend: async (key, expiresAt) => {
      await ask((redis) => redis.pExpire(sessionKey(key), until(expiresAt).value), key);
    },
    remove: async (key) => {
      ahead.delete(key);
      await ask((redis) => redis.del(sessionKey(key)), key);
    },
    // A write, because a replica or a full server still reads. Rejects while no server takes it; a node
    // of a cluster that is down ends only its own share.
    ping: async () => {
      const options = { expiration: { type: "PX", value: 1_000 } } as const;
      const pings = (await samples()).map((key) =>
        ask((redis) => redis.set(sessionKey(key), "", options), key),
      );
      await Promise.any(pings).catch(({ errors }) => Promise.reject(errors[0]));
    },
    lock: async (key) => {
      const number = String(++locks);
      const keys = [lockKey(key), sessionKey(key)];
      const answer = await takes.load({ key, keys, words: [instance, number] });
      if (answer === 0) {
        ahead.delete(key); // whoever has the lock now may change it
        return undefined;
      }
      if (Array.isArray(answer)) {
        const [data, rest] = answer as [string | null, number];
        const found = liveSession(data, rest);
        if (ahead.size > MOST_AHEAD) ahead.clear(); // of requests that did not wait for the lock
        if (found) ahead.set(key, found);
        else ahead.delete(key);
      }
      return async () => {
        ahead.delete(key);
        await releases.load({ key, keys: [lockKey(key)], words: [instance + number] });
      };
    },
    // The nodes of a cluster fail one by one, and nobody waits for one that has failed.
    ...(isCluster && { pause: 0, calm: 30_000 }),
    close,
  };
}

/** For npm run store:setup. */
export const setUpStore = () => Promise.resolve("Redis needs no set-up.");

function liveSession(data: string | null, rest: number): StoredSession | undefined {
  return data !== null && rest > 0 ? { data, expiresAt: Date.now() + rest } : undefined;
}

// Relative, so that clocks which differ do not matter.
function until(expiresAt: number) {
  return { type: "PX", value: Math.max(Math.round(expiresAt - Date.now()), 1) } as const;
}
