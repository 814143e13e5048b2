// Over the official driver, because connect-pg-simple's set is an upsert, which brings ended sessions
// back; it has no lock; and when the server comes up after the app, it never makes its table.
import { randomUUID } from "node:crypto";
import DataLoader from "dataloader";
import { Client } from "pg";
import type { SessionTable, Settings, StoredSession } from "../types/session.js";
import { address, atOneMoment, openDatabase } from "./database.js";
import { openLocks } from "./store-locks.js";

export { setUpStore } from "./database.js";

const ROWS_AT_ONCE = 500;

const update = `UPDATE express_sessions AS old SET data = new.data, expires_at = new.expires_at
  FROM unnest($1::text[], $2::text[], $3::bigint[]) AS new (id, data, expires_at)
  WHERE old.id = new.id`;

export const storeName = "PostgreSQL";

export function storeProblems(_settings: Settings): string[] {
  const rule = "DATABASE_URL must be like postgres://user:password@host:5432/database";
  if (!/^postgres(ql)?:\/\//.test(address())) return [`${rule}.`];
  try {
    const { host } = new Client(address()); // connects to nothing yet
    return host ? [] : [`${rule}.`];
  } catch (error) {
    return [`${rule}: ${(error as Error).message}.`];
  }
}

export function openTable({ idle, storeTimeout }: Settings): SessionTable {
  const database = openDatabase(storeTimeout);
  const { run } = database;
  const lock = openLocks(database);
  let isRefused = false;

  async function write(sql: string, values: unknown[]): Promise<void> {
    try {
      await run(sql, values);
      isRefused = false;
    } catch (error) {
      isRefused = true;
      throw error;
    }
  }

  async function create(key: string, { data, expiresAt }: StoredSession): Promise<void> {
    await write("INSERT INTO express_sessions VALUES ($1, $2, $3)", [key, data, expiresAt]);
  }

  // Removes expired rows, a few at once and none that another instance has in hand.
  async function prune(): Promise<void> {
    const some = `DELETE FROM express_sessions WHERE id = ANY (ARRAY (SELECT id
      FROM express_sessions WHERE expires_at <= $1 LIMIT ${ROWS_AT_ONCE} FOR UPDATE SKIP LOCKED))`;
    try {
      while ((await run(some, [Date.now()])).rowCount === ROWS_AT_ONCE);
      await run("DELETE FROM express_session_locks WHERE until <= now()");
    } catch {
      // The guard tells of a server that fails: the next round does it.
    }
  }
  const pruning = setInterval(prune, Math.min(idle, 60_000) * (0.75 + Math.random() / 2)).unref();
  void prune(); // and thus makes the tables, if the server is there already

  // What a new visitor needs: a replica, or a full disk, refuses it. The next pruning removes it.
  const ping = () => create(`ping ${randomUUID()}`, { data: "", expiresAt: 0 });

  const reads = new DataLoader(async (keys: readonly string[]) => {
    const live = `SELECT id, data, expires_at FROM express_sessions
      WHERE id = ANY ($1) AND expires_at > $2`;
    const { rows } = await run(live, [keys, Date.now()]);
    const found = new Map(rows.map((row) => [row.id, row]));
    return keys.map((key) => found.get(key));
  }, atOneMoment);

  const updates = new DataLoader(async (sessions: readonly (StoredSession & { key: string })[]) => {
    // A row changes once in a statement: the last who wrote it counts.
    const last = [...new Map(sessions.map((session) => [session.key, session])).values()];
    const columns = [
      last.map(({ key }) => key),
      last.map(({ data }) => data),
      last.map(({ expiresAt }) => expiresAt),
    ];
    await write(update, columns);
    return sessions;
  }, atOneMoment);

  return {
    create,
    read: async (key) => {
      const row = await reads.load(key);
      return row && { data: row.data, expiresAt: Number(row.expires_at) };
    },
    update: async (key, session) => {
      await updates.load({ key, ...session });
    },
    extend: async (key, expiresAt) => {
      await write("UPDATE express_sessions SET expires_at = $2 WHERE id = $1", [key, expiresAt]);
    },
    remove: (key) => write("DELETE FROM express_sessions WHERE id = $1", [key]),
    ping,
    // Who cannot write is not let in to read: the store fails as a whole, and is told of once.
    lock: async (key) => {
      if (isRefused) await ping();
      return lock(key);
    },
    close: async () => {
      clearInterval(pruning);
      await database.end();
    },
  };
}
