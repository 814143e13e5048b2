// Sessions in memcached. connect-memcached is not used: its client is unmaintained since 2018 and
// takes hours to come back after a failure; its touch writes ended sessions back.
import { createHash, randomBytes } from "node:crypto";
import type { SessionTable, Settings } from "../types/session.js";
import { connectMemcached } from "./memcached.js";

const LOCK_SECONDS = 3; // memcached may end them one early
const LONGEST_RELATIVE = 30 * 24 * 3_600; // more is taken for a date
const prefix = "/*%= cookieName %*/".slice(0, 150); // keys have 250 characters at the most
const sessionKey = (key: string) => `${prefix}:session:${key}`;
const lockKey = (key: string) => `${prefix}:lock:${key}`;
const addresses = () => (process.env.MEMCACHED_SERVERS || "localhost:11211").split(/[, ]+/);

export const storeName = "Memcached";

export function storeProblems(_settings: Settings): string[] {
  const areRight = addresses().every((address) =>
    /^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(address),
  );
  return areRight ? [] : ["MEMCACHED_SERVERS must be host:port, or several of them with commas."];
}

export function openTable({ storeTimeout }: Settings): SessionTable {
  const servers = addresses().map((address) => ({
    address,
    ...connectMemcached(address, storeTimeout),
  }));
  const instance = randomBytes(16).toString("base64url");
  let locks = 0;

  // The same for all instances, and for a session and its lock; another server more takes only its own
  // share from the others.
  function serverOf(name: string) {
    const key = name.slice(name.lastIndexOf(":") + 1);
    const rank = (address: string) =>
      createHash("md5")
        .update(address + key)
        .digest("hex");
    return servers.reduce((a, b) => (rank(a.address) > rank(b.address) ? a : b));
  }

  async function write(verb: string, key: string, text: string, seconds: number, unique = "") {
    const size = Buffer.byteLength(text);
    const head = `${verb} ${key} 0 ${seconds} ${size} ${unique}`.trimEnd();
    return (await serverOf(key).ask(`${head}\r\n${text}\r\n`)).line === "STORED";
  }

  const read = (key: string) => serverOf(key).ask(`gets ${key}\r\n`);

  return {
    read: async (key) => stored((await read(sessionKey(key))).text),
    create: async (key, { data, expiresAt }) => {
      await write("set", sessionKey(key), `${expiresAt} ${data}`, secondsUntil(expiresAt));
    },
    // replace: only where it still is.
    update: async (key, { data, expiresAt }) => {
      await write("replace", sessionKey(key), `${expiresAt} ${data}`, secondsUntil(expiresAt));
    },
    // cas: unless another request has written meanwhile, which extends it as well.
    extend: async (key, expiresAt) => {
      const { text, unique } = await read(sessionKey(key));
      const found = stored(text);
      if (!found) return;
      const value = `${expiresAt} ${found.data}`;
      await write("cas", sessionKey(key), value, secondsUntil(expiresAt), unique);
    },
    remove: async (key) => {
      await serverOf(sessionKey(key)).ask(`delete ${sessionKey(key)}\r\n`);
    },
    // Rejects while no server takes anything; one that is down ends only its own share. `add` needs
    // the room of a session, and makes none when there is none, as a failing `set` would.
    ping: async () => {
      const command = `add ${prefix}:ping 0 0 200\r\n${"-".repeat(200)}\r\n`;
      const pings = servers.map(({ ask }) => ask(command));
      await Promise.any(pings).catch(({ errors }) => Promise.reject(errors[0]));
    },
    lock: async (key) => {
      const name = lockKey(key);
      const owner = `${instance} ${++locks}`;
      if (!(await write("add", name, owner, LOCK_SECONDS))) {
        // What this instance has it may take again, as its own requests take turns: so a lock whose
        // unlocking was lost keeps nobody out.
        const { text, unique } = await read(name);
        if (!text?.startsWith(instance)) return undefined;
        if (!(await write("cas", name, owner, LOCK_SECONDS, unique))) return undefined;
      }
      return async () => {
        const { text, unique } = await read(name);
        if (text === owner) await write("cas", name, "", -1, unique); // expired at once
      };
    },
    // Several servers fail one by one, and nobody waits for one that has failed.
    ...(servers.length > 1 && { pause: 0, calm: 30_000 }),
    close: async () => {
      await Promise.all(servers.map(({ close }) => close()));
    },
  };
}

/** For npm run store:setup. */
export const setUpStore = () => Promise.resolve("Memcached needs no set-up.");

// Memcached counts in seconds and may be one early, so the exact time is in the text.
function stored(text?: string) {
  if (text === undefined) return undefined;
  const end = text.indexOf(" ");
  const expiresAt = Number(text.slice(0, end));
  return expiresAt > Date.now() ? { data: text.slice(end + 1), expiresAt } : undefined;
}

function secondsUntil(expiresAt: number): number {
  const seconds = Math.max(Math.ceil((expiresAt - Date.now()) / 1_000), 0) + 1;
  return seconds > LONGEST_RELATIVE ? Math.ceil(Date.now() / 1_000) + seconds : seconds;
}
