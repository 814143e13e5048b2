// Over the driver itself, because express-mysql-session pins an old one; its set is an upsert, which
// brings ended sessions back; it has no lock; its pruning can end the process; and when the server
// comes up after the app, it never makes its table.
import { randomUUID } from "node:crypto";
import DataLoader from "dataloader";
import mysql, { type RowDataPacket } from "mysql2/promise";
import type { SessionTable, Settings, StoredSession } from "../types/session.js";
import { address, openDatabase } from "./database.js";
import { openLocks } from "./store-locks.js";

export { setUpStore } from "./database.js";

const ROWS_AT_ONCE = 500;

// What is asked at one moment is asked in one statement, because most of the cost is in asking. It has
// always as many places, so that it is prepared once.
const PLACES = 16;
const atOneMoment = { cache: false, batchScheduleFn: setImmediate, maxBatchSize: PLACES };
const filled = (values: readonly string[]) =>
  Array.from({ length: PLACES }, (_, at) => values[at] ?? "");
const places = filled([])
  .map(() => "?")
  .join();
const live = `SELECT id, data, expires_at FROM express_sessions
  WHERE id IN (${places}) AND expires_at > ?`;
const update = `UPDATE express_sessions
  SET data = ELT(FIELD(id, ${places}), ${places}), expires_at = ELT(FIELD(id, ${places}), ${places})
  WHERE id IN (${places})`;

export const storeName = "MySQL";

export function storeProblems(_settings: Settings): string[] {
  const rule = "DATABASE_URL must be like mysql://user:password@host:3306/database";
  if (!/^(mysql|mariadb):\/\/[^/]+\/\w/.test(address())) return [`${rule}.`];
  if (/[?&](?!ssl=)\w*(ssl|tls)/i.test(address())) {
    return ['DATABASE_URL must ask for TLS with ?ssl={"verifyIdentity":true}.'];
  }
  try {
    void mysql.createPool(address()).end(); // connects to nothing yet
    return [];
  } catch (error) {
    return [`${rule}: ${(error as Error).message}.`];
  }
}

export function openTable({ idle, storeTimeout }: Settings): SessionTable {
  const { run, end } = openDatabase(storeTimeout);
  const locks = openLocks(storeTimeout);
  let isRefused = false;

  async function write(sql: string, values: (string | number)[]): Promise<void> {
    try {
      await run(sql, values);
      isRefused = false;
    } catch (error) {
      isRefused = true;
      throw error;
    }
  }

  async function create(key: string, { data, expiresAt }: StoredSession): Promise<void> {
    await write("INSERT INTO express_sessions VALUES (?, ?, ?)", [key, data, expiresAt]);
  }

  // Removes expired rows, a few at once so that no visitor has to wait for it.
  async function prune(): Promise<void> {
    const some = `DELETE FROM express_sessions WHERE expires_at <= ?
      ORDER BY expires_at LIMIT ${ROWS_AT_ONCE}`;
    try {
      while ((await run(some, [Date.now()])).affectedRows === ROWS_AT_ONCE);
    } catch {
      // The guard tells of a server that fails: the next round does it.
    }
  }
  const pruning = setInterval(prune, Math.min(idle, 60_000) * (0.75 + Math.random() / 2)).unref();
  void prune(); // and thus makes the table, if the server is there already

  // What a new visitor needs: a replica, or a full disk, refuses it. The next pruning removes it.
  const ping = () => create(`ping ${randomUUID()}`, { data: "", expiresAt: 0 });

  const reads = new DataLoader(async (keys: readonly string[]) => {
    const rows = await run<RowDataPacket[]>(live, [...filled(keys), Date.now()]);
    const found = new Map(rows.map((row) => [row.id, row]));
    return keys.map((key) => found.get(key));
  }, atOneMoment);

  const updates = new DataLoader(async (sessions: readonly (StoredSession & { key: string })[]) => {
    // A row changes once in a statement: the last who wrote it counts.
    const last = new Map(sessions.map((session) => [session.key, session]));
    const keys = filled([...last.keys()]);
    const data = filled(Array.from(last.values(), (session) => session.data));
    const ends = filled(Array.from(last.values(), (session) => String(session.expiresAt)));
    await write(update, [...keys, ...data, ...keys, ...ends, ...keys]);
    return sessions;
  }, atOneMoment);

  return {
    create,
    read: async (key) => {
      const row = await reads.load(key);
      return row && { data: row.data, expiresAt: row.expires_at };
    },
    update: async (key, session) => {
      await updates.load({ key, ...session });
    },
    extend: async (key, expiresAt) => {
      await write("UPDATE express_sessions SET expires_at = ? WHERE id = ?", [expiresAt, key]);
    },
    remove: (key) => write("DELETE FROM express_sessions WHERE id = ?", [key]),
    ping,
    // Who cannot write is not let in to read: the store fails as a whole, and is told of once.
    lock: async (key) => {
      if (isRefused) await ping();
      return locks.lock(key);
    },
    close: async () => {
      clearInterval(pruning);
      locks.end();
      await end();
    },
  };
}
