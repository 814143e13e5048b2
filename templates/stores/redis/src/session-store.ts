// Sessions in Redis or Valkey, by the official driver. connect-redis is not used: it writes an ended
// session back when a slower request finishes, and knows no lock.
import { randomBytes } from "node:crypto";
import type { SessionTable, Settings } from "../types/session.js";
import { keepConnection } from "./redis-connection.js";
import { addressProblems, addresses } from "./redis-addresses.js";

const LOCK_LIFE = 10_000;
const sessionKey = (key: string) => `/*%= cookieName %*/:session:${key}`;
const lockKey = (key: string) => `/*%= cookieName %*/:lock:${key}`;

// Gives a lock to who asks, unless another instance of the app has it. What this instance has it may
// take again, as its own requests take turns: so a lock whose unlocking was lost keeps nobody out.
const lockScript = `
  local owner = redis.call("GET", KEYS[1])
  if owner and string.sub(owner, 1, #ARGV[1]) ~= ARGV[1] then return 0 end
  redis.call("SET", KEYS[1], ARGV[1] .. ARGV[2], "PX", ${LOCK_LIFE})
  return 1`;
// Gives a lock back, unless somebody else has it by now.
const unlockScript = `
  if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end`;

export const storeName = "Redis";

export function storeProblems(_settings: Settings): string[] {
  return addressProblems(process.env);
}

export function openTable({ storeTimeout }: Settings): SessionTable {
  const { ask, close } = keepConnection(addresses(process.env), storeTimeout);
  const instance = randomBytes(16).toString("base64url");
  let locks = 0;

  return {
    read: async (key) => {
      const name = sessionKey(key);
      // Sent together, so it is one way there and back.
      const [data, rest] = await ask((redis) => Promise.all([redis.get(name), redis.pTTL(name)]));
      return data !== null && rest > 0 ? { data, expiresAt: Date.now() + rest } : undefined;
    },
    create: async (key, { data, expiresAt }) => {
      await ask((redis) => redis.set(sessionKey(key), data, { expiration: until(expiresAt) }));
    },
    update: async (key, { data, expiresAt }) => {
      // XX: only where it still is.
      const options = { condition: "XX", expiration: until(expiresAt) } as const;
      await ask((redis) => redis.set(sessionKey(key), data, options));
    },
    extend: async (key, expiresAt) => {
      await ask((redis) => redis.pExpire(sessionKey(key), until(expiresAt).value));
    },
    remove: async (key) => {
      await ask((redis) => redis.del(sessionKey(key)));
    },
    // A write, because a replica or a full server still reads.
    ping: async () => {
      const options = { expiration: { type: "PX", value: 1_000 } } as const;
      await ask((redis) => redis.set(sessionKey("ping"), "", options));
    },
    lock: async (key) => {
      const keys = [lockKey(key)];
      const number = String(++locks);
      const isOurs = await ask((redis) =>
        redis.eval(lockScript, { keys, arguments: [`${instance} `, number] }),
      );
      if (!isOurs) return undefined;
      const owner = [`${instance} ${number}`];
      return async () => {
        await ask((redis) => redis.eval(unlockScript, { keys, arguments: owner }));
      };
    },
    close,
  };
}

// Relative, so that clocks which differ do not matter.
function until(expiresAt: number) {
  return { type: "PX", value: Math.max(Math.round(expiresAt - Date.now()), 1) } as const;
}
