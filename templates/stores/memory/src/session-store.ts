import { setImmediate as soon } from "node:timers/promises";
import type { SessionTable, Settings, StoredSession } from "../types/session.js";

const MOST_SESSIONS = 100_000; // some 100 MB at the most

export const storeName = "the memory of this process";

export function storeProblems(settings: Settings): string[] {
  return settings.secure
    ? ["ENVIRONMENT must not be prod-https: the memory store loses all sessions at a restart."]
    : [];
}

export function openTable(settings: Settings): SessionTable {
  const sessions = new Map<string, StoredSession>();

  function prune(): void {
    for (const [key, { expiresAt }] of sessions) {
      if (expiresAt <= Date.now()) sessions.delete(key);
    }
  }
  const pruning = setInterval(prune, Math.min(settings.idle, 60_000)).unref();

  // A crowd of strangers must not fill the memory: the oldest session makes room.
  let hasWarned = false;
  function makeRoom(): void {
    const [oldest] = sessions.keys();
    sessions.delete(oldest);
    if (!hasWarned) console.warn(`The memory store is full: ${MOST_SESSIONS} sessions are kept.`);
    hasWarned = true;
  }

  return {
    read: async (key) => {
      const session = sessions.get(key);
      return session && session.expiresAt > Date.now() ? session : undefined;
    },
    create: async (key, session) => {
      if (sessions.size >= MOST_SESSIONS) makeRoom();
      sessions.set(key, session);
    },
    update: async (key, session) => {
      await soon(); // so that the answers of one moment leave together, which costs less
      if (sessions.has(key)) sessions.set(key, session); // an ended one stays away
    },
    extend: async (key, expiresAt) => {
      const session = sessions.get(key);
      if (session) sessions.set(key, { ...session, expiresAt });
    },
    remove: async (key) => void sessions.delete(key),
    ping: async () => {},
    close: async () => clearInterval(pruning),
  };
}
